from __future__ import annotations

import pytest

from balance_classes.domain.result.fixed_before_draw import ChangedValue, changed_values


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ({"cap": 45}, {"cap": 50}, [ChangedValue("cap", "45", "50")]),
        ({"a": ("x", "y", "z")}, {"a": ("x", "z")}, [ChangedValue("a", "y", "–")]),
        ({"a": ("x",)}, {"a": ("x", "y")}, [ChangedValue("a", "–", "y")]),
        ({"a": ("x", "y")}, {"a": ("y", "x")}, [ChangedValue("a", "x, y", "y, x")]),
        ({"t": (("s",), ("a", "b"))}, {"t": (("s",), ("a",))}, [ChangedValue("t.2", "b", "–")]),
        ({"t": (("s",), ("a",))}, {"t": (("s",),)}, [ChangedValue("t.2", "a", "–")]),
        ({"c": ({"cap": 1},)}, {"c": ({"cap": 2},)}, [ChangedValue("c.1.cap", "1", "2")]),
        ({"a": ("x",)}, {"a": ("x",)}, []),
    ],
)
def test_what_differs_is_told_without_what_does_not(
    then: dict[str, object], now: dict[str, object], told: list[ChangedValue]
) -> None:
    assert list(changed_values(then, now)) == told
