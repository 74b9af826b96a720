"""Which styles of an .xlsx strike text through (ECMA-376, part 1, sections 18.8.10, 18.8.22)."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree


def struck_styles(part: bytes) -> frozenset[str]:
    """Return the numbers by which cells name such styles; of a broken part none is known."""
    if b"strike" not in part:
        return frozenset()
    try:
        # Parts with entities were refused when they were unpacked.
        root = ElementTree.fromstring(part)  # noqa: S314
    except ElementTree.ParseError:
        return frozenset()
    fonts = [_is_struck(font) for font in _children(root, "fonts")]
    styles = (xf.get("fontId", "") for xf in _children(root, "cellXfs"))
    return frozenset(
        str(number)
        for number, font in enumerate(styles)
        if font.isdigit() and int(font) < len(fonts) and fonts[int(font)]
    )


def _children(root: Any, name: str) -> list[Any]:
    return [child for group in root if _local(group) == name for child in group]


def _is_struck(font: Any) -> bool:
    return any(
        _local(entry) == "strike" and entry.get("val", "1") not in ("0", "false") for entry in font
    )


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
