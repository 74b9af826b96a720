"""Named sizes and offered levels: a second implementation draws the same classes."""

from __future__ import annotations

import pytest

from tests.lots import lots
from tests.procedure.cases import BY_LOT, as_case, drawn_by_lot, offered_case, outcome
from tests.procedure.run import drawn_second

SCHOOLS = 120
AT_ONCE = 30


@pytest.mark.parametrize("numbers", lots(SCHOOLS, AT_ONCE))
def test_both_draw_the_same_where_sizes_are_named_and_levels_offered(numbers: range) -> None:
    cases, expected = [], []
    for number in numbers:
        problem, seed = offered_case(number)
        if assignment := drawn_by_lot(problem, seed):
            cases.append(as_case(problem, seed, depth=BY_LOT.depth))
            expected.append(outcome(problem, seed, assignment))
    assert len(cases) > AT_ONCE / 3
    assert drawn_second("draws", cases) == expected
