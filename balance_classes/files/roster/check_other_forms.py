"""What a roster says in a form that is not read: sexes, kinds as headers, signs for “as above”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import SEX
from balance_classes.files.roster.cell_values import levels_of, sure_sexes
from balance_classes.files.roster.fields import Field, declared_fields, plain_header
from balance_classes.files.roster.table_reading import Reading, shown_cells
from balance_classes.language import Text

_SEX = re.compile(r"性别|[男女]|\b(sex|gender|boys?|girls?|males?|females?)\b|^m ?/ ?f$")
_CHILD = re.compile(r"[子儿]女|女儿|父女|母女|妇女|男方|女方")
"""Words with a sign of a sex that are not about the student's."""
_IN_BRACKETS = re.compile(r"[(（\[【]\s*([^)）\]】]+?)\s*[)）\]】]")
_AS_ABOVE = re.compile(
    r"[\"'〃″“”′＂]{1,4}|同上[一行]?|同前|同左|ditto|do\.|as above|same as above|idem"
)
_LEGEND = re.compile(r"(\d)\s*[-=:：—为是、.]*\s*([^\W\d_]+)")
FEWEST_HEADS = 2
"""So many headers that are kinds of one attribute make a column a kind of it."""
FEWEST_GROUPS = 3
"""So many different values, each with its blanks below, look like headings of groups."""
_ANSWERS = ("yes_no",)
"""Answers fit any question, and name no attribute."""


def _sex(reading: Reading) -> None:
    """Where nobody's sex is read it may stand there all the same, or be forgotten."""
    if reading.has(SEX):
        return
    mend = Text("Write it into one column headed sex, in words for a boy or a girl.")
    found = list(_sexes_elsewhere(reading))
    for row, position, what in found:
        reading.fail_at(row, position, what, mend)
    if not found and SEX not in reading.rules.policy.required:
        reading.warn_at(
            "no_sex",
            "",
            (reading.header.last_row, 0),
            Text("No column says the sex: boys and girls will not be spread evenly."),
            mend,
        )


def _sexes_elsewhere(reading: Reading) -> Iterator[tuple[int, int, Text]]:
    """Yield row, column and what is wrong with each place where sexes seem to stand."""
    yield from _sexes_at_names(reading)
    yield from _columns_of_sexes(reading)
    for row in reading.outside():
        filled = [(at, str(c)) for at, c in enumerate(reading.table.rows[row]) if str(c).strip()]
        if len(filled) == 1 and _plain(filled[0][1]) in sure_sexes():
            what = Text("Boys and girls stand below headings, which are not read.")
            yield row, filled[0][0], what


def _sexes_at_names(reading: Reading) -> Iterator[tuple[int, int, Text]]:
    name = reading.header.of_name
    if name is None:
        return
    at = name.position
    if _SEX.search(name.header.casefold()):
        what = Text(
            "The column “{header}” has the sex in it, and is read as a name.", header=name.header
        )
        yield reading.header.last_row, at, what
    sexes = sure_sexes()
    for row in reading.rows:
        notes = _IN_BRACKETS.findall(str(reading.table.rows[row][at]))
        if any(note.casefold() in sexes for note in notes):
            yield row, at, Text("The sex stands behind the name, and is not read.")


def _columns_of_sexes(reading: Reading) -> Iterator[tuple[int, int, Text]]:
    words = {word for word in sure_sexes() if not word.isdigit()}
    for column in reading.unread_columns():
        cells = [str(reading.table.rows[row][column.position]).strip() for row in reading.rows]
        told = [cell.casefold() for cell in cells if cell]
        headed = _SEX.search(_CHILD.sub("", column.header.casefold()))
        if told and (headed or ({*told} <= words and 2 * len(told) > len(cells))):
            what = Text(
                "The column “{header}” may say the sex, and is not read.", header=column.header
            )
            yield reading.header.last_row, column.position, what


def _plain(text: str) -> str:
    return re.sub(r"[\W\d_]|共|名单|名|人", "", text).casefold()


def _kinds_as_headers(reading: Reading) -> None:
    """A column for each kind of an attribute, with a tick in one of them, is not read."""
    unread = reading.unread_columns()
    for field in _lacking(reading):
        known, label = levels_of(field.codes), field_label(field.name)
        heads = [column for column in unread if plain_header(column.header) in known]
        for column in heads if len(heads) >= FEWEST_HEADS else ():
            reading.fail_at(
                reading.header.last_row,
                column.position,
                Text(
                    "The column “{header}” is a kind of {field}, and is not read.",
                    header=column.header,
                    field=label,
                ),
                Text("Write one column headed {field}, with such words in its cells.", field=label),
            )


def _lacking(reading: Reading) -> list[Field]:
    """Return the attributes with words of their own that the roster has no column of."""
    return [
        field
        for field in declared_fields().values()
        if field.kind == "attribute"
        and field.codes not in ("", *_ANSWERS)
        and field.name != SEX
        and not reading.has(field.name)
    ]


def _as_above(reading: Reading) -> None:
    """A sign for “as above” is no value: sorted otherwise, the list would say something else."""
    for column in reading.header.columns:
        if column.field.kind in ("name", "identity"):
            continue
        for row, value in reading.rows_of(column.field.name):
            cell = reading.table.rows[row][column.position]
            if (
                value is not None
                and isinstance(cell, str)
                and _AS_ABOVE.fullmatch(cell.strip().casefold())
            ):
                reading.fail_at(
                    row,
                    column.position,
                    Text("This cell says “as above”, and would be read as a word of its own."),
                    Text("Write what is meant into each cell."),
                )


def _blanks_as_above(reading: Reading) -> None:
    """Values that stand only where a group begins are meant for all who stand below them."""
    show = shown_cells(reading.table, reading.header)
    for column in reading.header.columns:
        if not column.field.is_attribute:
            continue
        shown = [str(show(row, column.position)).strip() for row in reading.rows]
        told = [cell for cell in shown if cell]
        if (
            len(set(told)) == len(told) >= FEWEST_GROUPS
            and shown[:1] != [""]
            and 2 * len(told) <= len(shown)
        ):
            blank = reading.rows[shown.index("")]
            reading.fail_at(
                blank,
                column.position,
                Text(
                    "The blanks in the column “{header}” look as if the value above was meant.",
                    header=column.header,
                ),
                Text("Fill in each cell; where nothing is known, write N/A."),
            )


def _own_codes(reading: Reading) -> None:
    """A header that tells what its codes mean is to be believed, and not only read."""
    for column in reading.header.columns:
        known = levels_of(column.field.codes) if column.field.codes else {}
        own = {code for name, code, _ in reading.rules.codes if name == column.field.name}
        for code, word in _LEGEND.findall(column.header.casefold()):
            meant, read = known.get(word), known.get(code)
            if meant and meant != read and code not in own:
                reading.fail_at(
                    reading.header.last_row,
                    column.position,
                    Text(
                        "The header says that {code} is {word}, and it is read otherwise.",
                        code=code,
                        word=word,
                    ),
                    Text("Write the words into the cells, or tell the codes in the rules."),
                )


FORM_CHECKS: Sequence[Callable[[Reading], None]] = (
    _sex, _own_codes, _kinds_as_headers, _as_above, _blanks_as_above,
)  # fmt: skip
