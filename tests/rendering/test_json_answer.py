"""What scripts get of each command: real answers, held against the schema in the documentation."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from balance_classes.cli import commands
from balance_classes.rendering.json_answer import BODIES
from tests.builders import write_csv
from tests.rendering.make_answer_schema import PATH, SCHEMAS, text
from tests.workflows.after_draw.test_pair import TEACHERS
from tests.workflows.batch.test_batch import county, here
from tests.workflows.stage import as_text, pupils

DOCS = SCHEMAS.parent


def validator() -> Draft202012Validator:
    """Return a validator that knows the schemas of all files."""
    files = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    resources = [
        (name, Resource.from_contents({"$schema": Draft202012Validator.META_SCHEMA["$id"], **each}))
        for name, each in files.items()
    ]
    return Draft202012Validator(files[PATH.name], registry=Registry().with_resources(resources))


VALIDATOR = validator()


def run(*arguments: object, said: str = "") -> Result:
    return CliRunner().invoke(commands, [*map(str, arguments), "--json"], input=said)


def lines_of(result: Result) -> list[dict[str, Any]]:
    """Return the lines of an answer, each of which the schema allows and the exit code fits."""
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert lines, result.output
    for line in lines:
        problems = [f"{e.json_path}: {e.message}" for e in VALIDATOR.iter_errors(line)]
        assert not problems, (problems, line)
        assert line["ok"] == (line["exit_code"] == 0)
        assert line["ok"] or line["findings"]
    assert lines[-1]["exit_code"] == result.exit_code, result.output
    return lines


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school that stopped at lettered groups, a county that was drawn, and lists beside them."""
    home = tmp_path_factory.mktemp("answers")
    roster = write_csv(home / "intake.csv", as_text(pupils()))
    write_csv(home / "new.csv", "student_id,name,sex,boarding,ethnicity\nN1,Newcomer,F,no,Han\n")
    write_csv(home / "teachers.csv", TEACHERS)
    lists = "".join(f"{i},Pupil {i},{'FM'[i % 2]},{i % 3}\n" for i in range(30))
    write_csv(home / "lists.csv", f"student_id,name,sex,class\n{lists}")
    marks = "".join(f"{i},{50 + 7 * i % 40}\n" for i in range(30))
    write_csv(home / "marks.csv", f"student_id,score\n{marks}")
    options = ("--classes", 3, "--seed", "a=1", "-o", home / "groups", "--groups")
    assert run("assign", roster, *options).exit_code == 0
    return home


def words(home: Path, command: str, work: Path) -> tuple[object, ...]:
    """Return a command line that succeeds; `work` is an empty folder."""
    roster, groups = home / "intake.csv", home / "groups"
    return {
        "sample": ("sample", work / "samples"),
        "template": ("template", work / "t.xlsx"),
        "policy": ("policy", "own"),
        "check": ("check", roster, "--classes", 3),
        "commit": ("commit", "parents", "3 1 6"),
        "seal": ("seal", roster, "--classes", 3, "-o", work / "seal.json"),
        "desk": ("desk", roster, "--classes", 3),
        "assign": ("assign", roster, "--classes", 3, "--rehearsal", "-o", work / "out"),
        "pair": (
            *("pair", groups, "--teachers", home / "teachers.csv", "--seed", "b=2"),
            "--rehearsal",
        ),
        "notice": ("notice", groups, "-o", work / "notice"),
        "lists": ("lists", groups, roster, "-o", work / "lists"),
        "place": ("place", groups, home / "new.csv", "--seed", "c=3", "--rehearsal"),
        "verify": ("verify", groups),
        "hall": ("hall", groups, "-o", work / "hall.html"),
        "inspect": ("inspect", groups, "-o", work / "inspection"),
        "explain": ("explain", groups, 1),
        "ledger": ("ledger", roster),
        "audit": (
            *("audit", home / "lists.csv", "--scores", home / "marks.csv", "--permutations", 199),
            *("--scores-before-draw", "yes", "-o", work / "audit"),
        ),
        "model": ("model", roster, "--classes", 3, "-o", work / "m.lp"),
    }[command]


ALONE = sorted(set(BODIES) - {"batch", "amend"})
"""Commands that answer in one line and leave the school as it is."""


@pytest.mark.parametrize("command", ALONE)
def test_a_command_answers_in_one_line(home: Path, tmp_path: Path, command: str) -> None:
    # The desk asks what to do with a roster that was drawn: it is rehearsed.
    (line,) = lines_of(run(*words(home, command, tmp_path), said="3\n\n\n\n\n1\n\n"))
    assert line["command"] == command
    assert line["ok"], line
    assert set(line) - {"format", "version", "command", "ok", "exit_code", "findings"}


def test_a_change_is_answered_too(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("assign", write_csv(tmp_path / "r.csv", as_text(pupils())), "--classes", 3, "-o", out)
    told = lines_of(run("explain", out, 1))[0]
    other = next(name for name in ("Class 1", "Class 2", "Class 3") if name != told["class"])
    approval = ("--reason-code", "health", "--approval", "3", "--approved-by", "bureau")
    (line,) = lines_of(run("amend", out, "--student", 1, "--to", other, *approval))
    assert (line["command"], line["since_the_draw"]["changed"]) == ("amend", 1)
    (out / "classes.csv").write_text("x", encoding="utf-8")
    (broken,) = lines_of(run("verify", out))
    assert (broken["exit_code"], broken["findings"][0]["where"]) == (6, "classes.csv")


def test_a_batch_answers_a_line_a_school_and_one_over_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balance_classes.workflows.batch.on_workers.run_locally", here)
    source = county(tmp_path, "AB")
    (sealed,) = lines_of(run("seal", source, "--batch", "--classes", 2))
    assert sealed["schools"] == 2
    words = ("batch", source, "--classes", 2, "--seals", tmp_path / "county-seal")
    *schools, last = lines_of(run(*words))
    assert ([line["school"] for line in schools], last["drawn"]) == (["A", "B"], 2)
    (source / "B.csv").write_text("name\n", encoding="utf-8")
    *_, changed = lines_of(run(*words))
    assert (changed["exit_code"], changed["findings"][0]["place"]) == (7, {"code": "B"})
    *_, whole, told = lines_of(run("verify", tmp_path / "county-classes"))
    assert (whole["school"], whole["drawn_again"]) == (None, True)
    assert (told["schools"], told["wrong"]) == (2, 0)


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_an_error_is_answered_in_the_same_form(tmp_path: Path, command: str) -> None:
    (tmp_path / "there").write_text("", encoding="utf-8")
    none = tmp_path / "none"
    more = {
        "sample": [tmp_path / "there"],
        "template": [tmp_path / "there"],
        "explain": [none, 1],
        "model": [none, "-o", tmp_path / "m.lp"],
        "place": [none, none],
        "lists": [none, none],
        "commit": ["parents", "три"],
        "amend": [
            *(none, "--student", 1, "--to", "A", "--reason-code", "health"),
            *("--approval", 1, "--approved-by", "x"),
        ],
        "pair": [none, "--seed", "a=1"],
    }
    (line,) = lines_of(run(command, *more.get(command, [none])))
    # A commitment reads no file: words are all that can be wrong.
    assert (line["command"], line["exit_code"]) == (command, 2 if command == "commit" else 3)


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_wrong_usage_is_answered_in_the_same_form(command: str) -> None:
    (line,) = lines_of(run(command, "--no-such-option"))
    assert (line["command"], line["exit_code"]) == (command, 2)
    assert "--no-such-option" in line["findings"][0]["what"]


@pytest.mark.parametrize("words", [["no-such-command"], ["--no-such-option"], []])
def test_wrong_usage_before_a_command_names_none(words: Sequence[str]) -> None:
    (line,) = lines_of(run(*words))
    assert (line["command"], line["exit_code"]) == (None, 2)


def test_an_interruption_is_answered(tmp_path: Path) -> None:
    roster = write_csv(tmp_path / "intake.csv", as_text(pupils()))
    (line,) = lines_of(run("assign", roster, "--classes", 3, "--ask-seed"))
    assert line["exit_code"] == 130


def test_the_schema_in_the_documentation_is_that_of_the_types() -> None:
    # Made anew by: python -m tests.rendering.make_answer_schema
    assert PATH.read_text("utf-8") == text()


@pytest.mark.parametrize("page", ["json.md", "json.zh.md"])
def test_the_page_names_no_key_that_a_command_has_not(page: str) -> None:
    rows = re.findall(r"^\| (`.*?`) \| (.*) \|$", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    told = [(name, keys) for names, keys in rows for name in re.findall(r"`(\w+)`", names)
            if name in BODIES]  # fmt: skip
    assert told
    for name, keys in told:
        known = {key for body in BODIES[name] for key in body.__annotations__}
        assert set(re.findall(r"`(\w+)`", keys)) <= known, name


def test_every_command_has_its_answer() -> None:
    assert list(BODIES) == list(commands.commands)
