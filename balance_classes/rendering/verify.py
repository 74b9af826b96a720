"""The verdict of those who check, on a result or on each school of a batch."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from balance_classes.domain.result.first_sentence import LOOK
from balance_classes.domain.verdict import DIFFERENT, Check, Verdict
from balance_classes.errors import Finding
from balance_classes.files.batch.batch_folder import BATCH
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import finding_answer, print_answer, told_answer
from balance_classes.rendering.json_result_answers import (
    FindingAnswer,
    Judged,
    JudgedBatch,
    JudgedSchool,
)
from balance_classes.rendering.line_breaks import print_line, print_section

if TYPE_CHECKING:  # what is only told must not load the solver that others draw with
    from balance_classes.workflows.checking.verify import VerifyResult

MOST_DIFFERENCES = 5
"""So many differences of one check are told; JSON has them all."""
MOST_SCHOOLS = 20
"""So many schools of which nothing is to be said are named."""


def show_verdict(result: VerifyResult, *, as_json: bool) -> None:
    """Print every check with what differs, what remains a claim, and yes or no."""
    if as_json:
        body = verdict_body(result.verdict, result.language)
        findings = failed_checks(result.verdict, result.language)
        print_answer(body, exit_code=result.verdict.exit_code, findings=findings)
        return
    say, verdict = result.language.say, result.verdict
    if verdict.scope:
        told = verdict.scope.closing(passed=verdict.passed)
        print_line(say(told), style="bold green" if verdict.passed else "bold red")
    unknown = (Text("Not to be known: {what}", what=what) for what in verdict.unknown)
    failed = (line for check in verdict.checks if not check.passed
              for line in check_lines(check, result.language))  # fmt: skip
    print_section(say(LOOK), (*failed, *map(say, (*verdict.since, *unknown))))
    passed = (line for check in verdict.checks if check.passed
              for line in check_lines(check, result.language))  # fmt: skip
    print_section(say(Text("What was checked")), passed)
    print_section(say(Text("How far this goes")), map(say, _reach(verdict)))
    print_section(say(Text("What this result says of itself")), map(say, verdict.notes))


def _reach(verdict: Verdict) -> Iterator[Text]:
    if verdict.scope:
        yield from verdict.scope.told
    yield from (Text("Claim: {claim}", claim=claim) for claim in verdict.claims)


def scope_texts(verdict: Verdict) -> Iterator[Text]:
    """Yield how far a verdict goes: what was done, what is a claim, what nobody can know."""
    yield from _reach(verdict)
    yield from (Text("Not to be known: {what}", what=what) for what in verdict.unknown)


def verdict_body(verdict: Verdict, language: Language) -> Judged:
    """Return a verdict as scripts read it."""
    say, scope = language.say, verdict.scope
    return {
        "said": say(scope.closing(passed=verdict.passed)) if scope else "",
        "done": [say(text) for text in scope.told] if scope else [],
        "drawn_again": scope.again == "same" if scope else False,
        "posted": scope.posted == "result" if scope else False,
        "checks": [
            {
                "check": check.key,
                "passed": check.passed,
                "said": say(check.said),
                "differences": [
                    {"where": say(d.where), "what": say(d.what)} for d in check.differences
                ],
            }
            for check in verdict.checks
        ],
        "notes": [say(note) for note in (*verdict.notes, *verdict.since)],
        "claims": [say(claim) for claim in verdict.claims],
        "unknown": [say(unknown) for unknown in verdict.unknown],
    }


def failed_checks(verdict: Verdict, language: Language) -> list[FindingAnswer]:
    """Return a finding for each check that was not passed; its differences stand with the check."""
    return [
        told_answer(check.key, _not_so(check), language)
        for check in verdict.checks
        if not check.passed
    ]


def check_lines(check: Check, language: Language) -> Iterator[str]:
    """Yield the lines on a check: what was asked, and where something differs."""
    if check.passed:
        yield f"{'–' if check.lack else '✓'} {language.say(check.said)}"
    else:
        # Read aloud, the sentence alone would say the opposite.
        yield f"✗ {language.say(_not_so(check))}"
    for difference in check.differences[:MOST_DIFFERENCES]:
        values = {"where": difference.where, "what": difference.what}
        yield f"    {language.say(Text('{where}: {what}', **values))}"
    more = len(check.differences) - MOST_DIFFERENCES
    if more > 0:
        yield f"    {language.say(Text('and {count} more', count=more))}"


def _not_so(check: Check) -> Text:
    return Text("NOT SO: {said}", said=check.said)


def show_verdicts(
    verdicts: Iterable[tuple[str, Verdict]],
    idle: Sequence[Finding],
    language: Language,
    *,
    as_json: bool,
) -> int:
    """Print each verdict as it is found, that on the batch by no code; return the exit code.

    `idle` are workers of a cluster that were given nothing, as they come to be known.
    """
    schools, told = 0, list[tuple[str, Verdict]]()
    wrong: list[FindingAnswer] = []
    for code, verdict in verdicts:
        schools += bool(code)
        if not verdict.passed:
            wrong.append(told_answer(code or BATCH, Text("Not as it should be."), language))
        if as_json:
            body: JudgedSchool = {"school": code or None, **verdict_body(verdict, language)}
            findings = failed_checks(verdict, language)
            print_answer(body, exit_code=verdict.exit_code, findings=findings)
        else:
            told.append((code, verdict))
    exit_code = DIFFERENT if wrong else 0
    counts: JudgedBatch = {
        "schools": schools,
        "wrong": sum(each["where"] != BATCH for each in wrong),
    }
    if as_json:
        unfit = [finding_answer(finding, language) for finding in idle]
        print_answer(counts, exit_code=exit_code, findings=[*wrong, *unfit])
    else:
        for finding in idle:
            print(language.say(finding.told), file=sys.stderr)
        _print_schools(told, counts, language)
    return exit_code


def _print_schools(
    told: Sequence[tuple[str, Verdict]], counts: JudgedBatch, language: Language
) -> None:
    """Print how many schools are not as they should be, what to look at, and what was checked."""
    say = language.say
    said = Text("Schools: {schools}; not as they should be: {wrong}.", **counts)
    passed = all(verdict.passed for _, verdict in told)
    print_line(say(said), style="bold green" if passed else "bold red")
    looks = (line for code, verdict in told for line in _looks(code, verdict, language))
    print_section(say(LOOK), looks)
    batch, schools = (
        [each for each in told if (each[0] == "") == whole] for whole in (True, False)
    )
    checked = (line for _, verdict in batch for line in _passed(verdict, language))
    print_section(say(Text("What was checked")), checked)
    fine = [f"✓ {code}" for code, verdict in schools if not [*_looks(code, verdict, language)]]
    more = [say(Text("and {count} more", count=len(fine) - MOST_SCHOOLS))]
    shown = fine[:MOST_SCHOOLS] + (more if fine[MOST_SCHOOLS:] else [])
    print_section(say(Text("As they should be")), shown)
    scopes = (say(text) for _, v in batch for text in (*v.since, *scope_texts(v)))
    print_section(say(Text("How far this goes")), scopes)


def _looks(code: str, verdict: Verdict, language: Language) -> Iterator[str]:
    """Yield what is to be looked at of a school, or of the batch, under its code."""
    failed = [line for check in verdict.checks if not check.passed
              for line in check_lines(check, language)]  # fmt: skip
    unchecked = (Text("Not to be known: {what}", what=what) for what in verdict.unchecked)
    told = [language.say(text) for text in (*verdict.since, *unchecked)] if code else []
    if code and (failed or told):
        yield f"{'✗' if failed else '–'} {code}"
    yield from (f"  {line}" if code else line for line in (*failed, *told))


def _passed(verdict: Verdict, language: Language) -> Iterator[str]:
    for check in verdict.checks:
        if check.passed:
            yield from check_lines(check, language)
