from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.statistics.lots import Lots
from tests.builders import a_class_list, a_student


def permuted(classes: ClassList, count: int) -> np.ndarray:
    return np.concatenate([lot.classes.T for lot in Lots(classes).permuted(count)])


def six(**levels: object) -> ClassList:
    pupils = [a_student(f"S{i}", sex="male", **levels) for i in range(6)]
    return a_class_list([pupils[:2], pupils[2:4], pupils[4:]])


def test_every_assignment_to_the_seats_is_as_likely_as_any_other() -> None:
    found = Counter(map(tuple, permuted(six(), 18_000).tolist()))
    assert len(found) == 90
    # 18,000 / 90 = 200 each; four standard deviations are 56.
    assert all(140 < count < 260 for count in found.values())


def test_the_same_list_has_the_same_lots_and_fewer_are_the_first_of_more() -> None:
    assert (permuted(six(), 300) == permuted(six(), 700)[:300]).all()
    assert (permuted(six(), 300) != permuted(replace(six(), school="Other"), 300)).any()


def test_class_sizes_and_strata_stay_as_they_are() -> None:
    kinds = ["a", "a", "a", "b", "b", "b"]
    pupils = [a_student(f"S{i}", sex="male", kind=k) for i, k in enumerate(kinds)]
    lots = permuted(a_class_list([pupils[:2], pupils[2:4], pupils[4:]], strata=["kind"]), 500)
    assert (np.sort(lots[:, :3], axis=1) == [0, 0, 1]).all()
    assert (np.sort(lots[:, 3:], axis=1) == [1, 2, 2]).all()


def test_blocks_stay_together_and_pinned_students_where_they_are() -> None:
    pupils = [
        *[a_student(f"S{i}", sex="male", together="x" if i < 2 else "") for i in range(4)],
        *[a_student(f"T{i}", sex="male", together="y" if i < 2 else "") for i in range(3)],
        a_student("T3", sex="male", pinned_class="C2", reason="stairs"),
    ]
    lots = permuted(a_class_list([pupils[:4], pupils[4:]]), 500)
    assert (lots[:, 0] == lots[:, 1]).all()
    assert (lots[:, 4] == lots[:, 5]).all()
    assert (lots[:, 7] == 1).all()
    assert (lots.sum(axis=1) == 4).all()
    assert len({tuple(row) for row in lots.tolist()}) == 2 * 3


def test_nobody_is_free_where_every_class_is_a_stratum_of_its_own() -> None:
    pupils = [a_student(f"S{i}", sex="male", kind="ab"[i // 3]) for i in range(6)]
    assert Lots(a_class_list([pupils[:3], pupils[3:]], strata=["kind"])).free == 0
    assert Lots(a_class_list([pupils[:3], pupils[3:]])).free == 6


def test_who_does_not_move_stays_and_the_others_keep_to_their_seats() -> None:
    moving = np.array([True, False, True, True, True, False])
    lots = np.concatenate([lot.classes_of(moving).T for lot in Lots(six()).permuted(300)])
    assert (lots[:, [1, 5]] == [0, 2]).all()
    assert (np.sort(lots[:, moving], axis=1) == [0, 1, 1, 2]).all()


def test_one_who_does_not_move_leaves_nearly_all_others_where_lots_seat_them() -> None:
    pupils = [a_student(f"S{i}", sex="male") for i in range(80)]
    classes = a_class_list([pupils[c::4] for c in range(4)])
    moving = np.arange(80) != 30
    (lot,) = Lots(classes).permuted(200)
    same = (lot.classes == lot.classes_of(moving))[moving].mean()
    assert same > 0.9


def test_large_schools_are_dealt_out_as_fairly_and_keep_their_sizes() -> None:
    pupils = [a_student(f"S{i}", sex="male") for i in range(2_100)]
    classes = a_class_list([pupils[c * 700 : (c + 1) * 700] for c in range(3)])
    lots = permuted(classes, 300)
    assert all(np.bincount(row).tolist() == [700] * 3 for row in lots)
    # Each student sits in each class as often: 100 times of 300, six standard deviations are 49.
    assert all((lots == c).sum(axis=0).min() > 51 for c in range(3))
