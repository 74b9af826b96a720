"""Help on a terminal: in the order of the work, within its width, in either language."""

from __future__ import annotations

from collections import defaultdict

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from balance_classes.cli import commands
from balance_classes.files.rules.policies import POLICIES
from balance_classes.language import Language
from balance_classes.options import POLICIES as WORDS_OF_POLICIES
from balance_classes.rendering.line_breaks import SENTENCES, parts
from balance_classes.translated_help import (
    FEWEST_IN_SECTIONS,
    SpokenCommand,
    SpokenGroup,
    language_of,
)

assert isinstance(commands, SpokenGroup)
NAMES = sorted(commands.commands)


def shown(*words: str, language: str = "en") -> str:
    extra = ["--lang", language] if words else ["新"] if language == "zh" else []
    result = CliRunner().invoke(commands, [*words, "--help", *extra], terminal_width=78)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("words", [(), *((name,) for name in NAMES)])
def test_no_line_of_help_is_wider_than_a_terminal(words: tuple[str, ...], language: str) -> None:
    assert max(map(cell_len, shown(*words, language=language).splitlines())) <= 80


def test_commands_stand_in_the_order_of_the_work() -> None:
    told = shown()
    order = ("Before the draw", "check", "The draw", "assign", "After the draw", "place", "verify")
    places = [told.index(f"{word}") for word in order]
    assert places == sorted(places)


def test_every_command_is_a_part_of_the_work() -> None:
    assert isinstance(commands, SpokenGroup)
    assert commands.list_commands(click.Context(commands)) == list(commands.commands)


@pytest.mark.parametrize("name", NAMES)
def test_every_option_is_told_once_and_many_are_told_in_sections(name: str) -> None:
    command = commands.commands[name]
    assert isinstance(command, SpokenCommand)
    context = click.Context(command, parent=click.Context(commands))
    sections = list(command.sections(context))
    options = [p for p in command.get_params(context) if isinstance(p, click.Option)]
    assert sum(len(rows) for _, rows in sections) == len(options)
    assert (len(sections) > 1) == (len(options) >= FEWEST_IN_SECTIONS)


@pytest.mark.parametrize("words", [(), *((name,) for name in NAMES)])
def test_h_is_help(words: tuple[str, ...]) -> None:
    short = CliRunner().invoke(commands, [*words, "-h"])
    assert (short.exit_code, short.output) == (
        0,
        CliRunner().invoke(commands, [*words, "--help"]).output,
    )


def test_one_name_of_an_option_has_one_meaning() -> None:
    meanings: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    for command in commands.commands.values():
        for option in command.params:
            if isinstance(option, click.Option):
                kind = option.type
                words = kind.choices if isinstance(kind, click.Choice) else type(kind)
                shape = (words, option.metavar, option.multiple, option.is_flag)
                meanings[option.opts[-1]].add(shape)
    assert {name: shapes for name, shapes in meanings.items() if len(shapes) > 1} == {}


@given(st.text(st.sampled_from("a word，。（）“” 的班级-"), max_size=60), st.integers(4, 20))
def test_folding_loses_no_sign_and_keeps_to_the_width(text: str, most: int) -> None:
    lines = list(parts(text, most, SENTENCES))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= most for line in lines)


def test_no_line_begins_with_a_mark() -> None:
    lines = list(parts("班额上限，年级；班名。" * 4, 8, SENTENCES))
    assert not any(line[0] in "，；。" for line in lines)


def test_a_language_is_asked_for_in_its_own_words() -> None:
    assert language_of(["check", "--lang", "英文", "新.xlsx"]) == Language("en")
    assert language_of(["check", "--lang=中文"]) == Language("zh")


def test_every_policy_has_its_word() -> None:
    assert set(WORDS_OF_POLICIES) == {path.stem for path in POLICIES.glob("*.toml")}


def completed(words: list[str], incomplete: str) -> set[str]:
    shell = ShellComplete(commands, {}, "balance-classes", "_BALANCE_CLASSES_COMPLETE")
    return {item.value for item in shell.get_completions(words, incomplete)}


def test_commands_are_completed() -> None:
    assert completed([], "ver") == {"verify"}
    assert completed([], "") >= set(NAMES)


def test_options_and_their_values_are_completed() -> None:
    assert completed(["assign"], "--red") == {"--redraw"}
    assert completed(["assign", "--stage"], "") == {"primary", "junior"}
    assert completed(["assign", "--stage"], "初") == {"初中"}
    assert completed(["place", "x", "--where"], "s") == {"smallest-class"}


@pytest.mark.parametrize(
    ("shell", "said"),
    [("zsh", "plain\nverify"), ("fish", "plain,verify"), ("bash", "plain,verify")],
)
def test_a_shell_is_answered(shell: str, said: str) -> None:
    env = {
        "_BALANCE_CLASSES_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": "balance-classes ver",
        "COMP_CWORD": "ver" if shell == "fish" else "1",
    }
    result = CliRunner().invoke(commands, [], env=env, prog_name="balance-classes")
    assert said in result.output
