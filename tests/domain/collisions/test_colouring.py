"""How many classes students apart need, held against every colouring of small groups."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from balance_classes.domain.collisions.colouring import classes_enough, largest_group

PAIRS = list(itertools.combinations(range(6), 2))


def apart_of(pairs: set[tuple[int, int]]) -> dict[int, frozenset[int]]:
    """Who is apart from whom, by pairs."""
    inside = {student for pair in pairs for student in pair}
    return {s: frozenset({a + b - s for a, b in pairs if s in (a, b)}) for s in sorted(inside)}


def fewest_classes(pairs: set[tuple[int, int]]) -> int:
    """The fewest classes that keep all pairs apart, by trying every way."""
    return next(
        classes
        for classes in range(1, 7)
        if any(
            all(way[a] != way[b] for a, b in pairs)
            for way in itertools.product(range(classes), repeat=6)
        )
    )


@settings(max_examples=25)
@given(st.sets(st.sampled_from(PAIRS), min_size=1))
def test_a_group_needs_and_a_colouring_gives_no_false_number(pairs: set[tuple[int, int]]) -> None:
    apart, fewest = apart_of(pairs), fewest_classes(pairs)
    assert largest_group(apart) <= fewest <= classes_enough(apart)


def test_a_group_all_apart_is_found_whole_and_an_odd_ring_wants_three() -> None:
    assert largest_group(apart_of(set(PAIRS))) == classes_enough(apart_of(set(PAIRS))) == 6
    ring = {(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)}
    assert (largest_group(apart_of(ring)), classes_enough(apart_of(ring))) == (2, 3)
