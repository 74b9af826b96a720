from __future__ import annotations

from dataclasses import replace

import pytest
from scipy import stats

from balance_classes.domain.audit.all_schools_sentences import shown_p
from balance_classes.domain.audit.findings import sign_of
from balance_classes.domain.audit.many_schools import fisher, holm, over_known
from balance_classes.domain.audit.rule_checks import Declared, broken_by, declared
from balance_classes.domain.roster.roster import LeftOut, Student
from balance_classes.files.rules.rules_file import read_policy
from tests.builders import a_class_list, a_student, some_rules


def pupils(count: int, first: int = 0, **levels: object) -> list[Student]:
    return [a_student(f"S{i:03d}", **levels) for i in range(first, first + count)]


def said(classes: object, **rules: object) -> list[str]:
    held = some_rules(**rules)
    broken = broken_by(classes, Declared(held, held.tolerance))  # type: ignore[arg-type]
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
    assert broken_by(classes, Declared(some_rules(), None)) == ()


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


@pytest.mark.parametrize(
    ("keys", "broken"),
    [
        ((), []),
        (("cap",), ["C1"]),
        (("tolerance",), ["class size"]),
        (("min_size",), ["C2"]),
        (("policy",), ["column “职务”", "C1", "C2", "C1, inclusive schooling"]),
        (("rules",), ["column “职务”", "C1", "C2", "C1, inclusive schooling"]),
    ],
)
def test_a_rule_that_nobody_named_cannot_be_broken(
    keys: tuple[str, ...], broken: list[str]
) -> None:
    classes = replace(
        a_class_list([pupils(49, inclusion="visual"), pupils(9, 50, inclusion="none")]),
        forbidden=(LeftOut("职务", "family", "§14"),),
    )
    named = {"cap": 45, "min_size": 10}
    rules = some_rules(
        at_most=(("inclusion", 3),),
        cap=named["cap"] if {"cap", "policy", "rules"} & {*keys} else None,
        min_size=named["min_size"] if {"min_size", "policy", "rules"} & {*keys} else 1,
    )
    found = broken_by(classes, declared(rules, frozenset(keys)))
    assert [each.where if isinstance(each.where, str) else str(each.where) for each in found] == (
        broken
    )


def test_without_a_policy_only_a_named_tolerance_holds() -> None:
    classes = a_class_list([pupils(20, sex="male"), pupils(30, 50, sex="male")])
    none = some_rules(policy=read_policy("none"))
    assert not broken_by(classes, declared(none, frozenset({"policy", "rules"})))
    assert broken_by(classes, declared(none, frozenset({"policy", "tolerance"})))


def test_holm_corrects_as_published() -> None:
    # R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
    assert [round(p, 9) for p in holm([0.01, 0.04, 0.03, 0.005])] == [0.03, 0.06, 0.06, 0.02]


def test_signs_have_their_thresholds() -> None:
    assert [sign_of(p) for p in (None, 0.05, 0.049, 0.005, 0.0049)] == [
        "untested", "none", "weak", "weak", "strong",
    ]  # fmt: skip


def test_schools_that_could_not_be_tested_do_not_count_when_schools_are_corrected() -> None:
    assert over_known([0.02, None, 0.5]) == (0.04, None, 0.5)


def test_schools_are_put_together_as_scipy_does() -> None:
    for ps in ([0.02, 0.4, 0.9], [0.0002] * 226, [1.0, 1.0]):
        expected = float(stats.combine_pvalues(ps, "fisher").pvalue)
        assert fisher(ps) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (0.21, "0.210"), (0.04996, "0.04996"), (0.05, "0.050"), (0.004999, "0.004999"),
        (0.0002, "0.0002"), (0.0000999, "0.0001"), (7e-6, "0.000007"), (1e-9, "<0.000001"),
    ],
)  # fmt: skip
def test_a_p_value_is_shown_without_exponents_and_below_its_limit(p: float, shown: str) -> None:
    assert shown_p(p) == shown
