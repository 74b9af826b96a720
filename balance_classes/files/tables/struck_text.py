"""What of an .xlsx strikes text through: styles, and runs of a text.

ECMA-376, part 1, sections 18.8.10, 18.8.22 (styles), 18.4.7, 18.4.8 (runs).
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from xml.etree import ElementTree


def struck_styles(part: bytes) -> frozenset[str]:
    """Return the numbers by which cells name such styles; of a broken part none is known."""
    root = _striking(part)
    fonts = [_is_struck(font) for font in _children(root, "fonts")]
    styles = (xf.get("fontId", "") for xf in _children(root, "cellXfs"))
    return frozenset(
        str(number)
        for number, font in enumerate(styles)
        if font.isdigit() and int(font) < len(fonts) and fonts[int(font)]
    )


def _striking(part: bytes) -> Any:
    """Return the root of a part that strikes anything; else, or if it is broken, an empty one."""
    if b"strike" in part:
        with suppress(ElementTree.ParseError):
            # Parts with entities were refused when they were unpacked.
            return ElementTree.fromstring(part)  # noqa: S314
    return ElementTree.Element("none")


def struck_texts(part: bytes) -> frozenset[str]:
    """Return the numbers of the shared texts of which any run is struck through."""
    root = _striking(part)
    texts = (entry for entry in root if _local(entry) == "si")
    return frozenset(
        str(number)
        for number, text in enumerate(texts)
        if any(_local(run) == "r" and _is_struck_run(run) for run in text)
    )


def _is_struck_run(run: Any) -> bool:
    written = "".join(str(each.text or "") for each in run if _local(each) == "t")
    return bool(written.strip()) and any(_is_struck(each) for each in run if _local(each) == "rPr")


def strikes(value: str) -> bool:
    """Whether a mark of struck text with such a value is on."""
    return value not in ("0", "false", "off")


def _children(root: Any, name: str) -> list[Any]:
    return [child for group in root if _local(group) == name for child in group]


def _is_struck(font: Any) -> bool:
    return any(_local(entry) == "strike" and strikes(entry.get("val", "1")) for entry in font)


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
