"""Reading rules and policies: TOML, checked against a schema that names every wrong key."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from balance_classes.domain.result.notice import Contact
from balance_classes.domain.rules.rules import CROSS, EVERY_OTHER, Policy, Rules
from balance_classes.errors import Finding, RulesError, UsageError, reason_of
from balance_classes.files.disk.streams import bytes_of
from balance_classes.files.roster.fields import UNUSED, declared_fields, plain_header
from balance_classes.files.rules.checks import check_rules, key_place, schema_finding, toml_fault
from balance_classes.files.rules.schema import RulesFile, crossed, groups_of, known_numbers
from balance_classes.language import Text

SPREAD = "spread"
"""The option that is no key of a rules file: it adds to the columns."""
SCORES = "scores"
AS_WRITTEN = (
    *("school", "cap", "cap_reason", "classes", "grade", "sheet", "year", "plan", "min_size"),
    *("tolerance", "groups", "method", "steps", "depth", "solver", "nodes"),
)
"""The keys of a rules file whose values a draw goes by as they stand there."""
POLICIES = Path(__file__).parents[2] / "policies"


def read_rules(path: Path | None, options: Mapping[str, object]) -> Rules:
    """Return the rules of a file with the options of the command line laid over them.

    Raises RulesError naming every key that is unknown, every value that is not allowed, and
    every column that no draw may read; UsageError where only options have such values.
    """
    file, source = _checked(path, options)
    policy = read_policy(file.policy)
    findings = check_rules(source, file, policy)
    if findings:
        raise RulesError(*findings)
    return Rules(
        policy=policy,
        stage=file.stage or "",
        names=tuple(file.class_names),
        tiers=_tiers(file, policy),
        hard=policy.hard if file.hard is None else tuple(dict.fromkeys(file.hard)),
        columns=tuple(sorted(file.columns.items())),
        codes=_codes(file),
        date_format=file.date_format or "",
        at_most=_limits(file, policy),
        caps=tuple(sorted(file.caps.items())),
        numbers=_numbers(file),
        **{name: getattr(file, name) for name in AS_WRITTEN},
        gone=file.gone or "",
        scores=tuple(sorted(set(file.scores))),
    )


def read_contact(path: Path | None, named: Contact) -> Contact:
    """Return whom to call and until when to object: as named, else from [notice] of a file."""
    table = _checked(path, {})[0].notice
    return Contact(named.hotline or table.hotline, named.objection or table.objection)


def named_keys(path: Path | None, options: Mapping[str, object]) -> frozenset[str]:
    """Return the keys that somebody named, in a file or as options; "rules" is the file itself."""
    keys = frozenset(_checked(path, options)[0].model_fields_set)
    return keys | {"rules"} if path else keys


def _checked(path: Path | None, options: Mapping[str, object]) -> tuple[RulesFile, Text | str]:
    """Return a rules file with options laid over it, and what it is called."""
    entries = _read_toml(path) if path else {}
    given = {name: value for name, value in options.items() if value not in (None, (), "")}
    scores = [*_list(entries.get(SCORES)), *_headers(given.pop(SCORES, ()))]
    if scores:
        entries = {**entries, SCORES: scores}
    own = [*_headers(given.pop(SPREAD, ())), *(word for word in scores if isinstance(word, str))]
    spread = _own_attributes(own)
    unused = dict.fromkeys(_headers(given.pop(UNUSED, ())), UNUSED)
    if spread or unused:
        table = _table(entries.get("columns"))
        entries = {**entries, "columns": {**spread, **table, **unused}}
    source = path.name if path else Text("command line")
    try:
        return RulesFile.model_validate({**entries, **given}), source
    except ValidationError as error:
        wrong = error.errors()
        of_options = all(entry["loc"][0] in given for entry in wrong)
        raise (UsageError if of_options else RulesError)(
            *(schema_finding(key_place(source, entry["loc"], given), entry) for entry in wrong)
        ) from None


def _own_attributes(headers: Iterable[str]) -> dict[str, str]:
    """Return columns that are to be spread under their own headers; known ones are already."""
    known = {header for field in declared_fields().values() for header in field.headers}
    return {word: word for word in headers if plain_header(word) not in known}


def _headers(named: object) -> list[str]:
    """Return headers as an option names them."""
    assert isinstance(named, Sequence)
    return [word for word in map(str.strip, named) if word]


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def rules_findings(source: Text | str, rules: Rules) -> list[Finding]:
    """Return what is wrong with rules that a seal or a record holds: they were written by hand.

    Raises RulesError for a policy that there is not.
    """
    entries: dict[str, object] = {
        "policy": rules.policy.name,
        "stage": rules.stage or None,
        "class_names": list(rules.names),
        "tiers": [list(tier) for tier in rules.tiers],
        "hard": list(rules.hard),
        "columns": dict(rules.columns),
        "codes": _by_field(rules.codes),
        "date_format": rules.date_format or None,
        "at_most": dict(rules.at_most),
        "caps": dict(rules.caps),
        "numbers": dict(rules.numbers),
        **{name: getattr(rules, name) for name in AS_WRITTEN},
        "gone": rules.gone or None,
        "scores": list(rules.scores),
    }
    try:
        file = RulesFile.model_validate(entries)
    except ValidationError as error:
        return [schema_finding(key_place(source, e["loc"], {}), e) for e in error.errors()]
    findings = check_rules(source, file, rules.policy)
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
        raise RulesError.at(
            "policy",
            Text("There is no policy “{name}”.", name=name),
            Text("Choose one of: {names}.", names=tuple(names)),
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
        return tomllib.loads(bytes_of(path).decode("utf-8-sig"))
    except OSError as error:
        what = Text("The rules cannot be opened: {reason}.", reason=reason_of(error))
    except UnicodeDecodeError:
        what = Text("The rules are not UTF-8 text.")
    except ValueError as error:  # broken TOML, or a number of thousands of digits
        what = toml_fault(str(error))
    raise RulesError.at(str(path), what, Text("See docs/rules.md for an example."))


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
    allowed = groups_of(file)
    return tuple(
        sorted((allowed.get(plain_header(name), name), most) for name, most in file.at_most.items())
    )


def _numbers(file: RulesFile) -> tuple[tuple[str, int], ...]:
    known = known_numbers()
    return tuple(sorted((known[plain_header(name)], bins) for name, bins in file.numbers.items()))


def _by_field(codes: Sequence[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, code, level in codes:
        found.setdefault(name, {})[code] = level
    return found


def _tiers(file: RulesFile, policy: Policy) -> tuple[tuple[str, ...], ...]:
    """Return the tiers of the rules, else of the policy; what the rules call hard is in none."""
    allowed = groups_of(file)
    asked = [
        [
            CROSS.join(allowed.get(plain_header(part), EVERY_OTHER) for part in crossed(name))
            for name in tier
        ]
        for tier in file.tiers or []
    ]
    soft = (tuple(g for g in tier if g not in (file.hard or ())) for tier in asked or policy.tiers)
    return tuple(tier for tier in soft if tier)
