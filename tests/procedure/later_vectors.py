"""The published pairings and places: small ones, each for something that can be got wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from balance_classes.domain.after_draw.newcomers import PlaceMethod, Terms
from balance_classes.domain.after_draw.place_event import Placing
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.result.fixed_before_draw import LaterEntry
from balance_classes.domain.roster.roster import Student
from balance_classes.domain.teachers.staff import Staff, Teacher
from tests.builders import a_staff, a_student, a_teacher, bare_problem, some_rules
from tests.procedure.pairings import PairingCase, as_pairing_case, paired_first
from tests.procedure.places import PlaceCase, as_place_case, placed_first, seated, some_place

Entry = dict[str, Any]
Tiers = tuple[tuple[str, ...], ...]
DEEP: Tiers = (("sex",), ("*",), ("two_way",))


def pairings() -> Iterator[Entry]:
    """Yield the published pairings, each with its outcome."""
    for number, (about, case) in enumerate(_pairings()):
        outcome = paired_first(case)
        assert outcome is not None, about
        read = as_pairing_case(case, random.Random(f"vector {number}"))
        yield {"about": about, **read, "outcome": outcome}


def places() -> Iterator[Entry]:
    """Yield the published places, each with its outcome."""
    for about, case in _places():
        yield {"about": about, **as_place_case(case), "outcome": placed_first(case)}


def _seed(*words: str) -> Seed:
    return Seed(tuple(SeedWords("", each) for each in words), given=True)


# Pairings


def _pairings() -> Iterator[tuple[str, PairingCase]]:
    three = bare_problem([9, 9, 9], 9, [])
    yield (
        "names alone: a small room and a class with a pinned student keep their groups",
        PairingCase(_seed("骰子 3 1 5"), 5, None, (), _five_classes()),
    )
    yield (
        "two subjects, nothing spread",
        PairingCase(_seed("dice 2 6"), 3, _plain_staff(), (), three),
    )
    yield (
        "bars: some rounds end early; the classes have their names",
        PairingCase(_seed("Bälle 37"), 4, _barred_staff(), ((0, "a"), (1, "c"), (3, "d")), None),
    )
    yield (
        "bars that leave no pairing to the teams drawn first: teams are drawn again",
        PairingCase(_seed("红 3"), 3, _pairs_staff(), _pairs_conflicts(), three),
    )
    yield (
        "head teachers, somebody of two subjects, traits not stated, excess that is left",
        PairingCase(_seed("家长 4", "公证 11"), 4, _full_staff(), ((2, "t03"),), None),
    )
    yield (
        "many alike: ties among exchanges",
        PairingCase(_seed("tie 5"), 3, _uneven_staff(), (), None),
    )
    yield (
        "ready-made teams, in the order of the numbers in their names; a bar",
        PairingCase(_seed("ready 1"), 4, _ready_staff(), ((0, "b"), (1, "b")), None),
    )
    yield (
        "a rehearsal",
        PairingCase(replace(_seed("dice 2 6"), rehearsal=True), 3, _plain_staff(), (), three),
    )


def _five_classes() -> Problem:
    return bare_problem([9, 9, 5, 9, 9], 20, [], reach={4: frozenset({1})})


def _plain_staff() -> Staff:
    return a_staff(
        a_teacher("陈", "语文", 2),
        a_teacher("李", "语文", 1),
        a_teacher("王", "数学", 1),
        a_teacher("张", "数学", 2),
    )


def _barred_staff() -> Staff:
    rows = [("a", 2), ("b", 1), ("c", 1)], [("d", 1), ("e", 3)]
    return a_staff(
        *(a_teacher(key, "Art", classes) for key, classes in rows[0]),
        *(a_teacher(key, "Maths", classes) for key, classes in rows[1]),
    )


def _pairs_staff() -> Staff:
    return a_staff(
        *(a_teacher(f"art{i}", "Art") for i in range(3)),
        *(a_teacher(f"maths{i}", "Maths") for i in range(3)),
    )


def _pairs_conflicts() -> tuple[tuple[int, str], ...]:
    """Conflicts that bar the first group from every team but that of both art0 and maths0."""
    return tuple((0, key) for key in ("art1", "art2", "maths1", "maths2"))


def _full_staff() -> Staff:
    subjects = ("语文", "数学", "English")
    classes = ((1, 2, 1), (2, 2), (1, 1, 1, 1))
    titles = ("title_senior", "title_first", "", "title_second")
    rows: list[Teacher] = []
    for subject, taught in zip(subjects, classes, strict=True):
        for each in taught:
            at = len(rows)
            rows.append(
                a_teacher(
                    f"t{at:02d}",
                    subject,
                    each,
                    years=None if at == 2 else at * 7 % 11,
                    head=at in (0, 1, 3, 5),
                    title=titles[at % 4],
                    sex=("female", "male", "female", "")[at * at % 4],
                )
            )
    # One person teaches Chinese in one class and English in another.
    rows[5] = replace(rows[2], subject="English", classes=1, head=True)
    return replace(a_staff(*rows), attributes=("years", "title", "sex"))


def _uneven_staff() -> Staff:
    """Women teach art only, and one of them in two classes; years are the same for many."""
    return a_staff(
        a_teacher("a", "Art", 2, years=3, sex="female"),
        a_teacher("b", "Art", 1, years=3, sex="female"),
        a_teacher("c", "Maths", 2, years=3, sex="male"),
        a_teacher("d", "Maths", 1, years=20, sex="male"),
        a_teacher("e", "Music", 3, years=20, sex="male"),
        a_teacher("a", "Sport", 1, years=3, sex="female"),
        a_teacher("f", "Sport", 2, years=1, sex="female"),
    )


def _ready_staff() -> Staff:
    return a_staff(
        a_teacher("a", "Art", 2, teams=("10组", "2组"), head=True),
        a_teacher("b", "Art", 2, teams=("甲组", "9组")),
        a_teacher("c", "Maths", 1, teams=("2组",), head=True),
        a_teacher("d", "Maths", 3, teams=("甲组", "10组", "9组"), head=True),
        a_teacher("e", "Music", 3, teams=("9组", "10组", "2组"), head=True),
        a_teacher("f", "Music", 1, teams=("甲组",)),
    )


# Places


def _places() -> Iterator[tuple[str, PlaceCase]]:
    yield (
        "one newcomer, equally good in three classes of four",
        _place("掷 3", [4, 3, 3, 3], [6] * 4, [_child("n1")], tiers=()),
    )
    yield (
        "four newcomers, unequal caps, two-way cells",
        _place("掷 4", [5, 4, 3], [7, 6, 4], [_child(f"n{i}", i) for i in range(4)], tiers=DEEP),
    )
    yield (
        "bound first: a block, a block with one who stands, a pin, a bar, a code apart, a limit",
        _place("Bälle 5 9", [4, 4, 4], [7, 7, 7], _bound_children(), together={2: "old"}),
    )
    yield (
        "a cap that was raised for the classes that had the highest",
        _place("掷 6", [4, 4, 3], [4, 4, 3], [_child("n1"), _child("n2", 1)], cap=5),
    )
    yield (
        "homes that are offered in some classes only, with numbers",
        some_place(random.Random("offered 2"), offered=True),
    )
    yield "no place", _place("掷 7", [4, 4], [4, 5], [_child("n1", barred=("1B",))])
    yield "leavers, and one of them back in the class it left", _returning()
    yield (
        "a limit that a class breaks already binds though the sizes come out less even",
        _place("掷 8", [4, 6], [8, 8], [_child("n1", kind="yes")], kinds=3),
    )
    yield (
        "the smallest class: ties, and a seat that a bound one after it needs",
        _place("掷 9", [4, 2, 3], [6, 3, 5], _bound_for_one_seat(), method="smallest-class"),
    )
    yield (
        "fourteen newcomers in two classes: more than are placed at once",
        _place("掷 10", [3, 2], [12, 12], [_child(f"n{i:02d}", i) for i in range(14)]),
    )
    yield (
        "ten newcomers alike in fifteen classes: more ways than a word holds",
        _place("掷 11", [1] * 15, [3] * 15, [_child(f"n{i}") for i in range(10)], tiers=()),
    )


def _child(key: str, number: int = 0, **more: Any) -> Student:
    levels = {
        "sex": ("female", "male")[number % 2],
        "home": ("town", "village", "")[number * number % 3],
        "kind": "no",
    }
    return a_student(key, **{**levels, **more})


def _bound_children() -> list[Student]:
    return [
        _child("n1", 1, together="old"),
        _child("n2", 2, together="new"),
        _child("n3", 3, together="new"),
        _child("n4", 4, pinned_class="1C"),
        _child("n5", 5, barred=("1A",)),
        _child("n6", 6, apart=("x",)),
        _child("n7", 7, kind="yes"),
        _child("n8", 8),
    ]


def _bound_for_one_seat() -> list[Student]:
    """Return newcomers one of whom must leave the last seat of the smallest class to another."""
    return [
        _child("n1", barred=("1A",)),
        _child("n2", pinned_class="1B"),
        *(_child(f"n{i}", i) for i in range(3, 6)),
    ]


def _place(
    words: str,
    sizes: Sequence[int],
    caps: Sequence[int],
    newcomers: Sequence[Student],
    *,
    method: PlaceMethod = "even",
    cap: int = 0,
    tiers: Tiers = (("sex",), ("*",)),
    kinds: int = 1,
    together: dict[int, str] | None = None,
) -> PlaceCase:
    """Return classes of these sizes, filled one after the other, and who comes.

    The first `kinds` students are of a kind of whom no class may have more than two.
    """
    class_of = [c for c, size in enumerate(sizes) for _ in range(size)]
    students = [
        _child(
            f"s{i:02d}",
            i,
            kind="yes" if i < kinds else "no",
            apart=("x",) if i == 1 else (),
            together=(together or {}).get(i, ""),
        )
        for i in range(len(class_of))
    ]
    rules = some_rules(tiers=tiers, at_most=(("kind", 2),))
    before = seated(students, class_of, caps, rules)
    return PlaceCase(
        _seed(words), before, (), tuple(newcomers), Terms(method, cap, "approved" if cap else "")
    )


def _returning() -> PlaceCase:
    """Two left by the first change; in the second one more leaves, and one of the first is back."""
    case = _place("掷 12", [5, 4, 4], [6, 6, 6], [_child("n1", 3), _child("n2", 4)])
    entry = LaterEntry(1, 1, "0" * 64, "0" * 64, "", 2, "0" * 64)
    after = Placing(entry, None, "even", (1, 13), (), 1, ()).applied(case.before)
    back = after.left[0].placement.student
    return replace(case, before=after, leavers=(7,), newcomers=(back, *case.newcomers))
