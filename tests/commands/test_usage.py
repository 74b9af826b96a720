"""Usage errors and help speak one language, also in the words that are click's own."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from balance_classes.cli import commands
from balance_classes.language import Language
from balance_classes.translated_help import language_of

pytestmark = pytest.mark.smoke

OURS = {
    "balance", "classes", "assign", "verify", "help", "lang", "json", "stage", "amend",
    "seed", "bogus", "assig", "foo", "abc", "reason", "code", "verbose",
}  # fmt: skip
"""Words that are typed as they are in either language."""


@pytest.mark.parametrize(
    "words",
    [
        "assign --lang zh",
        "assign x --lang=zh --stage foo",
        "assign x --lang zh --classes abc",
        "assign x --lang zh --bogus",
        "assign x --lang zh --seed",
        "assign x 新 --lang zh",
        "assig --lang zh",
        "assign x --lang zh --json=foo",
        "explain --lang zh",
        "amend x --lang zh --reason-code foo",
    ],
)
def test_a_usage_error_is_told_in_chinese_alone(words: str) -> None:
    result = CliRunner().invoke(commands, words.split(), prog_name="balance-classes")
    assert result.exit_code == 2
    assert set(re.findall(r"[A-Za-z]{3,}", result.output)) <= OURS | {"explain", "groups"}
    assert re.search(r"[一-鿿]", result.output)


@pytest.mark.parametrize("name", [[], *([name] for name in commands.commands)])
def test_help_is_chinese_from_usage_to_the_last_option(name: list[str]) -> None:
    language = ["--lang", "zh"] if name else ["新"]
    shown = CliRunner().invoke(commands, [*name, "--help", *language]).output
    assert not re.search(r"Usage|Options|Commands|Show", shown)
    # A placeholder is a word in capitals; so are names of formats, which are the same in Chinese.
    assert set(re.findall(r"\b[A-Z]{3,}\b", shown)) <= {"JSON", "TOML"}
    for line in re.findall(r"^  --?\w[^\n]*", shown, re.MULTILINE):
        assert re.search(r"[一-鿿]", line) or line.endswith(("]", "路径", "数", "字")), line


def test_english_stays_english() -> None:
    result = CliRunner().invoke(commands, ["assign", "--lang", "en"], prog_name="balance-classes")
    assert "Missing argument 'ROSTER'" in result.output
    assert "Usage: balance-classes assign [OPTIONS] ROSTER" in result.output


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["assign", "--lang", "zh"], "zh"),
        (["assign", "--lang=zh"], "zh"),
        (["assign", "新生.xlsx", "--lang", "en"], "en"),
        (["assign", "新生.xlsx"], "zh"),
        (["assign", "--language", "zh"], "en"),
    ],
)
def test_the_language_is_known_before_the_command_line_is_parsed(
    monkeypatch: pytest.MonkeyPatch, words: list[str], code: str
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    assert language_of(words) == Language(code)
