"""What an .xlsx says beside the values of its cells: comments, and the colours of cells.

ECMA-376, part 1, sections 18.7 (comments), 18.8 (styles).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Any

from balance_classes.files.tables.file_kinds import damaged
from balance_classes.files.tables.xml_parts import (
    NO_PART,
    children_of,
    column_number,
    local_name,
    root_of,
)

_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(\d{1,5})"')
"""As the usual programs write a cell; of one written otherwise no colour is known."""
_PLAIN = ("", "FF000000", "FFFFFFFF", "0", "1", "64", "8", "9")
"""Black on white, however it is said."""
Look = tuple[str, str]
"""The colours of a fill and of a text, "" where they are the usual ones."""
OWN_AUTHOR = "balance-classes"
"""Who comments in a copy that `check --mark` writes."""
MOST_COLOURED = 100_000
"""Of so many coloured cells none is set apart."""


def commented_cells(file: str, sheet: str, part_of: Callable[[str], bytes]) -> set[tuple[int, int]]:
    """Return the cells, from 0, at which comments with words hang; `sheet` is the sheet's part.

    Raises RosterError for comments that are named and cannot be read.
    """
    folder, name = posixpath.split(sheet)
    found: set[tuple[int, int]] = set()
    links = part_of(f"{folder}/_rels/{name}.rels".lower())
    for link in _sound_root(file, links) if links else ():
        if str(link.get("Type", "")).endswith("/comments"):
            target = str(link.get("Target", ""))
            part = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found |= _commented(_sound_root(file, part_of(posixpath.normpath(part).lower())))
    return found


def _sound_root(file: str, part: bytes) -> Any:
    root = root_of(part)
    if root.tag == NO_PART:
        raise damaged(file)
    return root


def _commented(root: Any) -> set[tuple[int, int]]:
    authors = [author.text for author in children_of(root, "authors")]
    own = {str(number) for number, author in enumerate(authors) if author == OWN_AUTHOR}
    found = set()
    for comment in children_of(root, "commentList"):
        place = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", comment.get("ref", ""))
        said = "".join(comment.itertext()).strip()
        if place and said and comment.get("authorId") not in own:
            found.add((int(place[2]) - 1, column_number(place[1].encode()) - 1))
    return found


def looks(styles: bytes) -> Mapping[bytes, Look]:
    """Return how the styles of cells look that are not black on white, by their numbers."""
    root = root_of(styles)
    fills = [_colour(fill, "fgColor") for fill in children_of(root, "fills")]
    fonts = [_colour(font, "color") for font in children_of(root, "fonts")]
    found = {}
    for number, xf in enumerate(children_of(root, "cellXfs")):
        look = (_at(fills, xf.get("fillId", "")), _at(fonts, xf.get("fontId", "")))
        if any(look):
            found[str(number).encode()] = look
    return found


def coloured_cells(part: bytes, known: Mapping[bytes, Look]) -> dict[tuple[int, int], Look]:
    """Return how the cells of a sheet look, where they are not black on white."""
    if sum(part.count(b' s="%s"' % style) for style in known) > MOST_COLOURED:
        return {}
    found = _CELL.findall(part) if known else []
    return {
        (int(row) - 1, column_number(letters) - 1): known[style]
        for letters, row, style in found
        if style in known
    }


def _colour(about: Any, name: str) -> str:
    for each in about.iter():
        if local_name(each) == name:
            told = [each.get(key, "") for key in ("rgb", "theme", "indexed")]
            tint = each.get("tint", "")
            colour = next(filter(None, told), "")
            return "" if colour in _PLAIN and not tint else f"{colour}{tint}"
    return ""


def _at(looks: list[str], number: str) -> str:
    return looks[int(number)] if number.isdigit() and int(number) < len(looks) else ""
