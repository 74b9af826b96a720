"""A batch as people follow it and as scripts read it: one line a school, and what came of all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from balance_classes.domain.batch import Outcome, totals
from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.first_sentence import LOOK
from balance_classes.files.batch.overview import (
    carried_headers,
    gone_sentence,
    same_child_sentences,
)
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import finding_answer, print_answer, told_answer
from balance_classes.rendering.json_draw_answers import DrawnBatch, DrawnSchool
from balance_classes.rendering.json_result_answers import FindingAnswer
from balance_classes.rendering.line_breaks import print_line, print_section
from balance_classes.rendering.streams import whoever_reads
from balance_classes.workflows.batch.batch import BatchResult, Told

MOST_CHILDREN = 20
"""So many children of several schools are told on a terminal; the overview has them all."""


MOST_CODES = 20
"""So many schools without a result are named at the end; each was told as it ended."""


@contextmanager
def told_as(language: Language, *, as_json: bool, quiet: bool, verbose: bool) -> Iterator[Told]:
    """Tell of each school as it ends: as JSON, on a live display, or as a line."""
    if as_json:
        yield _Heeded(_AsJson(language))
    elif quiet or not sys.stderr.isatty():
        yield _Heeded(_AsLines(language, verbose=verbose and not quiet))
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

        columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            yield _Live(language, progress, verbose=verbose)


class _Heeded(Told):
    """Tells as another one does, for as long as anybody reads it."""

    def __init__(self, told: Told) -> None:
        self._told = told

    def ended(self, outcome: Outcome) -> None:
        with whoever_reads():
            self._told.ended(outcome)


class _AsJson(Told):
    def __init__(self, language: Language) -> None:
        self._language = language

    def ended(self, outcome: Outcome) -> None:
        findings = [finding_answer(finding, self._language) for finding in outcome.findings]
        body = outcome_body(outcome, self._language)
        print_answer(body, exit_code=outcome.exit_code, findings=findings)


class _AsLines(Told):
    def __init__(self, language: Language, *, verbose: bool) -> None:
        self._language, self._verbose = language, verbose

    def ended(self, outcome: Outcome) -> None:
        for line in _problems(outcome, self._language):
            print(line, file=sys.stderr)
        if self._verbose and outcome.finished:
            print(self._language.say(_line(outcome)), flush=True)


class _Live(Told):
    def __init__(self, language: Language, progress: Any, *, verbose: bool) -> None:
        self._language, self._progress, self._verbose = language, progress, verbose
        self._task: Any = None

    def begins(self, folder: Path, schools: int) -> None:
        title = self._language.say(Text("Schools"))
        self._task = self._progress.add_task(title, total=schools)

    def ended(self, outcome: Outcome) -> None:
        console = self._progress.console
        for line in _problems(outcome, self._language):
            console.print(line, markup=False, highlight=False)
        if self._verbose and outcome.finished:
            console.print(self._language.say(_line(outcome)), markup=False, highlight=False)
        self._progress.advance(self._task)


def _line(outcome: Outcome) -> Text:
    classes = outcome.classes
    assert classes is not None
    values: dict[str, object] = {
        "code": outcome.code,
        "name": outcome.name,
        "students": classes.students,
        "classes": len(classes.sizes),
        "balance": classes.balance,
    }
    if outcome.state == "kept":
        return Text(
            "{code} {name}: finished before ({students} students, {classes} classes).", **values
        )
    return Text("{code} {name}: {students} students, {classes} classes; {balance}.", **values)


_CHANGED = Text("{code} {name}: its input has changed since; its result is left alone.")
_NO_RESULT = Text("{code} {name}: no result.")
_GONE = Text("{code} {name}: gone from the source.")
_HEADS = {"changed": _CHANGED, "failed": _NO_RESULT, "gone": _GONE}


def _unfinished(outcome: Outcome, language: Language) -> FindingAnswer:
    """Return that a school has no result for its input; its own line says why."""
    what = {
        "changed": Text("Its input has changed since; its result is left alone."),
        "failed": Text("It has no result."),
        "gone": Text("The source has it no more."),
    }[outcome.state]
    return told_answer(Text("school {code}", code=outcome.code), what, language)


def _problems(outcome: Outcome, language: Language) -> list[str]:
    """Return the lines on a school that has no result for its input."""
    if outcome.finished:
        return []
    values = {"code": outcome.code, "name": outcome.name}
    return [
        language.say(Text(_HEADS[outcome.state].message, **values)),
        *(f"  {language.say(finding.told)}" for finding in outcome.findings),
    ]


def show_batch(result: BatchResult, language: Language, *, as_json: bool, quiet: bool) -> None:
    """Print what came of all schools."""
    with whoever_reads():
        _show_batch(result, language, as_json=as_json, quiet=quiet)


def _show_batch(result: BatchResult, language: Language, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        findings = [_unfinished(o, language) for o in result.outcomes if not o.finished]
        findings += [
            finding_answer(finding, language) for finding in (*result.idle_workers, *result.unread)
        ]
        print_answer(batch_body(result), exit_code=result.exit_code, findings=findings)
        return
    for finding in (*result.idle_workers, *result.unread):
        print(language.say(finding.told), file=sys.stderr)
    if quiet:
        return
    say, states = language.say, [outcome.state for outcome in result.outcomes]
    counts = {state: states.count(state) for state in ("drawn", "kept", "changed", "failed")}
    told = Text(
        "Schools with classes: {done} of {all}.",
        done=counts["drawn"] + counts["kept"],
        all=len(states),
    )
    print_line(say(told), style="bold")
    counted = Text(
        "Schools: {all}; drawn now: {drawn}; finished before: {kept}; input changed: "
        "{changed}; failed: {failed}.",
        all=len(states),
        **counts,
    )
    print_line(say(counted))
    print_section(say(LOOK), map(say, _looks(result)))
    print_section(say(Text("Files")), map(say, _files(result)))


def _files(result: BatchResult) -> Iterator[Text]:
    """Yield where the overview lies, or how one is made of the runs of some schools."""
    yield from (Text("Overview: {path}", path=path) for path in result.summaries)
    yield from (Text("Rosters of the single schools: {path}", path=p) for p in result.rosters)
    if result.summaries:
        return
    if result.chosen.some:
        yield Text(
            "These were {some} of {all} schools; without --only and --part the same command looks "
            "at all of them and writes the overview.",
            some=len(result.outcomes),
            all=result.schools,
        )
    else:
        yield Text("The folder can only be read: no overview was written.")


def _looks(result: BatchResult) -> Iterator[Text]:
    ended = ("changed", "failed")
    without = tuple(outcome.code for outcome in result.outcomes if outcome.state in ended)
    if without:
        more = ("…",) if without[MOST_CODES:] else ()
        yield Text("Without a result for its input: {codes}.", codes=without[:MOST_CODES] + more)
    yield from gone_sentence([outcome.state for outcome in result.outcomes].count("gone"))
    if shown := carried_headers(result.outcomes, summed=False):
        yield Text(
            "Columns of the manifest that are no rules, shown as they are: {headers}.",
            headers=shown,
        )
    yield from same_child_sentences(result.same_children[:MOST_CHILDREN])
    if more_children := len(result.same_children[MOST_CHILDREN:]):
        yield Text("… and {more} more on the overview.", more=more_children)


def outcome_body(outcome: Outcome, language: Language) -> DrawnSchool:
    """Return what came of a school as scripts read it."""
    classes = outcome.classes
    return {
        "school": outcome.code,
        "name": outcome.name,
        "state": outcome.state,
        "folder": outcome.folder,
        "students": classes.students if classes else None,
        "classes": list(classes.names) if classes else None,
        "sizes": list(classes.sizes) if classes else None,
        "caps": list(classes.caps) if classes else None,
        "excess": list(classes.excess) if classes else None,
        "proven": classes.proven if classes else None,
        "less_even": classes.less_even if classes else None,
        "draw": classes.draw if classes else None,
        "reason": classes.reason if classes else None,
        "changes": classes.changes if classes else None,
        "fingerprint": fingerprint(classes.record) if classes else None,
        "warnings": [language.say(text) for text in classes.warnings] if classes else [],
        "left_out": [out.header for out in classes.left_out] if classes else [],
        "joined": outcome.joined,
        "carried": {cell.header: cell.value for cell in outcome.carried},
        "seconds": dict(outcome.seconds),
    }


def batch_body(result: BatchResult) -> DrawnBatch:
    """Return what came of all schools as scripts read it, the last line."""
    states = [outcome.state for outcome in result.outcomes]
    return {
        "folder": str(result.folder),
        "schools": len(states),
        "drawn": states.count("drawn"),
        "kept": states.count("kept"),
        "changed": states.count("changed"),
        "failed": states.count("failed"),
        "gone": states.count("gone"),
        "same_children": [
            [{"school": code, "row": row} for code, row in child.places]
            for child in result.same_children
        ],
        "totals": [asdict(total) for total in totals(result.outcomes)],
        "summaries": [str(path) for path in result.summaries],
        "rosters": [str(path) for path in result.rosters],
    }
