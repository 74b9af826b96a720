"""Writing a result: all its files appear at once in a new folder, readable by the owner only."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from balance_classes.errors import Finding, ResultError, mend_of, reason_of
from balance_classes.files.disk.opening import STANDARD, write_standard
from balance_classes.files.disk.private_files import OWNER_ONLY, keep_private
from balance_classes.language import Text

OLD = "old"
"""Where a folder lies for the moment in which a new one takes its place."""

Closed = Callable[[Path], bool]
"""Asks a person to close what another program has open; tells whether to try again."""


ANOTHER_FOLDER = Text("Name a folder with -o in which you may write.")
ANOTHER_FILE = Text("Name another file, in a folder in which you may write.")


def require_new(folder: Path) -> None:
    """Raise ResultError unless a result can be written here without touching another one."""
    try:
        taken = folder.is_symlink() or (
            folder.exists() and not (folder.is_dir() and not any(folder.iterdir()))
        )
    except OSError as error:  # a name too long, a folder that may not be looked into
        raise ResultError(unwritable(folder, reason_of(error))) from error
    if taken:
        raise ResultError.at(
            str(folder),
            Text("Something of this name is there already; a result is never overwritten."),
            Text("Name another folder with -o, or move the old one away."),
        )
    home = folder.absolute().parent
    if not home.exists():
        mend = Text("Make that folder first, or name another one with -o.")
        raise ResultError(unwritable(folder, Text("the folder above it is not there"), mend))
    if not home.is_dir() or not os.access(home, os.W_OK):
        raise ResultError(unwritable(folder, Text("the folder above it cannot be written to")))


def write_file(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all; raise ResultError where something is there."""
    if path == STANDARD:
        write_standard(content)
        return
    draft = path.with_name(f".{path.name}-{os.getpid()}")
    with writing(path, ANOTHER_FILE):
        try:
            _write(draft, content)
            _link(draft, path)
        finally:
            draft.unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file in place of an older one, at once; raise ResultError where it cannot be."""
    draft = path.with_name(f".{path.name}.new-{os.getpid()}")
    with writing(path):
        draft.unlink(missing_ok=True)
        write_file(draft, content)
        draft.replace(path)


def make_folder(folder: Path, *, parents: bool = False) -> None:
    """Make a folder unless it is there; raise ResultError where it cannot be made."""
    with writing(folder):
        folder.mkdir(parents=parents, exist_ok=True)


@contextmanager
def writing(path: Path, mend: Text = ANOTHER_FOLDER) -> Iterator[None]:
    """Let what the system refuses be a ResultError that names the place, and how to mend it."""
    try:
        yield
    except OSError as error:
        raise ResultError(unwritable(path, reason_of(error), mend_of(error, mend))) from error


def _link(draft: Path, path: Path) -> None:
    """Give a file its name; a link fails where a file is already, a rename would replace it."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # some sticks know no links
        if path.exists():
            raise
        draft.rename(path)


def write_folder(
    folder: Path,
    files: Mapping[str, bytes],
    aside: Path | None = None,
    closed: Closed | None = None,
) -> None:
    """Write the files into a new folder, or nothing at all.

    They are written beside it first; a rename, which cannot be half done, makes the folder.
    What is in its place already goes to `aside`, or, if that is None, is in the way. Windows
    moves no folder of which a file is open in Excel or WPS: then `closed` is asked.
    """
    if aside is None:
        require_new(folder)
    draft = _draft(folder)
    try:
        with writing(folder):
            for name, content in files.items():
                _write(draft / name, content)
            if aside is not None:
                aside.parent.mkdir(exist_ok=True)
                _moved(folder, aside, closed)
            elif folder.exists():
                folder.rmdir()
            _moved(draft, folder, closed)
            _sweep(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def move_folder(source: Path, target: Path, closed: Closed | None = None) -> None:
    """Move a folder into another place, as `write_folder` does; raise ResultError if it stays."""
    with writing(source):
        target.parent.mkdir(exist_ok=True)
        _moved(source, target, closed)


def _moved(source: Path, target: Path, closed: Closed | None) -> None:
    """Move a folder, again and again for as long as somebody closes what is open in it."""
    while True:
        try:
            source.rename(target)
        except PermissionError:
            if closed is None or not closed(target if source.name.startswith(".") else source):
                raise
        else:
            return


def extend_folder(
    folder: Path, files: Mapping[str, bytes], replaced: Sequence[str], former: str
) -> None:
    """Write files into a folder that has others, all at once or not at all.

    The `replaced` ones that were there go into the new subfolder `former`; nothing else changes.
    The folder is made anew beside itself, and the two change places.
    """
    folder = folder.resolve()
    draft = _draft(folder)
    whole, old = draft / "new", draft / OLD
    try:
        shutil.copytree(folder, whole, symlinks=True)
        (whole / former).mkdir(0o700)
        for path in (whole, *whole.rglob("*")):
            keep_private(path)
        for name in replaced:
            if (whole / name).exists():
                (whole / name).rename(whole / former / name)
        for name, content in files.items():
            _write(whole / name, content)
        folder.rename(old)
        whole.rename(folder)
        _sweep(folder)
    except OSError as error:
        mend = mend_of(error, ANOTHER_FOLDER)
        raise ResultError(unwritable(folder, reason_of(error), mend)) from error
    finally:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(draft, ignore_errors=True)


def lost_in(folder: Path) -> Path | None:
    """Return where a folder lies that a run was cut off from exchanging for a new one."""
    folder = folder.resolve()
    if folder.exists():
        return None
    return next((d / OLD for d in _drafts(folder) if (d / OLD).is_dir()), None)


def bring_back(folder: Path) -> None:
    """Bring back a folder that was lost so, as it was; raise ResultError if it stays lost."""
    lost = lost_in(folder)
    if lost is not None:
        with writing(folder):
            lost.rename(folder.resolve())


def _draft(folder: Path) -> Path:
    """Make a new folder for the owner only, beside another of which it takes the place later."""
    with writing(folder):
        home = folder.absolute().parent
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=home))
        keep_private(draft)
        return draft


def _drafts(folder: Path) -> list[Path]:
    """Return what runs that were cut off left of drafts of a folder; they hold names."""
    named = re.compile(rf"\.{re.escape(folder.name)}-[a-z0-9_]{{8}}")
    home = folder.absolute().parent
    found = home.iterdir() if home.is_dir() else ()
    return sorted(path for path in found if named.fullmatch(path.name) and path.is_dir())


def _sweep(folder: Path) -> None:
    """Clear away the drafts of a folder that is written: its own, and those of runs cut off."""
    for draft in _drafts(folder):
        shutil.rmtree(draft, ignore_errors=True)


def _write(path: Path, content: bytes) -> None:
    handle = os.open(
        path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), OWNER_ONLY
    )
    with os.fdopen(handle, "wb") as file:
        keep_private(path)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def unwritable(folder: Path, reason: Text | str, mend: Text = ANOTHER_FOLDER) -> Finding:
    """Return the finding for a place where a result cannot be written."""
    return Finding(
        str(folder), Text("The result cannot be written: {reason}.", reason=reason), mend
    )
