"""The first sheet of a workbook: every quota with its counts, and what is to be known."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from balance_classes.domain.result.formed import BalanceLine, Formed, NumberMean
from balance_classes.domain.result.sentences import evenness_sentences, notes, seed_sentence
from balance_classes.domain.roster.bins import bin_ranges, number_column
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.domain.rules.rules import SIZE
from balance_classes.files.workbook.book import Sheet
from balance_classes.files.workbook.page_fit import column_width, text_width
from balance_classes.language import Text

Say = Callable[[Text | str], str]

WORDS = (Text("Attribute"), Text("Level"), Text("Even share"), Text("All"))
EXCESS = Text("Excess")
WORDS_BEFORE = len(WORDS)
"""Columns before the counts: attribute, level, even share, all students."""

WORD_WIDTH, LEVEL_WIDTH, CLASS_WIDTH, CLASS_LINES = 10, 24, 8, 4
"""The narrowest and widest words, the narrowest classes, and the lines of their names."""


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
    """Add the overview, and return where its table stands."""
    names = [school_class.name for school_class in formed.classes]
    sheet.set_widths(_widths(formed, names, say))
    groups, means = formed.shown_groups(), {mean.name: mean for mean in formed.means()}
    sheet.add_title(title, WORDS_BEFORE + len(names) + 1)
    for text in (*summary(formed), *marks):
        sheet.add_text(say(text))
    sheet.add_row([])
    sheet.add_high_enough([*map(say, WORDS), *names, say(EXCESS)], "header")
    sheet.repeat_rows(sheet.rows, sheet.rows)
    table = CountTable(sheet.name, sheet.rows, {}, len(names))
    for group, lines in groups.items():
        ranges = bin_ranges(formed.roster, group)
        table.groups[group] = (sheet.rows + 1, sheet.rows + len(lines))
        for line in lines:
            _add_balance_line(sheet, line, ranges.get(line.quota.level), say)
        if group in means:
            _add_mean(sheet, means[group], say)
    known = (seed_sentence(formed.seed), *notes(formed))
    for heading, sentences in (
        (Text("How even the classes are"), evenness_sentences(formed)),
        (Text("To be known"), known),
    ):
        sheet.add_row([])
        sheet.add_row([say(heading)], "section")
        for sentence in sentences:
            sheet.add_text(say(sentence))
    return table


def class_widths(names: Sequence[str]) -> list[float]:
    """Return the widths of columns of counts under names of classes: as narrow as can be."""
    return [max(CLASS_WIDTH, math.ceil(text_width(name) / CLASS_LINES) + 1.0) for name in names]


def summary(formed: Formed) -> tuple[Text, ...]:
    """Return the policy, and how many students are in how many classes."""
    counts = {"students": formed.roster.size, "classes": len(formed.classes)}
    cap = max(school_class.cap for school_class in formed.classes)
    return (
        Text("Policy: {policy}", policy=formed.rules.policy.called),
        Text("{students} students in {classes} classes, at most {cap} each", **counts, cap=cap)
        if formed.rules.highest_cap or cap < formed.roster.size
        else Text("{students} students in {classes} classes", **counts),
    )


def _widths(formed: Formed, names: Sequence[str], say: Say) -> list[float]:
    groups = formed.shown_groups()
    lines = [line for each in groups.values() for line in each]
    ranges = {group: bin_ranges(formed.roster, group) for group in groups}
    words = [
        [say(field_label(line.quota.group)) for line in lines],
        [say(line_level(line, ranges[line.quota.group].get(line.quota.level))) for line in lines],
        [line.band for line in lines],
    ]
    before = [
        max(WORD_WIDTH, column_width(say(heading), column, LEVEL_WIDTH))
        for heading, column in zip(WORDS, words, strict=False)
    ]
    return [*before, CLASS_WIDTH, *class_widths(names), CLASS_WIDTH]


def line_level(line: BalanceLine, between: tuple[int, int] | None) -> Text | str:
    """Return the words for a quota's level; `between` are the least and greatest of a bin."""
    quota = line.quota
    level = Text("all students") if quota.group == SIZE else level_label(quota.level, quota.group)
    if not between:
        return level
    return Text("{level}: {least}–{greatest}", level=level, least=between[0], greatest=between[1])


def _add_balance_line(
    sheet: Sheet, line: BalanceLine, between: tuple[int, int] | None, say: Say
) -> None:
    quota = line.quota
    words = [say(field_label(quota.group)), say(line_level(line, between))]
    looks = ["excess" if quota.excess_in(c, n) else "cell" for c, n in enumerate(line.counts)]
    sheet.add_high_enough(
        [*words, line.band, line.total, *line.counts, line.excess],
        ["label", "label", "cell", "cell", *looks, "excess" if line.excess else "cell"],
    )


def _add_mean(sheet: Sheet, mean: NumberMean, say: Say) -> None:
    """Add the mean of a number: of all in place of the even share, then of each class."""
    words = [say(field_label(number_column(mean.name))), say(Text("mean"))]
    means = [each or "–" for each in mean.classes]
    sheet.add_row(
        [*words, mean.overall or "–", mean.stated, *means, ""],
        ["label", "label", *(["cell"] * (len(means) + 3))],
    )
