"""The parts of a workbook that came from anywhere, unpacked within what its result can need."""

from __future__ import annotations

import io
import math
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lxml import etree

from balance_classes.errors import EvidenceError, Finding
from balance_classes.language import Text

MOST_PARTS = 10_000
BYTES_A_CELL = 160
ROOM = 8 * 2**20
"""Bytes for all that is no cell: styles, themes, charts."""
UNWRITTEN = (
    KeyError,
    ValueError,
    AttributeError,
    TypeError,
    IndexError,
    OverflowError,
    etree.LxmlError,
)
"""What reading a part raises that is not as any program writes it."""
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")


@dataclass(frozen=True)
class SheetPart:
    """A sheet as the workbook lists it: its name, its state, and the path of its part."""

    name: str
    state: str
    path: str


class BookParts:
    """The parts of a workbook by their paths."""

    def __init__(self, name: str, content: bytes, most_cells: int) -> None:
        """Unpack; raises EvidenceError for more cells or bytes than there can be."""
        self._name = name
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                _require_nothing_around(archive, content)
                self.names = archive.namelist()
                self._parts = dict(_unpacked(archive, ROOM + BYTES_A_CELL * most_cells))
        except _TooMuchError:
            raise EvidenceError(_too_large(name)) from None
        except Exception as error:  # zipfile, zlib, lzma and bz2 raise types of their own
            raise EvidenceError(_damaged(name)) from error
        cells = sum(
            len(_CELL.findall(part)) for path, part in self._parts.items() if "sheet" in path
        )
        if cells > most_cells:
            raise EvidenceError(_too_large(name))

    @contextmanager
    def as_written(self) -> Iterator[None]:
        """Let whatever a part holds that no program writes be told as damage."""
        try:
            yield
        except UNWRITTEN as error:
            raise EvidenceError(_damaged(self._name)) from error

    def __contains__(self, path: str) -> bool:
        return path in self._parts

    def read(self, path: str) -> bytes:
        """Return the bytes of a part, or raise KeyError."""
        return self._parts[path]

    def tree(self, path: str) -> Any:
        """Return the root of a part, without comments, and without what programs overlook.

        Raises ValueError for entities, and for contents of which programs choose one.
        """
        content = self.read(path)
        root = etree.fromstring(content, _parser())
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("entities")
        if content.count(b"xmlns") != 1:
            _take_out_foreign(root)
        return root

    def require_no_words_between(self) -> None:
        """Raise ValueError for words between the elements of a part: some programs show those."""
        for path in self.names:
            is_shown = path.startswith("xl/") and path.endswith(".xml")
            if is_shown and self.tree(path).xpath("boolean(//*[*]/text()[normalize-space()])"):
                raise ValueError(path)

    def related(self, path: str) -> dict[str, tuple[str, str]]:
        """Return the kind and the path of each part that a part names, by its id."""
        folder, name = posixpath.split(path)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if rels not in self:
            return {}
        return {
            rel.get("Id"): (rel.get("Type").rsplit("/", 1)[-1], _joined(folder, rel.get("Target")))
            for rel in self.tree(rels)
            if rel.get("TargetMode") != "External"
        }

    def main(self, kind: str) -> str:
        """Return the path of the part of a kind that the workbook names, "" where it has none.

        Raises ValueError where it names two: programs differ in which of them they show.
        """
        paths = {path for found, path in self.related(self.workbook).values() if found == kind}
        if len(paths) > 1:
            raise ValueError(kind)
        return next(iter(paths), "")

    @property
    def workbook(self) -> str:
        """The path of the workbook's own part."""
        (path,) = (p for kind, p in self.related("").values() if kind == "officeDocument")
        return path

    def sheets(self) -> Iterator[SheetPart]:
        """Yield the sheets, in their order."""
        related = self.related(self.workbook)
        for sheet in self.tree(self.workbook).iterfind("{*}sheets/{*}sheet"):
            (id_,) = (value for key, value in sheet.attrib.items() if local(key) == "id")
            kind, path = related[id_]
            if kind != "worksheet":
                raise ValueError(kind)
            yield SheetPart(sheet.get("name"), sheet.get("state", "visible"), path)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )


FOREIGN = "//*[namespace-uri() != namespace-uri(/*)][not(ancestor::*[local-name() = 'extLst'])]"
MOST_FOREIGN = 1_000
MIXED = {"wsDr", "chartSpace", "coreProperties"}
"""Roots of parts that are made of several namespaces; others are made of one."""
KNOWN = (
    "{http://schemas.openxmlformats.org/drawingml/2006/",
    "{http://purl.oclc.org/ooxml/drawingml/",
    "{http://purl.org/dc/",
)
"""How the names of those begin."""


def _take_out_foreign(root: Any) -> None:
    """Take out elements of other namespaces than the part's: no program shows them.

    Raises ValueError where one holds elements of the part, or stands in a text: programs differ
    in whether they show what is in it and after it.
    """
    foreign = root.xpath(FOREIGN)
    if local(root.tag) in MIXED:
        foreign = [each for each in foreign if not each.tag.startswith(KNOWN)]
    if len(foreign) > MOST_FOREIGN:
        raise ValueError("foreign elements")
    for each in foreign:
        inside = each.xpath("boolean(descendant::*[namespace-uri() = namespace-uri(/*)])")
        if inside or (each.tail or "").strip():
            raise ValueError(each.tag)
        if each.getparent() is not None:
            each.getparent().remove(each)


class _TooMuchError(Exception):
    """There is more than fits."""


END, END_SIZE = b"PK\5\6", 22
"""How the last record of an archive without a comment begins, and its bytes."""


def _require_nothing_around(archive: zipfile.ZipFile, content: bytes) -> None:
    """Raise ValueError for bytes before or after an archive: other programs could read those."""
    begin = min((entry.header_offset for entry in archive.infolist()), default=0)
    if begin or content[-END_SIZE:][: len(END)] != END:
        raise ValueError("something around it")


def _unpacked(archive: zipfile.ZipFile, room: int) -> Iterator[tuple[str, bytes]]:
    if len(archive.infolist()) > MOST_PARTS:
        raise _TooMuchError
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            content = stream.read(room + 1)
        room -= len(content)
        if room < 0:
            raise _TooMuchError
        yield entry.filename, content


def local(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rsplit("}", 1)[-1]


def measure(text: str | float) -> float:
    """Return a number of a part, or raise ValueError for what no measure is: inf, nan."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _joined(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _too_large(name: str) -> Finding:
    return Finding(
        name,
        Text("It holds far more than the workbook of this result can."),
        Text("Ask for the workbook as assign wrote it."),
    )


def _damaged(name: str) -> Finding:
    return Finding(
        name, Text("The workbook is damaged."), Text("Ask for the workbook as assign wrote it.")
    )
