"""Wrong usage leaves with 2, whatever the command and the option, before any file is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.cli import commands
from balance_classes.translated_help import SpokenChoice
from tests.builders import write_csv

NO_FILE = {
    "sample": ["/no/such/folder"],
    "template": ["/no/such/t.xlsx"],
    "policy": ["/no/such.toml"],
    "explain": ["none", "1"],
    "model": ["none", "-o", "none.lp"],
    "place": ["none", "none"],
    "lists": ["none", "none"],
    "amend": [
        *("none", "--student", "1", "--to", "A", "--reason-code", "health"),
        *("--approval", "1", "--approved-by", "x"),
    ],
}
"""Command lines that are right, about files that are not there; else one such file is named."""


def typed(*kinds: type[click.ParamType]) -> Iterator[tuple[str, click.Option]]:
    """Yield each option of such a type with its command."""
    for name, command in commands.commands.items():
        for option in command.params:
            if isinstance(option, click.Option) and isinstance(option.type, kinds):
                yield name, option


def left(command: str, *words: str) -> int:
    line = [command, *NO_FILE.get(command, ["none"]), *words]
    return CliRunner().invoke(commands, line).exit_code


@pytest.mark.parametrize("command", sorted(set(commands.commands) - {"desk", "commit"}))
def test_a_right_command_line_about_no_file_is_bad_input(command: str) -> None:
    assert left(command) == 3


NUMBERS, CHOICES = list(typed(click.types.IntParamType)), list(typed(click.Choice))


@given(st.sampled_from(NUMBERS), st.integers(max_value=-1).map(str) | st.sampled_from(["x", "1.5"]))
def test_a_number_that_an_option_never_takes_is_wrong_usage(
    option: tuple[str, click.Option], value: str
) -> None:
    assert left(option[0], option[1].opts[0], value) == 2


@given(st.sampled_from(CHOICES), st.text(max_size=9))
def test_a_value_that_is_no_choice_is_wrong_usage(
    option: tuple[str, click.Option], value: str
) -> None:
    words = value.strip().casefold()
    choice = option[1].type
    assert isinstance(choice, click.Choice)
    if words not in {*choice.choices, *getattr(choice, "words", {}).values()}:
        assert left(option[0], option[1].opts[0], value) == 2


@pytest.mark.parametrize(
    "words",
    [
        "--tolerance 3", "--tolerance 0", "--classes 0", "--classes 10001", "--cap 0", "--grade 10",
        "--grade K", "--policy foo", "--year 99", "--plan 0", "--min-size 0", "--stage 高中",
        "--sheet", "--school \x07", "--no-such-option",
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["check", "seal", "assign", "model", "desk", "batch"])
def test_rules_that_no_school_can_have_are_wrong_usage(command: str, words: str) -> None:
    assert left(command, *words.split(" ")) == 2


@pytest.mark.parametrize("command", ["seal", "assign", "batch"])
def test_a_date_that_is_none_is_wrong_usage(command: str) -> None:
    assert left(command, "--date", "2026-13-01") == 2


def test_the_same_rules_in_a_file_are_bad_input(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text("tolerance = 3\n", encoding="utf-8")
    assert left("check", "--rules", str(rules)) == 3
    assert left("check", "--rules", str(rules), "--classes", "0") == 3


def test_no_number_of_classes_is_wrong_usage(tmp_path: Path) -> None:
    roster = write_csv(tmp_path / "intake.csv", "student_id,name,sex\n1,A,F\n2,B,M\n")
    for command in ("seal", "assign"):
        assert CliRunner().invoke(commands, [command, str(roster)]).exit_code == 2


def test_a_column_of_names_without_one_of_codes_is_wrong_usage() -> None:
    assert {left(command, "--name-by", "name") for command in ("seal", "batch")} == {2}


@pytest.mark.parametrize("option", CHOICES, ids=lambda each: f"{each[0]}{each[1].opts[0]}")
def test_a_choice_may_be_written_in_chinese(option: tuple[str, click.Option]) -> None:
    command, choice = option[0], option[1].type
    if isinstance(choice, SpokenChoice):
        context = click.Context(commands.commands[command])
        for value, word in choice.words.items():
            assert choice.convert(word, option[1], context) == value
            assert choice.convert(value, option[1], context) == value
