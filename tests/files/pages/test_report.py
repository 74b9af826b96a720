from __future__ import annotations

import re
from dataclasses import replace

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.count_table import count_groups
from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.files.pages.count_pictures import lots_reach
from balance_classes.files.pages.report import report
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
        "9 students in 2 classes, 4 to 5 each.",
        "Nothing can be more even, proven: sex",
        "pinned to a class, with a reason in writing: 1",
        "Seed given: dice 4 (counted: d1ce4).",
        f"Fingerprint of the result: {fingerprint(POSTED.record)}.",
        "balance-classes verify FOLDER",
    ):
        assert words in page


def test_every_count_of_every_class_stands_in_its_table() -> None:
    page = text()
    for lines in count_groups(formed()).values():
        for line in lines:
            cells = "".join(f'<td class="number">{count}</td>' for count in line.counts)
            assert f"{line.share}</td>{cells}" in page


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
        "roster", "notice", "dice", "SHA", "HiGHS", "day", "amp", "html",
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


def test_a_count_beyond_its_even_share_is_marked_by_weight_and_sign() -> None:
    apart = [a_student(f"s{i}", sex="female" if i < 3 else "male", together="x" if i < 3 else "")
             for i in range(6)]  # fmt: skip
    page = report(formed_from(a_roster(*apart), "1", FIRST_DRAW, classes=2), None, EN).decode()
    assert re.search(r'<td class="number beyond">3 <small>\+1</small></td>', page)
    assert "Marked, as 9+1 or 4−1" in page


def test_lots_alone_leave_classes_as_far_as_the_hypergeometric_distribution_says() -> None:
    # Of 100 students 50 boys, two classes: variance 50 · 50 · 1 / (4 · 99), its root 2.513.
    assert lots_reach(100, 50, 2) == int(100 * 1.96 * (2500 / 396) ** 0.5)
