"""Named sizes and offered levels: a second implementation draws the same classes."""

from __future__ import annotations

import pytest

from balance_classes.errors import BalanceError
from tests.lots import lots
from tests.procedure.cases import as_case, drawn_first, offered_case, outcome
from tests.procedure.run import drawn_second

SCHOOLS = 120
AT_ONCE = 30


@pytest.mark.parametrize("numbers", lots(SCHOOLS, AT_ONCE))
def test_both_draw_the_same_where_sizes_are_named_and_levels_offered(numbers: range) -> None:
    cases, expected = [], []
    for number in numbers:
        problem, seed = offered_case(number)
        try:
            assignment = drawn_first(problem, seed)
        except BalanceError:
            continue
        if assignment.placed == "draw":
            cases.append(as_case(problem, seed))
            expected.append(outcome(problem, seed, assignment))
    assert len(cases) > AT_ONCE / 3
    assert drawn_second("draws", cases) == expected
