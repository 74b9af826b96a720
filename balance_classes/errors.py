"""What can go wrong in a way its user can mend: one base, one child for each kind of mending."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from balance_classes.language import Text


@dataclass(frozen=True)
class Finding:
    """One problem of an input: where it is, what is wrong, and how to mend it.

    `where` is a file, sheet and cell, or the key of a setting; it never holds a private value.
    `cells` are what it is about in the roster, where that is more than `where`: rows and fields.
    """

    where: Text | str
    what: Text
    mend: Text
    cells: tuple[tuple[int, str], ...] = ()

    @property
    def told(self) -> Text:
        """It as one sentence."""
        return Text("{where}: {what} {mend}", where=self.where, what=self.what, mend=self.mend)


LONGEST_PATH = 250
_REASONS = {
    errno.ENOENT: Text("there is no such file or folder"),
    errno.EACCES: Text("it may not be opened or changed, or another program has it open"),
    errno.EPERM: Text("the system does not allow it"),
    errno.EROFS: Text("it lies on something that can only be read"),
    errno.ENOSPC: Text("the disk is full"),
    errno.EDQUOT: Text("the disk is full"),
    errno.ENAMETOOLONG: Text("the path is too long"),
    errno.EISDIR: Text("it is a folder"),
    errno.ENOTDIR: Text("a part of the path is no folder"),
    errno.EEXIST: Text("something of this name is there already"),
    errno.EBUSY: Text("another program is using it"),
    errno.EINVAL: Text("the system does not take this name"),
    errno.ELOOP: Text("its links lead in a circle"),
    errno.EFBIG: Text("the system allows no file so large"),
    errno.EOVERFLOW: Text("it is larger than any file that this program writes"),
    errno.ENODEV: Text("it is no file"),
    errno.EIO: Text("the disk or the stick cannot be read"),
}


def reason_of(error: Exception) -> Text | str:
    """Return why the system refused something, in words of ours: its own know one language."""
    code = getattr(error, "errno", None)
    # Windows says of a path beyond its limit that there is no such file.
    if sys.platform == "win32" and len(str(getattr(error, "filename", ""))) > LONGEST_PATH:
        code = errno.ENAMETOOLONG
    return _REASONS.get(code or 0) or getattr(error, "strerror", None) or str(error)


FULL = (errno.ENOSPC, errno.EDQUOT)
MAKE_ROOM = Text("Make room on the disk, and give the same command again.")


def mend_of(error: OSError, otherwise: Text) -> Text:
    """Return what helps against an error of the system: on a full disk another name does not."""
    return MAKE_ROOM if error.errno in FULL else otherwise


class BalanceError(Exception):
    """Base of all errors a user can mend; carries every finding of the input at once."""

    exit_code = 1
    language = ""
    """The language of the roster at hand, once it is known: its owner reads the findings."""

    begun = False
    """Whether the draw stands on the ledger already."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(f"{f.where}: {f.what} {f.mend}" for f in findings))
        self.findings = findings

    @classmethod
    def at(cls, where: Text | str, what: Text, mend: Text) -> Self:
        """Return the error of one finding."""
        return cls(Finding(where, what, mend))

    @classmethod
    def raise_for(cls, findings: Iterable[Finding]) -> None:
        """Raise the error of all findings, if there are any."""
        if found := tuple(findings):
            raise cls(*found)


@contextmanager
def told_in(language: str) -> Iterator[None]:
    """Let errors and interruptions be told in a language, unless one was chosen nearer by."""
    try:
        yield
    except BalanceError as error:
        error.language = error.language or language
        raise
    except KeyboardInterrupt as stopped:
        stopped.language = language  # type: ignore[attr-defined]
        raise


@contextmanager
def on_the_ledger() -> Iterator[None]:
    """Let errors and interruptions tell that the draw has begun and is bound to its seed."""
    try:
        yield
    except BalanceError as error:
        error.begun = True
        raise
    except KeyboardInterrupt as stopped:
        stopped.begun = True  # type: ignore[attr-defined]
        raise


class UsageError(BalanceError):
    """The command line lacks something or contradicts itself."""

    exit_code = 2


class RosterError(BalanceError):
    """The roster cannot be read, or holds what cannot be right."""

    exit_code = 3


class RulesError(BalanceError):
    """The rules or a policy hold a key or a value that is not allowed."""

    exit_code = 3


class EvidenceError(BalanceError):
    """A seal does not match, a ledger forbids the draw, or the evidence cannot be read."""

    exit_code = 3


class UnjudgedError(EvidenceError):
    """The evidence holds what nobody thought of: it cannot be judged, and nothing is said of it."""


class VersionError(EvidenceError):
    """The evidence was made by another version of the program, which must judge it."""


class ResultError(BalanceError):
    """The result cannot be written where it should be."""

    exit_code = 3


class InfeasibleError(BalanceError):
    """The hard rules cannot all hold at once."""

    exit_code = 4


class BudgetError(BalanceError):
    """No assignment that keeps the hard rules was found within the budget."""

    exit_code = 5
