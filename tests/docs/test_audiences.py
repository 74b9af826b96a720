"""Who may have which file: one table, which every file that the program writes stands in."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from balance_classes.cli import commands
from tests.builders import write_csv
from tests.commands.test_batch import start_none
from tests.workflows.after_draw.school_year import newcomer
from tests.workflows.after_draw.test_pair import TEACHERS
from tests.workflows.batch.test_batch import county
from tests.workflows.stage import as_text, pupils

DOCS = Path(__file__).parents[2] / "docs"
GIVEN = {"intake.csv", "teachers.csv", "new.csv", "gone.csv", "A.csv", "B.csv", "one.csv"}
"""What is given to the program, and not written by it."""
NO_CHILD = {"template.xlsx", "verify.html"}
"""What has the words for traits and reasons, and nothing of a draw."""
CIRCLES = {"所有人": "everybody", "督导人员": "who inspects", "学校": "the school"}


def audiences(page: str) -> list[tuple[tuple[str, ...], str]]:
    """The rows of the table of a page: the patterns of files, and for whom they are."""
    text = (DOCS / page).read_text("utf-8")
    (table,) = re.findall(r"<!-- begin audiences -->\n(.*?)<!-- end audiences -->", text, re.DOTALL)
    rows = [line.split(" | ") for line in table.splitlines()[2:]]
    return [(tuple(re.findall("`([^`]+)`", files)), who) for files, who, _ in rows]


def audience(path: Path) -> list[str]:
    """For whom a file is by the table: one circle."""
    return [
        who
        for patterns, who in audiences("evidence.md")
        if any(fnmatch(path.as_posix(), f"*/{pattern}") for pattern in patterns)
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which each command that writes has been run."""
    home = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch:
        start_none(patch)
        write_all(home)
    return home


def write_all(home: Path) -> None:
    intake = write_csv(home / "intake.csv", as_text(pupils()))
    write_csv(home / "teachers.csv", TEACHERS)
    write_csv(home / "new.csv", as_text([newcomer(100)]))
    write_csv(home / "gone.csv", "student_id\nS003\n")
    schools = county(home, "AB")
    rows = [line for code in "AB" for line in (schools / f"{code}.csv").read_text().splitlines()]
    of_one = [f"{line},A" for line in rows[1:13]] + [f"{line},B" for line in rows[14:]]
    one = write_csv(home / "one.csv", "\n".join([f"{rows[0]},school", *of_one]) + "\n")
    folder, classes = home / "intake-classes", ("--classes", 3)
    for line in (
        ("template", home / "template.xlsx"),
        ("policy", "--template", home / "policy.toml"),
        ("check", intake, *classes, "--mark", home / "intake-marked.xlsx"),
        ("model", intake, *classes, "-o", home / "intake.mps"),
        ("assign", intake, *classes, "--rehearsal"),
        ("seal", intake, *classes, "--groups", "--giver", "a"),
        ("assign", intake, "--sealed", home / "intake-seal.json", "--seed", "a=1"),
        ("lists", folder, intake),
        ("notice", folder),
        ("inspect", folder),
        ("pair", folder, "--teachers", home / "teachers.csv", "--seed", "a=2", "--page",
         home / "ceremony.html"),
        ("place", folder, home / "new.csv", "--leavers", home / "gone.csv", "--seed", "a=3"),
        ("amend", folder, "--student", "S007", "--swap", "S009", "--reason-code", "health",
         "--approval", "2026-12", "--approved-by", "bureau"),
        ("notice", folder, "-o", home / "second-notice"),
        ("audit", folder / "classes.csv", "-o", home / "audited"),
        ("seal", schools, "--batch", "--giver", "a", "--classes", 2),
        ("batch", schools, "--classes", 2, "--seed", "a=1", "--seals", home / "county-seal"),
        ("notice", home / "county-classes"),
        ("batch", one, "--by", "school", "--classes", 2, "--seed", "a=1"),
    ):  # fmt: skip
        result = CliRunner().invoke(commands, [*map(str, line), "--lang", "en"])
        assert result.exit_code in (0, 6), (line, result.output)


def files_in(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and path.name not in GIVEN]


def test_every_file_that_is_written_is_for_one_circle_of_people(written: Path) -> None:
    for path in files_in(written):
        assert len(audience(path)) == 1, path


def test_every_line_of_the_table_is_about_a_file_that_is_written(written: Path) -> None:
    names = [path.as_posix() for path in files_in(written)]
    for patterns, _ in audiences("evidence.md"):
        for pattern in patterns:
            if not pattern.endswith((".lock", ".lp")):
                assert any(fnmatch(name, f"*/{pattern}") for name in names), pattern


def test_both_languages_say_the_same() -> None:
    english, chinese = audiences("evidence.md"), audiences("evidence.zh.md")
    assert [who for _, who in english] == [CIRCLES[who] for _, who in chinese]
    assert [len(files) for files, _ in english] == [len(files) for files, _ in chinese]


def test_what_is_public_holds_nothing_of_a_child_but_name_and_class(written: Path) -> None:
    private = {"wheelchair", "quarrel", "twins", "Uyghur", "Han", "Hui", "health", "female"}
    private |= {cell for row in [*pupils(), newcomer(100)] for cell in (row[0], row[1])}
    for path in files_in(written):
        if audience(path) == ["everybody"]:
            text = text_of(path)
            found = [word for word in private if re.search(rf"\b{word}\b", text)]
            assert not found or path.name in NO_CHILD, (path, found)


def test_what_is_not_public_and_made_for_eyes_says_so_itself(written: Path) -> None:
    for path in files_in(written):
        if audience(path) != ["everybody"] and path.name == "classes.xlsx":
            assert "INTERNAL, not for publication" in text_of(path)
        if path.name == "report.html":
            assert "for those who inspect" in text_of(path)


def text_of(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text("utf-8", errors="replace")
    with ZipFile(path) as package:
        return "\n".join(package.read(name).decode(errors="replace") for name in package.namelist())
