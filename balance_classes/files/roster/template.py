"""An empty roster to fill in: every column with a note, a list to choose from, an example."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from balance_classes.domain.roster.labels import field_label
from balance_classes.files.roster.cell_values import words_of
from balance_classes.files.roster.fields import declared_fields, plain_header
from balance_classes.language import Language, Text

LAST_ROW = 5_000
"""Lists to choose from reach down to this row."""
LONGEST_LIST = 250
"""Excel takes a list of so many characters in a cell's own rule; longer ones need a range."""

ROSTER, NOTES, LISTS = Text("Roster"), Text("Notes"), Text("Lists")
HEADINGS = (Text("Column"), Text("What it is for"), Text("Example"))


@dataclass(frozen=True)
class _Column:
    """A column of the template: its field, an example in each language, a note.

    A column of the school's `own` has a header and answers yes or no, and no field.
    """

    field: str
    zh: str
    en: str
    note: Text
    width: int = 12
    own: str = ""


_COLUMNS = (
    _Column(
        "student_number", "20260001", "2026001", Text("The school's own number, each once."), 14
    ),
    _Column("name", "示例：李梅", "Example: Mei Li", Text("The full name. Needed."), 16),
    _Column("sex", "女", "female", Text("Needed.")),
    _Column("birth_date", "2020-03-07", "2020-03-07", Text("Year, month, day."), 14),
    _Column("identity_type", "居民身份证", "resident", Text("The kind of document."), 14),
    _Column(
        "identity_number",
        "652300202003070028",
        "652300202003070028",
        Text("As text; leave it empty under type Z (other) where there is none yet."),
        22,
    ),
    _Column("ethnicity", "汉族", "Asian", Text("Spread evenly (mixed composition).")),
    _Column("household", "农业", "rural", Text("Spread evenly.")),
    _Column("migrant", "否", "no", Text("Spread evenly."), 14),
    _Column("left_behind", "非留守", "no", Text("Spread evenly.")),
    _Column("boarding", "走读", "day", Text("Spread evenly.")),
    _Column("previous_school", "第一小学", "First School", Text("Spread evenly."), 18),
    _Column("disability", "无", "none", Text("Spread evenly; never shown in public.")),
    _Column("inclusion", "非随班就读", "none", Text("Spread evenly; never shown in public."), 16),
    _Column("home_taught", "否", "no", Text("Taught at home: on the register, without a seat.")),
    _Column("aid", "否", "no", Text("Spread evenly; never shown in public."), 14),
    _Column("legal_preference", "否", "no", Text("Spread evenly."), 16),
    _Column(
        "together",
        "",
        "",
        Text(
            "Others by student number or full name, or one code for all: they come into one class."
        ),
    ),
    _Column(
        "apart",
        "",
        "",
        Text(
            "Others by student number or full name, or one code for all: they come into different "
            "classes."
        ),
    ),
    _Column(
        "pinned_class",
        "",
        "",
        Text("A class that was fixed beforehand, by name or number; needs a reason."),
    ),
    _Column("barred", "", "", Text("A class that is not open to the student; needs a reason.")),
    _Column(
        "reason",
        "",
        "",
        Text(
            "Why a class is fixed or not open; the notice says how many there are, the internal "
            "list why."
        ),
        20,
    ),
)
CHINESE = {
    "identity_type", "identity_number", "household", "migrant", "left_behind", "disability",
    "inclusion", "home_taught", "aid", "legal_preference",
}  # fmt: skip
"""Fields of Chinese registers, which an English roster does not have."""
OWN = Text(
    "Yes or no; delete the column if your school has none. Spread it with --spread {header}."
)
FRIEND = Text(
    "A friend, by student number or full name: at least one of the friends whom a child names "
    "comes into its class, where it can be."
)
_ENGLISH = (
    *(_Column("", "", "no", Text(OWN.message, header=name), own=name)
      for name in ("EAL", "SEN", "IEP", "ELL")),
    *(_Column("friends", "", "", FRIEND, own=f"Friend {n}", width=18) for n in (1, 2, 3)),
)  # fmt: skip


def _columns(language: Language) -> tuple[_Column, ...]:
    """Return the columns of a language: one school has none of another country's."""
    if language.code == "zh":
        return _COLUMNS
    usual = [column for column in _COLUMNS if column.field not in CHINESE]
    before = next(at for at, column in enumerate(usual) if column.field == "together")
    return (*usual[:before], *_ENGLISH, *usual[before:])


def template(language: Language) -> bytes:
    """Return the bytes of the empty roster in a language."""
    from openpyxl import Workbook

    book = Workbook()
    roster: Any = book.active
    roster.title = language.say(ROSTER)
    notes = book.create_sheet(language.say(NOTES))
    lists = book.create_sheet(language.say(LISTS))
    lists.sheet_state = "hidden"
    notes.append([language.say(heading) for heading in HEADINGS])
    for position, column in enumerate(_columns(language), start=1):
        _add_column(roster, lists, position, column, language)
        notes.append(
            [_header(column, language), language.say(column.note), _example(column, language)]
        )
    roster.freeze_panes = "C2"
    roster.page_setup.orientation = "landscape"
    roster.page_setup.paperSize = roster.PAPERSIZE_A4
    roster.page_setup.fitToHeight = 0
    roster.sheet_properties.pageSetUpPr.fitToPage = True
    roster.print_title_rows = "1:1"
    _lay_out(notes)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def _add_column(
    roster: Any, lists: Any, position: int, column: _Column, language: Language
) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(position)
    roster.column_dimensions[letter].width = column.width
    # Text keeps leading zeros and all 18 digits; dates are read as they are typed.
    roster.column_dimensions[letter].number_format = "@"
    head = roster.cell(1, position, _header(column, language))
    head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="FFDDEBF7")
    head.comment = Comment(language.say(column.note), "balance-classes", height=80, width=240)
    example = roster.cell(2, position, _example(column, language) or None)
    example.font, example.number_format = Font(italic=True, color="FF808080"), "@"
    words = _words(column, language)
    if words:
        _add_choice(roster, lists, letter, position, words)


def _words(column: _Column, language: Language) -> list[str]:
    """Return what there is to choose from, empty where everybody writes words of their own."""
    if not column.field:
        return ["yes", "no"]
    chinese = language.code == "zh"
    words = words_of(declared_fields()[column.field].codes, chinese=chinese)
    return words if chinese or all(map(str.isascii, words)) else []


def _add_choice(roster: Any, lists: Any, letter: str, position: int, words: list[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    joined = ",".join(words)
    if len(joined) <= LONGEST_LIST:
        choice = DataValidation(type="list", formula1=f'"{joined}"', allow_blank=True)
    else:
        for row, word in enumerate(words, start=1):
            lists.cell(row, position, word)
        place = f"'{lists.title}'!${letter}$1:${letter}${len(words)}"
        choice = DataValidation(type="list", formula1=place, allow_blank=True)
    # A word of the school's own may be written too: it is asked about, not refused.
    choice.errorStyle, choice.showErrorMessage = "warning", True
    roster.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{LAST_ROW}")


def _lay_out(notes: Any) -> None:
    from openpyxl.styles import Font

    for letter, width in (("A", 24), ("B", 70), ("C", 24)):
        notes.column_dimensions[letter].width = width
    for cell in notes[1]:
        cell.font = Font(bold=True)


def _header(column: _Column, language: Language) -> str:
    """Return the header that means the field, as the intake knows it."""
    if column.own:
        return column.own
    field = declared_fields()[column.field]
    if language.code == "zh":
        return next(header for header in field.headers if re.search(r"[一-鿿]", header))
    label = str(field_label(field.name))
    return label if plain_header(label) in field.headers else field.name


def _example(column: _Column, language: Language) -> str:
    return column.zh if language.code == "zh" else column.en
