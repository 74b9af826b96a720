"""The table of counts on a terminal: levels down, classes across, or what they lie between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.result.count_table import (
    CountLine,
    Heads,
    class_heads,
    count_groups,
    explained,
    mean_label,
    signed,
)
from balance_classes.domain.result.formed_classes import Formed, NumberMean
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.roster.roster import SEX
from balance_classes.domain.rules.rules import SIZE
from balance_classes.language import Language, Text
from balance_classes.rendering.line_breaks import PIECES, parts, print_line
from balance_classes.rendering.printer import console

WIDEST_LABEL, INDENT = 24, "  "
BEYOND = "bold yellow"
"""How a count beyond its even share looks; its sign says so without colour."""


@dataclass(frozen=True)
class Row:
    """A line of the terminal's table: its label, a cell a column, and the cells that stand out."""

    label: str
    cells: tuple[str, ...] = ()
    beyond: tuple[int, ...] = ()


def print_counts(formed: Formed, language: Language, *, full: bool) -> None:
    """Print one table of counts that fits the screen; of many classes the fewest and the most."""
    say, screen = language.say, console()
    groups = count_groups(formed, folded=not full)
    heads = class_heads([school_class.name for school_class in formed.classes])
    corner, names = say(_corner(formed, heads)), heads.names
    rows = list(_rows(formed, groups, language, ranges=False))
    if _width(corner, names, rows) > screen.width:
        corner, names = "", tuple(map(say, RANGE_HEADS))
        rows = list(_rows(formed, groups, language, ranges=True))
    print_line(say(explained(groups)))
    screen.print()
    screen.print(_table(corner, names, rows))


def _corner(formed: Formed, heads: Heads) -> Text:
    if formed.assignment.lettered:
        return Text("Group")
    return Text("Class {names}", names=heads.pattern) if heads.pattern else Text("Class")


def _table(corner: str, names: Sequence[str], rows: Sequence[Row]) -> object:
    from rich.table import Table
    from rich.text import Text as Styled

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column(corner, overflow="fold")
    for name in names:
        table.add_column(name, justify="right", overflow="fold")
    for row in rows:
        cells = [
            Styled(cell, BEYOND if at in row.beyond else "") for at, cell in enumerate(row.cells)
        ]
        table.add_row(row.label, *cells)
    return table


def _width(corner: str, names: Sequence[str], rows: Sequence[Row]) -> int:
    from rich.cells import cell_len

    cells = [[name, *(row.cells[at] for row in rows if row.cells)] for at, name in enumerate(names)]
    labels = [line for row in rows for line in row.label.splitlines()]
    widths = [max(map(cell_len, [corner, *labels])), *(max(map(cell_len, c)) for c in cells)]
    return sum(widths) + len(names)


RANGE_HEADS = (Text("All"), Text("Even share"), Text("Fewest"), Text("Most"), Text("Beyond"))


def _counts(label: str, line: CountLine) -> Row:
    """Return the count of each class, with what is beyond the even share."""
    pairs = list(zip(line.counts, line.beyond, strict=True))
    cells = tuple(f"{count}{signed(beyond)}" for count, beyond in pairs)
    return Row(label, cells, tuple(at for at, (_, beyond) in enumerate(pairs) if beyond))


def _ranges(label: str, line: CountLine) -> Row:
    """Return what the counts of all classes lie between."""
    beyond = sum(map(abs, line.beyond))
    cells = (line.total, line.share, min(line.counts), max(line.counts), beyond or "")
    return Row(label, tuple(map(str, cells)), (len(cells) - 1,) if beyond else ())


def _means(label: str, mean: NumberMean, *, ranges: bool) -> Row:
    if not ranges:
        return Row(label, tuple(each or "–" for each in mean.classes))
    ends = sorted((each for each in mean.classes if each), key=float) or ["–"]
    return Row(label, (mean.overall or "–", "", ends[0], ends[-1], ""))


def _rows(
    formed: Formed, groups: Mapping[str, Sequence[CountLine]], language: Language, *, ranges: bool
) -> Iterator[Row]:
    say, means = language.say, {mean.name: mean for mean in formed.means()}
    counted = _ranges if ranges else _counts
    for group, lines in groups.items():
        alone = group in (SIZE, SEX) or (len(lines) == 1 and lines[0].yes)
        indent = "" if alone else INDENT
        if not alone:
            yield Row(_folded(say(field_label(group)), ""))
        for line in lines:
            label = field_label(group) if alone and line.yes else _label(line)
            yield counted(_folded(say(label), indent), line)
        if group in means:
            yield _means(_folded(say(mean_label(group)), INDENT), means[group], ranges=ranges)


def _label(line: CountLine) -> Text | str:
    if line.rare:
        return Text("{count} rarer levels", count=len(line.lines))
    return line.label()


def _folded(label: str, indent: str) -> str:
    return "\n".join(indent + part for part in parts(label, WIDEST_LABEL - len(indent), PIECES))
