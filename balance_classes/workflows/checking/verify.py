"""Verify: is a result what its rules, its students and its seed give? Recounted, drawn again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.verdict import Verdict
from balance_classes.language import Language
from balance_classes.workflows.checking.recount import Recounted, VerifyRequest, judging, recount

OF_THE_DRAW = (
    "record", "later", "list", "students", "lottery", "second_lot", "hard_rules", "proofs",
)  # fmt: skip
"""Checks without which there is nothing to be drawn again."""


@dataclass(frozen=True)
class VerifyResult:
    """The verdict on a result."""

    folder: Path
    verdict: Verdict
    language: Language


def verify(request: VerifyRequest, report: Callable[[str], None]) -> VerifyResult:
    """Recount a result, then draw it again, unless only counting was asked for.

    Raises EvidenceError where there is nothing to check, or another version must check it, and
    RulesError where the solver that drew it is not there.
    """
    report("verify")
    found = recount(request)
    verdict = found.verdict if request.recount else _drawn_again(found, report)
    return VerifyResult(request.folder, verdict, request.language or found.kept.language)


def _drawn_again(found: Recounted, report: Callable[[str], None]) -> Verdict:
    verdict = found.verdict
    wrong = any(check.key in OF_THE_DRAW and not check.passed for check in verdict.checks)
    if wrong or found.formed is None:
        assert verdict.scope is not None
        return replace(verdict, scope=replace(verdict.scope, again="wrong"))
    # Counting alone does without the solver, and without the time it takes to load.
    from balance_classes.workflows.checking.draw_again import drawn_again

    with judging(found.kept.folder):
        return drawn_again(verdict, found.kept.record, found.formed, report)


__all__ = ["VerifyRequest", "VerifyResult", "verify"]
