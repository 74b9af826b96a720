"""What the functions for scripts return: each a value whose tables are made when they are read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from balance_classes.domain import verdict as domain
from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.evenness_sentences import proof_sentences
from balance_classes.domain.result.result_sentences import notes
from balance_classes.files.result.result_writing import Result
from balance_classes.language import Language, Text
from balance_classes.scripting.frames import (
    balance_frame,
    checks_frame,
    classes_frame,
    findings_frame,
    levels_frame,
    proofs_frame,
)
from balance_classes.workflows.checking.verify import VerifyResult
from balance_classes.workflows.draw.check import CheckResult


@dataclass(frozen=True, eq=False, repr=False)
class Check:
    """How a roster is understood, what stops a draw, and what is worth a look. No table has names.

    `result` is the workflow's own, for what is not told here.
    """

    result: CheckResult

    def __repr__(self) -> str:
        return f"<Check: {self.students} students, {len(self.findings)} findings, ok={self.ok}>"

    @property
    def ok(self) -> bool:
        """Whether nothing stands in the way of a draw."""
        return self.result.exit_code == 0

    @property
    def students(self) -> int:
        """The number of students."""
        return self.result.examined.students

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes that would be formed, none where that is not known yet."""
        return tuple(school_class.name for school_class in self.result.classes)

    @cached_property
    def columns(self) -> pd.Series[str]:
        """What each header was read as; of a column that is not used: ""."""
        examined = self.result.examined
        ignored = dict.fromkeys((*examined.ignored, *(out.header for out in examined.left_out)), "")
        return pd.Series({**ignored, **dict(examined.columns)}, name="field", dtype=str)

    @cached_property
    def levels(self) -> pd.DataFrame:
        """How many `students` there are, by (group, level)."""
        return levels_frame(self.result.examined.levels)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Problems and warnings: kind, where, what, mend."""
        found = {"problem": self.result.problems, "warning": self.result.examined.warnings}
        return findings_frame(found, self.result.language)


@dataclass(frozen=True, eq=False, repr=False)
class Draw:
    """Formed classes with proof and record. Names and numbers of students stand in `classes` alone.

    `result` is the workflow's own, `language` that of words, `folder` where the files lie: a
    rehearsal has none. `index` names the rows of a roster that was a table.
    """

    result: Result
    language: Language
    folder: Path | None
    index: pd.Index | None

    def __repr__(self) -> str:
        formed, kind = self.result.formed, "rehearsal" if self.rehearsal else "on the ledger"
        counts = f"{formed.roster.size} students, {len(formed.classes)} classes"
        return f"<Draw: {counts}, {kind}, digest {self.digest[:12]}…>"

    @cached_property
    def classes(self) -> pd.DataFrame:
        """One row a student: class, lottery_number, name, full numbers, levels. Private."""
        return classes_frame(self.result.formed, self.index)

    @cached_property
    def balance(self) -> pd.DataFrame:
        """By (group, level, class): the even share low to high, the count, the excess."""
        return balance_frame(self.result.formed)

    @cached_property
    def proofs(self) -> pd.DataFrame:
        """One row a tier, from 1: groups, excess, bound, ground, proven."""
        return proofs_frame(self.result.record)

    @property
    def rehearsal(self) -> bool:
        """Whether this was tried out only."""
        return self.result.record.rehearsal

    @property
    def seed(self) -> tuple[str, ...]:
        """What each giver gave, as 'giver=words'; one's own 128 bits where nobody gave any."""
        return tuple(
            f"{each.giver}={each.words}" if each.giver else each.words
            for each in self.result.formed.seed.words
        )

    @property
    def digest(self) -> str:
        """The digest of the record: equal where roster, rules, seed and draw are equal."""
        return self.result.record.digest

    @property
    def fingerprint(self) -> str | None:
        """What is posted of the result; a rehearsal has nothing to post."""
        return None if self.rehearsal else fingerprint(self.digest)

    @property
    def record(self) -> dict[str, Any]:
        """The record as record.json holds it: no name, no number of anybody."""
        return self.result.record.plain()

    @property
    def notes(self) -> tuple[str, ...]:
        """How even the classes are and what is to be known of them, in sentences."""
        formed = self.result.formed
        return _said(self.language, *proof_sentences(formed.assignment), *notes(formed))


@dataclass(frozen=True, eq=False, repr=False)
class Verdict:
    """What was checked of a result, and what differs. No table has names.

    `result` is the workflow's own.
    """

    result: VerifyResult

    def __repr__(self) -> str:
        return f"<Verdict: {len(self._verdict.checks)} checks, passed={self.passed}>"

    @property
    def _verdict(self) -> domain.Verdict:
        return self.result.verdict

    @property
    def passed(self) -> bool:
        """Whether every check was passed."""
        return self._verdict.passed

    @cached_property
    def checks(self) -> pd.DataFrame:
        """One row a check: check, passed, said, differences."""
        return checks_frame(self._verdict, self.result.language)

    @property
    def claims(self) -> tuple[str, ...]:
        """What the program's word is taken for."""
        return _said(self.result.language, *self._verdict.claims)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What nobody can know from what was given."""
        return _said(self.result.language, *self._verdict.unknown)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know, and what happened to the result since its draw."""
        return _said(self.result.language, *self._verdict.notes, *self._verdict.since)


def _said(language: Language, *texts: Text) -> tuple[str, ...]:
    return tuple(map(language.say, texts))
