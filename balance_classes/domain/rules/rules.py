"""What a policy asks of every school, and what one school asks of its draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

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
AT_MOST = "at_most"
"""The group of quotas that limit how many students of a kind a class may have."""
MOST_TIERS = 6
WIDEST_TOLERANCE = 2
"""Class sizes differ by at most 1, the usual rule, or by 2, as in Guiyang."""

LEAVE_OUT, KEEP = "leave-out", "keep"
"""What becomes of rows that are marked as gone, or as staff."""

Method = Literal["draw", "program"]


@dataclass(frozen=True)
class Policy:
    """A rule set from above: caps a stage, tiers, and the sections that ask for them.

    `sections` names for each rule ("cap", "balance", "score", "family", "favour", "age",
    "home_taught") the section of the policy's text; `ages` are the youngest and the eldest age
    of entry a stage; `at_most` limits the students of a kind in a class.
    """

    name: str
    title: str
    caps: Mapping[str, int]
    required: tuple[str, ...]
    tiers: tuple[tuple[str, ...], ...]
    hard: tuple[str, ...]
    sections: Mapping[str, str]
    ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Rules:
    """What one draw goes by: everything here can change its result and is kept in the record.

    `cap` is the most students a class may hold (None: no limit was named); `names` are names
    of classes, or one pattern with {n}; `columns` gives a field to headers of a local list;
    `codes` are fields, codes of the school's own in them, and what these mean; `sheet` is the
    one to read; `date_format` says which number of a date is the day ("dmy", "mdy"); `year` is
    the one of entry; `plan` is the approved number of students; `at_most` are attributes with
    the most students a class may have to whom one applies; `caps` are lower caps of classes;
    `min_size` is the fewest students a class may have; sizes may differ by `tolerance` at most;
    `numbers` are the numbers that are spread, each with its number of bins; `groups` leaves the
    classes as lettered groups, which a later lot names; `gone` says whether rows marked as gone
    are left out or kept ("": there may be none).
    """

    policy: Policy
    school: str = ""
    stage: str = ""
    cap: int | None = None
    cap_reason: str = ""
    classes: int | None = None
    names: tuple[str, ...] = ()
    grade: int | None = None
    tiers: tuple[tuple[str, ...], ...] = ()
    hard: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    codes: tuple[tuple[str, str, str], ...] = ()
    sheet: str = ""
    date_format: str = ""
    year: int | None = None
    plan: int | None = None
    at_most: tuple[tuple[str, int], ...] = ()
    caps: tuple[tuple[str, int], ...] = ()
    min_size: int = 1
    tolerance: int = 1
    numbers: tuple[tuple[str, int], ...] = ()
    groups: bool = False
    method: Method = "draw"
    steps: int = 10_000
    depth: int = 4
    solver: str = "HiGHS"
    nodes: int = 2_000
    gone: str = ""

    @property
    def policy_cap(self) -> int | None:
        """The policy's cap: of the stage, or of its largest stage while none is named."""
        if self.stage:
            return self.policy.caps.get(self.stage)
        return max(self.policy.caps.values(), default=None)
