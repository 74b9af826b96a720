"""The verbs for scripts: each calls the workflow of its command and returns a value with tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Literal, Unpack

import pandas as pd

from balance_classes.errors import UsageError
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Language, Text
from balance_classes.scripting import results
from balance_classes.scripting.roster_source import RosterSource, named
from balance_classes.scripting.rule_options import RuleOptions
from balance_classes.workflows.checking.verify import VerifyRequest
from balance_classes.workflows.checking.verify import verify as judge
from balance_classes.workflows.draw.assign import AssignRequest
from balance_classes.workflows.draw.assign import assign as form
from balance_classes.workflows.draw.check import CheckRequest
from balance_classes.workflows.draw.check import check as examine
from balance_classes.workflows.draw.prepare import RosterRequest
from balance_classes.workflows.draw.rehearse import RehearseRequest, rehearse_draw

AnyPath = str | PathLike[str]
Lang = Literal["zh", "en"]


def check(
    roster: RosterSource,
    rules: AnyPath | None = None,
    *,
    password: str | None = None,
    lang: Lang | None = None,
    **options: Unpack[RuleOptions],
) -> results.Check:
    """Tell how a roster is understood and what stops a draw, as `balance-classes check` does.

    `rules` is a rules file, over which `options` are laid; `password` opens a workbook; `lang` is
    the language of words, by default the roster's. Raises RulesError, and RosterError where there
    is no roster at all; all else are findings.
    """
    source = named(roster)
    subject = _subject(source.path, rules, password, options)
    return results.Check(examine(CheckRequest(subject, None, _language(lang), source.held)))


def rehearse(
    roster: RosterSource,
    rules: AnyPath | None = None,
    *,
    seed: str | Sequence[str] = (),
    password: str | None = None,
    lang: Lang | None = None,
    **options: Unpack[RuleOptions],
) -> results.Draw:
    """Form classes to try things out: in memory, on no ledger, as `assign --rehearsal` forms them.

    `seed` holds 'giver=words', one a giver; without it the program draws 128 bits. The seed of a
    rehearsal is another one even for the same words, so it foretells nothing. Raises a BalanceError
    with all findings.
    """
    source = named(roster)
    subject = _subject(source.path, rules, password, options)
    result = rehearse_draw(RehearseRequest(subject, _seed(seed), source.held))
    language = _language(lang) or Language(result.formed.roster.language)
    return results.Draw(result, language, None, source.index)


def assign(
    roster: RosterSource,
    rules: AnyPath | None = None,
    *,
    seed: str | Sequence[str] = (),
    file: AnyPath | None = None,
    output: AnyPath | None = None,
    sealed: AnyPath | None = None,
    redraw: str = "",
    lapse: bool = False,
    date: str = "",
    password: str | None = None,
    lang: Lang | None = None,
    **options: Unpack[RuleOptions],
) -> results.Draw:
    """Form the classes of a roster, on its ledger, and write them: `balance-classes assign`.

    A table is first kept in `file` (.xlsx), beside which its ledger and result lie as beside any
    roster; where no draw begins it is taken away again. `output` is the new folder for the result,
    `sealed` a seal, `redraw` the reason why the last draw is replaced, with `lapse` the changes
    since. Raises a BalanceError with all findings; its `begun` tells whether the draw is on the
    ledger by then.
    """
    _require_file(roster, file)
    source = named(roster, file)
    request = AssignRequest(
        subject=_subject(source.path, rules, password, options),
        seed=_seed(seed),
        ask=None,
        sealed=_path(sealed),
        rehearsal=False,
        redraw=bool(redraw),
        reason=redraw,
        date=date,
        output=_path(output),
        language=_language(lang),
        lapse=lapse,
    )
    with source.kept():
        assigned = form(request, lambda stage: None)
    return results.Draw(assigned.result, assigned.language, assigned.folder, source.index)


def verify(
    folder: AnyPath,
    *,
    roster: AnyPath | None = None,
    fingerprint: str | Sequence[str] = (),
    seed: str | Sequence[str] = (),
    recount: bool = False,
    password: str | None = None,
    lang: Lang | None = None,
) -> results.Verdict:
    """Recount a result from its lists and draw it again, as `balance-classes verify` does.

    `roster` is the file that was drawn, `fingerprint` what was posted, `seed` what a witness wrote
    down; `recount` stops before the draw is run again. Raises EvidenceError where there is nothing
    to check, RulesError where the solver that drew it is lacking; what differs is in the verdict.
    """
    request = VerifyRequest(
        folder=Path(folder),
        roster=_path(roster),
        fingerprints=_seed(fingerprint),
        seed=_seed(seed),
        language=_language(lang),
        password=_password(password),
        recount=recount,
    )
    return results.Verdict(judge(request, lambda stage: None))


def _subject(
    path: Path, rules: AnyPath | None, password: str | None, options: Mapping[str, object]
) -> RosterRequest:
    return RosterRequest(path, _path(rules), options, _password(password))


def _require_file(roster: RosterSource, file: AnyPath | None) -> None:
    """Refuse a table that has no place for its ledger, and a file that has one already."""
    if isinstance(roster, pd.DataFrame):
        if file is not None and Path(file).suffix.lower() == ".xlsx":
            return
        what = Text("A table in memory has no place beside which its ledger could lie.")
        mend = Text("Name a new file ending in .xlsx in which the table is kept: file=….")
    elif file is None:
        return
    else:
        what = Text("The roster is a file already.")
        mend = Text("Leave file=… out: it is for a table in memory.")
    raise UsageError.at("file", what, mend)


def _seed(words: str | Sequence[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _path(path: AnyPath | None) -> Path | None:
    return None if path is None else Path(path)


def _password(password: str | None) -> Password | None:
    return None if password is None else lambda: password


def _language(code: Lang | None) -> Language | None:
    return Language(code) if code else None
