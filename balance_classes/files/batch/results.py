"""The results of a batch read again, and whether each belongs to the batch."""

from __future__ import annotations

from pathlib import Path

from balance_classes.domain.batch import school_seed
from balance_classes.domain.canonical import same_fingerprint
from balance_classes.domain.scope import Posted
from balance_classes.domain.seed_words import CODE_GIVER
from balance_classes.domain.verdict import Check, Difference, Verdict, differences_of
from balance_classes.errors import BalanceError
from balance_classes.files.batch.folder import SCHOOLS, Batch, read_batch, school_folder
from balance_classes.files.disk.reading import whole_file
from balance_classes.files.evidence.forms import Record
from balance_classes.files.result.kept import language_in
from balance_classes.files.result.result import LEDGER, RECORD, SUPERSEDED
from balance_classes.language import Language, Text


def kept_codes(folder: Path, batch: Batch) -> tuple[str, ...]:
    """Return the codes of all schools of a batch: those it began with, and those that joined it."""
    try:
        # A notice may lie beside the results of schools; what holds no record is no school.
        inside = [
            path for name in (RECORD, LEDGER) for path in (folder / SCHOOLS).glob(f"*/{name}")
        ]
        names = sorted({path.parent.name for path in inside})
    except OSError:
        names = []
    joined = [name for name in names if name not in (*batch.codes, SUPERSEDED) and name[0] != "."]
    return (*batch.codes, *joined)


def kept_language(folder: Path) -> Language | None:
    """Return the language of the results of a batch: that of the first school that has one."""
    try:
        codes = kept_codes(folder, read_batch(folder))
    except BalanceError:
        return None
    return language_in(*(school_folder(folder, code) for code in codes))


def belongs(folder: Path, batch: Batch, code: str) -> Check:
    """Tell whether the seed of a school's result is the batch's and ends with the school's code.

    A draw that replaced another one may have been given other words, but not another code.
    """
    record = _record(folder, code)
    said = Text("The seed is that of the batch, and the school's code.")
    if record is None:
        return Check("batch_seed", said)  # the other checks tell that it cannot be read
    words = record.seed.words
    where = Text("school {code}", code=code)
    expected = school_seed(batch.common, code).words
    replaced = record.draw is not None and record.draw.replaces > 0
    if words == expected:
        return Check("batch_seed", said)
    if replaced and words and (words[-1].giver, words[-1].words) == (CODE_GIVER, code):
        return Check("batch_seed", said)
    what = Text("It was drawn from other words than those of the batch and its code.")
    return Check("batch_seed", said, (Difference(where, what),))


def unread(error: BalanceError, folder: Path, code: str) -> Verdict:
    """Return the verdict on a result that cannot be judged, or that is not there at all."""
    differences = differences_of(error)
    if not school_folder(folder, code).exists():
        differences = (
            Difference(
                code,
                Text("It was among the rosters before the seed was given, and has no result here."),
            ),
        )
    return Verdict((Check("result", Text("The result can be judged."), differences),))


def lost(code: str) -> Verdict:
    """Return the verdict on a school while whose result was judged the process died."""
    died = Difference(code, Text("The process that worked on it died."))
    return Verdict((Check("result", Text("The result can be judged."), (died,)),))


def posted_check(folder: Path, codes: tuple[str, ...], text: str) -> Check:
    """Tell whether a fingerprint that was posted is that of one of the results, and of which."""
    for code in codes:
        record = _record(folder, code)
        if record and same_fingerprint(text, record.digest):
            return Check(
                "fingerprint",
                Text("{text} is the fingerprint of the result of {code}.", text=text, code=code),
            )
        if record and same_fingerprint(text, record.fixed_digest):
            return Check(
                "fingerprint",
                Text("{text} is the fingerprint of the seal of {code}.", text=text, code=code),
            )
    what = Text("It is the fingerprint of no result and no seal of this batch.")
    said = Text("{text} belongs to this batch.", text=text)
    return Check("fingerprint", said, (Difference(text, what),))


def posted_of(folder: Path, codes: tuple[str, ...], posted: tuple[str, ...]) -> Posted:
    """Tell whether every result of a batch, or anything of it, was named by its fingerprint."""
    records = [_record(folder, code) for code in codes]
    if all(r and any(same_fingerprint(text, r.digest) for text in posted) for r in records):
        return "result"
    return "other" if posted else "nothing"


def _record(folder: Path, code: str) -> Record | None:
    try:
        return Record.read(RECORD, whole_file(school_folder(folder, code) / RECORD))
    except (OSError, BalanceError):
        return None
