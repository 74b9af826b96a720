"""Who changed class since earlier lists, and between whom chance decides."""

from __future__ import annotations

from balance_classes.domain.audit.changes import (
    BEFORE,
    Earlier,
    asked_of_changes,
    changes_since,
    moves_by_class,
)
from balance_classes.statistics.lots import Lots
from tests.builders import a_class_list, a_student

CLASSES = a_class_list([[a_student(f"{c}{i}", sex="male") for i in range(4)] for c in (1, 2)])
EARLIER = Earlier(("C1", "C1", "C1", "C2", "C2", "C2", None, None), ("C2",), frozenset({7}))


def test_moves_newcomers_and_leavers_are_counted_by_class() -> None:
    changes = changes_since(CLASSES, EARLIER)
    assert (changes.moved, changes.joined, changes.left) == (1, 1, 1)
    assert moves_by_class(CLASSES, changes) == [("C1", 1, 0), ("C2", 1, 2)]


def test_only_who_shared_a_class_before_changes_places_under_lots() -> None:
    asked = asked_of_changes(CLASSES, EARLIER)
    assert asked.strata == (BEFORE,)
    lots = Lots(asked)
    (lot,) = lots.permuted(200)
    seats = lot.classes.T
    # All three who were in C1 are still there; one of three of C2 came over.
    assert (seats[:, :3] == 0).all()
    assert ((seats[:, 3:6] == 0).sum(axis=1) == 1).all()
    assert (seats[:, 3:6] == 0).any(axis=0).all()
    assert (seats[:, 6:] == 1).all()
    assert lots.free == 3


def test_where_nobody_moved_nobody_is_free() -> None:
    still = Earlier(tuple(CLASSES.classes[c] for c in CLASSES.class_of), ())
    assert not changes_since(CLASSES, still).any
    assert Lots(asked_of_changes(CLASSES, still)).free == 0
