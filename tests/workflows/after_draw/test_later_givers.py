"""Later lots: the givers of the seal give their words, too; others need a printed reason."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from balance_classes.errors import UsageError
from tests.forger import Evidence
from tests.workflows.after_draw.school_year import newcomer, placed
from tests.workflows.stage import School, failed

GIVEN = ("notary=7 7", "parents=5 5")


def test_the_givers_of_the_seal_give_the_words_of_later_lots_in_their_order(copy: School) -> None:
    result = placed(copy, newcomer(100), seed=GIVEN, other_givers="")
    assert result.placing.seed
    assert result.placing.seed.givers == ("parents", "notary")
    assert copy.recount().passed


@pytest.mark.parametrize("seed", [("parents=5 5",), ("bureau=5 5", "notary=7 7"), ("5 5",)])
def test_words_of_others_are_refused_without_a_reason(copy: School, seed: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="The seal names the givers parents, notary"):
        placed(copy, newcomer(100), seed=seed, other_givers="")


def test_a_lot_that_nobody_sees_is_refused_after_a_draw_with_givers(copy: School) -> None:
    with pytest.raises(UsageError, match="this lot would have none"):
        placed(copy, newcomer(100), seed=(), other_givers=" … ")
    assert len(copy.ledger.read_text("utf-8").splitlines()) == 3


@pytest.mark.parametrize("seed", [("bureau=5 5",), ()])
def test_a_reason_is_on_the_ledger_and_on_every_list(copy: School, seed: tuple[str, ...]) -> None:
    placed(copy, newcomer(100), seed=seed, other_givers="the hall was flooded")
    event = json.loads(copy.ledger.read_text("utf-8").splitlines()[3])["what"]
    assert event["other_givers"] == "the hall was flooded"
    sheet = load_workbook(copy.folder / "classes.xlsx")["Class 1"]
    shown = " ".join(str(row[0]) for row in sheet.values)
    assert "Not by the givers of the draw: the hall was flooded." in shown
    assert copy.recount().passed


def test_a_reason_that_nothing_asks_for_is_not_written(copy: School) -> None:
    placed(copy, newcomer(100), seed=GIVEN, other_givers="never mind")
    event = json.loads(copy.ledger.read_text("utf-8").splitlines()[3])["what"]
    assert event["other_givers"] == ""


@pytest.mark.parametrize("seed", [("bureau=5 5",), GIVEN])
def test_a_reason_taken_out_or_put_in_is_found(copy: School, seed: tuple[str, ...]) -> None:
    placed(copy, newcomer(100), seed=seed, other_givers="the hall was flooded")
    evidence = Evidence(copy.folder)
    told = "" if seed != GIVEN else "the hall was flooded"
    evidence.documents["place-1.json"]["other_givers"] = told
    evidence.documents["ledger.jsonl"][3]["other_givers"] = told
    evidence.write()
    assert "place_1_givers" in failed(copy.recount(roster=False))
