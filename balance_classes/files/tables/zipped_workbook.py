"""A zipped workbook, unpacked within limits: only what holds cells, and no more than fits.

What a workbook declares of itself may be a lie, so each part is unpacked here with a limit and
packed anew. The reader sees these bytes only: no macros, no links to elsewhere, no pictures.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from balance_classes.errors import RosterError
from balance_classes.files.tables.file_kinds import damaged, no_table
from balance_classes.language import Text

MOST_UNPACKED = 400 * 2**20
"""Bytes of all parts together: 100,000 students in 71 columns have about 300 MB of XML."""
MOST_PARTS = 10_000

_UNREAD = (
    "customxml/", "docprops/", "xl/activex/", "xl/charts/", "xl/chartsheets/",
    "xl/connections", "xl/ctrlprops/", "xl/customxml/", "xl/drawings/", "xl/embeddings/",
    "xl/externallinks/", "xl/media/", "xl/persons/", "xl/pivot", "xl/printersettings/",
    "xl/querytables/", "xl/tables/", "xl/theme/", "xl/threadedcomments/", "xl/vba",
)  # fmt: skip
"""Parts that hold no cells, by the beginnings of their names in lower case."""


@dataclass(frozen=True)
class Package:
    """The parts of a zipped workbook that are read, by name, and the same packed anew."""

    parts: Mapping[str, bytes]
    packed: bytes

    @property
    def sheets(self) -> dict[str, bytes]:
        """The parts with the cells of sheets."""
        return {
            name: part
            for name, part in self.parts.items()
            if name.lower().startswith("xl/") and "sheet" in name.lower() and b"sheetData" in part
        }

    def part(self, name: str) -> bytes:
        """Return a part by its name in lower case, empty where there is none."""
        return next((part for key, part in self.parts.items() if key.lower() == name), b"")


def unpack(name: str, content: bytes) -> Package:
    """Return the parts of a zipped workbook; raises RosterError for what no roster needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = _parts(name, archive)
    except RosterError:
        raise
    except Exception as error:  # zipfile, zlib, lzma and bz2 raise types of their own
        raise damaged(name) from error
    names = {part.lower() for part in parts}
    if "word/document.xml" in names:
        raise no_table(name, Text("This is a text document."))
    if "xl/workbook.bin" in names:
        raise no_table(name, Text("This is a workbook in Excel's binary form."))
    if not names & {"xl/workbook.xml", "content.xml"}:
        raise no_table(name, Text("This is an archive."))
    return Package(parts, _packed(parts))


def _parts(name: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = MOST_UNPACKED
    entries = archive.infolist()
    if len(entries) > MOST_PARTS:
        raise no_table(name, Text("The workbook has {count} parts.", count=len(entries)))
    for entry in entries:
        part = entry.filename.replace("\\", "/").lstrip("/")
        if not _is_read(part):
            continue
        with archive.open(entry) as stream:
            content = stream.read(room + 1)
        room -= len(content)
        if room < 0:
            most = MOST_UNPACKED // 2**20
            raise no_table(
                name, Text("Unpacked, the workbook is larger than {most} MB.", most=most)
            )
        _require_plain_xml(name, content)
        parts[part] = content
    return parts


def _is_read(part: str) -> bool:
    lower = part.lower()
    is_part = lower.endswith((".xml", ".rels", ".bin")) or lower == "mimetype"
    return is_part and not lower.startswith(_UNREAD)


def _require_plain_xml(name: str, content: bytes) -> None:
    """Refuse entities, which no workbook needs and which can grow without bounds."""
    if (
        b"<!DOCTYPE" in content
        or b"<!ENTITY" in content
        or content[:2] in (b"\xff\xfe", b"\xfe\xff")
    ):
        raise damaged(name)


def _packed(parts: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return packed.getvalue()
