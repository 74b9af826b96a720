from __future__ import annotations

import pytest

from balance_classes.domain.result.fixed import Change, changes


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        ({"cap": 45}, {"cap": 50}, [Change("cap", "45", "50")]),
        ({"a": ("x", "y", "z")}, {"a": ("x", "z")}, [Change("a", "y", "–")]),
        ({"a": ("x",)}, {"a": ("x", "y")}, [Change("a", "–", "y")]),
        ({"a": ("x", "y")}, {"a": ("y", "x")}, [Change("a", "x, y", "y, x")]),
        ({"t": (("s",), ("a", "b"))}, {"t": (("s",), ("a",))}, [Change("t.2", "b", "–")]),
        ({"t": (("s",), ("a",))}, {"t": (("s",),)}, [Change("t.2", "a", "–")]),
        ({"c": ({"cap": 1},)}, {"c": ({"cap": 2},)}, [Change("c.1.cap", "1", "2")]),
        ({"a": ("x",)}, {"a": ("x",)}, []),
    ],
)
def test_what_differs_is_told_without_what_does_not(
    then: dict[str, object], now: dict[str, object], told: list[Change]
) -> None:
    assert list(changes(then, now)) == told
