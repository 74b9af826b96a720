"""A school's own columns and levels are shown as the school wrote them, wherever they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from balance_classes.cli import commands
from balance_classes.domain.roster.labels import field_label, level_label, shown_levels
from balance_classes.files.roster.fields import declared_fields
from balance_classes.files.rules.rules_schema import UNSPREAD, own_name
from balance_classes.language import LANGUAGES, Language
from tests.builders import write_csv

HEADERS = ["years", "title", "changed", "size", "class", "same_name", "post", "subject", "[red]"]
LEVELS = ["q1", "size", "years", "changed", "female", "none", "no", "a*b", "[bold]x", "bin_1_of_4"]
OWN = st.sampled_from([*HEADERS, *LEVELS, "other", "home_taught", "not_stated", "yes", "boards"])


@given(OWN.filter(lambda name: name not in {*declared_fields(), *UNSPREAD} and "*" not in name))
def test_no_name_of_a_schools_own_is_taken_for_one_of_ours(name: str) -> None:
    assert field_label(own_name(name)) == name


@given(
    st.one_of(OWN, st.text("aé李[:*%{}×–& ", min_size=1)),
    st.sampled_from(["House", "Band", "previous_school"]),
)
def test_no_level_of_a_schools_own_is_taken_for_one_of_ours(level: str, attribute: str) -> None:
    assert level_label(level, attribute) == level
    for code in LANGUAGES:
        assert shown_levels([level, "q1"], Language(code).say, attribute)[level] == level


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("header", HEADERS)
def test_every_sheet_page_and_answer_has_the_words_of_the_roster(
    tmp_path: Path, header: str, lang: str
) -> None:
    lines = [f"S{i:02d},Kid{chr(65 + i)},{'MF'[i % 2]},{LEVELS[i % 10]}" for i in range(20)]
    roster = write_csv(tmp_path / "r.csv", "\n".join([f"id,name,sex,{header}", *lines]) + "\n")
    rules = ("--policy", "none", "--classes", "2", "--spread", header, "--lang", lang)
    run = CliRunner().invoke
    checked = run(commands, ["check", str(roster), *rules, "--json"])
    assert json.loads(checked.output)["levels"][header] == dict.fromkeys(sorted(LEVELS), 2)
    told = run(commands, ["check", str(roster), *rules]).output
    assert all(f"{level} 2" in told for level in ["[bold]x", "a*b", "bin_1_of_4"])
    drawn = run(commands, ["assign", str(roster), *rules, "--rehearsal", "-o", str(tmp_path / "o")])
    assert drawn.exit_code == 0, drawn.output
    assert header in drawn.output
    book = load_workbook(next((tmp_path / "o").glob("*.xlsx")))
    overview, *_, internal, _ = book.worksheets
    shown = {row[1] for row in overview.values if row[0] == header}
    assert set(LEVELS) <= shown
    head, *rows = internal.values
    last = len(head) - 1 - head[::-1].index(header)  # a list has a column “class” of its own
    assert {row[last] for row in rows} == set(LEVELS)
    page = (tmp_path / "o" / "report.html").read_text("utf-8")
    assert all(f">{level}<" in page for level in LEVELS)
    assert run(commands, ["verify", str(tmp_path / "o")]).exit_code == 0


def test_columns_headed_in_brackets_are_told_apart(tmp_path: Path) -> None:
    lines = [f"S{i:02d},Kid{chr(65 + i)},{'MF'[i % 2]},x{i % 3},y{i % 4}" for i in range(12)]
    roster = write_csv(tmp_path / "r.csv", "\n".join(["id,name,sex,[red],[blue]", *lines]) + "\n")
    rules = ("--policy", "own", "--classes", "2", "--spread", "[red]", "--spread", "[blue]")
    checked = CliRunner().invoke(commands, ["check", str(roster), *rules, "--json"])
    assert {"[red]", "[blue]"} <= set(json.loads(checked.output)["levels"])
