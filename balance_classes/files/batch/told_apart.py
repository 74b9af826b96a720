"""Schools told apart, each with a code and a ledger of its own; what is not so is its own fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from balance_classes.domain.batch import code_fault
from balance_classes.domain.seed_words import counted_words
from balance_classes.errors import Finding, RosterError
from balance_classes.files.batch.manifest import School, SchoolList
from balance_classes.files.evidence.ledger import ledger_path
from balance_classes.language import Text

OWN_CODE = Text("Give every school a code of its own; only letters and digits count.")


def told_apart(found: SchoolList, ledgers: Path | None = None) -> SchoolList:
    """Return schools that can be told apart; a line without a code is told as not read.

    Of schools with one code there is one, which is told and not drawn, and so is each of those
    that would share a ledger, or in a folder of `ledgers` a roster. Raises RosterError where there
    is no school at all.
    """
    coded, unread = [], [*found.unread]
    for school in found.schools:
        fault = code_fault(school.code)
        if fault is None:
            coded.append(school)
        else:
            unread.append(Finding(school.where, fault, Text("Correct the code of the school.")))
    schools = [_one_of(group) for group in _by(coded, lambda each: counted_words(each.code))]
    place = (lambda roster: roster) if ledgers else ledger_path
    sharing = _by(schools, lambda each: str(place(each.roster).resolve()))
    shared = {code: finding for group in sharing for code, finding in _one_ledger(group)}
    if not schools:
        none = Text("There is no school and no roster in it.")
        mend = Text("See docs/scale.md for examples.")
        raise RosterError(*(unread or [Finding(Text("schools"), none, mend)]))
    return SchoolList(
        tuple(
            replace(school, problems=(*school.problems, shared[school.code]))
            if school.code in shared
            else school
            for school in schools
        ),
        tuple(unread),
        found.written,
    )


def _by(schools: Iterable[School], same: Callable[[School], str]) -> list[list[School]]:
    groups: dict[str, list[School]] = {}
    for school in schools:
        groups.setdefault(same(school), []).append(school)
    return [*groups.values()]


def _one_of(schools: Sequence[School]) -> School:
    """Return the school of a code; where several have it, nobody knows which one is meant."""
    findings = [
        Finding(
            other.where,
            Text(
                "The codes “{one}” ({place}) and “{other}” count as the same.",
                one=one.code,
                place=one.where,
                other=other.code,
            ),
            OWN_CODE,
        )
        for one, other in pairwise(schools)
    ]
    return replace(schools[0], problems=(*schools[0].problems, *findings))


def _one_ledger(schools: Sequence[School]) -> list[tuple[str, Finding]]:
    codes = tuple(school.code for school in schools)
    what = Text(
        "The schools {codes} have one roster, or rosters of one name: their draws would stand on "
        "one ledger.",
        codes=codes,
    )
    mend = Text("Give each school a file of its own, or name the column with --by.")
    return [(each.code, Finding(each.where, what, mend)) for each in schools if schools[1:]]
