"""Answers for scripts (--json): one object a line; the fields of each stand in *_answers.py.

Every answer begins with the same keys, those of `Answer`; the others are the body, which has a type
for each command. docs/schemas/answer.json is written from these types.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, TypedDict

import click

from balance_classes.errors import Finding
from balance_classes.language import Language, Text, shown
from balance_classes.rendering.json_draw_answers import (
    Assigned,
    Checked,
    Committed,
    DrawnBatch,
    DrawnSchool,
    Grown,
    Led,
    Listed,
    Noticed,
    NoticedBatch,
    NoticedSchool,
    Paired,
    Sampled,
    Sealed,
    SealedBatch,
    Templated,
)
from balance_classes.rendering.json_result_answers import (
    Audited,
    Explained,
    FindingAnswer,
    Judged,
    JudgedBatch,
    JudgedSchool,
    Modelled,
    Policies,
    Told,
)

FORMAT: Literal["balance-classes/answer"] = "balance-classes/answer"
VERSION: Literal[1] = 1
"""Of the format: it changes when a key goes or means something else, not when one is added."""


class Answer(TypedDict):
    """What every answer has; `command` is null where none was understood.

    `ok` is true where `exit_code` is 0; else `findings` has at least one entry.
    """

    format: Literal["balance-classes/answer"]
    version: Literal[1]
    command: str | None
    ok: bool
    exit_code: int
    findings: list[FindingAnswer]


BODIES: Mapping[str, tuple[type, ...]] = {
    "sample": (Sampled,),
    "template": (Templated,),
    "policy": (Policies,),
    "check": (Checked,),
    "commit": (Committed,),
    "seal": (Sealed, SealedBatch),
    "desk": (Led,),
    "assign": (Assigned,),
    "hall": (Templated,),
    "pair": (Paired,),
    "lists": (Listed,),
    "notice": (Noticed, NoticedSchool, NoticedBatch),
    "place": (Grown,),
    "amend": (Grown,),
    "verify": (Judged, JudgedSchool, JudgedBatch),
    "inspect": (Listed,),
    "explain": (Explained,),
    "ledger": (Told,),
    "audit": (Audited,),
    "model": (Modelled,),
    "batch": (DrawnSchool, DrawnBatch),
}
"""What may stand in the answers of a command, beside an answer that has findings alone."""


def finding_answer(finding: Finding, language: Language) -> FindingAnswer:
    """Return a finding as scripts read it."""
    return told_answer(finding.where, finding.what, language, finding.mend)


def told_answer(
    where: Text | str, what: Text | str, language: Language, mend: Text | str = ""
) -> FindingAnswer:
    """Return a problem as scripts read it; a plain string is another program's, without a code."""
    say = language.say
    return {
        "where": say(where),
        "what": say(what),
        "mend": say(mend),
        "code": what.message if isinstance(what, Text) else "",
        "place": dict(_parts(where, language)),
    }


def _parts(where: Text | str, language: Language) -> Iterator[tuple[str, str | int]]:
    """Yield the values that a place is told by; a value that is a place itself gives its own."""
    for name, value in where.values.items() if isinstance(where, Text) else ():
        if isinstance(value, Text) and value.values:
            yield from _parts(value, language)
        else:
            yield name, value if isinstance(value, int) else language.say_value(value)


def print_answer(
    body: Mapping[str, Any], *, exit_code: int = 0, findings: Sequence[FindingAnswer] = ()
) -> None:
    """Print one answer, on a line of its own."""
    ctx = click.get_current_context(silent=True)
    answer: Answer = {
        "format": FORMAT,
        "version": VERSION,
        "command": ctx.find_root().invoked_subcommand if ctx else None,
        "ok": exit_code == 0,
        "exit_code": exit_code,
        "findings": list(findings),
    }
    # What steers terminals stands there as JSON's own escapes.
    print(shown(json.dumps({**answer, **body}, ensure_ascii=False)), file=sys.stdout, flush=True)
