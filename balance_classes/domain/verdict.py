"""The verdict of those who check and its scope: what was checked, what differs, what is a claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from balance_classes.errors import BalanceError
from balance_classes.language import Text

DIFFERENT = 6
MOST_TOLD = 3
"""So many differences of one check are told where verify is named for all of them."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it should be: where (never a private value), and what."""

    where: Text | str
    what: Text


def differences_of(error: BalanceError) -> tuple[Difference, ...]:
    """Return the findings of an error as differences."""
    return tuple(Difference(finding.where, finding.what) for finding in error.findings)


@dataclass(frozen=True)
class Check:
    """One question with its answer; without differences it is passed.

    `key` is its name for scripts; `lack` tells that it says what is not there, which is no praise.
    """

    key: str
    said: Text
    differences: tuple[Difference, ...] = ()
    lack: bool = False

    @property
    def passed(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


@dataclass(frozen=True)
class Verdict:
    """All checks, in the order in which they were made.

    `notes` are what a reader should know, `claims` what the program's word is taken for,
    `unchecked` what was not looked at, `since` what happened to the
    result since its draw, `scope` how far it goes.
    """

    checks: tuple[Check, ...]
    notes: tuple[Text, ...] = ()
    claims: tuple[Text, ...] = ()
    unchecked: tuple[Text, ...] = ()
    since: tuple[Text, ...] = ()
    scope: Scope | None = None

    @property
    def unknown(self) -> tuple[Text, ...]:
        """What nobody can know from what was given."""
        return (*self.unchecked, *(self.scope.unknown if self.scope else ()))

    @property
    def passed(self) -> bool:
        """Whether every check was passed."""
        return all(check.passed for check in self.checks)

    def with_checks(self, *checks: Check) -> Verdict:
        """Return the verdict with more checks."""
        return replace(self, checks=(*self.checks, *checks))

    def first_differences(self) -> Iterator[Difference]:
        """Yield the first few differences of each check."""
        for check in self.checks:
            yield from check.differences[:MOST_TOLD]

    @property
    def exit_code(self) -> int:
        """What a script is told: 0, or that something differs or a rule is broken."""
        return 0 if self.passed else DIFFERENT


Again = Literal["same", "other", "stopped", "wrong"]
"""Drawn again with the same or another outcome, stopped before it, or not worth drawing."""
Posted = Literal["result", "other", "names", "nothing"]
"""What of a posting was compared: a fingerprint of the result itself, or of something else of it;
the names on a list alone; nothing."""

_AGAIN: dict[Again, Text] = {
    "same": Text(
        "Drawn again: the draw from the students listed here and the seed, each tier proven anew; "
        "all of it came out the same."
    ),
    "other": Text("Drawn again: it came out otherwise."),
    "stopped": Text("Drawn again: nothing; --recount stops before it."),
    "wrong": Text("Drawn again: nothing; what was recounted is not right already."),
}
_POSTED: dict[Posted, Text] = {
    "result": Text("Compared with what was posted: the fingerprint of the result."),
    "other": Text("Compared with what was posted: not the result itself, something before it."),
    "names": Text(
        "Compared with what was posted: the names on the list; no fingerprint was named."
    ),
    "nothing": Text("Compared with what was posted: nothing; no fingerprint was named."),
}
NOT_DRAWN = Text("whether these classes come from the seed: they were recounted, not drawn again")
NOT_POSTED = Text(
    "whether this is the draw that was held: without the posted fingerprint of the result, a whole "
    "result from another seed, signed anew, would look the same (--fingerprint)"
)
NO_ROSTER = Text("whether these are the students of the roster: none was named (--roster)")


@dataclass(frozen=True)
class Scope:
    """How far a verdict goes."""

    again: Again
    posted: Posted
    roster: bool
    rehearsal: bool = False
    beside: bool = False
    """Whether other files lie beside the result."""
    counted: bool = True
    """Whether more than the evidence was counted: what is wrong there stops the rest."""

    @property
    def told(self) -> tuple[Text, ...]:
        """What was recounted, what was drawn again, what was compared: a sentence each."""
        return (self.recounted, _AGAIN[self.again], _POSTED[self.posted])

    @property
    def recounted(self) -> Text:
        """What code that cannot draw has found by counting."""
        if not self.counted:
            return Text(
                "Recounted: digests, chain and order of the evidence only; what is wrong stopped "
                "the rest."
            )
        if self.roster:
            return Text(
                "Recounted: students against the roster, lottery numbers, rules, balance, digests, "
                "and every file of the result."
            )
        return Text(
            "Recounted: lottery numbers, rules, balance, digests, and every file of the result."
        )

    @property
    def unknown(self) -> tuple[Text, ...]:
        """What nobody can know from what was given."""
        return (
            *(() if self.roster else (NO_ROSTER,)),
            *(() if self.posted == "result" or self.rehearsal else (NOT_POSTED,)),
            *((NOT_DRAWN,) if self.again == "stopped" else ()),
        )

    def closing(self, *, passed: bool) -> Text:
        """Return yes or no, which never says more than was done."""
        if not passed:
            return Text("No: see what is marked with ✗.")
        if self.beside:
            return Text("{yes} What else lies in the folder was not checked.", yes=self._yes())
        return self._yes()

    def _yes(self) -> Text:
        if self.again != "same":
            return Text("Yes, as far as counting goes: nothing is wrong; it was not drawn again.")
        if self.rehearsal:
            return Text("Yes: rules, students and seed give these classes; it was a rehearsal.")
        if self.posted == "result":
            return Text("Yes: this is the posted result, and its rules, students and seed give it.")
        return Text(
            "Yes: its rules, students and seed give this result; that it is the one that was held, "
            "only its posted fingerprint can show."
        )
