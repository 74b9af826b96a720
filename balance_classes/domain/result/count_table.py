"""The one table of counts: levels of attributes down, classes across, rare levels in one line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from balance_classes.domain.result.formed_classes import BalanceLine, Formed
from balance_classes.domain.roster.bins import number_column
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.domain.roster.roster import BIRTH_QUARTER
from balance_classes.domain.rules.policy import KEEP
from balance_classes.domain.rules.rules import SIZE
from balance_classes.language import Text

RARE, FEWEST_FOLDED = "0–1", 2
"""The even share of a level of fewer students than classes; a single one has its own line."""
MOST_NAMED = 6
"""Of rare levels so many are named."""


@dataclass(frozen=True)
class CountLine:
    """A line of the table: one quota, or the rare levels of one attribute together."""

    group: str
    lines: tuple[BalanceLine, ...]

    @property
    def rare(self) -> bool:
        """Whether it stands for several levels of few students."""
        return len(self.lines) > 1

    @property
    def total(self) -> int:
        """How many students it counts."""
        return sum(line.total for line in self.lines)

    @property
    def counts(self) -> tuple[int, ...]:
        """How many of them each class has."""
        return tuple(map(sum, zip(*(line.counts for line in self.lines), strict=True)))

    @property
    def share(self) -> str:
        """The even share a class, “12–13”; of rare levels, each of which has one, none."""
        return "" if self.rare else self.lines[0].band

    @property
    def beyond(self) -> tuple[int, ...]:
        """How far each class lies beyond its even share: below it, less than 0."""
        if self.rare:  # a rare level that is not even has a line of its own
            return (0,) * len(self.counts)
        quota, counts = self.lines[0].quota, self.lines[0].counts
        return tuple(
            max(0, count - high) - (max(0, low - count) if count or not quota.or_none else 0)
            for count, low, high in zip(counts, quota.low, quota.high, strict=True)
        )

    @property
    def yes(self) -> bool:
        """Whether it counts those of whom an attribute says yes, which its name says alone."""
        return not self.rare and self.lines[0].quota.level == "yes"

    def label(self) -> Text | str:
        """Return its words under the name of its attribute."""
        if self.group == SIZE:
            quota = self.lines[0].quota
            weighed = len(quota.members) > len(set(quota.members))
            return Text("seats taken") if weighed else Text("all students")
        if self.rare:
            return Text("rarer: {levels}", levels=tuple(self._named()))
        return level_label(self.lines[0].quota.level, self.group)

    def _named(self) -> Iterator[Text]:
        for line in self.lines[:MOST_NAMED]:
            level = level_label(line.quota.level, self.group)
            yield Text("{level} {count}", level=level, count=line.total)
        if more := len(self.lines[MOST_NAMED:]):
            yield Text("{count} more levels", count=more)


def count_groups(formed: Formed, *, folded: bool = True) -> dict[str, tuple[CountLine, ...]]:
    """Return the lines of size and of each attribute; not `folded`, each level has its own.

    Of yes and no, one says the other.
    """
    groups = formed.shown_groups()
    ordered = (BIRTH_QUARTER, *formed.roster.numbers)
    return {
        group: tuple(_lines(group, lines, folded=folded and group not in ordered))
        for group, lines in groups.items()
    }


def _lines(group: str, lines: Sequence[BalanceLine], *, folded: bool) -> Iterator[CountLine]:
    if folded and {line.quota.level for line in lines} == {"yes", "no"}:
        lines = [line for line in lines if line.quota.level == "yes" or line.excess]
    rare = [line for line in lines if folded and line.band == RARE and not line.excess]
    if len(rare) < FEWEST_FOLDED:
        rare = []
    yield from (CountLine(group, (line,)) for line in lines if line not in rare)
    if rare:
        yield CountLine(group, tuple(rare))


def explained(groups: Mapping[str, Sequence[CountLine]]) -> Text:
    """Return how to read the counts, in one line."""
    if any(any(line.beyond) for line in groups.get(KEEP, ())):
        return Text(
            "Marked, as 9+1 or 4−1: students more or fewer than the even share; of who stays in "
            "its class, fewer than sat there."
        )
    if any(any(line.beyond) for lines in groups.values() for line in lines):
        return Text("Marked, as 9+1 or 4−1: students more or fewer than the even share.")
    if KEEP in groups:
        return Text(
            "Every class has its even share of each line below, rounded up or down, and all who "
            "sat there."
        )
    return Text("Every class has its even share of each line below, rounded up or down.")


def mean_label(name: str) -> Text:
    """Return the words for the line of a number's means."""
    return Text("{number}, mean", number=field_label(number_column(name)))


def signed(beyond: int) -> str:
    """Return how far a count lies beyond its even share: “+1”, “−2”, or nothing."""
    return f"{beyond:+d}".replace("-", "−") if beyond else ""


@dataclass(frozen=True)
class Heads:
    """The names of classes as heads of narrow columns: what all have before and after stands once.

    `names` are what is left of each.
    """

    before: str
    names: tuple[str, ...]
    after: str

    @property
    def pattern(self) -> str:
        """The name with its own part left out, “” where nothing is shared."""
        return f"{self.before}…{self.after}" if self.before or self.after else ""


def class_heads(names: Sequence[str]) -> Heads:
    """Return the heads of columns; no number and no word is parted."""
    before = _shared(names) if len(set(names)) > 1 else ""
    left = [name[len(before) :] for name in names]
    after = _shared([name[::-1] for name in left])[::-1] if before or len(names) > 1 else ""
    short = tuple(name[: len(name) - len(after)] for name in left)
    return Heads(before, short, after) if all(short) else Heads("", tuple(names), "")


def _shared(names: Sequence[str]) -> str:
    """Return the beginning that all names share, up to the end of a word or number in each."""
    first, last = min(names), max(names)
    most = next((i for i, c in enumerate(first) if last[i : i + 1] != c), len(first))
    while most and _joined(first[most - 1]):
        most -= 1
    return first[:most]


def _joined(character: str) -> bool:
    """Tell whether a character may go on in the next one, as letters and digits do."""
    return character.isascii() and character.isalnum()
