"""From raw cells to values: numbers, dates, codes and texts, one small reader a kind."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from balance_classes.domain.canonical import FORMULA_SIGNS, canonical_text
from balance_classes.domain.labels import field_label, glimpse
from balance_classes.domain.roster import MISSING
from balance_classes.files.columns import Field
from balance_classes.language import Text

EXCEL_DAY_ZERO = date(1899, 12, 30)
LONGEST_EXACT_NUMBER = 15
"""Excel keeps 15 digits of a number; an identity number kept as a number is broken for good."""


class CellError(ValueError):
    """A cell that cannot be right: what is wrong, and how to mend it."""

    def __init__(self, what: Text, mend: Text) -> None:
        super().__init__(str(what))
        self.what = what
        self.mend = mend


def read_text(cell: object) -> str:
    """Return a cell as canonical text; a whole number without a trailing .0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date().isoformat()
    try:
        return canonical_text(str(cell))
    except ValueError as error:
        raise CellError(
            Text("The text holds a character that cannot be shown ({code}).", code=str(error)),
            Text("Delete the character and type the text anew."),
        ) from error


def read_name(cell: object) -> str:
    """Return a name with single spaces, none between Chinese characters, and one kind of dot."""
    name = re.sub(r"\s+", " ", read_text(cell))
    if name[:1] in FORMULA_SIGNS:
        raise CellError(
            Text("The name begins with “{sign}”.", sign=name[0]), Text("Write the name alone.")
        )
    name = re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", name)
    return re.sub(r"[•‧∙⋅・･•.]", "·", name) if re.search(r"[一-鿿]", name) else name


def read_identity(cell: object) -> str:
    """Return an identity in capitals; refuse one that Excel has rounded."""
    text = unicodedata.normalize("NFKC", read_text(cell)).upper()
    if isinstance(cell, int | float) and len(text) > LONGEST_EXACT_NUMBER:
        raise CellError(
            Text("The number is stored as a number, so that its last digits are lost."),
            Text("Format the column as text and enter the number again."),
        )
    if text and not text[0].isalnum():
        raise CellError(
            Text("The number begins with “{sign}”.", sign=text[0]),
            Text("Begin it with a letter or a digit."),
        )
    return text


def read_date(cell: object) -> date | None:
    """Return a date, or None where the cell is empty.

    Takes dates, Excel serials and texts with year, month and day in this order.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = unicodedata.normalize("NFKC", read_text(cell))
    if not text:
        return None
    parts = re.fullmatch(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?", text)
    try:
        if parts:
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
        if re.fullmatch(r"\d{5}", text):
            return EXCEL_DAY_ZERO + timedelta(days=int(text))
    except ValueError:
        pass
    raise CellError(
        Text("This is no date."), Text("Write year, month and day, for example 2016-03-07.")
    )


def read_level(cell: object, field: Field) -> str:
    """Return the level of an attribute: its code's level, or the text itself.

    A closed field takes its codes only. An empty cell is a level of its own.
    """
    text = read_text(cell)
    plain = unicodedata.normalize("NFKC", text)
    if _is_missing(plain):
        return MISSING
    if re.search(r"\d{8}", plain):
        raise CellError(
            Text("{field}: this looks like the number of a person.", field=field_label(field.name)),
            Text("Move the value to the column it belongs to."),
        )
    known = _levels(field.codes).get(plain.casefold())
    if known is None and field.closed:
        raise CellError(
            Text(
                "{field}: the code “{code}” is unknown.",
                field=field_label(field.name),
                code=glimpse(text),
            ),
            Text("Write one of: {codes}.", codes=tuple(_examples(field.codes))),
        )
    return known or plain


def birth_quarter(born: date | None) -> str:
    """Return the quarter of the school year (from 1 September) in which a student was born."""
    return f"q{(born.month - 9) % 12 // 3 + 1}" if born else MISSING


def _is_missing(text: str) -> bool:
    # Statistics programs join missing parts too: NA:NA for a year and a quarter.
    parts = [part for part in re.split(r"[\s:\-]+", text.casefold()) if part]
    return all(part in ("na", "n/a", "nan", "null") for part in parts)


@cache
def _code_tables() -> Mapping[str, Mapping[str, list[str]]]:
    text = Path(__file__).with_name("codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _levels(table: str) -> dict[str, str]:
    """Return the level of each code; a people may be written with or without its 族."""
    found: dict[str, str] = {}
    for level, codes in _code_tables().get(table, {}).items():
        for code in (level, *codes, level.removesuffix("族")):
            found[code.casefold()] = level
    return found


def _examples(table: str) -> list[str]:
    """Return two codes a level, the words first."""
    codes = _code_tables()[table].values()
    return [several[place] for place in (1, 0) for several in codes]
