"""The only printer: results and errors as text for people or as JSON for scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from balance_classes.domain.formed import BalanceLine, Formed
from balance_classes.domain.labels import field_label, level_label
from balance_classes.domain.problem import SIZE
from balance_classes.domain.roster import SEX
from balance_classes.domain.sentences import notes, proof_sentence, seed_sentence
from balance_classes.errors import BalanceError, Finding
from balance_classes.language import Language, Text
from balance_classes.workflows.assign import AssignResult

MOST_LEVELS = 4
"""A column of the terminal's table shows so many levels; the workbook shows them all."""

TableColumn = tuple[str, list[str]]
"""A heading, whose lines are the attribute and its levels, and a cell for each class."""

STAGES = {
    "read": Text("Reading the roster"),
    "plan": Text("Planning (integer program no. 1)"),
    "settle": Text("Dealing and settling"),
    "program": Text("Placing by solver (integer program no. 2)"),
    "prove": Text("Proving"),
    "write": Text("Writing the result"),
}


def show_assigned(result: AssignResult, *, as_json: bool) -> None:
    """Print what was formed: the table of classes, the proofs, what is to be known, the files."""
    if as_json:
        _print_json(assigned_json(result))
        return
    say = result.language.say
    _print_table(result.formed, result.language)
    for proof in result.formed.assignment.proofs:
        print(say(proof_sentence(proof)))
    print()
    for note in (seed_sentence(result.formed.seed), *notes(result.formed)):
        print(say(note))
    print()
    print(say(Text("Result: {path}", path=result.workbook)))


def assigned_json(result: AssignResult) -> dict[str, Any]:
    """Return the result as scripts read it; the record is the one that was written."""
    return {
        "ok": True,
        "folder": str(result.folder),
        "workbook": str(result.workbook),
        "seconds": dict(result.seconds),
        "record": dict(result.record),
    }


def show_error(error: BalanceError, language: Language, *, as_json: bool) -> None:
    """Print every finding of an error: where, what, how to mend it."""
    if as_json:
        findings = [_finding_json(finding, language) for finding in error.findings]
        _print_json({"ok": False, "exit_code": error.exit_code, "findings": findings})
        return
    say = language.say
    for finding in error.findings:
        parts = {"where": finding.where, "what": finding.what, "mend": finding.mend}
        print(say(Text("{where}: {what} {mend}", **parts)), file=sys.stderr)
    print(say(Text("Nothing was written.")), file=sys.stderr)


def show_interrupted(language: Language) -> None:
    """Print that the run was broken off by its user."""
    print(language.say(Text("Interrupted; no half-written result is left.")), file=sys.stderr)


@contextmanager
def progress(language: Language, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show the stage at hand on a terminal while work goes on; say nothing to a pipe."""
    if quiet or not sys.stderr.isatty():
        yield lambda stage: None
        return
    from rich.console import Console

    with Console(stderr=True).status(language.say(STAGES["read"])) as status:
        yield lambda stage: status.update(language.say(STAGES[stage]))


def _finding_json(finding: Finding, language: Language) -> dict[str, str]:
    return {
        "where": language.say(finding.where),
        "what": language.say(finding.what),
        "mend": language.say(finding.mend),
    }


def _print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


def _print_table(formed: Formed, language: Language) -> None:
    """Print a line a class: size, each sex, each attribute; in several tables if it is wide."""
    from rich.console import Console
    from rich.table import Table

    console = Console(file=sys.stdout, markup=False, emoji=False)
    names = (language.say(Text("Class")), [school.name for school in formed.classes])
    room = console.width - _width(names) - 1
    for columns in _in_tables(list(_columns(formed, language)), room):
        table = Table()
        table.add_column(names[0])
        for heading, _ in columns:
            table.add_column(heading, justify="right")
        for c, name in enumerate(names[1]):
            table.add_row(name, *(cells[c] for _, cells in columns))
        console.print(table)


def _columns(formed: Formed, language: Language) -> Iterator[TableColumn]:
    """Yield a heading and a cell a class: size, each sex alone, other levels side by side."""
    say = language.say
    for group, lines in formed.shown_groups().items():
        if group == SIZE:
            yield say(Text("Size")), [str(count) for count in lines[0].counts]
        elif group == SEX:
            for line in lines:
                yield say(level_label(line.quota.level)), [str(count) for count in line.counts]
        else:
            yield _attribute_column(group, lines, language)


def _attribute_column(group: str, lines: Sequence[BalanceLine], language: Language) -> TableColumn:
    """Return one column for an attribute; where it is yes or no, the count of yes says it all."""
    if {line.quota.level for line in lines} == {"yes", "no"}:
        lines = [line for line in lines if line.quota.level == "yes"]
    shown = lines[:MOST_LEVELS]
    labels = [language.say(level_label(line.quota.level)) for line in shown]
    if len(lines) > MOST_LEVELS:
        labels[-1] += " …"
    cells = ["/".join(map(str, counts)) for counts in zip(*(x.counts for x in shown), strict=True)]
    return "\n".join([language.say(field_label(group)), *labels]), cells


def _in_tables(columns: Sequence[TableColumn], room: int) -> Iterator[list[TableColumn]]:
    """Yield the columns in runs that fit side by side."""
    run: list[TableColumn] = []
    for column in columns:
        if run and sum(map(_width, [*run, column])) > room:
            yield run
            run = []
        run.append(column)
    yield run


def _width(column: TableColumn) -> int:
    """Return how many places a column takes, with its rule and margins."""
    from rich.cells import cell_len

    heading, cells = column
    return max(map(cell_len, [*heading.splitlines(), *cells])) + 3
