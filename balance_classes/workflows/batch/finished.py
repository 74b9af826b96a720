"""A finished school recognised without reading its roster again, where nothing can have changed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache

from balance_classes.domain.rules.rules import AskedRules, Rules
from balance_classes.errors import BalanceError
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.evidence.forms import Record, Seal
from balance_classes.files.evidence.record import PROGRAM
from balance_classes.files.rules.rules_file import asked_rules
from balance_classes.workflows.draw.assign import sealed_rules
from balance_classes.workflows.draw.prepare import RosterRequest


def same_input(subject: RosterRequest, seal: Seal | None, record: Record) -> Rules | None:
    """Return the rules of now where roster and rules are those that were drawn, else None.

    The roster is the same file by its SHA-256, under the same name, and the same version of the
    program reads it; the rules are the same but for the name of the school. None says nothing: then
    the roster has to be read.
    """
    source = record.source
    if (source.program, source.file) != (PROGRAM, subject.roster.name):
        return None
    with suppress(OSError, BalanceError):
        if hashlib.sha256(whole_file(subject.roster)).hexdigest() != source.file_sha256:
            return None
        asked = sealed_rules(subject, seal) or _asked(subject)
        rules = asked.under(source.language)
        if replace(rules, school=record.fixed.rules.school) == record.fixed.rules:
            return rules
    return None


def _asked(subject: RosterRequest) -> AskedRules:
    """Return the rules that are asked for; without a file those of many schools are the same."""
    options = tuple((k, v) for k, v in sorted(subject.options.items()) if k != "school")
    if subject.rules or any(isinstance(v, list) or str(v).endswith(".toml") for _, v in options):
        return asked_rules(subject.rules, subject.options)
    return _by_options(options)


@lru_cache(maxsize=64)
def _by_options(options: tuple[tuple[str, object], ...]) -> AskedRules:
    return asked_rules(None, dict(options))
