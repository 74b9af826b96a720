"""The documentation holds: its commands run, its tables name what there is."""

from __future__ import annotations

import re
import shlex
import shutil
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from click.shell_completion import get_completion_class
from click.testing import CliRunner

from balance_classes import errors
from balance_classes.cli import commands
from balance_classes.files.roster.fields import UNUSED, declared_fields
from balance_classes.files.rules.policies import Answered, PolicyFile
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.files.rules.rules_schema import RulesFile

HOME = Path(__file__).parents[2]
README = (HOME / "README.md").read_text("utf-8")
PROJECT = (HOME / "pyproject.toml").read_text("utf-8")
DOCS = HOME / "docs"
RULES = (HOME / "docs" / "rules.md").read_text("utf-8")


def shell_lines() -> list[str]:
    return [
        line
        for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
        for line in block.splitlines()
    ]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the samples, so that a command of the README writes there and not here."""
    results = shutil.ignore_patterns("*-分班", "*-classes", "*.jsonl")
    shutil.copytree(HOME / "samples", tmp_path / "samples", ignore=results)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_main_job_of_the_readme_writes_the_files_it_names(home: Path) -> None:
    command = shell_lines()[0].split(".venv/bin/balance-classes ")[1]
    result = CliRunner().invoke(commands, shlex.split(command))
    assert result.exit_code == 0, result.output
    folder = re.search(r"`(samples/[^`]+/)`", README)
    assert folder
    written = {path.name for path in (home / folder[1]).iterdir()}
    assert written == {
        "分班结果.xlsx", "report.html", "classes.csv", "record.json", "run.json", "ledger.jsonl",
        "verify.html",
    }  # fmt: skip
    assert all(f"`{name}`" in README for name in written)


def test_the_sample_output_of_the_readme_is_what_comes_out(home: Path) -> None:
    console = re.search(r"```console\n\$ balance-classes (.*?)\n(.*?)```", README, re.DOTALL)
    assert console
    result = CliRunner().invoke(commands, shlex.split(console[1]))
    for line in console[2].splitlines():
        if line and line[0].isalpha():
            assert line in result.output
        if line.startswith("│"):
            assert line.removesuffix("│").strip() in result.output


def test_the_page_of_an_index_has_no_link_that_leads_nowhere_there() -> None:
    page = (HOME / "docs" / "install.md").read_text("utf-8")
    assert 'readme = "docs/install.md"' in PROJECT
    assert re.findall(r"\]\((?!https?:)", page) == []


def test_the_page_of_an_index_leads_to_a_first_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (HOME / "docs" / "install.md").read_text("utf-8")
    block = re.search(r"```sh\n(.*?)```", page, re.DOTALL)
    assert block
    monkeypatch.chdir(tmp_path)
    _, *lines = block[1].splitlines()
    for line in lines:
        result = CliRunner().invoke(commands, shlex.split(line)[1:])
        assert result.exit_code == 0, result.output
    assert (tmp_path / "samples" / "primary-roster-分班" / "分班结果.xlsx").exists()


def test_every_library_is_on_the_page_that_says_what_it_is_for() -> None:
    page = (HOME / "docs" / "install.md").read_text("utf-8")
    rows = re.findall(r"^\| ([\w, -]+) \|", page, re.MULTILINE)[1:]
    required = tomllib.loads(PROJECT)["project"]["dependencies"]
    names = {re.split("[<>=]", each)[0] for each in required}
    assert {name for row in rows for name in row.split(", ")} - {"---"} == names


def test_the_check_runs_the_readmes_test_command() -> None:
    assert shell_lines()[1] in (HOME / ".ci" / "run").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    "name", ["primary-roster.xlsx", "junior-roster.xlsx", "english-roster.csv"]
)
def test_every_sample_is_formed_and_proven(home: Path, name: str) -> None:
    stage = "junior" if name.startswith("junior") else "primary"
    more = ["--cap", "45"] if name.startswith("english") else []
    result = CliRunner().invoke(commands, ["assign", f"samples/{name}", "--stage", stage, *more])
    assert result.exit_code == 0, result.output
    assert "proven" in result.output or "已证明" in result.output
    assert "open" not in result.output
    assert "未证明" not in result.output


def test_the_example_of_the_rules_file_is_valid_and_complete(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", RULES, re.DOTALL)
    assert example
    path = tmp_path / "rules.toml"
    path.write_text(example[1], encoding="utf-8")
    assert read_rules(path, {}).classes == 6
    assert all(
        re.search(rf"^(\[)?{key}\b", example[1], re.MULTILINE) for key in RulesFile.model_fields
    )


def test_every_exit_code_stands_in_the_documentation() -> None:
    codes = {error.exit_code for error in errors.BalanceError.__subclasses__()}
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", RULES, re.MULTILINE)}
    assert codes <= documented


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them: small letters, spaces as dashes, no marks."""
    text = page.read_text("utf-8")
    heads = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w -]", "", re.sub(r"\]\([^)]*\)", "", head)).lower() for head in heads)
    return {head.replace(" ", "-") for head in plain} | set(re.findall('<a id="([^"]+)"', text))


def test_links_lead_to_files_and_headings() -> None:
    for page in [HOME / "README.md", *(HOME / "docs").glob("*.md")]:
        for target, at in re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", page.read_text("utf-8")):
            there = page.parent / target if target else page
            assert there.exists(), f"{page.name}: {target}"
            assert not at or at in anchors(there), f"{page.name}: {target}#{at}"


@pytest.mark.parametrize("page", ["policy.md", "policy.zh.md"])
def test_every_section_of_the_policy_has_its_answer(page: str) -> None:
    policy = tomllib.loads(
        (HOME / "balance_classes" / "policies" / "changji-2022.toml").read_text("utf-8")
    )
    answered = set(re.findall(r"^\| (\d+)", (HOME / "docs" / page).read_text("utf-8"), re.M))
    assert {section.removeprefix("§") for section in policy["sections"].values()} <= answered


@pytest.mark.parametrize("page", ["policy.md", "policy.zh.md"])
def test_every_key_of_a_policy_has_its_line(page: str) -> None:
    text = (HOME / "docs" / page).read_text("utf-8")
    table = {key for row in re.findall(r"^\| (`.*?) \|", text, re.M) for key in row.split("`")}
    assert PolicyFile.model_fields.keys() <= table
    assert set(get_args(Answered)) <= set(re.findall(r"`(\w+)`", text))


def lines_of(page: str) -> list[str]:
    text = (HOME / "docs" / page).read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("page", ["tutorial", "howto"])
def test_both_languages_of_a_page_give_the_same_commands(page: str) -> None:
    """Their words differ, and no option, number or file of the samples does."""
    words = re.compile(r"[a-z-]+|--[\w-]+|[\d.]+|samples/.*")
    chinese = {"小学": "primary", "初中": "junior", "日月年": "dmy"}

    def plain(name: str) -> list[list[str]]:
        told = ([chinese.get(w, w) for w in shlex.split(line)] for line in lines_of(name))
        return [[w for w in line if words.fullmatch(w)] for line in told]

    assert plain(f"{page}.md") == plain(f"{page}.zh.md")


@pytest.mark.parametrize(
    "page",
    [
        *("tutorial.md", "howto.md"),
        *(pytest.param(page, marks=pytest.mark.slow) for page in ("tutorial.zh.md", "howto.zh.md")),
    ],
)
def test_every_command_of_a_page_runs(page: str, home: Path) -> None:
    lines = lines_of(page)
    assert lines
    for line in lines:
        program, *arguments = shlex.split(line)
        if program == "cp":
            shutil.copy(*arguments)
            continue
        result = CliRunner().invoke(commands, arguments)
        assert (program, result.exit_code) == ("balance-classes", 0), f"{line}\n{result.output}"


def test_the_readme_has_a_line_for_each_shell_that_click_completes() -> None:
    lines = re.findall(
        r"^\| (\w+), .*_BALANCE_CLASSES_COMPLETE.*?(\w+)_source", README, re.MULTILINE
    )
    assert [shell.lower() for shell, _ in lines] == [source for _, source in lines]
    # PowerShell came with click 8.5, as the README says.
    known = {source for _, source in lines if get_completion_class(source)}
    assert known | {"powershell"} == {"bash", "zsh", "fish", "powershell"}


@pytest.mark.parametrize("page", ["rules.md", "rules.zh.md"])
def test_every_key_of_a_rules_file_is_named(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [key for key in RulesFile.model_fields if f"`{key}`" not in text] == []


@pytest.mark.parametrize("page", ["rosters.md", "rosters.zh.md"])
def test_every_field_that_may_be_mapped_is_named(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [name for name in (*declared_fields(), UNUSED) if f"`{name}`" not in text] == []


def test_the_tables_of_rosters_are_the_same_in_both_languages() -> None:
    shapes = []
    for page in ("rosters.md", "rosters.zh.md"):
        text = (DOCS / page).read_text("utf-8").split("## Harm")[0].split("## 有害文件")[0]
        parts = re.split(r"^##+ .*$", text, flags=re.MULTILINE)
        shapes.append([len(re.findall(r"^\|", part, re.MULTILINE)) for part in parts])
    assert shapes[0] == shapes[1]
