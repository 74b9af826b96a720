"""Changes since earlier class lists: who moved, and the question whether chance chose them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from balance_classes.domain.audit.class_list import ClassList
from balance_classes.domain.rules.class_names import plain_name

BEFORE = "class_before"
"""The stratum of a student whose class before is known: only who shared it changes places."""


@dataclass(frozen=True)
class Earlier:
    """For each student of a list the class before, None where it is new; the classes of leavers.

    Who cannot be told from a namesake is in neither.
    """

    before: tuple[str | None, ...]
    left: tuple[str, ...]
    unclear: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Changes:
    """How many moved, joined and left; by class now, how many came into it and went from it."""

    moved: int
    joined: int
    left: int
    coming: tuple[int, ...]
    going: tuple[int, ...]

    @property
    def any(self) -> bool:
        """Whether anybody sits elsewhere than before, or is new."""
        return bool(self.moved or self.joined)


def changes_since(classes: ClassList, earlier: Earlier) -> Changes:
    """Return who changed class since earlier lists; classes keep their names or are new ones."""
    now = [plain_name(name) for name in classes.classes]
    sits = [now[c] for c in classes.class_of]
    coming: Counter[str] = Counter()
    going = Counter(map(plain_name, earlier.left))
    moved = joined = 0
    for at, (before, here) in enumerate(zip(earlier.before, sits, strict=True)):
        if before is None:
            joined += at not in earlier.unclear
            coming[here] += at not in earlier.unclear
        elif plain_name(before) != here:
            moved += 1
            coming[here] += 1
            going[plain_name(before)] += 1
    by_class = (tuple(counts[name] for name in now) for counts in (coming, going))
    return Changes(moved, joined, len(earlier.left), *by_class)


def asked_of_changes(classes: ClassList, earlier: Earlier) -> ClassList:
    """Return the list in which only students of one class before change places under lots.

    So chance chooses who moves, and neither how many nor where to; new ones go by lot among
    themselves, and who is unclear stays.
    """
    students = tuple(
        replace(student, levels={**student.levels, BEFORE: _stratum(classes, earlier, at)})
        for at, student in enumerate(classes.students)
    )
    return replace(classes, students=students, strata=(*classes.strata, BEFORE))


def _stratum(classes: ClassList, earlier: Earlier, at: int) -> str:
    if at in earlier.unclear:
        return f"={classes.classes[classes.class_of[at]]}"
    before = earlier.before[at]
    return "" if before is None else f"+{plain_name(before)}"


def moves_by_class(classes: ClassList, changes: Changes) -> Sequence[tuple[str, int, int]]:
    """Return each class that somebody came into or went from, and how many."""
    rows = zip(classes.classes, changes.coming, changes.going, strict=True)
    return [row for row in rows if row[1] or row[2]]
