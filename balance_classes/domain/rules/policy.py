"""What a policy asks of every school that goes by it, and what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from balance_classes.language import Either

FRIENDS = "friends"
"""The group of wishes: a child is to have at least one of those it names in its class."""
KEEP = "keep"
"""The group of quotas of who is to stay in the class that stands."""
EVERY_STAGE = "every"
"""In caps and ages: what holds for a stage that has none of its own, and where none is named."""

Words = Mapping[str, str]
"""A text by language, "zh" and "en"; a language that is missing is told in the other one."""


@dataclass(frozen=True)
class Policy:
    """A rule set from above, or a school's own: sealed whole, so that nobody needs its file.

    `sections` names for each rule ("cap", "balance", "score", …) the section of the policy's
    text that asks for it; a rule without one is quoted without one.
    """

    name: str
    """Of a built-in one, else that of its file."""
    title: Words
    caps: Mapping[str, int]
    """The most students of a class, by stage."""
    required: tuple[str, ...]
    """The fields that must be known of everybody, since they are to be balanced."""
    tiers: tuple[tuple[str, ...], ...]
    hard: tuple[str, ...]
    sections: Mapping[str, str]
    ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """The youngest and the eldest age of entry, by stage."""
    at_most: Mapping[str, int] = field(default_factory=dict)
    """The most students of a kind in a class, by the attribute."""
    tolerance: int | None = None
    """How far class sizes may differ; None: it does not say."""
    forbidden: tuple[str, ...] = ()
    """Headers that no draw may read, beside those that none ever reads."""
    issuer: Words = field(default_factory=dict)
    number: str = ""
    """The number of the document."""
    date: str = ""
    """When it was issued: 2022-06-06, or as much of it as is known."""
    notice: Words = field(default_factory=dict)
    """What a notice says first."""
    origin: Words = field(default_factory=dict)
    """Where its text is from, and what is not in it."""

    @property
    def called(self) -> Either:
        """Its title."""
        return in_languages(self.title)

    @property
    def depends_on_stage(self) -> bool:
        """Whether its cap is known only where a stage is named."""
        return bool(self.caps) and EVERY_STAGE not in self.caps

    def allows(self, group: str) -> bool:
        """Tell whether a draw may look at wishes for friends, or keep classes that stand.

        One that somebody issued, or that forbids favours, has to name the group in its tiers, or
        among what is hard.
        """
        named = any(group in groups for groups in (self.hard, *self.tiers))
        return named or not (self.issuer or "favour" in self.sections)

    def cap(self, stage: str) -> int | None:
        """Return the cap of a stage; without a stage that of its largest one."""
        if EVERY_STAGE in self.caps or stage:
            return self.caps.get(stage, self.caps.get(EVERY_STAGE))
        return max(self.caps.values(), default=None)

    def cited(self, rule: str) -> Either:
        """Return the section that asks for a rule, in brackets, as it follows a sentence."""
        section = self.sections.get(rule, "")
        return Either(en=f" ({section})", zh=f"（{section}）") if section else Either("", "")


def in_languages(words: Words) -> Either:
    """Return a text that each language tells in its own words, as far as it has any."""
    first = next(iter(words.values()), "")
    return Either(en=words.get("en", first), zh=words.get("zh", first))
