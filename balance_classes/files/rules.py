"""Reading rules and policies: TOML, checked against a schema that names every wrong key."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from balance_classes.domain.canonical import plain_text
from balance_classes.domain.forbidden import forbidden_kind
from balance_classes.domain.rules import (
    APART,
    CROSS,
    EVERY_OTHER,
    MOST_TIERS,
    SAME_NAME,
    SAME_SOUND,
    TWO_WAY,
    Method,
    Policy,
    Rules,
)
from balance_classes.errors import Finding, RulesError
from balance_classes.files.intake.fields import declared_fields, plain_header
from balance_classes.files.intake.values import levels_of
from balance_classes.language import Text

POLICIES = Path(__file__).parent.parent / "policies"
DEFAULT_POLICY = "changji-2022"


RESERVED = ("", EVERY_OTHER, SAME_NAME, SAME_SOUND, TWO_WAY, "size", "class", "lottery_number")
"""Names that an attribute of a school's own cannot have: they mean something else here."""


Plain = Annotated[str, AfterValidator(plain_text)]


class RulesFile(BaseModel):
    """What may stand in a rules file; options of the command line are laid over it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    school: Plain = ""
    policy: str = DEFAULT_POLICY
    stage: Literal["primary", "junior"] | None = None
    cap: int | None = Field(default=None, ge=1, le=1_000)
    cap_reason: Plain = ""
    classes: int | None = Field(default=None, ge=1, le=10_000)
    class_names: list[Plain] = []
    grade: int | None = Field(default=None, ge=1, le=9)
    tiers: list[list[str]] | None = Field(default=None, min_length=1, max_length=MOST_TIERS)
    hard: list[Literal["apart", "same_name", "same_sound"]] | None = None
    columns: dict[str, Plain] = {}
    codes: dict[str, dict[str, Plain]] = {}
    sheet: str = ""
    date_format: Literal["dmy", "mdy"] | None = None
    year: int | None = Field(default=None, ge=1950, le=2099)
    plan: int | None = Field(default=None, ge=1, le=1_000_000)
    at_most: dict[str, Annotated[int, Field(ge=1, le=1_000)]] | None = None
    caps: dict[Plain, Annotated[int, Field(ge=1, le=1_000)]] = {}
    method: Method = Rules.method
    steps: int = Field(default=Rules.steps, ge=0, le=10_000_000)
    depth: int = Field(default=Rules.depth, ge=0, le=100_000)
    solver: str = Rules.solver
    nodes: int = Field(default=Rules.nodes, ge=1, le=10_000_000)


def read_rules(path: Path | None, options: Mapping[str, object]) -> Rules:
    """Return the rules of a file with the options of the command line laid over them.

    Raises RulesError naming every key that is unknown, every value that is not allowed, and
    every column that no draw may read.
    """
    entries = _read_toml(path) if path else {}
    given = {name: value for name, value in options.items() if value not in (None, (), "")}
    source = path.name if path else Text("command line")
    try:
        file = RulesFile.model_validate({**entries, **given})
    except ValidationError as error:
        raise RulesError(
            *(
                _schema_finding(_key_place(source, entry["loc"], given), entry)
                for entry in error.errors()
            )
        ) from None
    policy = read_policy(file.policy)
    findings = [
        *_forbidden(source, file),
        *_reserved(source, file),
        *_unknown_tiers(source, file),
        *_misplaced(source, file),
        *_wrong_codes(source, file),
    ]
    if findings:
        raise RulesError(*findings)
    return Rules(
        policy=policy,
        school=file.school,
        stage=file.stage or "",
        cap=file.cap,
        cap_reason=file.cap_reason,
        classes=file.classes,
        names=tuple(file.class_names),
        grade=file.grade,
        tiers=_tiers(file) or policy.tiers,
        hard=policy.hard if file.hard is None else tuple(dict.fromkeys(file.hard)),
        columns=tuple(sorted(file.columns.items())),
        codes=_codes(file),
        sheet=file.sheet,
        date_format=file.date_format or "",
        year=file.year,
        plan=file.plan,
        at_most=_limits(file, policy),
        caps=tuple(sorted(file.caps.items())),
        method=file.method,
        steps=file.steps,
        depth=file.depth,
        solver=file.solver,
        nodes=file.nodes,
    )


def rules_findings(source: Text | str, rules: Rules) -> list[Finding]:
    """Return what is wrong with rules that a seal or a record holds: they were written by hand.

    Raises RulesError for a policy that there is not.
    """
    entries: dict[str, object] = {
        "school": rules.school,
        "policy": rules.policy.name,
        "stage": rules.stage or None,
        "cap": rules.cap,
        "cap_reason": rules.cap_reason,
        "classes": rules.classes,
        "class_names": list(rules.names),
        "grade": rules.grade,
        "tiers": [list(tier) for tier in rules.tiers],
        "hard": list(rules.hard),
        "columns": dict(rules.columns),
        "codes": _by_field(rules.codes),
        "sheet": rules.sheet,
        "date_format": rules.date_format or None,
        "year": rules.year,
        "plan": rules.plan,
        "at_most": dict(rules.at_most),
        "caps": dict(rules.caps),
        "method": rules.method,
        "steps": rules.steps,
        "depth": rules.depth,
        "solver": rules.solver,
        "nodes": rules.nodes,
    }
    try:
        file = RulesFile.model_validate(entries)
    except ValidationError as error:
        return [_schema_finding(_key_place(source, e["loc"], {}), e) for e in error.errors()]
    findings = [
        *_forbidden(source, file),
        *_reserved(source, file),
        *_unknown_tiers(source, file),
        *_misplaced(source, file),
        *_wrong_codes(source, file),
    ]
    if read_policy(rules.policy.name) != rules.policy:
        findings.append(
            Finding(
                Text("{file}, key {key}", file=source, key="policy"),
                Text("This is not the text of the policy “{name}”.", name=rules.policy.name),
                Text("Seal anew from a rules file, or use the version of the program it is of."),
            )
        )
    return findings


def read_policy(name: str) -> Policy:
    """Return a built-in policy by its name."""
    names = sorted(path.stem for path in POLICIES.glob("*.toml"))
    if name not in names:
        raise RulesError(
            Finding(
                "policy",
                Text("There is no policy “{name}”.", name=name),
                Text("Choose one of: {names}.", names=tuple(names)),
            )
        )
    entries = tomllib.loads((POLICIES / f"{name}.toml").read_text(encoding="utf-8"))
    formation = entries["formation"]
    return Policy(
        name=name,
        title=entries["title"],
        caps=entries["caps"],
        required=tuple(formation["required"]),
        tiers=tuple(map(tuple, formation["tiers"])),
        hard=tuple(formation["hard"]),
        sections=entries["sections"],
        at_most=entries["at_most"],
        ages={stage: (ages[0], ages[1]) for stage, ages in entries["ages"].items()},
    )


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        what = Text("The rules cannot be opened: {reason}.", reason=error.strerror or str(error))
    except UnicodeDecodeError:
        what = Text("The rules are not UTF-8 text.")
    except ValueError as error:  # broken TOML, or a number of thousands of digits
        what = Text("This is no TOML: {reason}.", reason=str(error))
    raise RulesError(Finding(str(path), what, Text("See docs/rules.md for an example.")))


def _key_place(
    source: Text | str, path: Sequence[object], given: Mapping[str, object]
) -> Text | str:
    """Return where a key was written: an option of the command line, or the file."""
    if path[0] in given:
        return f"--{str(path[0]).replace('_', '-')}"
    return Text("{file}, key {key}", file=source, key=".".join(map(str, path)))


def _schema_finding(where: Text | str, error: Any) -> Finding:
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            what = Text("There is no such key.")
            mend = Text("Allowed keys: {keys}.", keys=tuple(RulesFile.model_fields))
        case "literal_error":
            what = Text("The value “{value}” is not allowed.", value=str(error["input"])[:40])
            mend = Text("Allowed: {allowed}.", allowed=context["expected"])
        case "greater_than_equal":
            what = Text("The value {value} is too small.", value=str(error["input"])[:40])
            mend = Text("It must be at least {bound}.", bound=context["ge"])
        case "less_than_equal":
            what = Text("The value {value} is too large.", value=str(error["input"])[:40])
            mend = Text("It must be at most {bound}.", bound=context["le"])
        case "value_error":
            what = Text("The text holds a character that cannot stand there.")
            mend = Text("Take out: {code}.", code=str(context["error"]))
        case _:
            what = Text("The value “{value}” is of the wrong kind.", value=str(error["input"])[:40])
            mend = Text("What is needed: {kind}.", kind=error["msg"])
    return Finding(where, what, mend)


def _forbidden(source: Text | str, file: RulesFile) -> list[Finding]:
    """Find every place that asks for a column no draw may read, by any alias."""
    asked = [("tiers", name) for tier in file.tiers or [] for name in tier]
    asked += [("columns", word) for entry in file.columns.items() for word in entry]
    asked += [("at_most", name) for name in file.at_most or {}]
    return [
        Finding(
            Text("{file}, key {key}", file=source, key=key),
            Text("“{word}” asks for scores, parents' posts or income, or favours.", word=word),
            Text("Take it out: no class is formed by such a column (§7, §14)."),
        )
        for key, word in asked
        if forbidden_kind(word)
    ]


def _codes(file: RulesFile) -> tuple[tuple[str, str, str], ...]:
    """Return the school's own codes in the form in which cells are compared."""
    return tuple(
        sorted(
            (name, unicodedata.normalize("NFKC", code).casefold(), level)
            for name, codes in file.codes.items()
            for code, level in codes.items()
        )
    )


def _limits(file: RulesFile, policy: Policy) -> tuple[tuple[str, int], ...]:
    """Return the limits of the rules, else those of the policy, by the names of attributes."""
    if file.at_most is None:
        return tuple(sorted(policy.at_most.items()))
    allowed = _groups(file)
    return tuple(
        sorted((allowed.get(plain_header(name), name), most) for name, most in file.at_most.items())
    )


def _by_field(codes: Sequence[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, code, level in codes:
        found.setdefault(name, {})[code] = level
    return found


def _wrong_codes(source: Text | str, file: RulesFile) -> list[Finding]:
    """Find own codes for a field that has none, and those that mean nothing in a closed one."""
    fields = declared_fields()
    found = []
    for name, codes in file.codes.items():
        place = Text("{file}, key {key}", file=source, key=f"codes.{name}")
        field = fields.get(name)
        coded = tuple(entry.name for entry in fields.values() if entry.codes)
        if field is None or not field.codes:
            what = Text("“{name}” is no field with codes.", name=name)
            found.append(Finding(place, what, Text("Allowed: {allowed}.", allowed=coded)))
            continue
        plain = [unicodedata.normalize("NFKC", code).casefold() for code in codes]
        if len(set(plain)) < len(plain):
            what = Text("Two codes differ in capitals or width alone.")
            found.append(Finding(place, what, Text("Leave one of them out.")))
        levels = tuple(dict.fromkeys(levels_of(field.codes).values()))
        wrong = [level for level in codes.values() if level not in levels]
        if field.closed and wrong:
            what = Text("The value “{value}” is not allowed.", value=wrong[0][:40])
            found.append(Finding(place, what, Text("Allowed: {allowed}.", allowed=levels)))
    return found


def _reserved(source: Text | str, file: RulesFile) -> list[Finding]:
    return [
        Finding(
            Text("{file}, key {key}", file=source, key=f"columns.{header}"),
            Text("“{name}” cannot be the name of an attribute.", name=name),
            Text("Choose another name."),
        )
        for header, name in file.columns.items()
        if name in RESERVED or CROSS in name
    ]


def _unknown_tiers(source: Text | str, file: RulesFile) -> list[Finding]:
    allowed = _groups(file)
    asked = [("tiers", name) for tier in file.tiers or [] for name in tier if name != EVERY_OTHER]
    asked += [("at_most", name) for name in file.at_most or {}]
    return [
        Finding(
            Text("{file}, key {key}", file=source, key=key),
            Text("There is no attribute “{name}”.", name=name),
            Text("Allowed: {allowed}.", allowed=tuple(dict.fromkeys(allowed.values()))),
        )
        for key, written in asked
        for name in (_crossed(written) if key == "tiers" else (written,))
        if plain_header(name) not in allowed
    ]


def _misplaced(source: Text | str, file: RulesFile) -> list[Finding]:
    """Find the two-way tier beside other groups or before other tiers: it can only be the last."""
    tiers = file.tiers or []
    if not any(TWO_WAY in tier for tier in tiers[:-1]) and (
        not tiers or TWO_WAY not in tiers[-1] or tiers[-1] == [TWO_WAY]
    ):
        return []
    return [
        Finding(
            Text("{file}, key {key}", file=source, key="tiers"),
            Text("“{name}” is not a tier of its own at the end.", name=TWO_WAY),
            Text("Write it last and alone: {example}.", example='["two_way"]'),
        )
    ]


def _crossed(name: str) -> tuple[str, ...]:
    """Return the two attributes of cells (sex*ethnicity, 性别×民族), else the name alone."""
    one, *other = (part.strip() for part in re.split("[*\uff0a×]", name))
    return (one, other[0]) if one and len(other) == 1 and other[0] else (name,)


def _tiers(file: RulesFile) -> tuple[tuple[str, ...], ...]:
    allowed = _groups(file)
    return tuple(
        tuple(
            CROSS.join(allowed.get(plain_header(part), EVERY_OTHER) for part in _crossed(name))
            for name in tier
        )
        for tier in file.tiers or []
    )


def _groups(file: RulesFile) -> dict[str, str]:
    """Return what a tier may name: each attribute by its name or header, and special groups."""
    names: dict[str, str] = {}
    for field in declared_fields().values():
        if field.is_attribute:
            names |= dict.fromkeys((plain_header(field.name), *field.headers), field.name)
    own: Sequence[str] = [name for name in file.columns.values() if name not in declared_fields()]
    special = {plain_header(name): name for name in (SAME_NAME, SAME_SOUND, APART, TWO_WAY, *own)}
    return names | special
