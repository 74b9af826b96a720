"""Dates as rosters write them, and what is made of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from balance_classes.domain.roster.roster import MISSING
from balance_classes.files.roster.cell_values import CellError, read_text
from balance_classes.language import Text

DAY_ZERO, DAY_ZERO_OF_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The day of the serial 0 in the two systems of Excel's workbooks."""
FIRST_BY_SERIAL = date(2000, 1, 1)
"""A serial of an earlier day is a date cut short, such as 20199."""
OLDEST, NEWEST = 1950, 2099
"""A year before or after these is a slip of the hand."""
DATES = (
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
    r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2}) ?日?",
    r"(?P<day>\d{1,2})[- .]*(?P<month>[A-Za-z]{3,9})[- .,]*(?P<year>\d{4})",
    r"(?P<month>[A-Za-z]{3,9})\.? ?(?P<day>\d{1,2}),? ?(?P<year>\d{4})",
)
"""Dates that say by themselves what is what."""
NUMBERED_DATES = {
    "dmy": (r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})",),
    "mdy": (r"(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4})",),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
MONTHS_OF_YEAR = len(MONTHS)


_TIME = re.compile(r"[ T]+(\d?\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?$")
_NUMBERED = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}")


def day_zero(*, from_1904: bool) -> date:
    """Return the day from which a workbook counts."""
    return DAY_ZERO_OF_1904 if from_1904 else DAY_ZERO


def time_of_day(cell: object) -> time:
    """Return the time that stands with a date; midnight where there is none."""
    if isinstance(cell, datetime):
        return cell.time()
    found = _TIME.search(str(cell)) if isinstance(cell, str) else None
    hour, minute, second = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return time(hour, minute, second) if max(hour - 23, minute - 59, second - 59) <= 0 else time()


def is_serial(cell: object) -> bool:
    """Whether a cell is a count of days, by which every workbook has a first day of its own."""
    if isinstance(cell, bool | date):
        return False
    return bool(re.fullmatch(r"\d{5}(\.\d+)?", str(cell).strip()))


def order_told(cells: Iterable[object]) -> tuple[str, int]:
    """Return which number of a column's dates is the day, as a cell above 12 says, and which cell.

    "" where none says it, or two contradict each other; a cell is named by its place from 0.
    """
    told: dict[str, int] = {}
    for place, cell in enumerate(cells):
        found = _NUMBERED.fullmatch(_TIME.sub("", str(cell).strip())) if cell else None
        if found and max(map(int, found.groups())) > MONTHS_OF_YEAR:
            told.setdefault("dmy" if int(found[1]) > MONTHS_OF_YEAR else "mdy", place)
    return next(iter(told.items())) if len(told) == 1 else ("", 0)


def turned_round(cells: Sequence[object]) -> int | None:
    """Return the place of the first date that a program may have read month first, None if none.

    Of 03/04/2015 and 13/04/2015 such a program makes a date of the first, of the wrong one, and
    leaves the second a text: the texts all have a number above 12, and no date has.
    """
    texts = (_NUMBERED.fullmatch(str(cell).strip()) for cell in cells if isinstance(cell, str))
    left = [max(map(int, found.groups())) > MONTHS_OF_YEAR for found in texts if found]
    made = [(at, cell) for at, cell in enumerate(cells) if isinstance(cell, date)]
    if not left or not all(left) or any(cell.day > MONTHS_OF_YEAR for _, cell in made):
        return None
    return made[0][0] if made else None


def read_date(cell: object, date_format: str = "", zero: date = DAY_ZERO) -> date | None:
    """Return a date, or None where the cell is empty; serials count from `zero`.

    Takes dates, Excel serials, texts with year, month and day in this order, and with the month
    in English words; day and month as numbers before the year only by `date_format`, "dmy" or
    "mdy".
    """
    if isinstance(cell, date):
        return _likely(cell.date() if isinstance(cell, datetime) else cell)
    text = unicodedata.normalize("NFKC", read_text(cell))
    text = _TIME.sub("", re.sub(r"\.0$", "", text))
    if not text:
        return None
    try:
        found = _date_in(re.sub(r"\s+", " ", text), date_format, zero)
    except CellError:
        raise
    except ValueError:
        found = None
    return _likely(found)


def _likely(found: date | None) -> date:
    if found and OLDEST <= found.year <= NEWEST:
        return found
    raise _no_date()


def _no_date() -> CellError:
    return CellError(
        Text("This is no date."), Text("Write year, month and day, for example 2016-03-07.")
    )


def read_year(cell: object, zero: date = DAY_ZERO) -> int | None:
    """Return the year of a month such as 202609 or 2026-09, or None where the cell is empty."""
    if isinstance(cell, date):
        return cell.year
    text = unicodedata.normalize("NFKC", read_text(cell))
    if re.fullmatch(r"\d{5}", text):
        return (zero + timedelta(days=int(text))).year
    year = re.match(r"(19|20)\d\d", text)
    if text and not year:
        raise _no_date()
    return int(year[0]) if year else None


def birth_quarter(born: date | None) -> str:
    """Return the quarter of the school year (from 1 September) in which a student was born."""
    return f"q{(born.month - 9) % 12 // 3 + 1}" if born else MISSING


def _date_in(text: str, date_format: str, zero: date) -> date | None:
    """Return the date that a text is, or None; raises ValueError for days that there are not."""
    if re.fullmatch(r"\d{5}", text) and zero + timedelta(days=int(text)) >= FIRST_BY_SERIAL:
        return zero + timedelta(days=int(text))
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", text) and not date_format:
        raise CellError(
            Text("It is not known which number is the day and which the month."),
            Text(
                "Say it: --date-format dmy (day first) or mdy (month first); or write 2016-03-07."
            ),
        )
    if re.fullmatch(r"\d{1,2}[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/. ]\d\d", text):
        raise CellError(
            Text("The year has two digits."), Text("Write it with four, for example 2016-03-07.")
        )
    patterns = [*DATES, *NUMBERED_DATES.get(date_format, ())]
    found = next(filter(None, (re.fullmatch(pattern, text) for pattern in patterns)), None)
    if found is None:
        return None
    month = found["month"]
    return date(
        int(found["year"]), int(month) if month.isdigit() else _month(month), int(found["day"])
    )


def _month(word: str) -> int:
    names = [name.casefold() for name in MONTHS if name.casefold().startswith(word.casefold())]
    if len(names) != 1:
        raise ValueError(word)
    return [name.casefold() for name in MONTHS].index(names[0]) + 1
