"""The folder of a batch: its common seed, its lock, and the results of its schools."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator

from balance_classes.domain.batch import code_fault, same_codes
from balance_classes.domain.lottery import Seed
from balance_classes.errors import BalanceError, ResultError
from balance_classes.files.disk.lock import HeldError, held
from balance_classes.files.disk.new_folder import make_folder, require_new, write_file, writing
from balance_classes.files.disk.opening import file_bytes
from balance_classes.files.evidence.document import Digest, Document
from balance_classes.files.evidence.forms import SeedForm
from balance_classes.files.evidence.ledger import SUFFIX, ledger_path
from balance_classes.language import Language, Text

BATCH = "batch.json"
LOCK = ".lock"
SCHOOLS = "schools"


def _with_value(form: SeedForm) -> SeedForm:
    """Return the seed if its value follows from its words."""
    if form.value not in (form.as_seed(rehearsal=again).value for again in (False, True)):
        raise ValueError("not the value of these words")
    return form


def _told_apart(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return codes that can be those of schools: each a name of a folder, no two the same."""
    if any(map(code_fault, codes)) or same_codes(codes):
        raise ValueError("no codes")
    return codes


class Batch(Document):
    """What a batch began with: its common seed, the codes of its schools, the digest of its seal.

    Without a seal the digest is empty. `ledgers` is the folder of the ledgers, seen from that of
    the batch, where it was chosen; it is not written where each lies beside its roster.
    """

    format: Literal["balance-classes/batch"] = "balance-classes/batch"
    version: Literal[1] = 1
    rehearsal: bool
    seed: Annotated[SeedForm, AfterValidator(_with_value)]
    codes: Annotated[tuple[str, ...], AfterValidator(_told_apart)]
    sealed: Digest | Literal[""] = ""
    ledgers: str = ""

    def plain(self, *without: str) -> dict[str, Any]:
        """Return the form as JSON values; what came later is not written where it says nothing."""
        return super().plain(*without, *([] if self.ledgers else ["ledgers"]))

    @property
    def common(self) -> Seed:
        """The common seed."""
        return self.seed.as_seed(rehearsal=self.rehearsal)


def default_batch_folder(source: Path, language: Language, *, rehearsal: bool) -> Path:
    """Return where a batch goes by itself: 全县-分班 or county-classes beside its source."""
    name = Text("{stem}-rehearsal" if rehearsal else "{stem}-classes", stem=source.stem)
    return source.with_name(language.say(name))


def school_folder(folder: Path, code: str) -> Path:
    """Return where the result of a school goes."""
    return folder / SCHOOLS / code


def is_batch(folder: Path) -> bool:
    """Tell whether a folder is that of a batch."""
    return (folder / BATCH).is_file()


def read_batch(folder: Path) -> Batch:
    """Return what a batch began with; raises EvidenceError where it cannot be read."""
    mend = Text("Give the folder that batch wrote, with all its files.")
    return Batch.read(BATCH, file_bytes(folder / BATCH, mend))


Begin = Callable[[Batch | None], Batch]
"""Is given the batch that is in a folder, if one is, and returns the one to go on with."""


@contextmanager
def at_work(folder: Path, begin: Begin) -> Iterator[Batch]:
    """Begin a batch in a folder, or go on with the one that was begun there; nobody comes between.

    What a run that was cut off left half-written is cleared away before and after. A batch in a
    folder that may only be read is gone on with as it lies.
    """
    if only_to_be_read(folder):
        yield begin(read_batch(folder))
        return
    with _begun_there(folder, begin, wait=False) as batch:
        _clear(folder)
        try:
            yield batch
        finally:
            _clear(folder)


@contextmanager
def at_work_together(folder: Path, begin: Begin) -> Iterator[Batch]:
    """Do as `at_work` for a run of some schools: others of this kind may be at work beside it.

    Nothing is cleared away, for it may be another's.
    """
    if not is_batch(folder):
        with _begun_there(folder, begin, wait=True):
            pass
    with _held(folder, wait=False, shared=True):
        yield begin(read_batch(folder))


@contextmanager
def _begun_there(folder: Path, begin: Begin, *, wait: bool) -> Iterator[Batch]:
    """Hold the folder alone, with a batch in it; what was made for one that is refused goes."""
    there = folder.exists()
    if not _just_begun(folder) and not is_batch(folder):  # in this order: another may begin it now
        require_new(folder)
    make_folder(folder / SCHOOLS, parents=True)
    with ExitStack() as after, _held(folder, wait=wait, shared=False):
        after.callback(_undo, folder, whole=not there)
        known = read_batch(folder) if is_batch(folder) else None
        batch = begin(known)
        if known is None:
            write_file(folder / BATCH, batch.content())
        yield batch


def only_to_be_read(folder: Path) -> bool:
    """Tell whether a folder holds a batch and cannot be written to: one on read-only media."""
    return is_batch(folder) and not os.access(folder, os.W_OK)


def begun(seed: Seed, codes: tuple[str, ...], sealed: str, ledgers: str = "") -> Batch:
    """Return a batch that begins with a seed, bound to the digest of a seal if there is one."""
    form = SeedForm.of(seed)
    return Batch(rehearsal=seed.rehearsal, seed=form, codes=codes, sealed=sealed, ledgers=ledgers)


def seen_from(folder: Path, ledgers: Path | None) -> str:
    """Return how a chosen folder of ledgers is written down in that of a batch, if there is one."""
    if ledgers is None:
        return ""
    try:
        return Path(os.path.relpath(ledgers.absolute(), folder.absolute())).as_posix()
    except ValueError:  # it lies on another drive
        return ledgers.absolute().as_posix()


def chosen_ledgers(folder: Path, batch: Batch) -> Path | None:
    """Return where the ledgers of a batch lie, None where each lies beside its roster."""
    return Path(os.path.normpath(folder.absolute() / batch.ledgers)) if batch.ledgers else None


def ledger_in(ledgers: Path, code: str) -> Path:
    """Return the ledger of a school in a chosen folder."""
    return ledgers / f"{code}{SUFFIX}"


def chosen_ledger(result: Path) -> Path | None:
    """Return where the ledger of a school's result lies, if its batch chose a place for it."""
    school = result.absolute()
    folder = school.parent.parent
    if school.parent.name != SCHOOLS or not is_batch(folder):
        return None
    try:
        ledgers = chosen_ledgers(folder, read_batch(folder))
    except BalanceError:
        return None
    return ledger_in(ledgers, school.name) if ledgers else None


def live_ledger(result: Path, roster: Path) -> Path:
    """Return the ledger that a result goes on: at the place its batch chose, else at its roster."""
    return chosen_ledger(result) or ledger_path(roster)


def _just_begun(folder: Path) -> bool:
    """Tell whether a folder is one of a batch that was cut off before it had a seed."""
    if not (folder / SCHOOLS).is_dir() or any((folder / SCHOOLS).iterdir()):
        return False
    return all(path.name == SCHOOLS or path.name.startswith(".") for path in folder.iterdir())


def _undo(folder: Path, *, whole: bool) -> None:
    """Take away what was made for a batch that was refused before it began."""
    if is_batch(folder):
        return
    with suppress(OSError):
        (folder / LOCK).unlink(missing_ok=True)
        (folder / SCHOOLS).rmdir()
        if whole:
            folder.rmdir()


def _clear(folder: Path) -> None:
    """Clear away what was half-written; the name of a result never begins with a dot."""
    for path in (folder / SCHOOLS).glob(".*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".*"):
        if path.is_file() and path.name != LOCK:
            path.unlink()


@contextmanager
def _held(folder: Path, *, wait: bool, shared: bool) -> Iterator[None]:
    """Hold the folder for this process, or with others that share it."""
    with ExitStack() as stack:
        try:
            with writing(folder):
                stack.enter_context(held(folder / LOCK, wait=wait, shared=shared))
        except HeldError as error:
            what = Text("Another run is at work in this folder.")
            mend = Text("Wait until it has ended, then give the same command again.")
            raise ResultError.at(str(folder), what, mend) from error
        yield
