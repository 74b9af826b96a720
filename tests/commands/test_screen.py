"""What people read on the screen: warnings in time, advice that works, words in full."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from rich.cells import cell_len

from balance_classes.domain.reason_codes import REASON_CODES, reason_label
from balance_classes.files.lists.class_lists import ListColumns
from balance_classes.language import Language, Text
from balance_classes.rendering.audit import show_audited
from balance_classes.rendering.line_breaks import folded, print_line
from balance_classes.workflows.audit import AuditRequest, audit
from tests.builders import write_csv, write_xlsx
from tests.commands.test_cli import NEWCOMERS, english, run

SCHOOLS = (
    "新疆生产建设兵团第六师五家渠市第一小学",
    "乌鲁木齐市高新技术产业开发区第三小学",
    "城关小学",
    "东街小学",
    "河西小学",
)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_one_table_has_every_level_whatever_the_width(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    rows = [["学号", "姓名", "性别", "毕业学校"]]
    rows += [[f"{i:03d}", f"学生{i}", "男女"[i % 2], SCHOOLS[i % 5]] for i in range(60)]
    roster = write_xlsx(tmp_path / "新生.xlsx", rows)
    shown = run("assign", roster, "--classes", 2, "--rehearsal").stdout
    lines = shown[shown.index("班级 ") : shown.index("\n\n抽签")].splitlines()
    assert max(map(cell_len, lines)) <= width
    assert "…" not in "".join(lines[1:])
    words = "".join("".join(lines).split())
    words = "".join(line.strip().rstrip("0123456789 ") for line in lines)
    assert all(school in words for school in SCHOOLS)
    assert [line.split()[0] for line in lines[1:4]] == ["全体学生", "男生", "女生"]


def test_of_more_classes_than_fit_the_fewest_and_the_most_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    rows = "\n".join(f"S{i:03d},Kid{i},{'MF'[i % 2]}" for i in range(120))
    roster = write_csv(tmp_path / "r.csv", f"id,name,sex\n{rows}\n")
    shown = run("assign", roster, "--classes", 20, "--rehearsal").stdout
    assert re.search(r"^ +All +Even share +Fewest +Most +Beyond *$", shown, re.MULTILINE)
    assert re.search(r"^boys +60 +3 +3 +3 *$", shown, re.MULTILINE)


def test_a_heading_is_folded_by_the_places_that_its_letters_take() -> None:
    assert (
        folded("毕业学校\n第六师第一小学/\n城关小学", 8) == "毕业学校\n第六师第\n一小学/\n城关小学"
    )
    assert folded("St Mary's School/", 10) == "St Mary's\nSchool/"
    assert folded("Llanfairpwll", 5) == "Llanf\nairpw\nll"


def test_a_sentence_is_broken_between_phrases_on_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "台账：第 2 行，校验码 AMB6-WY6N-C8MH-WR06-XRJ1-8VHT。"
    monkeypatch.setenv("COLUMNS", "40")
    print_line(line)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_line(line)
    whole, *parts = capsys.readouterr().out.splitlines()
    assert whole == line
    assert parts == ["台账：第 2 行，校验码", "AMB6-WY6N-C8MH-WR06-XRJ1-8VHT。"]


def test_who_seals_a_roster_that_was_drawn_already_is_warned(tmp_path: Path) -> None:
    roster = english(tmp_path)
    assert "drawn already" not in run("seal", roster, "--classes", 2, "-o", tmp_path / "1").output
    run("assign", roster, "--sealed", tmp_path / "1")
    again = run("seal", roster, "--classes", 2, "--giver", "mayor", "-o", tmp_path / "2.json")
    assert again.exit_code == 0, again.output
    assert "This roster was drawn already (draw 1)." in again.stderr
    assert "--redraw --reason" in again.stderr


def test_advice_on_a_second_draw_names_a_way_that_works(tmp_path: Path) -> None:
    roster = english(tmp_path)
    run("assign", roster, "--classes", 2, "--seed", "a=1")
    again = run("assign", roster, "--classes", 2, "--seed", "a=2")
    assert again.exit_code == 3
    assert "the same command with -o, without --seed." in again.stderr
    other = run("assign", roster, "--classes", 2, "-o", tmp_path / "other")
    assert other.exit_code == 0, other.output
    changed = run("assign", roster, "--classes", 3, "--seed", "a=2")
    assert "with -o" not in changed.stderr
    assert "Roster, rules or seal are others now than at that draw." in changed.stderr
    reason = ("--redraw", "--reason", "a class more")
    assert run("assign", roster, "--classes", 3, "--seed", "a=2", *reason).exit_code == 0


@pytest.mark.parametrize(
    "words", ["safety", "学生之间的安全与和睦", "SAFETY OR PEACE between students"]
)
def test_a_reason_is_understood_by_its_code_and_by_its_words(tmp_path: Path, words: str) -> None:
    run("assign", english(tmp_path), "--classes", 2, "--seed", "a")
    folder = tmp_path / "intake-classes"
    first = run("explain", folder, 1, "--json").output
    there = json.loads(first)["class"]
    other = "Class 1" if there == "Class 2" else "Class 2"
    approval = ("--approval", "2026-3", "--approved-by", "bureau", "--to", other)
    moved = run("amend", folder, "--student", 1, "--reason-code", words, *approval)
    assert moved.exit_code == 0, moved.output
    assert "Reason: safety or peace between students." in moved.output
    assert run("amend", folder, "--student", 1, "--reason-code", "why", *approval).exit_code == 2


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_has_the_words_of_every_reason(language: str) -> None:
    shown = "".join(run("amend", "--help", "--lang", language).output.split())
    for code in REASON_CODES:
        assert "".join(Language(language).say(reason_label(code)).split()) in shown


def test_what_place_prints_goes_by_rows_classes_and_counts(tmp_path: Path) -> None:
    run("assign", english(tmp_path), "--classes", 2, "--seed", "a")
    coming = write_csv(tmp_path / "new.csv", NEWCOMERS)
    going = write_csv(tmp_path / "gone.csv", "student_id\nS007\n")
    came = run(
        "place", tmp_path / "intake-classes", coming, "--leavers", going, "--seed", "p=3",
        "--date", "2026-09-20",
    )  # fmt: skip
    assert came.exit_code == 0, came.output
    assert re.search(
        r"^  Row 2 of new.csv, lottery number 6\d: Class \d, ", came.output, re.MULTILINE
    )
    assert re.search(r"^  Left Class \d: 1\.$", came.output, re.MULTILINE)
    assert "20 September 2026, Change 1: 2 came" in came.output
    assert "sex: even before and now." in came.output


def test_a_check_does_not_promise_even_cells(tmp_path: Path) -> None:
    checked = run("check", english(tmp_path), "--classes", 2)
    assert "every two attributes together: made as even as can be" in checked.output
    assert "every two attributes together: the even shares" not in checked.output
    assert "the even shares look possible" in checked.output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_word_and_no_number_of_an_audit_is_broken(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lang: Literal["en", "zh"],
) -> None:
    lists, language = tmp_path / "lists", Language(lang)
    lists.mkdir()
    for school in ("城关镇第一中心小学", "St Mary's Primary School"):
        pupils = [f"S{i:03d},Kid{i},{'MF'[i // 40]},{i},{i // 20 + 1}" for i in range(80)]
        write_csv(lists / f"{school}.csv", "\n".join(["id,name,sex,mark,class", *pupils]))
    columns = ListColumns(scores=("mark",))
    request = AuditRequest((lists,), None, {}, columns, None, "yes", None, 199, None, language)
    result = audit(request, lambda _: None)

    def shown(width: int) -> list[str]:
        monkeypatch.setenv("COLUMNS", str(width))
        show_audited(result, as_json=False, verbose=True)
        told, _, files = capsys.readouterr().out.partition(language.say(Text("Files")))
        assert ".html" in files
        return told.splitlines()

    whole = {word for line in shown(1_000) for word in re.findall(r"[^\s，。；：、（）]+", line)}
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    for width in (80, 100, 120, 160):
        lines = [re.sub(r"\x1b\[\d*m", "", line) for line in shown(width)]
        assert max(map(cell_len, lines)) <= width
        words = {word for line in lines for word in re.findall(r"[^\s，。；：、（）]+", line)}
        assert words <= whole
