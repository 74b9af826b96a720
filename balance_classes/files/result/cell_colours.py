"""The colours of a workbook: how bright a colour is that cells name by theme, index or value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from balance_classes.files.result.workbook_parts import BookParts, local, measure

THEME_ORDER = (1, 0, 3, 2, 4, 5, 6, 7, 8, 9, 10, 11)
"""Cells count light 1, dark 1, light 2, dark 2; the theme lists dark 1 first (18.8.3)."""
DARK, LIGHT = 0.0, 1.0
PALETTE = "{*}colors/{*}indexedColors/{*}rgbColor"
OF_THE_SYSTEM = {64: DARK, 65: LIGHT}
"""Colours of the system by their index: its text and its ground (18.8.27)."""


class Colours:
    """Tells the brightness of colours, from 0 to 1; None where it cannot be told."""

    def __init__(self, parts: BookParts, styles: Any) -> None:
        theme = parts.main("theme")
        self._theme = _theme(parts.tree(theme)) if theme in parts else ()
        self._indexed = [each.get("rgb") for each in styles.iterfind(PALETTE)]

    def brightness(self, colour: Any) -> float | None:
        """Return how bright a colour element is; without one it is dark, that of text."""
        if colour is None or colour.get("auto") in ("1", "true"):
            return DARK
        base: float | None = None
        if colour.get("rgb"):
            base = brightness_of(colour.get("rgb"))
        elif colour.get("theme"):
            place = THEME_ORDER[int(colour.get("theme"))]
            base = brightness_of(self._theme[place]) if place < len(self._theme) else None
        elif colour.get("indexed"):
            base = self._of_index(int(colour.get("indexed")))
        tint = measure(colour.get("tint") or 0)
        if base is None or not tint:
            return base
        return base * (1 + tint) if tint < 0 else base + (1 - base) * tint

    def _of_index(self, index: int) -> float | None:
        from openpyxl.styles.colors import COLOR_INDEX

        if index in OF_THE_SYSTEM:
            return OF_THE_SYSTEM[index]
        palette: Sequence[str] = self._indexed or COLOR_INDEX
        return brightness_of(palette[index]) if index < len(palette) else None


def _theme(root: Any) -> tuple[str, ...]:
    (scheme,) = root.iterfind("{*}themeElements/{*}clrScheme")
    return tuple(_theme_colour(entry[0]) for entry in scheme if len(entry))


def _theme_colour(colour: Any) -> str:
    """Return a colour of a theme; a system's colour by its name, whatever is written beside it."""
    if local(colour.tag) == "sysClr":
        return {"windowText": "000000", "window": "FFFFFF"}.get(colour.get("val"), "808080")
    return str(colour.get("val"))


def brightness_of(text: str) -> float | None:
    """Return the brightness of a colour such as FF9C0006 (ITU-R BT.709)."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8}", text):
        return None
    red, green, blue = (int(text[-6:][at : at + 2], 16) / 255 for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
