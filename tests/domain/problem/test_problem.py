from __future__ import annotations

from collections import Counter

from balance_classes.optimisation.draw import draw, plan
from tests.builders import QUICK, a_seed, bare_problem, by_key, drawn


def test_classes_are_interchangeable_when_the_rules_treat_them_alike() -> None:
    problem = bare_problem([5, 5, 5, 9], 12, [], reach={0: frozenset([1])})
    assert problem.interchangeable == ((0, 2), (1,), (3,))


def test_classes_of_one_size_by_chance_are_not_interchangeable() -> None:
    problem = bare_problem([6, 5], 10, [])
    assert problem.interchangeable == ((0,), (1,))


def test_a_student_barred_from_two_classes_leaves_them_interchangeable() -> None:
    problem = bare_problem([5, 5, 5, 5], 12, [], reach={0: frozenset([2, 3])})
    assert problem.interchangeable == ((0, 1), (2, 3))


def test_what_is_hashed_forgets_the_order_of_students_only() -> None:
    problem = bare_problem([5, 5], 8, [[[[0, 1], [2, 3]]]], blocks=[(4, 5)])
    turned = problem.reordered([7, 6, 5, 4, 3, 2, 1, 0])
    other = bare_problem([5, 5], 8, [[[[0, 1], [2, 4]]]], blocks=[(4, 5)])
    assert problem.as_read() == turned.as_read()
    assert problem.as_read() != other.as_read()


def test_students_of_equal_memberships_are_exchangeable() -> None:
    # Exchanging two equal students' lottery numbers exchanges their classes and nothing else.
    problem = bare_problem([4, 4, 4], 12, [[[[0, 1, 2, 3, 4, 5]]]])
    first = by_key(drawn(problem))
    keys = list(problem.keys)
    keys[0], keys[1] = keys[1], keys[0]
    swapped = problem.__class__(
        tuple(keys), problem.classes, problem.blocks, problem.reach, problem.hard, problem.tiers
    )
    assert by_key(drawn(swapped)) == first


def test_every_interchangeable_class_is_equally_likely() -> None:
    problem = bare_problem([4, 4, 4], 10, [[[[0, 1, 2]]]], blocks=[(3, 4)])
    draws, bounds = 450, plan(problem, QUICK)
    placed = [
        by_key(draw(problem, a_seed(f"seed {i}"), QUICK, bounds, lambda stage: None))
        for i in range(draws)
    ]
    for student in ("s0", "s3", "s9"):
        counts = Counter(classes[student] for classes in placed)
        # Chi-square with 2 degrees of freedom: 13.8 is passed once in a thousand.
        assert sum((counts[c] - draws / 3) ** 2 / (draws / 3) for c in range(3)) < 13.8
