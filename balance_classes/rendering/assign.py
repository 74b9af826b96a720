"""What was formed: the table of classes, the proofs, what is to be known, the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.departures import policy_sentences
from balance_classes.domain.result.formed import BalanceLine, Formed, NumberMean
from balance_classes.domain.result.sentences import (
    notes,
    posted_sentences,
    proof_sentences,
    seed_sentence,
)
from balance_classes.domain.roster.bins import number_column
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.domain.roster.roster import SEX
from balance_classes.domain.rules.rules import SIZE
from balance_classes.language import Language, Text
from balance_classes.rendering.answers import print_answer
from balance_classes.rendering.drawing_bodies import Assigned
from balance_classes.rendering.folding import folded, print_line
from balance_classes.rendering.printer import console
from balance_classes.workflows.draw.assign import AssignResult

MOST_LEVELS = 4
"""A column of the terminal's table shows so many levels; the workbook shows them all."""

WIDEST_HEADING = 16
"""A heading is folded at so many places, of which a Chinese character takes two."""

MARGIN = 3
"""What a column takes beside its text: a space on each side, and a line."""

NOT_PRIVATE = Text(
    "Files cannot be kept for their owner alone here: whoever may open the folder can read the "
    "names. Keep it where only those may look who must."
)

TableColumn = tuple[str, list[str]]
"""A heading, whose lines are the attribute and its levels, and a cell for each class."""


def show_assigned(assigned: AssignResult, *, as_json: bool) -> None:
    """Print what was formed: the table of classes, the proofs, what is to be known, the files."""
    if as_json:
        print_answer(assigned_body(assigned))
        return
    result, say = assigned.result, assigned.language.say
    _print_table(result.formed, assigned.language)
    for sentence in proof_sentences(result.formed.assignment):
        print_line(say(sentence))
    print()
    policy = policy_sentences(result.formed.rules.policy)[0]
    for note in (policy, seed_sentence(result.formed.seed), *notes(result.formed)):
        print_line(say(note))
    print()
    for mark in posted_sentences(result.formed, result.posted):
        print_line(say(mark))
    for mark in assigned.since:
        print_line(say(mark))
    for path in assigned.superseded:
        print_line(say(Text("The replaced result was moved to {path}.", path=path)))
    if not assigned.private:
        print_line(say(NOT_PRIVATE))
    print_line(say(Text("Result: {path}", path=assigned.workbook)))


def assigned_body(assigned: AssignResult) -> Assigned:
    """Return the result as scripts read it; the record is the one that was written."""
    posted = assigned.result.posted
    return {
        "folder": str(assigned.folder),
        "workbook": str(assigned.workbook),
        "owner_only": assigned.private,
        "superseded": [str(path) for path in assigned.superseded],
        "since": [assigned.language.say(text) for text in assigned.since],
        "seconds": dict(assigned.seconds),
        "fingerprint": fingerprint(posted.record) if posted else None,
        "ledger": {"line": posted.line, "head": posted.head} if posted else None,
        "record": assigned.result.record.plain(),
    }


def _print_table(formed: Formed, language: Language) -> None:
    """Print a line a class: size, each sex, each attribute; in several tables if it is wide."""
    from rich.table import Table

    screen = console()
    names = (language.say(Text("Class")), [school.name for school in formed.classes])
    room = screen.width - _width(names) - 1
    columns = [(_heading(head, cells, room), cells) for head, cells in _columns(formed, language)]
    for side_by_side in _in_tables(columns, room):
        table = Table()
        table.add_column(names[0], overflow="fold")
        for heading, _ in side_by_side:
            table.add_column(heading, justify="right", overflow="fold")
        for c, name in enumerate(names[1]):
            table.add_row(name, *(cells[c] for _, cells in side_by_side))
        screen.print(table)


def _heading(heading: str, cells: Sequence[str], room: int) -> str:
    """Return a heading no wider than a column should be: as its cells, or a little more.

    Names of schools may be three times as wide.
    """
    from rich.cells import cell_len

    most = max(WIDEST_HEADING, *map(cell_len, cells))
    return folded(heading, min(most, room - MARGIN))


def _columns(formed: Formed, language: Language) -> Iterator[TableColumn]:
    """Yield a heading and a cell a class: size, each sex alone, other levels side by side."""
    say, means = language.say, {mean.name: mean for mean in formed.means()}
    for group, lines in formed.shown_groups().items():
        if group == SIZE:
            yield say(Text("Size")), [str(count) for count in lines[0].counts]
        elif group == SEX:
            for line in lines:
                yield (
                    say(level_label(line.quota.level, group)),
                    [str(count) for count in line.counts],
                )
        else:
            yield _attribute_column(group, lines, language)
        if group in means:
            yield _mean_column(means[group], language)


def _attribute_column(group: str, lines: Sequence[BalanceLine], language: Language) -> TableColumn:
    """Return one column for an attribute; where it is yes or no, the count of yes says it all."""
    if {line.quota.level for line in lines} == {"yes", "no"}:
        lines = [line for line in lines if line.quota.level == "yes"]
    shown = lines[:MOST_LEVELS]
    labels = [language.say(level_label(line.quota.level, group)) for line in shown]
    # The slash tells a level that goes on in the next line from the next level.
    labels = [*(f"{label}/" for label in labels[:-1]), labels[-1]]
    if len(lines) > MOST_LEVELS:
        labels.append(language.say(Text("of {count} levels", count=len(lines))))
    cells = ["/".join(map(str, counts)) for counts in zip(*(x.counts for x in shown), strict=True)]
    return "\n".join([language.say(field_label(group)), *labels]), cells


def _mean_column(mean: NumberMean, language: Language) -> TableColumn:
    heading = "\n".join(map(language.say, (field_label(number_column(mean.name)), Text("mean"))))
    return heading, [each or "–" for each in mean.classes]


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
    return max(map(cell_len, [*heading.splitlines(), *cells])) + MARGIN
