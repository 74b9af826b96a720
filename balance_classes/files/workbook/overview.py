"""The first sheet of a workbook: the answer, what to look at, the counts, how it was drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.result.count_table import CountLine, count_groups, explained, signed
from balance_classes.domain.result.first_sentence import LOOK, answer_sentences
from balance_classes.domain.result.formed_classes import Formed, NumberMean
from balance_classes.domain.result.result_sentences import evenness_sentences, notes, seed_sentence
from balance_classes.domain.roster.bins import bin_ranges, number_column
from balance_classes.domain.roster.labels import field_label
from balance_classes.files.workbook.page_fit import column_width, text_width
from balance_classes.files.workbook.workbook_writing import Sheet
from balance_classes.language import Text

Say = Callable[[Text | str], str]

WORDS = (Text("Attribute"), Text("Level"), Text("Even share"), Text("All"))
BEYOND = Text("Beyond")
WORDS_BEFORE = len(WORDS)
"""Columns before the counts: attribute, level, even share, all students."""

WORD_WIDTH, LEVEL_WIDTH, CLASS_WIDTH, CLASS_LINES = 10, 24, 8, 4
"""The narrowest and widest words, the narrowest classes, and the lines of their names."""
BEYOND_WIDTH = 16


@dataclass(frozen=True)
class CountTable:
    """Where the table of the overview stands: its header, and the rows of each group (from 1)."""

    sheet: str
    header: int
    groups: dict[str, tuple[int, int]]
    classes: int


def add_overview(
    sheet: Sheet, formed: Formed, title: str, marks: Sequence[Text], say: Say
) -> CountTable:
    """Add the answer, what to look at and the counts, and return where their table stands.

    What lies beyond an even share is said in a last column where there is any of it.
    """
    names = [school_class.name for school_class in formed.classes]
    groups, means = count_groups(formed), {mean.name: mean for mean in formed.means()}
    uneven = any(any(line.beyond) for lines in groups.values() for line in lines)
    last = [say(BEYOND)] if uneven else []
    sheet.set_widths([*_widths(formed, groups, names, say), *([BEYOND_WIDTH] * len(last))])
    sheet.add_title(title, WORDS_BEFORE + len(names) + len(last))
    for sentence in answer_sentences(formed):
        sheet.add_text(say(sentence), "answer")
    _add_section(sheet, say(LOOK), notes(formed) or (Text("Nothing."),), say)
    sheet.add_row([])
    sheet.add_text(say(explained(groups)))
    sheet.add_high_enough([*map(say, WORDS), *names, *last], "header")
    sheet.repeat_rows(sheet.rows, sheet.rows)
    table = CountTable(sheet.name, sheet.rows, {}, len(names))
    for group, lines in groups.items():
        ranges = bin_ranges(formed.roster, group)
        table.groups[group] = (sheet.rows + 1, sheet.rows + len(lines))
        for line in lines:
            between = ranges.get(line.lines[0].quota.level)
            _add_counts(sheet, line, between, names if uneven else None, say)
        if group in means:
            _add_mean(sheet, means[group], say, last=bool(last))
    _add_section(sheet, say(Text("Proofs")), evenness_sentences(formed), say)
    policy = Text("Policy: {policy}", policy=formed.rules.policy.called)
    _add_section(sheet, say(Text("Draw")), (policy, seed_sentence(formed.seed), *marks), say)
    return table


def _add_section(sheet: Sheet, title: str, sentences: Sequence[Text], say: Say) -> None:
    sheet.add_row([])
    sheet.add_row([title], "section")
    for sentence in sentences:
        sheet.add_text(say(sentence))


def class_widths(names: Sequence[str]) -> list[float]:
    """Return the widths of columns of counts under names of classes: as narrow as can be."""
    return [max(CLASS_WIDTH, math.ceil(text_width(name) / CLASS_LINES) + 1.0) for name in names]


def _widths(
    formed: Formed, groups: Mapping[str, Sequence[CountLine]], names: Sequence[str], say: Say
) -> list[float]:
    ranges = {group: bin_ranges(formed.roster, group) for group in groups}
    lines = [line for each in groups.values() for line in each]
    words = [
        [say(field_label(line.group)) for line in lines],
        [say(_level(line, ranges[line.group].get(line.lines[0].quota.level))) for line in lines],
        [line.share for line in lines],
    ]
    before = [
        max(WORD_WIDTH, column_width(say(heading), column, LEVEL_WIDTH))
        for heading, column in zip(WORDS, words, strict=False)
    ]
    return [*before, CLASS_WIDTH, *class_widths(names)]


def _level(line: CountLine, between: tuple[int, int] | None) -> Text | str:
    """Return the words for a line; `between` are the least and greatest of a bin."""
    level = line.label()
    if not between:
        return level
    return Text("{level}: {least}–{greatest}", level=level, least=between[0], greatest=between[1])


def _add_counts(
    sheet: Sheet,
    line: CountLine,
    between: tuple[int, int] | None,
    marked: Sequence[str] | None,
    say: Say,
) -> None:
    """Add a line of counts; `marked` are the names of the classes, where a column says beyond."""
    words = [say(field_label(line.group)), say(_level(line, between))]
    looks = ["excess" if beyond else "cell" for beyond in line.beyond]
    values = [*words, line.share, line.total, *line.counts]
    styles = ["label", "label", "cell", "cell", *looks]
    if marked:
        pairs = zip(marked, line.beyond, strict=True)
        values.append(" ".join(f"{name}\u00a0{signed(beyond)}" for name, beyond in pairs if beyond))
        styles.append("excess" if any(line.beyond) else "cell")
    sheet.add_high_enough(values, styles)


def _add_mean(sheet: Sheet, mean: NumberMean, say: Say, *, last: bool) -> None:
    """Add the mean of a number: of all in place of the even share, then of each class."""
    words = [say(field_label(number_column(mean.name))), say(Text("mean"))]
    means = [each or "–" for each in mean.classes]
    sheet.add_row(
        [*words, mean.overall or "–", mean.stated, *means, *([""] if last else [])],
        ["label", "label", *(["cell"] * (len(means) + 2 + last))],
    )
