"""Policies: those that come with the program, and those that anybody writes, checked alike."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from balance_classes.domain.rules.policy import Policy
from balance_classes.domain.rules.rules import MOST_TIERS, WIDEST_TOLERANCE
from balance_classes.errors import Finding, RulesError, reason_of
from balance_classes.files.disk.opening import bytes_of
from balance_classes.files.roster.fields import plain_header
from balance_classes.files.rules.rules_checks import (
    check_rules,
    key_place,
    schema_finding,
    toml_fault,
)
from balance_classes.files.rules.rules_schema import (
    Plain,
    RulesFile,
    groups_of,
    named_limits,
    named_tiers,
)
from balance_classes.language import Text, looks_chinese

POLICIES = Path(__file__).parents[2] / "policies"
BY_LANGUAGE = {"zh": "changji-2022", "en": "own"}
"""What is gone by where nobody names a policy: no English roster meets a Chinese section."""
OTHER_NAMES = {
    "none": "own",
    "昌吉2022": "changji-2022",
    "全国": "china",
    "本校": "own",
    "无": "own",
}
"""Words that name a policy of the program, too."""

AS_WRITTEN = (
    "title", "issuer", "number", "date", "caps", "tolerance", "sections", "notice", "origin",
)  # fmt: skip
"""What a policy says as its file does."""
Stage = Literal["primary", "junior", "every"]
Answered = Literal[
    "cap", "plan", "balance", "score", "favour", "family", "forbidden",
    "age", "home_taught", "double", "sector", "tolerance", "at_most",
]  # fmt: skip
"""The rules of the program that a section of a policy may ask for."""


def _by_language(value: object) -> object:
    """Return a text as one of its language."""
    return {"zh" if looks_chinese(value) else "en": value} if isinstance(value, str) else value


def _in_order(ages: list[int]) -> list[int]:
    return sorted(ages)


Told = Annotated[
    dict[Literal["zh", "en"], Annotated[Plain, Field(max_length=1_000)]],
    BeforeValidator(_by_language),
]
Age = Annotated[int, Field(ge=2, le=25)]


class PolicyFile(BaseModel):
    """What may stand in a policy: docs/policy.md tells it key by key."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)

    title: Annotated[Told, Field(min_length=1)]
    issuer: Told = {}
    number: Plain = ""
    date: Annotated[str, Field(pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")] = ""
    required: list[str] = []
    tiers: list[list[str]] = Field(
        default=[["sex"], ["*"], ["same_name"], ["two_way"]], min_length=1, max_length=MOST_TIERS
    )
    hard: list[Literal["apart", "same_name", "same_sound", "same_tone"]] = ["apart"]
    tolerance: int | None = Field(default=None, ge=1, le=WIDEST_TOLERANCE)
    forbidden: list[Annotated[Plain, Field(min_length=1)]] = []
    caps: dict[Stage, Annotated[int, Field(ge=1, le=1_000)]] = {}
    ages: dict[
        Stage, Annotated[list[Age], Field(min_length=2, max_length=2), AfterValidator(_in_order)]
    ] = {}
    at_most: dict[str, Annotated[int, Field(ge=1, le=1_000)]] = {}
    sections: dict[Answered, Plain] = {}
    notice: Told = {}
    origin: Told = {}


def policy_names() -> tuple[str, ...]:
    """Return the names of the policies that come with the program."""
    return tuple(sorted(path.stem for path in POLICIES.glob("*.toml")))


def read_policy(named: str, folder: Path = Path()) -> Policy:
    """Return a policy of the program by its name, else the one in a file.

    A path is taken from `folder`. Raises RulesError for a name that there is not, and with all
    that is wrong in a file.
    """
    name = OTHER_NAMES.get(named, named)
    if name in policy_names():
        return _shipped(name)
    path = folder / named
    if path.suffix != ".toml" and not path.is_file():
        raise RulesError.at(
            "policy",
            Text("There is no policy “{name}”.", name=named),
            Text("Choose one of: {names}; or name a file (.toml).", names=policy_names()),
        )
    if path.stem in (*policy_names(), *OTHER_NAMES):
        raise RulesError.at(
            path.name,
            Text("“{name}” is the name of a policy of the program.", name=path.stem),
            Text("Give the file another name."),
        )
    return _policy(path.stem, path)


@cache
def _shipped(name: str) -> Policy:
    """Return a policy of the program: a worker that draws many schools reads it once."""
    return _policy(name, POLICIES / f"{name}.toml")


def read_toml(path: Path, help_page: str = "docs/rules.md") -> dict[str, Any]:
    """Return what stands in a file; raises RulesError for one that is no TOML."""
    try:
        return tomllib.loads(bytes_of(path).decode("utf-8-sig"))
    except OSError as error:
        what = Text("The file cannot be opened: {reason}.", reason=reason_of(error))
    except UnicodeDecodeError:
        what = Text("The file is not UTF-8 text.")
    except ValueError as error:  # broken TOML, or a number of thousands of digits
        what = toml_fault(str(error))
    raise RulesError.at(str(path), what, Text("See {page} for an example.", page=help_page))


def policy_template(language: str) -> bytes:
    """Return a policy to fill in, with what each key means, in a language."""
    return Path(__file__).with_name(f"policy-{language}.toml").read_bytes()


def policy_findings(source: Text | str, policy: Policy) -> list[Finding]:
    """Return what is wrong with a policy that a seal or a record holds.

    One of the program's is as the program has it; any other could have been read from a file.
    """
    if policy.name in policy_names():
        same = read_policy(policy.name) == policy
    else:
        entries = {key: value for key, value in asdict(policy).items() if key != "name"}
        try:
            same = _checked(policy.name, source, _as_lists(entries)) == policy
        except RulesError as error:
            return list(error.findings)
    if same:
        return []
    return [
        Finding(
            Text("{file}, key {key}", file=source, key="policy"),
            Text("This is not the text of the policy “{name}”.", name=policy.name),
            Text("Seal anew from a rules file, or use the version of the program it is of."),
        )
    ]


def _policy(name: str, path: Path) -> Policy:
    return _checked(name, path.name, read_toml(path, "docs/policy.md"))


def _checked(name: str, source: Text | str, entries: Mapping[str, Any]) -> Policy:
    """Return the policy of some entries; raises RulesError with all that is wrong with them."""
    keys = tuple(PolicyFile.model_fields)
    try:
        file = PolicyFile.model_validate(entries)
    except ValidationError as error:
        raise RulesError(
            *(schema_finding(_place(source, e["loc"]), e, keys) for e in error.errors())
        ) from None
    asked = RulesFile(tiers=file.tiers, at_most=file.at_most)
    unknown, names = _unknown_fields(source, file.required), groups_of(asked)
    policy = Policy(
        name=name,
        **{key: getattr(file, key) for key in AS_WRITTEN},
        required=tuple(names.get(plain_header(field), field) for field in file.required),
        tiers=named_tiers(file.tiers, file.hard, names),
        hard=tuple(dict.fromkeys(file.hard)),
        forbidden=tuple(dict.fromkeys(file.forbidden)),
        ages={stage: (ages[0], ages[1]) for stage, ages in file.ages.items()},
        at_most=named_limits(file.at_most, names),
    )
    findings = [*check_rules(source, asked, policy), *unknown]
    RulesError.raise_for(findings)
    return policy


def _place(source: Text | str, path: Sequence[object]) -> Text | str:
    return key_place(source, [part for part in path if part != "[key]"], {})


def _unknown_fields(source: Text | str, required: Sequence[str]) -> list[Finding]:
    names = groups_of(RulesFile())
    return [
        Finding(
            Text("{file}, key {key}", file=source, key="required"),
            Text("There is no attribute “{name}”.", name=name),
            Text("Allowed: {allowed}.", allowed=tuple(dict.fromkeys(names.values()))),
        )
        for name in required
        if plain_header(name) not in names
    ]


def _as_lists(value: Any) -> Any:
    """Return values as TOML has them: lists in the place of tuples."""
    if isinstance(value, Mapping):
        return {key: _as_lists(each) for key, each in value.items()}
    return [_as_lists(each) for each in value] if isinstance(value, tuple) else value
