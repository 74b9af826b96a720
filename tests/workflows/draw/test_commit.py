"""Commit and reveal: words fixed before the seal; who speaks last can change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.errors import UsageError
from balance_classes.workflows.draw.commit import commit
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.workflows.after_draw.school_year import newcomer, placed
from tests.workflows.stage import School


def test_words_that_were_fixed_draw_and_no_others_do(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    made = [commit(giver, words) for giver, words in (("parents", "3 1"), ("notary", ""))]
    school.seal(*(f"{each.giver}=commit {each.fingerprint}" for each in made))
    subject = RosterRequest(school.roster, None, {})
    first, last = (f"{each.giver}={each.words}" for each in made)
    with pytest.raises(UsageError, match="not the words that this giver committed to"):
        school.assign(first, "notary=4 6", sealed=school.sealed, subject=subject)
    school.assign(last, first, sealed=school.sealed, subject=subject)
    assert school.verify().passed
    placed(school, newcomer(100), seed=("parents=1", "notary=2"), other_givers="")
    assert school.recount().passed


def test_a_commitment_cannot_be_found_by_trying_dice() -> None:
    one, other = (commit("parents", "3 1 6") for _ in range(2))
    assert one.words.startswith("3 1 6 ")
    assert one.fingerprint != other.fingerprint
    assert len(one.words.replace(" ", "")) == 3 + 20


def test_words_that_cannot_count_are_refused() -> None:
    with pytest.raises(UsageError, match="may be taken for another sign"):
        commit("parents", "три")
