"""The folder of a batch: its common seed, its lock, and the results of its schools."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator

from balance_classes.domain.lottery import Seed
from balance_classes.errors import EvidenceError, Finding, ResultError, reason_of
from balance_classes.files.disk.folder import require_new, unwritable, write_file
from balance_classes.files.disk.private import OWNER_ONLY
from balance_classes.files.disk.whole_file import bytes_of
from balance_classes.files.evidence.document import Document
from balance_classes.files.evidence.forms import SeedForm
from balance_classes.files.evidence.record import seed_form
from balance_classes.language import Language, Text

BATCH = "batch.json"
LOCK = ".lock"
SCHOOLS = "schools"


def _with_value(form: SeedForm) -> SeedForm:
    """Return the seed if its value follows from its words."""
    if form.value not in (Seed(form.words, form.given, again).value for again in (False, True)):
        raise ValueError("not the value of these words")
    return form


class Batch(Document):
    """What a batch began with: its common seed, and the codes of the schools it had then."""

    format: Literal["balance-classes/batch"] = "balance-classes/batch"
    version: Literal[1] = 1
    rehearsal: bool
    seed: Annotated[SeedForm, AfterValidator(_with_value)]
    codes: tuple[str, ...]

    @property
    def common(self) -> Seed:
        """The common seed."""
        return Seed(self.seed.words, self.seed.given, self.rehearsal)


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
    try:
        return Batch.read(BATCH, bytes_of(folder / BATCH))
    except OSError as error:
        raise EvidenceError(
            Finding(
                str(folder / BATCH),
                Text("The file cannot be opened: {reason}.", reason=reason_of(error)),
                Text("Give the folder that batch wrote, with all its files."),
            )
        ) from error


@contextmanager
def at_work(folder: Path, begin: Callable[[Batch | None], Batch]) -> Iterator[Batch]:
    """Begin a batch in a folder, or go on with the one that was begun there; nobody comes between.

    `begin` is given the batch that is there and returns the one to go on with. What a run that
    was cut off left half-written is cleared away before and after.
    """
    if not is_batch(folder):
        if not _just_begun(folder):
            require_new(folder)
        _make(folder / SCHOOLS)
    with _alone(folder):
        known = read_batch(folder) if is_batch(folder) else None
        batch = begin(known)
        if known is None:
            write_file(folder / BATCH, batch.content())
        _clear(folder)
        try:
            yield batch
        finally:
            _clear(folder)


def begun(seed: Seed, codes: tuple[str, ...]) -> Batch:
    """Return a batch that begins with a seed."""
    return Batch(rehearsal=seed.rehearsal, seed=seed_form(seed), codes=codes)


def _just_begun(folder: Path) -> bool:
    """Tell whether a folder is one of a batch that was cut off before it had a seed."""
    if not (folder / SCHOOLS).is_dir() or any((folder / SCHOOLS).iterdir()):
        return False
    return all(path.name == SCHOOLS or path.name.startswith(".") for path in folder.iterdir())


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ResultError(unwritable(folder, reason_of(error))) from error


def _clear(folder: Path) -> None:
    """Clear away what was half-written; the name of a result never begins with a dot."""
    for path in (folder / SCHOOLS).glob(".*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(".*"):
        if path.is_file() and path.name != LOCK:
            path.unlink()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the system gives it back however the process ends."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
    except OSError as error:
        raise ResultError(unwritable(folder, reason_of(error))) from error
    try:
        _hold(handle)
    except OSError as error:
        os.close(handle)
        raise ResultError(
            Finding(
                str(folder),
                Text("Another run is at work in this folder."),
                Text("Wait until it has ended, then give the same command again."),
            )
        ) from error
    try:
        yield
    finally:
        os.close(handle)


def _hold(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
