"""Schools of a batch: the order in which they are told."""

from __future__ import annotations

from balance_classes.domain.batch import by_number


def test_codes_in_the_order_of_texts_are_told_in_that_of_their_numbers() -> None:
    assert by_number(["1", "10", "2", "A-10", "A-2"]) == ["1", "2", "10", "A-2", "A-10"]
    assert by_number(["2", "10", "1"]) == ["2", "10", "1"]
