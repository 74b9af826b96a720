"""A command that is refused leaves everything as it was: no file, no folder, no byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from balance_classes.cli import commands
from balance_classes.translated_help import PlainText
from tests.builders import write_csv
from tests.commands.test_bad_options import NO_FILE
from tests.commands.test_batch import start_none
from tests.workflows.stage import School, as_text, pupils

STUDENTS = "student_id,name,sex\n"
TOGETHER = "student_id,name,sex,together\n"


def _home(home: Path) -> None:
    """A school that was drawn, and all kinds of files that lie about in its folder."""
    school = School.at(home)
    school.drawn()
    shutil.copytree(school.folder, home / "tampered")
    with (home / "tampered/classes.csv").open("a", encoding="utf-8") as file:
        file.write("S999,Class 1\r\n")
    rows = as_text(pupils())
    for name in ("fresh", "broken", "county/A", "county/B"):
        (home / name).parent.mkdir(exist_ok=True)
        write_csv(home / f"{name}.csv", rows)
    (home / "broken.ledger.jsonl").write_text("{}\n", "utf-8")
    write_csv(home / "bad.csv", STUDENTS + "1,A,F\n1,A,F\n")
    write_csv(home / "torn.csv", TOGETHER + "1,A,F,x\n2,B,M,x\n3,C,F,x\n4,D,M,\n")
    write_csv(home / "newcomers.csv", as_text([["S100", "", "", "F", "no", "Han", *[""] * 5]]))
    write_csv(home / "leavers.csv", "student_id\nS999\n")
    write_csv(home / "teachers.csv", "name\nA\n")
    write_csv(home / "manifest.csv", "school,roster\nA,county/none.csv\n")
    (home / "rules.toml").write_text("bogus = 1\n", "utf-8")
    (home / "posted.html").write_text("somebody's", "utf-8")
    (home / "taken").mkdir()
    (home / "taken/list.txt").write_text("somebody's", "utf-8")
    (home / "empty").mkdir()
    CliRunner().invoke(
        commands,
        [
            "batch",
            str(home / "county"),
            "--classes",
            "3",
            "--seed",
            "a=1",
            "-o",
            str(home / "drawn"),
            "--workers",
            "1",
        ],
    )


AMEND = "amend intake-classes --reason-code health --approval 1 --approved-by bureau --student"
REFUSED = [
    "assign fresh.csv --classes 3 --redraw --reason why",
    "assign fresh.csv --classes 3 --redraw",
    "assign fresh.csv",
    "assign fresh.csv --classes 99",
    "assign fresh.csv --classes 3 --min-size 9",
    "assign fresh.csv --classes 3 --seed …",
    "assign fresh.csv --classes 3 --seed a=1 --ask-seed",
    "assign fresh.csv --classes 3 --sealed intake-seal.json",
    "assign fresh.csv --classes 3 --sealed fresh.csv",
    "assign fresh.csv --classes 3 -o taken",
    "assign fresh.csv --classes 3 -o none/there",
    "assign fresh.csv --classes 3 --date tomorrow",
    "assign fresh.csv --classes 3 --rehearsal -o taken",
    "assign fresh.csv --rules rules.toml",
    "assign fresh.csv --classes 3 --solver none",
    "assign broken.csv --classes 3",
    "assign bad.csv --classes 1",
    "assign torn.csv --classes 2",
    "assign intake.csv --classes 3",
    "assign intake.csv --classes 3 --redraw --reason why",
    "assign intake.csv --sealed intake-seal.json --seed parents=1",
    "assign intake.csv --sealed intake-seal.json --redraw --reason why --seed parents=1",
    "seal bad.csv --classes 1",
    "seal torn.csv --classes 2",
    "seal broken.csv --classes 3",
    "seal fresh.csv --classes 3 --seed-source dice",
    "seal fresh.csv --classes 3 --giver a --giver a",
    "seal fresh.csv --classes 3 --giver a -o taken/list.txt",
    "seal fresh.csv --classes 3 --giver a -o taken",
    "seal fresh.csv --classes 3 -o fresh.csv",
    "seal fresh.csv --classes 3 -o posted.json",
    "seal fresh.csv --classes 3 -o posted.html",
    "seal fresh.csv --classes 3 -o new.html",
    "seal fresh.csv --classes 3 -o fresh.ledger.jsonl",
    "seal county --batch --classes 3 --giver code",
    "seal county --batch --classes 3 --giver …",
    "seal county --batch --classes 3 --giver a --giver a",
    "seal county --batch --classes 3 --seed-source dice",
    "seal county --batch --classes 3 --date tomorrow",
    "seal county --batch --classes 99",
    "seal county --batch --classes 3 -o fresh.csv",
    "seal manifest.csv --batch --classes 3",
    "seal taken --batch --classes 3",
    "seal empty --batch --classes 3",
    "batch county --classes 0",
    "batch county --classes 3 --seed …",
    "batch county --classes 3 --seed code=1",
    "batch county --classes 3 --seed a=1 -o taken",
    "batch county --classes 3 --seed … -o empty",
    "batch county --classes 3 --redraw-school C --reason why",
    "batch county --classes 3 --name-by name",
    "batch county --classes 3 --date tomorrow",
    "batch county --classes 3 --seals taken",
    "batch county --classes 3 --seed b=2 -o drawn",
    "batch county --classes 3 --seed a=1 --rehearsal -o drawn",
    "batch county --classes 3 --password-file none.txt",
    "batch manifest.csv --classes 3",
    "batch empty --classes 3",
    "seal county --batch --classes 3 --password-file none.txt",
    "batch fresh.csv --by school --classes 3",
    "check bad.csv --mark taken/list.txt",
    "check fresh.csv --mark none/copy.xlsx",
    "model fresh.csv --classes 3 -o taken/list.txt",
    "model fresh.csv --classes 3 -o taken/list.lp --tier 99",
    "model torn.csv --classes 2 -o a.lp --tier 99",
    "pair tampered",
    "pair intake-classes --seed …",
    "pair intake-classes --teachers teachers.csv",
    "pair intake-classes --conflicts leavers.csv",
    "pair intake-classes --page taken/list.txt",
    "pair intake-classes --teachers teachers.csv --page page.html",
    "pair intake-classes --rehearsal --rooms 1",
    "place intake-classes",
    "place intake-classes newcomers.csv",
    "place intake-classes newcomers.csv --rehearsal",
    "place intake-classes --leavers leavers.csv",
    "place intake-classes --leavers leavers.csv --seed a=1",
    "place tampered --leavers leavers.csv",
    "place intake-classes --leavers leavers.csv --roster fresh.csv",
    f"{AMEND} 99 --to 1",
    f"{AMEND} 1",
    f"{AMEND} 1 --to 9",
    f"{AMEND} 1 --swap 1",
    f"{AMEND} 1 --to 1 --date tomorrow",
    "notice tampered",
    "notice intake-classes -o intake-classes/notice",
    "notice intake-classes -o taken",
    "notice intake-classes --rules rules.toml",
    "notice intake-classes --roster fresh.csv",
    "explain intake-classes 99",
    "explain tampered 1",
    "verify tampered --recount",
    "verify taken",
    "verify drawn --fingerprint 0 --recount --workers 1",
    "ledger broken.csv",
    "audit bad.csv",
    "audit intake-classes/classes.csv -o taken",
    "template taken/list.txt",
    "template none/there.xlsx",
    "sample intake-classes/none/there",
]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    start_none(monkeypatch)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a roster that nobody has drawn."""
    write_csv(tmp_path / "fresh.csv", as_text(pupils()))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def listing(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder, at any depth, with its bytes; a folder has none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """One home for all commands, since each leaves it as it was, and what lies in it."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        start_none(patch)
        _home(home)
    return home, listing(home)


@pytest.mark.parametrize("line", REFUSED)
def test_a_refused_command_leaves_everything_as_it_was(
    shared: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    home, before = shared
    monkeypatch.chdir(home)
    words = line.split(" ")
    came = CliRunner().invoke(commands, words)
    assert came.exit_code in (2, 3, 4, 6, 7), came.output
    now = listing(home)
    assert set(now) == set(before)
    assert now == before


def texts() -> list[tuple[str, str]]:
    """Each option of a command that takes any text, with its command."""
    return [
        (name, option.opts[0])
        for name, command in commands.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and isinstance(option.type, PlainText)
    ]


@pytest.mark.parametrize(("command", "option"), texts())
def test_no_text_steers_what_shows_it(command: str, option: str) -> None:
    for character in "\u202e\u200f\x07\x1b\n\u2028":
        line = [command, *NO_FILE.get(command, ["none"]), option, f"a={character}abc"]
        came = CliRunner().invoke(commands, line)
        assert came.exit_code == 2
        assert f"U+{ord(character):04X}" in came.output
        assert f"{character}abc" not in came.output


RULES = [
    'school = "{}"', 'class_names = ["{}{{n}}"]', 'cap_reason = "{}"', 'sheet = "{}"',
    'columns = {{ "{}" = "club" }}', 'columns = {{ "club" = "{}" }}', 'solver = "{}"',
    'tiers = [["{}"]]', 'codes.sex = {{ "{}" = "male" }}', 'at_most = {{ "{}" = 3 }}',
    'notice.hotline = "{}"', 'notice.objection = "{}"', 'policy = "{}"', 'caps = {{ "{}" = 9 }}',
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_no_text_of_a_rules_file_steers_either(home: Path, rule: str) -> None:
    for code in ("202e", "200b", "001b", "200f"):
        (home / "rules.toml").write_text(rule.format(f"a\\u{code}b"), "utf-8")
        words = "assign fresh.csv --classes 3 --rules rules.toml"
        came = CliRunner().invoke(commands, words.split(" "))
        assert came.exit_code == 3
        assert f"U+{code.upper()}" in came.output
        assert code == "200b" or chr(int(code, 16)) not in came.output
    assert not (home / "fresh.ledger.jsonl").exists()


def test_a_file_whose_name_turns_the_direction_of_writing_names_no_school(home: Path) -> None:
    (home / "fresh.csv").rename(home / "fresh\u202evsc.csv")
    came = CliRunner().invoke(commands, ["assign", "fresh\u202evsc.csv", "--classes", "3"])
    assert came.exit_code == 3
    assert "U+202E" in came.output
