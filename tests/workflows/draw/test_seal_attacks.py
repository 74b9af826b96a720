"""A seal against whoever has the machine: forms of words, few seeds, edited trial draws."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from balance_classes.errors import EvidenceError, UsageError
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.workflows.after_draw.school_year import newcomer, placed
from tests.workflows.stage import School, failed

FORM = "=8 numbers 1-6"


def test_words_that_are_not_of_the_sealed_form_are_refused_before_anything_is_drawn(
    tmp_path: Path,
) -> None:
    school = School.at(tmp_path)
    school.seal("parents" + FORM, "notary")
    subject = RosterRequest(school.roster, None, {})
    for words in ("three one six", "3 1 6", "3 1 6 2 2 2 2 7", "dice 31622222"):
        with pytest.raises(UsageError, match="8 numbers from 1 to 6"):
            school.assign(f"parents={words}", "notary=1", sealed=school.sealed, subject=subject)
    typed = ("parents=３·1·6 2,2,2,2,１", "notary=1")
    drawn = school.assign(*typed, sealed=school.sealed, subject=subject).result.record
    assert drawn.seed.words[0].words == "3 1 6 2 2 2 2 1"

    def asked(*seed: str) -> set[str]:
        return failed(recount(VerifyRequest(school.folder, None, (), seed, None)).verdict)

    assert asked("parents=31622221") == asked("parents=03 01 06 02 02 02 02 01") == set()
    assert asked("parents=3 1 6 2 2 2 2 2") == {"seed"}


def test_few_seeds_are_refused_without_a_reason_that_is_posted(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    with pytest.raises(UsageError, match="6 seeds only"):
        school.seal("parents=1 number 1-6")
    assert not school.ledger.exists()
    sealed = school.seal("parents=1 number 1-6", few_seeds="only one die at hand").seal
    assert sealed.fixed.few_seeds == "only one die at hand"


def test_trial_draws_of_a_seal_cannot_be_written_by_hand(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    made = school.seal("parents").seal
    assert made.fixed.steering
    forged = replace(made.fixed, steering=replace(made.fixed.steering, trials=99))
    entry = json.loads(school.sealed.read_text("utf-8"))
    entry["fixed"]["steering"]["trials"] = 99
    entry["fixed_digest"] = forged.digest()
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, indent=1)
    school.sealed.write_text(text + "\n", "utf-8")
    # The ledger has the first seal; whoever rewrites that, too, is found when it is drawn again.
    lines = school.ledger.read_text("utf-8").replace(made.fixed_digest, forged.digest())
    school.ledger.write_text(lines, "utf-8")
    subject = RosterRequest(school.roster, None, {})
    school.assign("parents=1", sealed=school.sealed, subject=subject)
    assert failed(school.recount()) == set()
    assert failed(school.verify()) == {"trials"}


def test_a_form_that_no_seal_writes_is_no_seal(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    made = school.seal("parents" + FORM).seal
    entry = json.loads(school.sealed.read_text("utf-8"))
    entry["fixed"]["givers"] = ["parents=any"]
    entry["fixed_digest"] = replace(made.fixed, givers=("parents=any",)).digest()
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, indent=1)
    school.sealed.write_text(text + "\n", "utf-8")
    with pytest.raises(EvidenceError, match="not as it was written"):
        school.assign("parents=1", sealed=school.sealed)


def test_words_of_a_later_lot_are_no_words_of_the_draw(copy: School) -> None:
    placed(copy, newcomer(100), seed=("parents=5 5",))

    def asked(seed: str) -> set[str]:
        return failed(recount(VerifyRequest(copy.folder, seed=(seed,))).verdict)

    assert asked("parents=3 1") == asked("place-1:parents=5·5") == set()
    assert asked("parents=5 5") == asked("place-1:parents=3 1") == {"seed"}
    assert asked("place-2:parents=5 5") == asked("pair-1:parents=5 5") == {"seed"}
