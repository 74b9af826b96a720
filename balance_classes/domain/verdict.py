"""The verdict of those who check: what was checked, what differs, what remains a claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from balance_classes.domain.verdict_scope import Scope
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
