"""A seal that another one is to replace, in superseded/ beside it with all that lies by it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from balance_classes.files.disk.new_folder import move_folder
from balance_classes.files.evidence.seal import sheet_beside
from balance_classes.files.evidence.sealed_rows import rows_beside
from balance_classes.files.result.result_writing import SUPERSEDED


def put_aside(seal: Path) -> None:
    """Move a seal, its sheet and its rows into superseded/, numbered where some lie there."""
    home = seal.parent / SUPERSEDED
    number = next(n for n in count(1) if not _numbered(home / seal.name, n).exists())
    for path in _files(seal):
        if path.exists():
            move_folder(path, _numbered(home / path.name, number))


def bring_back(seal: Path) -> None:
    """Move back what was put aside last."""
    home = seal.parent / SUPERSEDED
    number = next(n for n in count(1) if not _numbered(home / seal.name, n + 1).exists())
    for path in _files(seal):
        if _numbered(home / path.name, number).exists():
            move_folder(_numbered(home / path.name, number), path)


def _files(seal: Path) -> Iterator[Path]:
    yield seal
    if sheet := sheet_beside(seal):
        yield sheet
    yield from rows_beside(seal)


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{number}-{path.name}")
