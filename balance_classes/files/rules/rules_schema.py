"""What may stand in a rules file: its keys, and the names that its values may use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from balance_classes.domain.canonical import plain_text, spoken_text
from balance_classes.domain.roster.bins import AGE_MONTHS, DEFAULT_BINS, NUMBERS, number_column
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import (
    APART,
    AT_LEAST,
    AT_MOST,
    CROSS,
    EVERY_OTHER,
    MOST_SEATS,
    MOST_TIERS,
    NAMES_ALIKE,
    OF_LEVEL,
    OFFERED,
    OWN,
    SIZE,
    TOTAL,
    TWO_WAY,
    WIDEST_TOLERANCE,
    Method,
    Rules,
    meant,
)
from balance_classes.files.roster.cell_values import levels_of
from balance_classes.files.roster.fields import UNUSED, declared_fields, plain_header

RESERVED = (
    *(
        "",
        EVERY_OTHER,
        *NAMES_ALIKE,
        TWO_WAY,
        AT_MOST,
        AT_LEAST,
        FRIENDS,
        KEEP,
        OFFERED,
        TOTAL,
        SIZE,
    ),
    *("class", "lottery_number", AGE_MONTHS),
    *map(number_column, NUMBERS),
)
"""Names that mean something else here: an attribute of a school's own has them with a sign."""
UNSPREAD = ("", EVERY_OTHER, AGE_MONTHS, *map(number_column, NUMBERS))
"""Names that an attribute of a school's own cannot have: numbers are spread by their bins."""
SPOKEN_NUMBERS = {"月龄": AGE_MONTHS, "ageinmonths": AGE_MONTHS}
"""Other words for numbers that have no header, as headers are compared."""
MOST_BINS = 12


def _with_default_bins(numbers: object) -> object:
    """Return a list of numbers as a table: each with the usual number of bins."""
    return dict.fromkeys(numbers, DEFAULT_BINS) if isinstance(numbers, list) else numbers


def _without_words(columns: object) -> object:
    """Return a list of columns as a table: each without numbers for its words."""
    return {name: {} for name in columns} if isinstance(columns, list) else columns


def _without_numbers(classes: object) -> object:
    """Return a list of classes as a table: each without a number."""
    return dict.fromkeys(classes, 0) if isinstance(classes, list) else classes


def _in_words(rule: str) -> BeforeValidator:
    """Return what reads the value of a rule from its Chinese word, too."""
    return BeforeValidator(partial(meant, rule))


def _said(text: str) -> str:
    """Return a text as it stands; raises ValueError where it holds what shows nothing."""
    spoken_text(text)
    return text


Plain = Annotated[str, AfterValidator(plain_text)]
"""What lists show."""
Number = Annotated[int, Field(ge=0, le=1_000)]
Said = Annotated[str, AfterValidator(_said)]
"""What is compared as it stands: headers, codes, names of sheets and solvers."""


class NoticeTable(BaseModel):
    """What the notice tells beside the draw; nothing of it is sealed, since no draw reads it."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    hotline: Plain = ""
    objection: Plain = ""


class RulesFile(BaseModel):
    """What may stand in a rules file; options of the command line are laid over it."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    school: Plain = ""
    policy: Annotated[Said, Field(min_length=1)] | None = None
    stage: Annotated[Literal["primary", "junior"] | None, _in_words("stage")] = None
    cap: int | None = Field(default=None, ge=1, le=1_000)
    cap_reason: Plain = ""
    classes: int | None = Field(default=None, ge=1, le=10_000)
    class_names: list[Plain] = []
    grade: int | None = Field(default=None, ge=1, le=9)
    tiers: list[list[Said]] | None = Field(default=None, min_length=1, max_length=MOST_TIERS)
    hard: list[Literal["apart", "friends", "same_name", "same_sound", "same_tone"]] | None = None
    columns: dict[Said, Plain] = {}
    codes: dict[Said, dict[Said, Plain]] = {}
    sheet: Said = ""
    date_format: Annotated[Literal["dmy", "mdy"] | None, _in_words("date_format")] = None
    year: int | None = Field(default=None, ge=1950, le=2099)
    plan: int | None = Field(default=None, ge=1, le=1_000_000)
    at_most: dict[Said, Annotated[int, Field(ge=1, le=1_000)]] | None = None
    at_least: dict[Said, Annotated[int, Field(ge=2, le=1_000)]] = {}
    keep: Said = ""
    seats: dict[Said, Annotated[int, Field(ge=1, le=MOST_SEATS)]] = {}
    caps: dict[Plain, Annotated[int, Field(ge=1, le=1_000)]] = {}
    sizes: dict[Plain, Annotated[int, Field(ge=1, le=1_000)]] = {}
    offered: dict[
        Said, dict[Said, Annotated[dict[Plain, Number], BeforeValidator(_without_numbers)]]
    ] = {}
    totals: Annotated[
        dict[Said, dict[Said, Annotated[int, Field(ge=0, le=100)]]], BeforeValidator(_without_words)
    ] = {}
    min_size: int = Field(default=Rules.min_size, ge=1, le=1_000)
    tolerance: int | None = Field(default=None, ge=1, le=WIDEST_TOLERANCE)
    numbers: Annotated[
        dict[Said, Annotated[int, Field(ge=2, le=MOST_BINS)]], BeforeValidator(_with_default_bins)
    ] = {}
    groups: bool = Rules.groups
    method: Annotated[Method, _in_words("method")] = Rules.method
    steps: int = Field(default=Rules.steps, ge=0, le=10_000_000)
    depth: int = Field(default=Rules.depth, ge=0, le=100_000)
    solver: Said = Rules.solver
    nodes: int = Field(default=Rules.nodes, ge=1, le=10_000_000)
    gone: Annotated[Literal["leave-out", "keep"] | None, _in_words("gone")] = None
    scores: list[Plain] = []
    notice: NoticeTable = NoticeTable()


def groups_of(file: RulesFile) -> dict[str, str]:
    """Return what a tier may name: each attribute by its name or header, and special groups."""
    names: dict[str, str] = {}
    asked = {known_numbers().get(plain_header(name)) for name in file.numbers}
    for field in declared_fields().values():
        if field.is_attribute or field.name in asked:
            names |= dict.fromkeys((plain_header(field.name), *field.headers), field.name)
    own: Sequence[str] = [
        name for name in file.columns.values() if name not in (UNUSED, *declared_fields())
    ]
    special = {plain_header(name): name for name in (*NAMES_ALIKE, APART, FRIENDS, KEEP, TWO_WAY)}
    # Of names alike the tier of that name is meant; the column is in the tier of all others.
    return names | {plain_header(name): own_name(name) for name in own} | special


def own_name(name: str) -> str:
    """Return the name of what a column is mapped to: one that is ours gets a sign before it."""
    ours = (*UNSPREAD, *declared_fields())
    return f"{OWN}{name}" if name in RESERVED and name not in ours else name


def named_tiers(
    tiers: Sequence[Sequence[str]], hard: Sequence[str], names: Mapping[str, str]
) -> tuple[tuple[str, ...], ...]:
    """Return tiers by the names of attributes; what is hard is in none. `names` are known ones."""
    asked = (
        [
            CROSS.join(names.get(plain_header(part), EVERY_OTHER) for part in crossed(name))
            for name in tier
        ]
        for tier in tiers
    )
    soft = (tuple(group for group in tier if group not in hard) for tier in asked)
    return tuple(tier for tier in soft if tier)


def named_limits(limits: Mapping[str, int], names: Mapping[str, str]) -> dict[str, int]:
    """Return limits by the names of attributes and the levels that cells mean."""
    return {_named_kind(kind, names): number for kind, number in limits.items()}


def _named_kind(kind: str, names: Mapping[str, str]) -> str:
    attribute, level = kind_parts(kind)
    name = names.get(plain_header(attribute), attribute)
    field = declared_fields().get(name)
    if level and field and field.codes:
        level = levels_of(field.codes).get(level.casefold(), level)
    return f"{name}{OF_LEVEL}{level}" if level else name


def kind_parts(kind: str) -> tuple[str, str]:
    """Return the attribute of a kind of students, and its level (`*`: each) or nothing."""
    attribute, _, level = kind.partition(OF_LEVEL)
    return attribute.strip(), level.strip()


def crossed(name: str) -> tuple[str, ...]:
    """Return the two attributes of cells (sex*ethnicity, 性别×民族), else the name alone."""
    one, *other = (part.strip() for part in re.split("[*\uff0a×]", name))
    return (one, other[0]) if one and len(other) == 1 and other[0] else (name,)


def known_numbers() -> Mapping[str, str]:
    """Return the fields of numbers by their names and headers, as headers are compared."""
    fields = [declared_fields()[name] for name in NUMBERS]
    names = {each: f.name for f in fields for each in (plain_header(f.name), *f.headers)}
    return names | SPOKEN_NUMBERS
