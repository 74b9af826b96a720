from __future__ import annotations

import re
from dataclasses import replace

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.result.fixed import Posted
from balance_classes.domain.result.formed import BalanceLine, Formed
from balance_classes.files.pages.report import A_STRIP, report, strips
from balance_classes.language import Language
from tests.builders import FIRST_DRAW, a_roster, a_student, formed_from

EN, ZH = Language("en"), Language("zh")
POSTED = Posted(record="1" * 64, line=2, head="2" * 64)


def formed(**changes: object) -> Formed:
    """Nine students in two classes, one of whom is pinned."""
    pinned = {"pinned_class": "1A", "reason": "wheelchair"}
    students = [
        a_student(
            f"2022000{i}",
            f"Name{i}",
            sex="female" if i % 2 else "male",
            boarding="<day>" if i % 3 else "boards",
            **(pinned if i == 8 else {}),
        )
        for i in range(9)
    ]
    rules = {"stage": "primary", "classes": 2, "school": "A & B", **changes}
    return formed_from(a_roster(*students), "dice 4", FIRST_DRAW, **rules)


def text(language: Language = EN) -> str:
    return report(formed(), POSTED, language).decode()


def test_the_same_result_gives_the_same_bytes() -> None:
    assert report(formed(), POSTED, ZH) == report(formed(), POSTED, ZH)


def test_it_tells_balance_proof_seed_and_fingerprints() -> None:
    page = text()
    for words in (
        "A &amp; B: how even the classes are",
        "sex: proven, no assignment is more even.",
        "4 students, even share 2",
        "an excess of 0 proves itself",
        "pinned to a class, with a reason in writing: 1",
        "Seed given: dice 4 (counted: d1ce4).",
        f"Fingerprint of the result: {fingerprint(POSTED.record)}.",
        "balance-classes verify FOLDER",
    ):
        assert words in page


def test_every_count_of_every_class_stands_on_it() -> None:
    page = text()
    for lines in formed().shown_groups().values():
        for line in lines:
            assert f'aria-label="1A {line.counts[0]}, 1B {line.counts[1]}"' in page


def test_it_holds_no_name_no_number_and_no_reason() -> None:
    page = text()
    assert not re.search(r"Name\d|2022000\d|wheelchair", page)


def test_it_speaks_chinese_without_english_left_over() -> None:
    page = text(ZH)
    shown = re.sub(r"<style>.*?</style>|<[^>]*>|[0-9a-f]{64}|[0-9A-Z]{4}-[-0-9A-Z]*", "", page,
                   flags=re.DOTALL)  # fmt: skip
    words = set(re.findall(r"[A-Za-z_]{3,}", shown))
    assert words <= {
        "balance", "classes", "verify", "recount", "explain", "FOLDER", "ROSTER", "STUDENT",
        "roster", "notice", "dice", "SHA", "HiGHS", "day", "amp",
    }  # fmt: skip
    assert '<html lang="zh">' in page


def test_it_needs_neither_network_nor_script_and_escapes_what_the_roster_wrote() -> None:
    page = text()
    assert not re.search(r"<script|src=|url\(|@import|https?:", page)
    assert "&lt;day&gt;" in page
    assert "<day>" not in page


def test_a_rehearsal_is_stamped() -> None:
    rehearsed = replace(formed(), entry=None)
    assert '<p class="stamp">[REHEARSAL]</p>' in report(rehearsed, None, EN).decode()


def a_line(counts: tuple[int, ...], low: int, high: int) -> BalanceLine:
    quota = Quota("sex", "female", (), (low,) * len(counts), (high,) * len(counts))
    return BalanceLine(quota, counts)


def test_bars_outside_their_band_are_drawn_apart() -> None:
    (strip,) = strips(a_line((5, 9, 0), 4, 6), ["A", "B", "C"])
    assert strip["bars"].count("M") == 1
    assert strip["out"].count("M") == 1
    assert strip["band"].count("M") == 3
    assert strip["spoken"] == "A 5, B 9, C 0"


def test_many_classes_stand_in_strips_that_a_telephone_can_show() -> None:
    names = [str(c) for c in range(20)]
    found = list(strips(a_line((1,) * 20, 0, 1), names))
    assert [len(strip["texts"]) for strip in found] == [A_STRIP, A_STRIP, 20 - 2 * A_STRIP]
    assert all(strip["width"] <= 320 for strip in found)
