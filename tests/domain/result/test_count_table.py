"""What the table of counts marks."""

from __future__ import annotations

import pytest

from balance_classes.domain.problem.quotas import Quota
from balance_classes.domain.result.count_table import CountLine
from balance_classes.domain.result.formed_classes import BalanceLine


@pytest.mark.parametrize(("or_none", "beyond"), [(True, (0, -1, 0, 1)), (False, (-2, -1, 0, 1))])
def test_a_class_without_any_is_marked_unless_none_may_be_there(
    or_none: bool, beyond: tuple[int, ...]
) -> None:
    quota = Quota("at_least", "sex=female", tuple(range(9)), (2,) * 4, (4,) * 4, or_none)
    assert CountLine("at_least", (BalanceLine(quota, (0, 1, 3, 5)),)).beyond == beyond
