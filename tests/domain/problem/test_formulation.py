from __future__ import annotations

import pytest

from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.errors import InfeasibleError, RosterError, RulesError, UsageError
from tests.builders import a_problem, a_roster, a_student, by_key, drawn, some_rules


def test_size_is_the_quota_of_all_students() -> None:
    problem = a_problem(a_roster(*(a_student(f"{i}", sex="male") for i in range(7))), classes=3)
    assert problem.size_quota.members == tuple(range(7))
    assert (problem.size_quota.low, problem.size_quota.high) == ((2, 2, 2), (3, 3, 3))


def test_each_level_of_an_attribute_is_a_quota() -> None:
    roster = a_roster(a_student("a", sex="male"), a_student("b", sex="female"))
    problem = a_problem(roster, classes=1)
    assert [(q.group, q.level, q.members) for q in problem.tiers[0].quotas] == [
        ("sex", "female", (1,)),
        ("sex", "male", (0,)),
    ]


def test_sex_comes_first_then_all_other_attributes_then_names() -> None:
    students = [a_student(f"{i}", "李明", sex="male", migrant="no", aid="yes") for i in range(4)]
    assert [tier.groups for tier in a_problem(a_roster(*students), classes=2).tiers] == [
        ("sex",),
        ("migrant", "aid"),
        ("same_name",),
        ("two_way",),
    ]


def test_students_of_one_name_come_into_different_classes() -> None:
    students = [a_student(f"{i}", "李明" if i < 2 else "", sex="male") for i in range(6)]
    placed = by_key(drawn(a_problem(a_roster(*students), classes=2)))
    assert placed["0"] != placed["1"]


def test_codes_and_names_of_people_are_no_part_of_what_the_draw_reads() -> None:
    def digest(code: str, name: str) -> str:
        students = [a_student(f"{i}", sex="male", apart=(code,) if i < 2 else ()) for i in range(3)]
        same = [a_student(f"{i}", "李明", sex="male", apart=()) for i in range(3, 5)]
        alone = a_student("5", name, sex="male", apart=())
        return a_problem(a_roster(*students, *same, alone), classes=2).as_read()

    assert digest("张三和李四", "王五") == digest("A", "阿依古丽")
    assert digest("A", "王五") != digest("A", "李明")


def test_students_with_one_code_stay_together() -> None:
    students = [a_student(f"{i}", sex="male", together="T" if i < 3 else "") for i in range(9)]
    placed = by_key(drawn(a_problem(a_roster(*students), classes=3)))
    assert placed["0"] == placed["1"] == placed["2"]


def test_students_to_be_kept_apart_are_kept_apart() -> None:
    students = [a_student(f"{i}", sex="male", apart=("A",) if i < 3 else ()) for i in range(9)]
    placed = by_key(drawn(a_problem(a_roster(*students), classes=3)))
    assert len({placed["0"], placed["1"], placed["2"]}) == 3


@pytest.mark.parametrize("pinned", ["", "1A", "1B", "1C"])
def test_students_are_kept_apart_in_classes_however_unlike_in_size(pinned: str) -> None:
    # Two of three would be the even share of a large class; one of a pair that of the largest.
    apart = [
        a_student("a", sex="male", apart=("A", "B"), pinned_class=pinned, reason="ramp"),
        a_student("b", sex="male", apart=("A", "B")),
        a_student("c", sex="male", apart=("A",)),
    ]
    others = [a_student(f"{i}", sex="male") for i in range(22)]
    caps = (("1A", 2), ("1B", 5))
    problem = a_problem(a_roster(*apart, *others), classes=3, stage="primary", caps=caps)
    for seed in "abcde":
        placed = by_key(drawn(problem, seed))
        assert len({placed["a"], placed["b"], placed["c"]}) == 3


def test_a_pinned_student_joins_the_class_named() -> None:
    students = [
        a_student(f"{i}", sex="male", pinned_class="1B" if i == 0 else "", reason="ramp")
        for i in range(9)
    ]
    for seed in "abcde":
        placed = by_key(drawn(a_problem(a_roster(*students), classes=3, stage="primary"), seed))
        assert placed["0"] == 1


def test_a_pin_to_an_unknown_class_names_the_classes_there_are() -> None:
    students = [a_student("a", sex="male", pinned_class="9Z", reason="x")]
    with pytest.raises(RosterError, match=r"9Z.*1A"):
        a_problem(a_roster(*students), classes=1, stage="primary")


def test_a_block_pinned_to_two_classes_is_impossible() -> None:
    students = [
        a_student(k, sex="male", together="T", pinned_class=c, reason="x")
        for k, c in (("a", "1A"), ("b", "1B"))
    ]
    with pytest.raises(InfeasibleError):
        drawn(a_problem(a_roster(*students), classes=2, stage="primary"))


def test_a_student_kept_together_with_and_apart_from_another_is_impossible() -> None:
    students = [
        a_student(f"{i}", sex="male", together="T" * (i < 2), apart=("A",) * (i < 2))
        for i in range(6)
    ]
    with pytest.raises(InfeasibleError):
        drawn(a_problem(a_roster(*students), classes=2))


def test_more_students_than_seats_says_how_many_and_what_would_do() -> None:
    with pytest.raises(InfeasibleError, match=r"Have 450, need 451: seats.*11 classes"):
        plan_classes(451, some_rules(stage="primary", classes=10), "zh")


def test_without_a_number_the_fewest_classes_are_formed() -> None:
    assert len(plan_classes(451, some_rules(stage="primary"), "zh")) == 11
    assert len(plan_classes(451, some_rules(stage="junior"), "zh")) == 10


def test_the_cap_is_lowered_freely_and_raised_with_a_reason_only() -> None:
    assert plan_classes(100, some_rules(stage="primary", cap=40), "en")[0].cap == 40
    with pytest.raises(RulesError, match=r"46.*45.*§6"):
        plan_classes(100, some_rules(stage="primary", cap=46), "en")
    raised = some_rules(stage="primary", cap=46, cap_reason="two rooms are closed")
    assert plan_classes(100, raised, "en")[0].cap == 46


def test_without_stage_cap_and_number_the_command_is_asked_for_more() -> None:
    with pytest.raises(UsageError, match="--stage primary"):
        plan_classes(100, some_rules(), "en")


def test_without_a_stage_no_class_passes_the_largest_cap_of_the_policy() -> None:
    with pytest.raises(InfeasibleError, match="Form 3 classes, or allow a cap of 51 with"):
        plan_classes(101, some_rules(classes=2), "en")


def test_names_listed_for_another_number_of_classes_are_refused() -> None:
    with pytest.raises(RulesError, match="2 names are listed for 3 classes"):
        plan_classes(60, some_rules(classes=3, names=("A", "B")), "en")


def test_two_classes_of_one_name_are_refused() -> None:
    with pytest.raises(RulesError, match="same name"):
        plan_classes(60, some_rules(names=("七(1)班", "七（1）班")), "zh")


def test_more_classes_than_students_are_refused() -> None:
    with pytest.raises(InfeasibleError, match="Form at most 2 classes"):
        plan_classes(2, some_rules(classes=3), "en")


def test_a_barred_student_joins_any_other_class() -> None:
    students = [
        a_student(f"{i}", sex="male", barred=("1B", "3") if i == 0 else (), reason="parent")
        for i in range(9)
    ]
    rules = {"classes": 3, "names": ("1A", "1B", "班3")}
    for seed in "abcde":
        assert by_key(drawn(a_problem(a_roster(*students), **rules), seed))["0"] == 0


def test_somebody_barred_from_everywhere_is_impossible() -> None:
    students = [a_student("a", sex="male", barred=("1A",)), a_student("b", sex="male")]
    with pytest.raises(InfeasibleError):
        drawn(a_problem(a_roster(*students), classes=1, stage="primary"))


def test_no_class_has_more_of_a_kind_than_the_limit() -> None:
    kinds = ["visual"] * 3 + ["hearing"] * 3 + ["none"] * 14
    students = [a_student(f"{i:02}", sex="male", inclusion=kind) for i, kind in enumerate(kinds)]
    problem = a_problem(a_roster(*students), classes=2, at_most=(("inclusion", 3),))
    assert problem.hard.groups[-1] == "at_most"
    placed = by_key(drawn(problem))
    assert [sum(placed[f"{i:02}"] == c for i in range(6)) for c in range(2)] == [3, 3]
    with pytest.raises(InfeasibleError):
        drawn(a_problem(a_roster(*students), classes=2, at_most=(("inclusion", 2),)))
    assert (
        "at_most"
        not in a_problem(
            a_roster(*students[6:]), classes=2, at_most=(("inclusion", 3),)
        ).hard.groups
    )


def test_a_block_larger_than_any_class_is_impossible() -> None:
    students = [a_student(f"{i}", sex="male", together="T" if i < 6 else "") for i in range(10)]
    with pytest.raises(InfeasibleError):
        drawn(a_problem(a_roster(*students), classes=2, cap=5))


def test_a_small_room_has_a_cap_of_its_own() -> None:
    students = [a_student(f"{i:02}", sex="male") for i in range(20)]
    problem = a_problem(a_roster(*students), classes=2, cap=15, caps=(("Class 2", 6),))
    assert [school_class.cap for school_class in problem.classes] == [15, 6]
    assert sorted(by_key(drawn(problem)).values()).count(1) == 6
    with pytest.raises(InfeasibleError, match="Have 19, need 20: seats"):
        a_problem(a_roster(*students), classes=2, cap=15, caps=(("2", 4),))
    for caps in ((("9", 4),), (("2", 16),)):
        with pytest.raises(RulesError):
            a_problem(a_roster(*students), classes=2, cap=15, caps=caps)
