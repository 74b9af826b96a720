"""The record: what anyone needs to check and repeat a draw, without names, numbers or times."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from balance_classes import __version__
from balance_classes.domain.classes import letters
from balance_classes.domain.formed import Formed
from balance_classes.domain.lottery import PROCEDURE

FORMAT = "balance-classes/record"
VERSION = 1


def record(formed: Formed, solver: str) -> dict[str, Any]:
    """Return the record of a draw, ready for JSON; `solver` names the solver and its version."""
    assignment, roster = formed.assignment, formed.roster
    return {
        "format": FORMAT,
        "version": VERSION,
        "procedure": PROCEDURE,
        "program": f"balance-classes {__version__}",
        "solver": solver,
        "school": formed.school,
        "roster": {
            "digest": assignment.problem.roster_digest(),
            "file_sha256": roster.file_sha256,
            "students": roster.size,
            "key": roster.identities[0] if roster.identities else "name and birth date",
            "columns": dict(roster.columns),
            "ignored": list(roster.ignored),
            "left_out": [asdict(column) for column in roster.left_out],
            "missing": roster.missing(),
        },
        "rules": _rules(formed),
        "rules_digest": formed.rules_digest(),
        "seed": {
            "words": list(formed.seed.words),
            "value": formed.seed.value,
            "given": formed.seed.given,
        },
        "placed": assignment.placed,
        "dealt_excess": list(assignment.dealt),
        "settled_at_step": assignment.step,
        "classes": _classes(formed),
        "pinned": [
            {"class": formed.classes[p.school_class].name, "lottery_number": p.lottery_number}
            for p in formed.pinned()
        ],
        "balance": _balance(formed),
        "proofs": [asdict(proof) | {"proven": proof.proven} for proof in assignment.proofs],
        "result_digest": assignment.digest(),
    }


def _rules(formed: Formed) -> dict[str, Any]:
    rules = asdict(formed.rules)
    policy = rules.pop("policy")
    return rules | {"policy": policy["name"], "columns": dict(formed.rules.columns)}


def _classes(formed: Formed) -> list[dict[str, Any]]:
    group_of = {c: group for group, c in enumerate(formed.assignment.class_of_group)}
    return [
        {
            "name": school_class.name,
            "cap": school_class.cap,
            "group": letters(group_of[c]),
            "size": len(formed.class_lists[c]),
            "lottery_numbers": [placement.lottery_number for placement in formed.class_lists[c]],
        }
        for c, school_class in enumerate(formed.classes)
    ]


def _balance(formed: Formed) -> list[dict[str, Any]]:
    return [
        {
            "group": line.quota.group,
            "level": line.quota.level,
            "students": line.total,
            "low": list(line.quota.low),
            "high": list(line.quota.high),
            "counts": list(line.counts),
            "excess": line.excess,
        }
        for line in formed.balance
    ]
