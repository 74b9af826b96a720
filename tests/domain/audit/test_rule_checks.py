from __future__ import annotations

from dataclasses import replace

from balance_classes.domain.audit.findings import Audit, holm, sign_of
from balance_classes.domain.audit.rule_checks import broken_by
from balance_classes.domain.roster.roster import LeftOut, Student
from tests.builders import a_class_list, a_student, some_rules


def pupils(count: int, first: int = 0, **levels: object) -> list[Student]:
    return [a_student(f"S{i:03d}", **levels) for i in range(first, first + count)]


def said(classes: object, **rules: object) -> list[str]:
    held = some_rules(**rules)
    broken = broken_by(classes, held, held.tolerance)  # type: ignore[arg-type]
    return [f"{each.where}: {each.what}" for each in broken]


def test_a_class_above_its_cap_breaks_a_rule() -> None:
    classes = a_class_list([pupils(46, sex="male"), pupils(45, 50, sex="male")])
    assert said(classes, stage="primary") == ["C1: It has 46 students, at most 45 are allowed."]
    assert said(classes, stage="junior") == []


def test_without_a_stage_only_what_every_stage_forbids_is_broken() -> None:
    assert said(a_class_list([pupils(50, sex="male")])) == []
    assert len(said(a_class_list([pupils(51, sex="male")]))) == 1


def test_sizes_that_differ_by_more_than_the_tolerance_break_a_rule() -> None:
    classes = a_class_list([pupils(20, sex="male"), pupils(22, 50, sex="male")])
    assert said(classes) == [
        "class size: C2 has 22 students and C1 20: they may differ by 1 at most."
    ]
    assert said(classes, tolerance=2) == []


def test_sizes_may_differ_at_will_where_nobody_says_how_far() -> None:
    classes = a_class_list([pupils(20, sex="male"), pupils(30, 50, sex="male")])
    assert broken_by(classes, some_rules(), None) == ()


def test_classes_of_another_stratum_may_be_of_another_size() -> None:
    small, large = pupils(13, sex="male", type="small"), pupils(22, 50, sex="male", type="large")
    assert said(a_class_list([small, large], strata=["type"])) == []
    assert len(said(a_class_list([small, large]))) == 1


def test_a_small_room_has_its_own_cap_and_is_compared_with_its_like() -> None:
    classes = a_class_list([pupils(30, sex="male"), pupils(40, 50, sex="male")])
    assert said(classes, caps=(("C1", 30),)) == []
    assert said(classes, caps=(("C1", 29),)) == ["C1: It has 30 students, at most 29 are allowed."]


def test_more_of_a_kind_than_the_policy_allows_break_a_rule() -> None:
    four, none = pupils(4, inclusion="visual"), pupils(4, 10, inclusion="none")
    classes = a_class_list([four, none])
    assert said(classes, at_most=(("inclusion", 3),)) == [
        "C1, inclusive schooling: It has 4, at most 3 are allowed."
    ]


def test_a_forbidden_column_breaks_a_rule() -> None:
    classes = replace(
        a_class_list([pupils(3, sex="male")]), forbidden=(LeftOut("父亲职务", "family", "§14"),)
    )
    assert said(classes) == [
        "column “父亲职务”: A class list may not have it: "
        "parents' posts, employers and income (§14)."
    ]


def test_holm_corrects_as_published() -> None:
    # R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    assert [round(p, 9) for p in holm([0.01, 0.04, 0.03, 0.005])] == [0.03, 0.06, 0.06, 0.02]


def test_signs_have_their_thresholds() -> None:
    assert [sign_of(p) for p in (None, 0.05, 0.049, 0.005, 0.0049)] == [
        "untested", "none", "weak", "weak", "strong",
    ]  # fmt: skip


def test_schools_that_could_not_be_tested_do_not_count_when_schools_are_corrected() -> None:
    assert Audit((), "unknown").over_schools([0.02, None, 0.5]) == (0.04, None, 0.5)
