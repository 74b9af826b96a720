"""Checks of the people: on the roster once, with a whole name, a right number and birth date."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date
from typing import Any

from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import MISSING
from balance_classes.domain.roster.roster_parts import shown_row
from balance_classes.files.roster.identity_numbers import (
    NEW_LENGTH,
    REGISTER_SIGNS,
    is_register_number,
    looks_resident,
    read_resident,
)
from balance_classes.files.roster.names import PARTS, WHOLE, spelt
from balance_classes.files.roster.table_reading import Reading
from balance_classes.language import Either, Text

KEY_FIELDS = ("student_number", "identity_number", "register_number")
"""A student's key is the first of these that every row has, else name and birth date."""
SEVERAL = 2
OTHER_DOCUMENTS = ("hong_kong", "macau", "taiwan", "permanent", "passport", "other")
DELETE_OR_FILL = Text("Fill it in, or delete the row if it is no student.")


def key_field(reading: Reading) -> str:
    """Return the first field of numbers that every row has, else the first there is.

    Without any it is the name where there is no birth date either, and "" for the two together.
    """
    present = [name for name in KEY_FIELDS if reading.has(name)]
    full = [name for name in present if all(reading.values[name])]
    by_name = "name" if reading.has("name") and not reading.has("birth_date") else ""
    return next(iter([*full, *present]), by_name)


def home_taught_rows(reading: Reading) -> set[int]:
    """Return the rows of students who are taught at home: on the register, without a seat (§8)."""
    told = (("home_taught", "yes"), ("inclusion", "home_taught"), ("boarding", "home_taught"))
    return {row for name, level in told for row, value in reading.rows_of(name) if value == level}


def _required(reading: Reading) -> None:
    """Names are shown; what the policy balances must be known of everybody."""
    if reading.has("name"):
        _filled(reading, "name")
    for name in reading.rules.policy.required:
        if reading.has(name):
            _filled(reading, name)
        else:
            reading.fail_above(
                Text("There is no column “{field}”.", field=field_label(name)),
                Text("Add it, or see in docs/rules.md how to do without (--policy own)."),
            )


def _nobody_rows(reading: Reading) -> dict[int, str]:
    """Return the rows with neither name nor number, and the field to tell it at.

    They were filled in beforehand, and each is told once.
    """
    asked = [name for name in ("name", *KEY_FIELDS) if reading.has(name)]
    rows = reading.rows
    values = zip(*(reading.values[name] for name in asked), strict=True)
    return {
        row: asked[0]
        for row, each in zip(rows, values, strict=bool(asked))
        if all(value == "" for value in each)
    }


def _nobody(reading: Reading) -> None:
    """A row is one of a student."""
    for row, name in _nobody_rows(reading).items():
        reading.fail(row, name, Text("This row has no name and no number."), DELETE_OR_FILL)


def _filled(reading: Reading, name: str) -> None:
    """Note each empty cell of a field, unless it or its row is told of already."""
    wrong = {(row, position) for row, position, _ in reading.errors}
    nobody = _nobody_rows(reading)
    column = reading.header.column(name)
    for row, value in reading.rows_of(name):
        told = row in nobody or (row, column.position if column else 0) in wrong
        if value in ("", None) and not told:
            reading.fail(
                row,
                name,
                Text("The cell is empty: {field}.", field=field_label(name)),
                DELETE_OR_FILL,
            )


def _identities(reading: Reading) -> None:
    """A resident identity number agrees with its check character, the birth date and the sex."""
    if not reading.has("identity_number"):
        return
    types, born, sex = map(reading.by_row, ("identity_type", "birth_date", "sex"))
    rounded = _rounded_rows(reading)
    for row, number in reading.rows_of("identity_number"):
        kind = types.get(row) or MISSING
        if not number:
            _missing_identity(reading, row, number, kind)
        elif row in rounded:
            reading.fail(
                row,
                "identity_number",
                Text(
                    "The number ends in 000, as {count} do: its last digits are lost.",
                    count=len(rounded),
                ),
                Text("Format the column as text and enter the number again."),
            )
        elif kind == "resident" or (kind not in OTHER_DOCUMENTS and looks_resident(number)):
            _check_resident(reading, row, number, born.get(row), sex.get(row))


def _rounded_rows(reading: Reading) -> set[int]:
    """Return the rows whose numbers end in 000, if several of these cannot be right.

    One number in a thousand ends so by right, and one rounded number in eleven looks right.
    """
    ends = [
        (row, number)
        for row, number in reading.rows_of("identity_number")
        if number and number.endswith("000") and len(number) == NEW_LENGTH
    ]
    wrong = sum(read_resident(number) is None for _, number in ends)
    return {row for row, _ in ends} if wrong >= SEVERAL else set()


def _missing_identity(reading: Reading, row: int, number: object, kind: str) -> None:
    if number is not None and kind == "resident":
        reading.warn(
            "identity",
            row,
            "identity_number",
            Text("A resident without an identity number."),
            Text("Enter it, or give the type Z (other) if there is none yet."),
        )


def _check_resident(
    reading: Reading, row: int, number: str, born: date | None, sex: str | None
) -> None:
    resident = read_resident(number)
    if resident is None:
        length = len(number)
        reading.fail(
            row,
            "identity_number",
            Text(
                "The identity number has {length} characters instead of {wanted}.",
                length=length,
                wanted=NEW_LENGTH,
            )
            if length not in (15, NEW_LENGTH)
            else Text("The identity number contradicts its own check character or day of birth."),
            Text("Correct it by the document; for another document name its type."),
        )
        return
    for name, value, said in (("birth_date", born, resident.born), ("sex", sex, resident.sex)):
        if value and value != said and (name != "sex" or value in ("male", "female")):
            reading.fail(
                row,
                name,
                Text("{field}: the identity number says otherwise.", field=field_label(name)),
                Text("Correct the one that is wrong; for another document name its type."),
            )


def _register_numbers(reading: Reading) -> None:
    """Register numbers have one of three forms: G with an identity number, L or J."""
    for row, number in reading.rows_of("register_number"):
        if number and number[0] in REGISTER_SIGNS and not is_register_number(number):
            reading.warn(
                "register",
                row,
                "register_number",
                Text("The register number has an unusual form."),
                Text("Compare it with the register."),
            )


def _keys(reading: Reading) -> None:
    """Students can be told apart, and nobody stands twice (§8: no double entries)."""
    if not any(reading.has(name) for name in ("name", "student_number", "register_number")):
        reading.fail_above(
            Text("There is no column “{field}”.", field=field_label("name")),
            Text("Add it: the class lists show names."),
        )
    key = key_field(reading)
    if key:
        _filled(reading, key)
    elif reading.has("name") and reading.has("birth_date"):
        _filled(reading, "birth_date")
        _different(reading, "name", _names_and_births(reading))
    told: set[int] = set()
    if key == "name":
        told = _different_names(reading)
    for name in KEY_FIELDS:
        told |= _different(reading, name, list(reading.rows_of(name)), told)


def _different_names(reading: Reading) -> set[int]:
    """Of two students with one name, and no number, nobody knows which is which."""
    found = list(_again(list(reading.rows_of("name"))))
    for row, first in found:
        reading.fail(
            row,
            "name",
            Text(
                "The same name stands in row {row}, and there is no number to tell them apart.",
                row=shown_row(first + 1, reading.table.parts),
            ),
            Text(
                "Add a column headed {headers}.",
                headers=Either(en="“student number” or “birth date”", zh="“学号”或“身份证件号”"),
            ),
        )
    return {row for row, _ in found}


def _different(
    reading: Reading,
    name: str,
    values: Sequence[tuple[int, Any]],
    told: Container[int] = frozenset(),
) -> set[int]:
    """Note each row whose value stood above, but for those `told` of already; return them."""
    found = [(row, first) for row, first in _again(values) if row not in told]
    for row, first in found:
        reading.fail(
            row,
            name,
            Text(
                "The same student stands in row {row} ({field}).",
                row=shown_row(first + 1, reading.table.parts),
                field=field_label(name),
            ),
            Text(
                "Delete one of the two rows, or correct the number{cited}.",
                cited=reading.rules.policy.cited("double"),
            ),
        )
    return {row for row, _ in found}


def _namesakes(reading: Reading) -> None:
    """The same name and birth date under two numbers is a double entry, or a rare chance."""
    if not key_field(reading) or not (reading.has("name") and reading.has("birth_date")):
        return
    for row, first in _again(_names_and_births(reading)):
        reading.warn(
            "namesake",
            row,
            "name",
            Text(
                "The same name and birth date stand in row {row}.",
                row=shown_row(first + 1, reading.table.parts),
            ),
            Text("Make sure that these are two students."),
        )


def _names_and_births(reading: Reading) -> list[tuple[int, Any]]:
    born = reading.by_row("birth_date")
    return [
        (row, (name, born[row]) if name and born[row] else None)
        for row, name in reading.rows_of("name")
    ]


def _again(values: Sequence[tuple[int, Any]]) -> Iterator[tuple[int, int]]:
    """Yield each row whose value stood in a row above, and that row."""
    first: dict[Any, int] = {}
    for row, value in values:
        if value and value in first:
            yield row, first[value]
        first.setdefault(value, row)


PEOPLE_CHECKS = (_nobody, _required, _keys, _identities, _register_numbers, _namesakes)


def _name_parts(reading: Reading) -> None:
    """A part of a name alone is no name, and neither is a column “name” that lacks the rest."""
    parts = [column for name in PARTS if (column := reading.header.column(name))]
    if parts and not reading.has(WHOLE):
        reading.fail_at(
            reading.header.last_row,
            parts[0].position,
            Text("The column “{header}” is only a part of the name.", header=parts[0].header),
            Text("Add a column with the other part, or one with the whole name."),
        )
    whole = reading.header.column(WHOLE)
    if whole is None:
        return
    for part in parts:
        parts_of = reading.by_row(part.field.name)
        told = [(name, parts_of[row]) for row, name in reading.rows_of(WHOLE) if parts_of[row]]
        without = sum(spelt(value) not in spelt(name) for name, value in told)
        if 2 * without > len(told):
            reading.fail_at(
                reading.header.last_row,
                whole.position,
                Text(
                    "The column “{header}” is not the whole name: “{part}” stands beside it.",
                    header=whole.header,
                    part=part.header,
                ),
                Text("Head it by the part of the name that it holds, or write whole names there."),
            )


NAME_CHECKS = (_name_parts,)
