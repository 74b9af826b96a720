"""The verdicts on a batch: a line a school, and what differs where something does."""

from __future__ import annotations

from collections.abc import Iterable

from balance_classes.domain.verdict import DIFFERENT, Verdict
from balance_classes.language import Language, Text
from balance_classes.rendering.evidence import check_lines, scope_texts, verdict_json
from balance_classes.rendering.printer import print_json


def show_verdicts(
    verdicts: Iterable[tuple[str, Verdict]], language: Language, *, as_json: bool
) -> int:
    """Print each verdict as it is found, that on the batch by no code; return the exit code."""
    schools = wrong = 0
    all_passed = True
    for code, verdict in verdicts:
        schools += bool(code)
        wrong += bool(code) and not verdict.passed
        all_passed = all_passed and verdict.passed
        if as_json:
            entry = {"school": code or None, **verdict_json(verdict, language)}
            print_json(entry, indent=None)
        else:
            _print(code, verdict, language)
    exit_code = 0 if all_passed else DIFFERENT
    if as_json:
        entry = {"ok": all_passed, "exit_code": exit_code, "schools": schools, "wrong": wrong}
        print_json(entry, indent=None)
    else:
        counts = {"schools": schools, "wrong": wrong}
        print(language.say(Text("Schools: {schools}; not as they should be: {wrong}.", **counts)))
    return exit_code


def _print(code: str, verdict: Verdict, language: Language) -> None:
    if code:
        print(f"{'✓' if verdict.passed else '✗'} {language.say(code)}")
        for text in verdict.since:
            print(f"  {language.say(text)}")
    for check in verdict.checks:
        if not code or not check.passed:
            for line in check_lines(check, language):
                print(f"  {line}")
    if not code:
        for text in scope_texts(verdict):
            print(language.say(text))
