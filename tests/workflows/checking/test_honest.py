"""An honest result is never condemned, whatever its names, levels and classes are called."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balance_classes.files.result.sheet_cells import SheetCells
from balance_classes.files.result.workbook_parts import BookParts
from balance_classes.files.roster.cell_values import CellError, read_level, read_name
from balance_classes.files.roster.fields import Field
from balance_classes.files.workbook.workbook_writing import Book
from balance_classes.workflows.draw.prepare import RosterRequest
from balance_classes.workflows.draw.seal import SealRequest, seal
from tests.builders import write_csv
from tests.workflows.stage import HEADER, School, as_text, pupils

PIECES = (
    *("_x0041_", "_x005F_", "_xD800_", "_x", "_", "x0041_", "A", "张", "b", "é", "e\u0301"),
    *("\u2007", "\u1680", "\u205f", "\u00a0", "\u2028", "\u3000", "\u200b", " ", "  ", "\t", "\n"),
    *("'", '"', "&", "<", ">", "]]>", "#N/A", "1.0", "\U00020000", "，", "·", "\u0627", "\u200d"),
)
HOSTILE = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)


def read_again(text: str) -> str:
    """Write a text into a cell of a workbook, and read the workbook."""
    book = Book("Title")
    book.add_sheet("Sheet").add_row(["first", text])
    grid = SheetCells(BookParts("book.xlsx", book.content(), 10))["Sheet"]
    return "".join(grid[0][1:])


@given(HOSTILE | st.text(max_size=12))
@example("¨")
def test_what_a_roster_is_read_as_is_read_the_same_from_the_workbook(written: str) -> None:
    for read in (read_name, lambda text: read_level(text, Field("house", "attribute"))):
        try:
            text = read(written)
        except CellError:
            continue
        assert read_again(text) == text
        assert not re.match(r"\s|.*\s\Z", text, re.DOTALL)


NAMES = (
    *(
        "_x0041_nn",
        "\u2007Ann",
        "\u1680Bob",
        "\u205fCat",
        "a_x005F_b",
        "_x005F_x0041_",
        "Dan\u2007",
    ),
    *(
        "A&B<c>",
        "‘quoted’",
        "Zoe\u0301",
        "'Tom",
        "Eve\u2028Lee",
        "_xD800_F",
        "#N/A Gus",
        "X_x000D_",
    ),
)


LEVELS = tuple(f"{name}q{end}" for name in NAMES for end in ("", "\u2007"))


@pytest.mark.parametrize("levels", [("Han",), LEVELS[::2], LEVELS[1::2]])
def test_a_school_of_hostile_names_levels_and_classes_verifies(
    tmp_path: Path, levels: tuple[str, ...]
) -> None:
    school, rows = School.at(tmp_path), pupils()
    for number, row in enumerate(rows):
        row[8] = row[9] = ""
        row[5] = levels[number % len(levels)]
    for row, name in zip(rows, NAMES, strict=False):
        row[2] = name
    buffer = io.StringIO()
    csv.writer(buffer).writerows([HEADER.split(","), *rows])
    school.roster.write_text(buffer.getvalue(), "utf-8", newline="")
    names = {"class_names": ["_x0041_", "\u2007B", "C\u205f"]}
    school.assign("a=1", subject=RosterRequest(school.roster, None, names))
    assert school.recount().passed


@pytest.mark.parametrize("said", ["_x0041_ A&B<c>", "\u20071.0 \U00020000", "{x} %s &amp; ]]>"])
def test_whatever_people_say_beside_the_names_verifies(tmp_path: Path, said: str) -> None:
    school = School.at(tmp_path)
    rows = [[*row[:8], "", "", ""] for row in pupils()]
    write_csv(school.roster, as_text(rows))
    policy = tmp_path / "policy.toml"
    keys = ("title", "issuer", "number", "origin", "notice")
    text = json.dumps(said, ensure_ascii=False)
    policy.write_text("".join(f"{key} = {text}\n" for key in keys), "utf-8")
    options = {"school": said, "cap_reason": said, "codes": {"ethnicity": {"Hui": said}}}
    subject = RosterRequest(
        school.roster, None, {"classes": 3, "cap": 9, "policy": str(policy), **options}
    )
    seal(SealRequest(subject, (said, "notary"), said, date="", output=None, language=None))
    school.assign(f"{said.strip()}=3 1", "notary=4", sealed=school.sealed, subject=subject)
    assert school.recount().passed
