"""What is wrong with a rules file: each check a function, each finding with its key."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from balance_classes.domain.roster.forbidden_columns import forbidden_kind
from balance_classes.domain.roster.forbidden_words import SCORE
from balance_classes.domain.rules.policy import FRIENDS, KEEP, Policy
from balance_classes.domain.rules.rules import CROSS, EVERY_OTHER, TWO_WAY, VALUE_WORDS
from balance_classes.errors import Finding
from balance_classes.files.roster.cell_values import levels_of
from balance_classes.files.roster.fields import UNUSED, declared_fields, plain_header
from balance_classes.files.rules.rules_schema import (
    RESERVED,
    UNSPREAD,
    RulesFile,
    crossed,
    groups_of,
    kind_parts,
    known_numbers,
)
from balance_classes.language import Either, Text

Wrong = tuple[str, Text, Text]
"""A key of the file, what is wrong with it, and how to mend it."""
NO_CHOICE = Text("Take it out: under this policy there is no choice.")
LEAVE_OUT = Text("Leave one of them out.")


def check_rules(source: Text | str, file: RulesFile, policy: Policy) -> list[Finding]:
    """Return what is wrong with rules whose keys and kinds of values are right."""
    checks = (_reserved, _unknown_tiers, _misplaced, _wrong_codes, _wrong_numbers)
    by_policy = (_forbidden, _forbidden_choices, _chosen_scores, _kept_even)
    wrong = (
        *(each for check in by_policy for each in check(file, policy)),
        *(each for check in checks for each in check(file)),
    )
    return [Finding(key_place(source, (key,), {}), what, mend) for key, what, mend in wrong]


def schema_finding(
    where: Text | str, error: Any, keys: Sequence[str] = tuple(RulesFile.model_fields)
) -> Finding:
    """Return what is wrong with one value, in our words; `error` is pydantic's.

    `keys` are those that the file may have.
    """
    context = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            what = Text("There is no such key.")
            mend = Text("Allowed keys: {keys}.", keys=tuple(keys))
        case "missing":
            what, mend = Text("It is not there."), Text("Write it.")
        case "literal_error":
            what = Text("The value “{value}” is not allowed.", value=str(error["input"])[:40])
            words = VALUE_WORDS.get(str(error["loc"][0]), {})
            values = re.findall("'([^']*)'", context["expected"])
            allowed = tuple(Either(en=each, zh=words.get(each, each)) for each in values)
            mend = Text("Allowed: {allowed}.", allowed=allowed)
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
            mend = Text("What is needed: {kind}.", kind=_kind(error["type"], context))
    return Finding(where, what, mend)


def _kind(fault: str, context: Mapping[str, Any]) -> Text:
    """Return what a value should be; `fault` and `context` are pydantic's."""
    if fault == "too_short":
        return Text("at least {count} entries", count=context["min_length"])
    if fault == "too_long":
        return Text("at most {count} entries", count=context["max_length"])
    return next((words for start, words in _KINDS.items() if fault.startswith(start)), OTHER)


OTHER = Text("see docs/rules.md")
_KINDS = {
    "int": Text("a whole number"),
    "string": Text("a text in quotation marks"),
    "list": Text("a list in square brackets"),
    "dict": Text("a table of keys and values"),
    "model": Text("a table of keys and values"),
}
_TWICE = Text("a key or a table is there twice")
_QUOTES = Text("a text in quotation marks is not right")
_OPEN = Text("a bracket is not closed")
_TOML = {
    "Cannot": _TWICE,
    "Duplicate": _TWICE,
    "Expected '='": Text("there is no “=” after a key"),
    "Expected ']": _OPEN,
    "Unclosed": _OPEN,
    "Expected newline": Text("something stands behind a value that does not belong to it"),
    "Expected": _QUOTES,
    "Unterminated": _QUOTES,
    "Illegal": _QUOTES,
    "Unescaped": _QUOTES,
    "Escaped": _QUOTES,
    "Invalid hex": _QUOTES,
    "Invalid value": Text("a value is not right; texts stand in quotation marks"),
    "Invalid date": Text("a date is not right"),
    "Invalid": Text("a line does not begin with a key"),
}
"""What Python's reader of TOML begins its messages with, and the words for it, first come."""


def toml_fault(message: str) -> Text:
    """Return what is wrong with a file that is no TOML, and where; `message` is the reader's."""
    place = re.search(r"\(at line (\d+), column (\d+)\)", message)
    found = (words for start, words in _TOML.items() if message.startswith(start))
    reason = next(found, Text("its form is not that of TOML"))
    if not place:
        return Text("This is no TOML: {reason}.", reason=reason)
    line, column = map(int, place.groups())
    return Text(
        "This is no TOML: line {line}, column {column}: {reason}.",
        line=line,
        column=column,
        reason=reason,
    )


def key_place(
    source: Text | str, path: Sequence[object], given: Mapping[str, object]
) -> Text | str:
    """Return where a key was written: an option of the command line, or the file."""
    if path[0] in given:
        return f"--{str(path[0]).replace('_', '-')}"
    return Text("{file}, key {key}", file=source, key=".".join(map(str, path)))


def _forbidden(file: RulesFile, policy: Policy) -> Iterator[Wrong]:
    """Find every place that asks for a column no draw may read, by any alias."""
    take_out = Text("Take it out: no class is formed by such a column.")
    choose = Text(
        "Take it out; or, if the school itself chooses to spread a score, name its column with "
        "--spread-score, or under scores in the rules file: every sheet will tell so."
    )
    asked = [("tiers", name) for tier in file.tiers or [] for name in tier]
    used = [entry for entry in file.columns.items() if entry[1] != UNUSED]
    chosen = {word for header in file.scores for word in (header, file.columns.get(header))}
    asked += [("columns", word) for entry in used for word in entry]
    asked += _limited(file)
    asked += [("numbers", name) for name in file.numbers]
    asked += [(key, name) for key in ("offered", "totals") for name in getattr(file, key)]
    asked += [(KEEP, file.keep)]
    for key, word in dict.fromkeys(asked):
        kind = forbidden_kind(word)
        if kind and not (kind == SCORE and word in chosen):
            what = Text(
                "“{word}” asks for scores, parents' posts or income, or favours.", word=word
            )
            yield key, what, choose if kind == SCORE and SCORE not in policy.sections else take_out


def _limited(file: RulesFile) -> list[tuple[str, str]]:
    """Return the attributes that limits are about, each with its key."""
    asked = (("at_most", file.at_most or {}), ("at_least", file.at_least), ("seats", file.seats))
    return [(key, kind_parts(kind)[0]) for key, kinds in asked for kind in kinds]


def _forbidden_choices(file: RulesFile, policy: Policy) -> Iterator[Wrong]:
    """Find wishes for friends, or classes that are to stand, where the policy allows neither."""
    cited = policy.cited("favour")
    in_tiers = {plain_header(name) for tier in file.tiers or [] for name in tier}
    for key, named in (("tiers", in_tiers), ("hard", {*(file.hard or ())})):
        if FRIENDS in named and not policy.allows(FRIENDS):
            what = Text("The policy does not allow wishes for friends{cited}.", cited=cited)
            yield key, what, NO_CHOICE
    if file.keep and not policy.allows(KEEP):
        what = Text("The policy does not let classes stand{cited}.", cited=cited)
        yield KEEP, what, NO_CHOICE


def _chosen_scores(file: RulesFile, policy: Policy) -> Iterator[Wrong]:
    """Find scores that a school chose to spread where its policy forbids it, or that are none."""
    section = policy.sections.get(SCORE)
    if file.scores and section:
        yield (
            "scores",
            Text("No class is formed by scores ({section}).", section=section),
            NO_CHOICE,
        )
        return
    for header in file.scores:
        if file.columns.get(header, header) in (UNUSED, *declared_fields()) or _is_known(header):
            yield (
                "scores",
                Text(
                    "“{header}” is no column of scores: it is read as what it says.", header=header
                ),
                Text("Take it out."),
            )


def _kept_even(file: RulesFile, policy: Policy) -> Iterator[Wrong]:
    """Find columns that are offered in some classes only though the policy asks to balance them."""
    section = policy.sections.get("balance")
    mend = Text("Take it out: under this policy only columns of your own may be limited.")
    for name in file.offered if section else ():
        if file.columns.get(name, name) in declared_fields() or _is_known(name):
            values = {"name": name, "section": section}
            what = Text("“{name}” is to be balanced over all classes ({section}).", **values)
            yield "offered", what, mend


def _is_known(header: str) -> bool:
    """Whether a column of this header is read as one of the declared fields."""
    return any(plain_header(header) in field.headers for field in declared_fields().values())


def _wrong_codes(file: RulesFile) -> Iterator[Wrong]:
    """Find own codes for a field that has none, and those that mean nothing in a closed one."""
    fields = declared_fields()
    for name, codes in file.codes.items():
        key, field = f"codes.{name}", fields.get(name)
        if field is None or not field.codes:
            # A column of the school's own may have codes: its blank cells are a no, for example.
            if name not in file.columns.values():
                coded = (entry.name for entry in fields.values() if entry.codes)
                yield key, Text("“{name}” is no field with codes.", name=name), _allowed(coded)
            continue
        plain = [unicodedata.normalize("NFKC", code).casefold() for code in codes]
        if len(set(plain)) < len(plain):
            yield key, Text("Two codes differ in capitals or width alone."), LEAVE_OUT
        levels = tuple(dict.fromkeys(levels_of(field.codes).values()))
        wrong = [level for level in codes.values() if level not in levels]
        if field.closed and wrong:
            what = Text("The value “{value}” is not allowed.", value=wrong[0][:40])
            yield key, what, _allowed(levels)


def _reserved(file: RulesFile) -> Iterator[Wrong]:
    for header, name in file.columns.items():
        if name in UNSPREAD or CROSS in name:
            what = Text("“{name}” cannot be the name of an attribute.", name=name)
            yield f"columns.{header}", what, Text("Choose another name.")


def _unknown_tiers(file: RulesFile) -> Iterator[Wrong]:
    allowed, numbers = groups_of(file), known_numbers()
    asked = [("tiers", name) for tier in file.tiers or [] for name in tier if name != EVERY_OTHER]
    asked += _limited(file)
    for key, written in asked:
        for name in crossed(written) if key == "tiers" else (written,):
            if plain_header(name) not in allowed.keys() - numbers.keys() and (
                key != "tiers" or plain_header(name) not in numbers
            ):
                what = Text("There is no attribute “{name}”.", name=name)
                yield key, what, _allowed(allowed.values())


def _misplaced(file: RulesFile) -> Iterator[Wrong]:
    """Find the two-way tier beside other groups or before other tiers: it can only be the last."""
    *earlier, last = file.tiers or [[]]
    if any(TWO_WAY in tier for tier in earlier) or (TWO_WAY in last and len(last) > 1):
        what = Text("“{name}” is not a tier of its own at the end.", name=TWO_WAY)
        yield "tiers", what, Text("Write it last and alone: {example}.", example='["two_way"]')


def _wrong_numbers(file: RulesFile) -> Iterator[Wrong]:
    """Find numbers that there are not, that are named twice, or used without their bins."""
    known = known_numbers()
    names = [known.get(plain_header(name)) for name in file.numbers]
    for name, field in zip(file.numbers, names, strict=True):
        key = f"numbers.{name}"
        if field is None and not forbidden_kind(name):
            what = Text("“{name}” is no number that is spread.", name=name)
            yield key, what, _allowed(known.values())
        elif field and names.count(field) > 1:
            yield key, Text("“{name}” is named twice.", name=field), LEAVE_OUT
    used = [("tiers", part) for t in file.tiers or [] for name in t for part in crossed(name)]
    used += [("columns", name) for name in file.columns.values()]
    for key, name in used:
        field = known.get(plain_header(name))
        if field and field not in names and name not in RESERVED:
            what = Text("“{name}” is a number, and its bins are not named.", name=name)
            yield key, what, Text("Add: {example}", example=f"numbers = {{ {field} = 4 }}")


def _allowed(names: Iterable[str]) -> Text:
    return Text("Allowed: {allowed}.", allowed=tuple(dict.fromkeys(names)))
