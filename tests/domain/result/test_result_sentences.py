from __future__ import annotations

import re
from pathlib import Path

import pytest

import balance_classes.files.roster
from balance_classes.domain.problem.assignment import Proof
from balance_classes.domain.result.evenness_sentences import proof_sentence
from balance_classes.domain.result.result_sentences import caution_sentence
from balance_classes.domain.roster.roster import Caution
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import TWO_WAY
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.language import Language

ROSTER = Path(balance_classes.files.roster.__file__).parent


@pytest.mark.parametrize(
    ("bound", "said"),
    [(0, "whether fewer can be is not known"), (13, "fewer than 13 cannot be")],
)
def test_a_bound_of_nothing_is_told_as_not_known(bound: int, said: str) -> None:
    proof = Proof((TWO_WAY,), 68, bound, "none" if not bound else "program")
    text = Language("en").say(proof_sentence(proof, dealt=588))
    assert "68 beyond the even shares, where lots alone leave 588" in text
    assert said in text


@pytest.mark.parametrize("group", ["sex", FRIENDS, KEEP])
@pytest.mark.parametrize(
    ("language", "said"), [("en", "0 would be possible"), ("zh", "最少可以是 0")]
)
def test_a_limit_known_to_be_reachable_comes_with_what_to_do(
    group: str, language: str, said: str
) -> None:
    text = Language(language).say(proof_sentence(Proof((group,), 2, 0, "program"), dealt=9))
    assert said in text
    assert "steps" in text


def test_each_kind_that_is_told_of_a_roster_has_a_sentence_on_its_result() -> None:
    told = re.compile(r"""(?:warn|warn_at|note|note_row|_leave_out)\((?:row, )?\s*"(\w+)",""")
    kinds = {k for file in ROSTER.glob("*.py") for k in told.findall(file.read_text("utf-8"))}
    assert {"colour", "no_sex", "struck", "unread"} <= kinds
    rules = read_rules(None, {"policy": "none"})
    for kind in sorted(kinds):
        assert caution_sentence(Caution(kind, "", 1), rules)
