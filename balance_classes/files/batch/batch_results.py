"""The results of a batch read again, and whether each belongs to the batch."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from balance_classes.domain.batch import JOINED, school_seed
from balance_classes.domain.canonical import same_fingerprint
from balance_classes.domain.rules.rules import Rules
from balance_classes.domain.seed_words import CODE_GIVER
from balance_classes.domain.verdict import Check, Difference, Posted, Verdict, differences_of
from balance_classes.errors import BalanceError
from balance_classes.files.batch.batch_folder import (
    BATCH,
    LOCK,
    SCHOOLS,
    Batch,
    read_batch,
    school_folder,
)
from balance_classes.files.batch.compared_children import COMPARED
from balance_classes.files.batch.manifest import SchoolList
from balance_classes.files.batch.overview import SUMMARY
from balance_classes.files.disk.opening import whole_file
from balance_classes.files.evidence.forms import Record
from balance_classes.files.evidence.seal import BatchSeal, SealedSchool
from balance_classes.files.pages.verify_page import VERIFY_PAGE, is_verify_page
from balance_classes.files.result.foreign_files import MOST_TOLD
from balance_classes.files.result.result_reading import language_in
from balance_classes.files.result.result_writing import LEDGER, RECORD, SUPERSEDED
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


def kept_rules(folder: Path, codes: Collection[str]) -> Rules | None:
    """Return the rules of the first school of a batch whose record can be read."""
    records = (_record(folder, code) for code in codes)
    return next((record.fixed.rules for record in records if record), None)


def kept_language(folder: Path) -> Language | None:
    """Return the language of the results of a batch: that of the first school that has one."""
    try:
        codes = kept_codes(folder, read_batch(folder))
    except BalanceError:
        codes = tuple(sorted(path.name for path in (folder / SCHOOLS).glob("*")))
    return language_in(*(school_folder(folder, code) for code in codes))


def belongs(folder: Path, batch: Batch, code: str) -> Check:
    """Tell whether the seed of a school's result is the batch's and ends with the school's code.

    A rehearsal belongs to no draw, and a seed that people gave to none that they did not.

    A draw that replaced another one may have been given other words, but not another code.
    """
    record = _record(folder, code)
    said = Text("The seed is that of the batch, and the school's code.")
    if record is None:
        return Check("batch_seed", said)  # the other checks tell that it cannot be read
    words = record.seed.words
    same = (record.rehearsal, record.seed.given) == (batch.rehearsal, batch.seed.given)
    where = Text("school {code}", code=code)
    expected = school_seed(batch.common, code).words
    replaced = record.draw is not None and record.draw.replaces > 0
    if words == expected and same:
        return Check("batch_seed", said)
    if replaced and not batch.rehearsal and words[-1:] == expected[-1:]:
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


def lost(code: str, what: Text) -> Verdict:
    """Return the verdict on a school whose result was not judged to the end, and why."""
    unjudged = (Difference(code, what),)
    return Verdict((Check("result", Text("The result can be judged."), unjudged),))


def batch_checks(
    folder: Path, batch: Batch, codes: tuple[str, ...], source: SchoolList | None
) -> tuple[Check, ...]:
    """Check what a batch began with: its file as it was written, and that no school is missing.

    Of a `source`, if one was named, everything has to be read.
    """
    named = [school.code for school in source.schools] if source else []
    said = Text("Everything in the sources that were named was read.")
    unread = tuple(Difference(f.where, f.what) for f in source.unread) if source else ()
    written = Difference(BATCH, Text("It is not as it was written."))
    missing = Text("It has a roster among those named, and no result here.")
    return (
        Check(
            "batch",
            Text("What the batch began with is as it was written."),
            () if whole_file(folder / BATCH) == batch.content() else (written,),
        ),
        Check(
            "schools",
            Text("No school is missing from the batch."),
            tuple(Difference(code, missing) for code in named if code not in codes),
        ),
        *((Check("source", said, unread),) if source else ()),
    )


def joined(batch: Batch, code: str) -> tuple[Text, ...]:
    """Return that a school came late, where it did: its people knew the common seed."""
    return () if code in batch.codes else (JOINED,)


def whole_seal(folder: Path, batch: Batch) -> BatchSeal | None:
    """Return the seal that these schools, and no others, were sealed by as a batch.

    It follows from their results; None where they were not all sealed, for one batch.
    """
    records = [(code, _record(folder, code)) for code in batch.codes]
    sealed = [(code, r) for code, r in records if r and r.draw and r.draw.sealed]
    said = {(record.fixed.givers, record.fixed.seed_source) for _, record in sealed}
    if len(sealed) < len(records) or len(said) != 1:
        return None
    ((givers, seed_source),) = said
    own = givers[:-1] if givers[-1:] == (CODE_GIVER,) else givers
    schools = tuple(SealedSchool(code=c, fixed_digest=r.fixed_digest) for c, r in sealed)
    return BatchSeal(givers=own, seed_source=seed_source, schools=schools).signed()


def posted_check(folder: Path, batch: Batch, codes: tuple[str, ...], text: str) -> Check:
    """Tell whether a fingerprint that was posted is of the batch or a result, and of which."""
    seal = whole_seal(folder, batch)
    if seal and same_fingerprint(text, seal.digest):
        said = Text("{text} is the fingerprint of the seal of this batch, of all its schools.")
        return Check("fingerprint", Text(said.message, text=text))
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
    what = Text("It is the fingerprint of no result and no seal of this batch as it lies here.")
    said = Text("{text} belongs to this batch.", text=text)
    return Check("fingerprint", said, (Difference(text, what),))


def posted_of(folder: Path, codes: tuple[str, ...], posted: tuple[str, ...]) -> Posted:
    """Tell whether every result of a batch, or anything of it, was named by its fingerprint."""
    records = [_record(folder, code) for code in codes]
    if all(r and any(same_fingerprint(text, r.digest) for text in posted) for r in records):
        return "result"
    return "other" if posted else "nothing"


def beside_schools(folder: Path, codes: Collection[str]) -> tuple[Text, ...]:
    """Return that other files lie beside the results of a batch, by their names, if any do."""
    own = {BATCH, COMPARED, LOCK, SCHOOLS, *(f"{SUMMARY}.{kind}" for kind in ("xlsx", "html"))}
    own |= {VERIFY_PAGE} if is_verify_page(folder / VERIFY_PAGE) else set()
    known = {*codes, SUPERSEDED}
    others = [path.name for path in folder.iterdir() if path.name not in own]
    others += [
        f"{SCHOOLS}/{path.name}" for path in (folder / SCHOOLS).glob("*") if path.name not in known
    ]
    if not others:
        return ()
    shown = tuple(sorted(others)[:MOST_TOLD])
    more = () if len(others) <= MOST_TOLD else ("…",)
    return (Text("what is in other files here: {files}", files=(*shown, *more)),)


def _record(folder: Path, code: str) -> Record | None:
    try:
        return Record.read(RECORD, whole_file(school_folder(folder, code) / RECORD))
    except (OSError, BalanceError):
        return None
