"""What a policy asks of every school, and what one school asks of its draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from balance_classes.domain.rules.policy import Policy
from balance_classes.errors import RulesError

SIZE = "size"
"""The group of the one quota of all students."""
EVERY_OTHER = "*"
"""In a tier: every attribute of the roster that no tier names."""
SAME_NAME = "same_name"
SAME_SOUND = "same_sound"
SAME_TONE = "same_tone"
NAMES_ALIKE = (SAME_NAME, SAME_SOUND, SAME_TONE)
"""Groups of names written alike, spoken alike but for tones, and spoken alike with tones."""
APART = "apart"
TWO_WAY = "two_way"
"""The group of the cells of every two attributes that are spread; a tier of its own, the last."""
CROSS = "*"
"""Stands between the names of two attributes in the name of a group of their cells."""
OFFERED = "offered"
"""The group of quotas that say how many students of a level a class has, of those open to it."""
TOTAL = "total"
"""The group of quotas that spread the sum of the numbers of an attribute's levels."""
AT_MOST = "at_most"
"""The group of quotas that limit how many students of a kind a class may have."""
AT_LEAST = "at_least"
"""The group of quotas of which each class has at least so many, or none."""
OF_LEVEL = "="
"""Stands between an attribute and one of its levels in the name of a kind of students."""
EVERY_LEVEL = "*"
"""The level of a kind that is each level for itself."""
MOST_SEATS = 9
"""So many seats a student takes at most."""
MOST_TIERS = 6
WIDEST_TOLERANCE = 2
"""Class sizes differ by at most 1, the usual rule, or by 2, as in Guiyang."""

OWN = "own:"
"""Begins the name of an attribute of the school's own whose word means something else here."""

LEAVE_OUT, LEAVE_IN = "leave-out", "keep"
"""What becomes of rows that are marked as gone, or as staff."""

Method = Literal["draw", "program"]


@dataclass(frozen=True)
class Rules:
    """What one draw goes by: everything here can change its result and is kept in the record."""

    policy: Policy
    school: str = ""
    stage: str = ""
    """"primary" or "junior"; it names the policy's cap and the grade."""
    cap: int | None = None
    """The most students a class may hold; None: no limit was named."""
    cap_reason: str = ""
    """Why the cap is above the policy's."""
    classes: int | None = None
    names: tuple[str, ...] = ()
    """The names of the classes, or one pattern with {n}."""
    grade: int | None = None
    tiers: tuple[tuple[str, ...], ...] = ()
    hard: tuple[str, ...] = ()
    """The groups that are kept apart in any case, and are in no tier."""
    columns: tuple[tuple[str, str], ...] = ()
    """Headers of a local list, each with the field that it means."""
    codes: tuple[tuple[str, str, str], ...] = ()
    """Fields, codes of the school's own in them, and what these mean."""
    sheet: str = ""
    """The sheet to be read."""
    date_format: str = ""
    """Which number of a date is the day: "dmy" or "mdy"."""
    year: int | None = None
    """The year of entry."""
    plan: int | None = None
    """The approved number of students."""
    at_most: tuple[tuple[str, int], ...] = ()
    """Kinds of students, each with the most of a class (domain/problem/limited_students.py)."""
    at_least: tuple[tuple[str, int], ...] = ()
    """Kinds of students, each with the fewest of a class that has any."""
    keep: str = ""
    """The attribute that says in which class each student sits, where classes stand."""
    seats: tuple[tuple[str, int], ...] = ()
    """Kinds of students of whom each takes so many seats."""
    caps: tuple[tuple[str, int], ...] = ()
    """Lower caps of classes, by their names."""
    sizes: tuple[tuple[str, int], ...] = ()
    """The numbers of students that single classes are to have, by their names."""
    offered: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...] = ()
    """Attributes, levels and the only classes open to them, each with its number or 0."""
    totals: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()
    """Attributes whose numbers are spread by their sum, too, and the numbers of words."""
    min_size: int = 1
    """The fewest students a class may have."""
    tolerance: int = 1
    """How far sizes may differ."""
    numbers: tuple[tuple[str, int], ...] = ()
    """The numbers that are spread, each with its number of bins."""
    groups: bool = False
    """Leaves the classes as lettered groups, which a later lot names."""
    method: Method = "draw"
    steps: int = 40_000
    """The budget of settling."""
    depth: int = 4
    """The budget of spreading, in exchanges a student."""
    solver: str = "HiGHS"
    nodes: int = 2_000
    """After so many nodes of its tree a solver gives up."""
    gone: str = ""
    """Whether rows marked as gone are left out or kept; empty: there may be none."""
    scores: tuple[str, ...] = ()
    """Headers of scores that the school spreads by its own choice, where no policy forbids it."""

    @property
    def policy_cap(self) -> int | None:
        """The policy's cap: of the stage, or of its largest stage while none is named."""
        return self.policy.cap(self.stage)

    @property
    def highest_cap(self) -> int | None:
        """The cap of a class without a smaller room: the rules', else the policy's, if any."""
        return self.policy_cap if self.cap is None else self.cap

    @property
    def at_hand(self) -> Rules:
        """These rules, before the language of the roster is known."""
        return self

    def under(self, language: str) -> Rules:
        """Return these rules: their policy was named, whatever the language of the roster."""
        return self


@dataclass(frozen=True)
class OpenRules:
    """Rules for which nobody named a policy, and what they are by the language of the roster.

    They differ in what follows from the policy alone, and in nothing that finds the header.
    """

    by_language: Mapping[str, Rules]
    refused: Mapping[str, RulesError]
    """What is wrong with them under the policy of a language."""

    @property
    def at_hand(self) -> Rules:
        """Rules that find the header as those of each language do."""
        return next(iter(self.by_language.values()))

    def under(self, language: str) -> Rules:
        """Return the rules of a roster in a language; raises RulesError where it refuses them."""
        if language in self.refused:
            raise self.refused[language]
        return self.by_language[language]


AskedRules = Rules | OpenRules
"""What was asked for, before the language of the roster is known."""


VALUE_WORDS: dict[str, dict[str, str]] = {
    "stage": {"primary": "小学", "junior": "初中"},
    "date_format": {"dmy": "日月年", "mdy": "月日年"},
    "method": {"draw": "抽签", "program": "规划"},
    "gone": {"leave-out": "剔除", "keep": "保留"},
}


def meant(rule: str, written: object) -> object:
    """Return the value of a rule that is meant by its Chinese word; anything else as it is."""
    values = {word: value for value, word in VALUE_WORDS[rule].items()}
    return values.get(written, written) if isinstance(written, str) else written
