"""Reading rules: TOML, checked against a schema that names every wrong key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from balance_classes.domain.result.notice import Contact
from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.rules.policy import FRIENDS, KEEP, Policy
from balance_classes.domain.rules.rules import (
    APART,
    AT_LEAST,
    AT_MOST,
    NAMES_ALIKE,
    OF_LEVEL,
    OFFERED,
    TWO_WAY,
    AskedRules,
    OpenRules,
    Rules,
)
from balance_classes.errors import Finding, RulesError, UsageError
from balance_classes.files.roster.fields import UNUSED, declared_fields, plain_header
from balance_classes.files.rules.policies import (
    BY_LANGUAGE,
    policy_findings,
    read_policy,
    read_toml,
)
from balance_classes.files.rules.rules_checks import check_rules, key_place, schema_finding
from balance_classes.files.rules.rules_schema import (
    RulesFile,
    groups_of,
    known_numbers,
    named_limits,
    named_tiers,
    own_name,
)
from balance_classes.language import Text

SPREAD = "spread"
"""The option that is no key of a rules file: it adds to the columns."""
SPREAD_BY = ("date", "number")
"""Kinds of what is spread by its quarters or its bins."""
_STAR = re.compile("[*＊]")
SCORES = "scores"
SIZES = "sizes"
TOTALS = "totals"
AS_WRITTEN = (
    *("school", "cap", "cap_reason", "classes", "grade", "sheet", "year", "plan", "min_size"),
    *("groups", "method", "steps", "depth", "solver", "nodes"),
)
"""The keys of a rules file whose values a draw goes by as they stand there."""

SPECIAL = (*NAMES_ALIKE, APART, FRIENDS, TWO_WAY)
"""Groups that are no columns."""


def asked_rules(path: Path | None, options: Mapping[str, object]) -> AskedRules:
    """Return the rules of a file with the options of the command line laid over it.

    Where neither names a policy, the language of the roster does. Raises RulesError naming every
    key that is unknown, every value that is not allowed, and every column that no draw may read;
    UsageError where only options have such values.
    """
    file, source = _checked(path, options)
    if file.policy is None:
        policies = {code: read_policy(name) for code, name in BY_LANGUAGE.items()}
        found = {code: check_rules(source, file, policy) for code, policy in policies.items()}
        if all(found.values()):
            raise RulesError(*found["zh"])
        return OpenRules(
            {code: _rules(file, policy) for code, policy in policies.items()},
            {code: RulesError(*findings) for code, findings in found.items() if findings},
        )
    beside = path.parent if path and not options.get("policy") else Path()
    policy = read_policy(file.policy, beside)
    findings = check_rules(source, file, policy)
    RulesError.raise_for(findings)
    return _rules(file, policy)


def read_rules(path: Path | None, options: Mapping[str, object], language: str = "zh") -> Rules:
    """Return the rules of a file and options, as they are for a roster in a language.

    Raises RulesError and UsageError as `asked_rules` does.
    """
    return asked_rules(path, options).under(language)


def _rules(file: RulesFile, policy: Policy) -> Rules:
    """Return what a file asks for, and what the policy does where the file is silent."""
    names = groups_of(file)
    tiers, limits = policy.tiers, policy.at_most
    if file.tiers is not None or file.hard is not None:
        # What a tier names and nobody calls hard is soft.
        tiers = named_tiers(file.tiers or policy.tiers, file.hard or (), names)
    if file.at_most is not None:
        limits = named_limits(file.at_most, names)
    return Rules(
        policy=policy,
        stage=file.stage or "",
        names=tuple(file.class_names),
        tiers=tiers,
        hard=policy.hard if file.hard is None else tuple(dict.fromkeys(file.hard)),
        columns=tuple(sorted((header, own_name(name)) for header, name in file.columns.items())),
        codes=_codes(file),
        date_format=file.date_format or "",
        at_most=tuple(sorted(limits.items())),
        at_least=tuple(sorted(named_limits(file.at_least, names).items())),
        keep=_attributes(file, names).get(plain_header(file.keep), file.keep) if file.keep else "",
        seats=tuple(sorted(named_limits(file.seats, names).items())),
        caps=tuple(sorted(file.caps.items())),
        sizes=tuple(sorted(file.sizes.items())),
        offered=_offered(file, names),
        totals=_totals(file, names),
        tolerance=file.tolerance or policy.tolerance or Rules.tolerance,
        numbers=_numbers(file),
        **{name: getattr(file, name) for name in AS_WRITTEN},
        gone=file.gone or "",
        scores=tuple(sorted(set(file.scores))),
    )


def read_contact(path: Path | None, named: Contact) -> Contact:
    """Return whom to call and until when to object: as named, else from [notice] of a file."""
    table = _checked(path, {})[0].notice
    return Contact(named.hotline or table.hotline, named.objection or table.objection, named.date)


def named_keys(path: Path | None, options: Mapping[str, object]) -> frozenset[str]:
    """Return the keys that somebody named, in a file or as options; "rules" is the file itself."""
    keys = frozenset(_checked(path, options)[0].model_fields_set)
    return keys | {"rules"} if path else keys


def _checked(path: Path | None, options: Mapping[str, object]) -> tuple[RulesFile, Text | str]:
    """Return a rules file with options laid over it, and what it is called."""
    entries = read_toml(path) if path else {}
    given = {name: value for name, value in options.items() if value not in (None, (), "")}
    scores = [*_list(entries.get(SCORES)), *_headers(given.pop(SCORES, ()))]
    if scores:
        entries = {**entries, SCORES: scores}
    if isinstance(written := given.get(SIZES), str):
        given[SIZES] = _sizes(written)
    if isinstance(written := given.get(OFFERED), str | list | tuple):
        given[OFFERED] = _said_offered(written)
    own = [*_headers(given.pop(SPREAD, ())), *(word for word in scores if isinstance(word, str))]
    columns = _table(entries.get("columns"))
    chosen = {header: str(word) for header, word in _table(given.pop("columns", {})).items()}
    mapped = {**columns, **chosen}
    if isinstance(named := given.get(TOTALS), list | tuple):
        given[TOTALS] = {word: {} for word in _headers(named)}
    limited = [
        w for key in (OFFERED, TOTALS) for each in (entries, given) for w in _words(each.get(key))
    ]
    limited += [str(each[KEEP]) for each in (entries, given) if each.get(KEEP)]
    limited += _limited_columns(entries)
    own += [word for word in limited if word not in (*mapped, *mapped.values())]
    spread = _own_attributes(own)
    said = dict.fromkeys(_headers(given.pop(UNUSED, ())), UNUSED)
    said |= chosen
    if spread or said:
        entries = {**entries, "columns": {**spread, **columns, **said}}
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
    """Return columns that are to be spread under their own headers; known ones are already.

    A star says in many lists that a column must be filled in. Raises UsageError for a known column
    that is read as something else than an attribute.
    """
    known = {header: field for field in declared_fields().values() for header in field.headers}
    own = {word: known.get(plain_header(word)) for word in headers}
    UsageError.raise_for(
        Finding(
            f"--{SPREAD}",
            Text("“{header}” is read as {field}, and is not spread.", header=word, field=label),
            Text("Leave it out; or, if it is something else, give the column another header."),
        )
        for word, field in own.items()
        if field and not (field.is_attribute or field.kind in SPREAD_BY)
        for label in [field_label(field.name)]
    )
    return {word: _STAR.sub("", word).strip() for word, field in own.items() if not field}


def _sizes(written: str) -> dict[str, object]:
    """Return sizes of classes as an option names them: A=40, B=38."""
    pairs = [part.rpartition("=") for part in re.split("[,，、]", written.replace("＝", "="))]
    return {
        name.strip(): int(size) if size.strip().isdecimal() else size for name, _, size in pairs
    }


def _headers(named: object) -> list[str]:
    """Return headers as an option names them."""
    assert isinstance(named, Sequence)
    return [word for word in map(str.strip, named) if word]


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _limited_columns(entries: Mapping[str, object]) -> list[str]:
    """Return columns of the school's own that a limit of a kind names: they are read, too."""
    known = {plain_header(name) for field in declared_fields().values() for name in field.headers}
    known |= {*map(plain_header, declared_fields()), *map(plain_header, SPECIAL)}
    kinds = [word for key in (AT_MOST, AT_LEAST) for word in _words(entries.get(key))]
    attributes = (kind.partition(OF_LEVEL)[0] for kind in kinds)
    return [name for name in attributes if name and plain_header(name) not in known]


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list | Mapping) else []


def _table(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def rules_findings(source: Text | str, rules: Rules) -> list[Finding]:
    """Return what is wrong with rules that a seal or a record holds: they were written by hand."""
    entries: dict[str, object] = {
        "stage": rules.stage or None,
        "class_names": list(rules.names),
        "tiers": [list(tier) for tier in rules.tiers],
        "hard": list(rules.hard),
        "columns": dict(rules.columns),
        "codes": _by_field(rules.codes),
        "date_format": rules.date_format or None,
        "at_most": dict(rules.at_most),
        "at_least": dict(rules.at_least),
        "keep": rules.keep,
        "seats": dict(rules.seats),
        "caps": dict(rules.caps),
        "sizes": dict(rules.sizes),
        "offered": _offers(rules.offered),
        "totals": {name: dict(words) for name, words in rules.totals},
        "tolerance": rules.tolerance,
        "numbers": dict(rules.numbers),
        **{name: getattr(rules, name) for name in AS_WRITTEN},
        "gone": rules.gone or None,
        "scores": list(rules.scores),
    }
    try:
        file = RulesFile.model_validate(entries)
    except ValidationError as error:
        return [schema_finding(key_place(source, e["loc"], {}), e) for e in error.errors()]
    found = check_rules(source, file, rules.policy)
    return [*found, *policy_findings(source, rules.policy)]


def _offered(
    file: RulesFile, names: Mapping[str, str]
) -> tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]:
    """Return levels and the only classes open to them, by the names of attributes."""
    known = _attributes(file, names)
    return tuple(
        sorted(
            (
                known.get(plain_header(name), name),
                level,
                tuple(sorted(classes.items())),
            )
            for name, levels in file.offered.items()
            for level, classes in levels.items()
        )
    )


def _attributes(file: RulesFile, names: Mapping[str, str]) -> dict[str, str]:
    """Return attributes by their names and headers, as headers are compared."""
    mapped = {plain_header(header): own_name(name) for header, name in file.columns.items()}
    return {**names, **mapped}


def _totals(
    file: RulesFile, names: Mapping[str, str]
) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """Return attributes whose sums are spread, each with the numbers of its words."""
    known = _attributes(file, names)
    return tuple(
        sorted(
            (known.get(plain_header(name), name), tuple(sorted(words.items())))
            for name, words in file.totals.items()
        )
    )


def _offers(
    only: Sequence[tuple[str, str, Sequence[tuple[str, int]]]],
) -> dict[str, dict[str, dict[str, int]]]:
    """Return levels and the only classes open to them as a file has them."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, level, classes in only:
        found.setdefault(name, {})[level] = dict(classes)
    return found


def _said_offered(written: Sequence[str]) -> dict[str, dict[str, dict[str, object]]]:
    """Return levels and their classes as options name them: Year=Y3:A,B (Year=Y3:A=28,B=12)."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    for text in [written] if isinstance(written, str) else written:
        plain = text.translate(str.maketrans("＝：，、", "=:,,"))
        column, _, rest = plain.partition("=")
        level, _, listed = rest.partition(":")
        classes = (part.partition("=") for part in listed.split(","))
        found.setdefault(column.strip(), {})[level.strip()] = {
            name.strip(): (int(number) if number.strip().isdecimal() else number) if equal else 0
            for name, equal, number in classes
        }
    return found


def _codes(file: RulesFile) -> tuple[tuple[str, str, str], ...]:
    """Return the school's own codes in the form in which cells are compared."""
    return tuple(
        sorted(
            (own_name(name), unicodedata.normalize("NFKC", code).casefold(), level)
            for name, codes in file.codes.items()
            for code, level in codes.items()
        )
    )


def _numbers(file: RulesFile) -> tuple[tuple[str, int], ...]:
    known = known_numbers()
    return tuple(sorted((known[plain_header(name)], bins) for name, bins in file.numbers.items()))


def _by_field(codes: Sequence[tuple[str, str, str]]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, code, level in codes:
        found.setdefault(name, {})[code] = level
    return found
