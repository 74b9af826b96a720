"""The parts of a zipped workbook as trees: whatever is missing or broken is an empty one."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from xml.etree import ElementTree

NO_PART = "x"
"""The name of the root that stands for a part which is missing or broken."""


def root_of(part: bytes) -> Any:
    """Return the root of a part."""
    with suppress(ElementTree.ParseError):
        # Parts with entities were refused when they were unpacked.
        return ElementTree.fromstring(part)  # noqa: S314
    return ElementTree.Element(NO_PART)


def children_of(root: Any, name: str) -> list[Any]:
    """Return the entries of the groups of a name below a root."""
    return [child for group in root if local_name(group) == name for child in group]


def local_name(element: Any) -> str:
    """Return the name of an element without its space."""
    return str(element.tag).rpartition("}")[2]


def column_number(letters: bytes) -> int:
    """Return the number of a column from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number
