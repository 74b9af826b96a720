from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.problem.steering import Steering
from balance_classes.domain.result.fixed_before_draw import Fixed
from balance_classes.domain.seed_words import CODE_GIVER
from balance_classes.files.batch.manifest import read_schools
from balance_classes.files.lists.lists_by_school import list_files
from balance_classes.files.pages.seal_sheet import batch_seal_sheet, is_seal_sheet, seal_sheet
from balance_classes.language import Language
from tests.builders import a_roster, a_student, formed_from

EN, ZH = Language("en"), Language("zh")


def fixed(*givers: str, **changes: object) -> Fixed:
    """Nine students in two classes, sealed with these givers."""
    students = [a_student(f"{i}", f"Name{i}", sex="female" if i % 2 else "male") for i in range(9)]
    formed = formed_from(a_roster(*students), classes=2)
    return replace(formed.fixed, givers=givers, **changes)  # type: ignore[arg-type]


def told(sealed: Fixed, language: Language, date: str = "") -> str:
    """Return the words of a sheet."""
    text = seal_sheet(sealed, "First <School>", date, language).decode()
    body = text[text.index("<body>") :]
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", body)))


def test_the_fingerprint_stands_in_six_groups_of_four() -> None:
    sealed = fixed("parents")
    groups = re.findall(r"<span>(\w{4})</span>", seal_sheet(sealed, "A", "", EN).decode())
    assert "-".join(groups) == fingerprint(sealed.digest())


def test_a_sheet_tells_givers_seeds_and_trial_draws_in_both_languages() -> None:
    steering = Steering(trials=10, one_in=1000, pairs=0, largest=0, settled=0)
    sealed = fixed("parents=2 numbers 1-6", CODE_GIVER, few_seeds="two dice", steering=steering)
    english, chinese = told(sealed, EN, "2026-08-10"), told(sealed, ZH, "2026-08-10")
    for words in (
        "First <School>", "Students: 9. Classes: 2.", "10 August 2026", "2 numbers from 1 to 6",
        "the school's code", "Possible seeds: 36", "two dice", "In 10 trial draws",
        "Place of the draw: ___",
    ):  # fmt: skip
        assert words in english
    for words in (
        "学生 9 人", "2026年8月10日", "2 个 1 到 6 的数", "学校代码", "36", "试抽 10 次",
    ):  # fmt: skip
        assert words in chinese


def test_a_sheet_is_told_from_a_roster_saved_as_a_page(tmp_path: Path) -> None:
    sheet, other = tmp_path / "a.html", tmp_path / "b.html"
    sheet.write_bytes(seal_sheet(fixed(), "A", "", ZH))
    other.write_text("<table><tr><td>name</td></tr></table>", "utf-8")
    assert is_seal_sheet(sheet)
    assert not is_seal_sheet(other)
    assert not is_seal_sheet(tmp_path / "none.html")


def test_a_sheet_beside_rosters_and_lists_is_neither(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name\nA\n", "utf-8")
    (tmp_path / "a-seal.html").write_bytes(seal_sheet(fixed(), "A", "", EN))
    assert [school.code for school in read_schools(tmp_path).schools] == ["a"]
    assert [path.name for path in list_files([tmp_path])] == ["a.csv"]


def test_the_sheet_of_a_batch_has_its_fingerprint_large_and_those_of_its_schools() -> None:
    digests = ["a" * 64, "b" * 64, "c" * 64]
    schools = [("A <1>", digests[1]), ("B", digests[2])]
    text = batch_seal_sheet(digests[0], ("parents=9 numbers 1-9",), "dice", schools, EN).decode()
    groups = re.findall(r"<span>(\w{4})</span>", text)
    assert "-".join(groups) == fingerprint(digests[0])
    assert f"A &lt;1&gt;: {fingerprint(digests[1])}" in text
    assert "How the seed is obtained: dice." in text
    assert "Possible seeds: 387420489" in text
