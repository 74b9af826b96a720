"""What of an .xlsx strikes text through: styles, and runs of a text.

ECMA-376, part 1, sections 18.8.10, 18.8.22 (styles), 18.4.7, 18.4.8 (runs).
"""

from __future__ import annotations

from typing import Any

from balance_classes.files.tables.xml_parts import children_of, local_name, root_of


def struck_styles(part: bytes) -> frozenset[str]:
    """Return the numbers by which cells name such styles; of a broken part none is known."""
    root = _striking(part)
    fonts = [_is_struck(font) for font in children_of(root, "fonts")]
    styles = (xf.get("fontId", "") for xf in children_of(root, "cellXfs"))
    return frozenset(
        str(number)
        for number, font in enumerate(styles)
        if font.isdigit() and int(font) < len(fonts) and fonts[int(font)]
    )


def _striking(part: bytes) -> Any:
    """Return the root of a part that strikes anything, else an empty one."""
    return root_of(part if b"strike" in part else b"")


def struck_texts(part: bytes) -> frozenset[str]:
    """Return the numbers of the shared texts of which any run is struck through."""
    root = _striking(part)
    texts = (entry for entry in root if local_name(entry) == "si")
    return frozenset(
        str(number)
        for number, text in enumerate(texts)
        if any(local_name(run) == "r" and _is_struck_run(run) for run in text)
    )


def _is_struck_run(run: Any) -> bool:
    written = "".join(str(each.text or "") for each in run if local_name(each) == "t")
    return bool(written.strip()) and any(
        _is_struck(each) for each in run if local_name(each) == "rPr"
    )


def strikes(value: str) -> bool:
    """Whether a mark of struck text with such a value is on."""
    return value not in ("0", "false", "off")


def _is_struck(font: Any) -> bool:
    return any(local_name(entry) == "strike" and strikes(entry.get("val", "1")) for entry in font)
