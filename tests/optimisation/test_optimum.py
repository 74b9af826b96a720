from __future__ import annotations

from collections import Counter

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.audit.list_problem import problem_of
from balance_classes.domain.roster.roster import Student
from balance_classes.optimisation.draw import drawn_optimum
from tests.builders import QUICK, a_class_list, a_student, some_rules


def optimum(classes: ClassList) -> tuple[int, ...]:
    found = drawn_optimum(problem_of(classes, some_rules()), classes.digest(), QUICK)
    assert found is not None
    assert found.proven
    return found.class_of


def pupils(first: int, count: int, **more: object) -> list[Student]:
    return [
        a_student(f"S{i:02d}", sex="male" if i % 3 else "female", **more)
        for i in range(first, first + count)
    ]


def test_the_optimum_has_the_same_sizes_and_even_shares() -> None:
    girls = [a_student(f"G{i}", sex="female") for i in range(8)]
    boys = [a_student(f"B{i}", sex="male") for i in range(10)]
    classes = a_class_list([girls, boys[:4], boys[4:]])
    best = optimum(classes)
    assert tuple(best.count(c) for c in range(3)) == classes.sizes
    for row, share in zip(classes.counts("sex", best), classes.even_share("sex"), strict=True):
        assert all(abs(count - even) < 1 for count, even in zip(row, share, strict=True))


def test_strata_keep_their_seats_also_where_they_share_a_class() -> None:
    classes = a_class_list(
        [
            pupils(0, 6, lang="zh"),
            [*pupils(10, 3, lang="zh"), *pupils(20, 3, lang="kk")],
            pupils(30, 6, lang="kk"),
        ],
        strata=["lang"],
    )
    before = Counter(zip(classes.stratum_of, classes.class_of, strict=True))
    assert Counter(zip(classes.stratum_of, optimum(classes), strict=True)) == before


def test_blocks_stay_together_and_pinned_students_where_they_are() -> None:
    classes = a_class_list(
        [
            [*pupils(0, 2, together="x"), *pupils(2, 4)],
            [*pupils(10, 5), a_student("P", sex="male", pinned_class="C2", reason="stairs")],
        ]
    )
    best = optimum(classes)
    assert best[0] == best[1]
    assert best[-1] == 1


def test_the_even_share_of_a_stratum_is_that_of_its_own_students() -> None:
    classes = a_class_list(
        [
            [a_student(f"A{i}", sex="female", kind="a") for i in range(4)],
            [a_student(f"B{i}", sex="male", kind="b") for i in range(4)],
        ],
        strata=["kind"],
    )
    assert [[int(x) for x in row] for row in classes.even_share("sex")] == [[4, 0], [0, 4]]
