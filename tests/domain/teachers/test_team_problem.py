"""Teams of teachers are the same problem as classes of students."""

from __future__ import annotations

from collections import Counter

from balance_classes.domain.problem.excess import broken_rules, keeps_hard_rules
from balance_classes.domain.teachers.team_problem import (
    formulate_teams,
    ready_assignment,
    ready_teams,
    shortages,
    unfit_teams,
)
from tests.builders import a_staff, a_teacher, drawn


def said(findings: object) -> str:
    return "\n".join(f"{f.where}: {f.what} {f.mend}" for f in findings)  # type: ignore[attr-defined]


def test_a_team_has_one_teacher_of_each_subject_and_one_head_teacher() -> None:
    staff = a_staff(
        a_teacher("A", "Chinese", 2, head=True),
        a_teacher("B", "Chinese", 1, head=True),
        a_teacher("C", "Maths", 3),
        a_teacher("D", "Art", 1),
        a_teacher("E", "Art", 2, head=True),
    )
    problem = formulate_teams(staff, 3)
    assignment = drawn(problem)
    assert keeps_hard_rules(assignment.problem, assignment.group_of)
    teams: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for key, team in zip(assignment.problem.keys, assignment.group_of, strict=True):
        teams[team].append(key)
    for posts in teams.values():
        assert sorted(post.split('"')[3] for post in posts) == ["Art", "Chinese", "Maths"]
        heads = ['["A","Chinese",1]', '["B","Chinese",1]', '["E","Art",1]']
        assert sum(post in heads for post in posts) == 1


def test_who_teaches_several_subjects_stands_in_no_team_twice() -> None:
    staff = a_staff(
        a_teacher("A", "Chinese", 1),
        a_teacher("A", "Ethics", 1),
        a_teacher("B", "Chinese", 1),
        a_teacher("C", "Ethics", 1),
    )
    problem = formulate_teams(staff, 2)
    for seed in map(str, range(20)):
        assignment = drawn(problem, seed)
        keys = [
            (key.split('"')[1], team)
            for key, team in zip(assignment.problem.keys, assignment.group_of, strict=True)
        ]
        assert max(Counter(keys).values()) == 1


def test_years_titles_and_sexes_keep_to_their_even_shares() -> None:
    staff = a_staff(
        *(
            a_teacher(
                f"T{i}",
                ("Chinese", "Maths", "Art")[i // 4],
                1,
                years=i * 3,
                sex="female" if i % 2 else "male",
                title=("senior", "first")[i % 2],
            )
            for i in range(12)
        )
    )
    assignment = drawn(formulate_teams(staff, 4))
    assert [(proof.groups, proof.excess, proof.proven) for proof in assignment.proofs] == [
        (("years", "title"), 0, True),
        (("sex",), 0, True),
    ]


def test_a_subject_with_too_few_or_too_many_classes_is_told() -> None:
    staff = a_staff(a_teacher("A", "Chinese", 1), a_teacher("B", "Maths", 3))
    told = said(shortages(staff, 2))
    assert "Chinese: 1 class is taught, and there are 2" in told
    assert "Maths: 3 classes are taught, and there are 2" in told
    assert "This teacher teaches 3 classes, never twice in one; there are 2." in told


def test_too_few_head_teachers_are_told() -> None:
    staff = a_staff(a_teacher("A", "Chinese", 1, head=True), a_teacher("B", "Chinese", 1))
    assert "1 head teacher is named, and there are 2 classes" in said(shortages(staff, 2))


def test_without_head_teachers_none_is_asked_for() -> None:
    staff = a_staff(a_teacher("A", "Chinese", 2))
    assert not shortages(staff, 2)
    assert formulate_teams(staff, 2).hard.groups == ("size", "subject")


def test_ready_made_teams_are_taken_as_they_stand() -> None:
    staff = a_staff(
        a_teacher("A", "Chinese", 1, teams=("10",)),
        a_teacher("B", "Chinese", 1, teams=("2",)),
        a_teacher("C", "Maths", 2, teams=("10", "2")),
    )
    assert ready_teams(staff) == ("2", "10")
    assert ready_assignment(staff) == (1, 0, 1, 0)
    assert not list(unfit_teams(staff, 2))
    assert next(broken_rules(formulate_teams(staff, 2), ready_assignment(staff)), None) is None


def test_what_is_wrong_with_ready_made_teams_is_told() -> None:
    staff = a_staff(
        a_teacher("A", "Chinese", 2, teams=("1", "2"), head=True),
        a_teacher("A", "Maths", 1, teams=("1",)),
        a_teacher("C", "Maths", 1, teams=("1",)),
    )
    told = said(unfit_teams(staff, 2))
    assert "team 1: Maths: 2 teachers; a team has exactly one." in told
    assert "team 2: Maths: 0 teachers; a team has exactly one." in told
    assert "team 1: The same teacher stands in it twice (rows 2, 2)." in told
    assert "team 2: 0 head teachers; a team has exactly one." in told
    assert "2 teams are named for 3 classes." in said(unfit_teams(staff, 3))
