"""The verdicts on a batch: a line a school, and what differs where something does."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from balance_classes.domain.verdict import DIFFERENT, Verdict
from balance_classes.errors import Finding
from balance_classes.files.batch.batch_folder import BATCH
from balance_classes.files.batch.overview import finding_sentences
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import finding_answer, print_answer, told_answer
from balance_classes.rendering.json_result_answers import FindingAnswer, JudgedBatch, JudgedSchool
from balance_classes.rendering.verify import check_lines, failed_checks, scope_texts, verdict_body


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
    schools = 0
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
            _print(code, verdict, language)
    exit_code = DIFFERENT if wrong else 0
    counts: JudgedBatch = {
        "schools": schools,
        "wrong": sum(each["where"] != BATCH for each in wrong),
    }
    if as_json:
        unfit = [finding_answer(finding, language) for finding in idle]
        print_answer(counts, exit_code=exit_code, findings=[*wrong, *unfit])
    else:
        for sentence in finding_sentences(idle):
            print(language.say(sentence), file=sys.stderr)
        print(language.say(Text("Schools: {schools}; not as they should be: {wrong}.", **counts)))
    return exit_code


def _print(code: str, verdict: Verdict, language: Language) -> None:
    if code:
        print(f"{'✓' if verdict.passed else '✗'} {language.say(code)}")
        unchecked = (Text("Not to be known: {what}", what=what) for what in verdict.unchecked)
        for text in (*verdict.since, *unchecked):
            print(f"  {language.say(text)}")
    for check in verdict.checks:
        if not code or not check.passed:
            for line in check_lines(check, language):
                print(f"  {line}")
    if not code:
        for text in (*verdict.since, *scope_texts(verdict)):
            print(language.say(text))
