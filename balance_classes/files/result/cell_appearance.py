"""How the cells of a workbook look, their colours, and what about it makes eyes see otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from balance_classes.files.result.workbook_parts import BookParts, local, measure
from balance_classes.language import Text

PLAIN_FORMATS = ("General", "@", "0")
"""Formats that show a value as it is; any other could show something else."""
PLAIN_FORMAT_IDS = {"0": "General", "1": "0", "49": "@"}
LEAST_SIZE, LARGEST_SIZE = 6, 32
"""In points; smaller letters are not meant to be read, of larger ones a cell shows a part."""
LEAST_CONTRAST = 0.3
"""Of the brightness of letters and ground, which go from 0 to 1."""
PICTURE_FONTS = (
    *("wingding", "webding", "symbol", "dingbat", "barcode", "marlett", "blank", "redact"),
)
"""Fonts whose letters are pictures, bars or nothing."""
MOST_INDENT = 10
RIGHT_TO_LEFT = "2"
DARKEST_EMPTY = 0.5
"""Of the ground of a cell that holds nothing: painted ones could show letters."""


@dataclass(frozen=True)
class Looks:
    """What is wrong with each look that cells may name, by its number; None where nothing is."""

    faults: tuple[Text | None, ...]
    whole: tuple[bool, ...] = (False,)
    """Whether a look shows numbers without their decimals."""
    painted: tuple[bool, ...] = (False,)
    """Whether a look would be seen in a cell that holds nothing."""

    def fault(self, number: int) -> Text | None:
        """Return what is wrong with a look; one that is not there shows nobody knows what."""
        if 0 <= number < len(self.faults):
            return self.faults[number]
        return Text("A format shows it otherwise than it is.")

    def rounds(self, number: int) -> bool:
        """Tell whether a look shows numbers without their decimals."""
        return 0 <= number < len(self.whole) and self.whole[number]

    def paints(self, number: int) -> bool:
        """Tell whether a look shows something where nothing is: a dark ground."""
        return 0 <= number < len(self.painted) and self.painted[number]


def looks_of(parts: BookParts) -> Looks:
    """Return the looks of a workbook."""
    path = parts.main("styles")
    if path not in parts:
        return Looks((None,))
    styles = parts.tree(path)
    colours = Colours(parts, styles)
    formats = {
        each.get("numFmtId"): each.get("formatCode")
        for each in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    theme = _theme_fault(parts)
    fonts = [
        _font_fault(font) or (theme if font.find("{*}scheme") is not None else None)
        for font in styles.iterfind("{*}fonts/{*}font")
    ]
    crossed = [_is_crossed(border) for border in styles.iterfind("{*}borders/{*}border")]
    letters = [
        colours.brightness(font.find("{*}color")) for font in styles.iterfind("{*}fonts/{*}font")
    ]
    grounds = [_ground(fill, colours) for fill in styles.iterfind("{*}fills/{*}fill")]

    def format_of(look: Any) -> str | None:
        code = look.get("numFmtId", "0")
        return formats.get(code) or PLAIN_FORMAT_IDS.get(code)

    def paints(look: Any) -> bool:
        ground = grounds[int(look.get("fillId", 0))]
        return ground is None or LIGHT - ground > DARKEST_EMPTY

    def fault(look: Any) -> Text | None:
        if format_of(look) not in PLAIN_FORMATS:
            return Text("A format shows it otherwise than it is.")
        font, fill = int(look.get("fontId", 0)), int(look.get("fillId", 0))
        if fonts[font]:
            return fonts[font]
        here, there = letters[font], grounds[fill]
        if here is None or there is None or abs(here - there) < LEAST_CONTRAST:
            return Text("It is written in white, or in the colour of its ground.")
        border = int(look.get("borderId", 0))
        if border < len(crossed) and crossed[border]:
            return Text("It is struck through.")
        return _alignment_fault(look.find("{*}alignment"))

    found = [*styles.iterfind("{*}cellXfs/{*}xf")]
    return Looks(
        tuple(map(fault, found)),
        tuple(format_of(look) == "0" for look in found),
        tuple(map(paints, found)),
    )


def _theme_fault(parts: BookParts) -> Text | None:
    """Return what is wrong with the fonts of a theme, which go before the names of fonts."""
    path = parts.main("theme")
    if path not in parts:
        return None
    schemes = parts.tree(path).iterfind("{*}themeElements/{*}fontScheme/*")
    named = (each.get("typeface", "") for scheme in schemes for each in scheme)
    return PICTURES if any(map(is_picture_font, named)) else None


def _is_crossed(border: Any) -> bool:
    """Tell whether a line goes through what stands in a cell."""
    line = border.find("{*}diagonal")
    ways = (border.get("diagonalUp"), border.get("diagonalDown"))
    drawn = line is not None and line.get("style", "none") != "none"
    return drawn and any(way in ("1", "true") for way in ways)


PICTURES = Text("It is written in a font whose letters are pictures.")


def is_picture_font(name: str) -> bool:
    """Tell whether the letters of a font are pictures, or nothing."""
    return any(part in name.lower() for part in PICTURE_FONTS)


RUN_PROPERTIES = frozenset(("b", "charset", "family", "i", "rFont", "scheme", "sz", "u"))
"""What a part of a text may name of its own: what changes letters, and hides none. LibreOffice
parts a text of two scripts so, a font for each."""


def run_fault(run: Any) -> Text | None:
    """Return what is wrong with a part of a text that has a look of its own."""
    font = run.find("{*}rPr")
    if font is None:
        return None
    named = {local(each.tag) for each in font if isinstance(each.tag, str)}
    if named - RUN_PROPERTIES:
        return Text("Parts of it are written each in a way of their own.")
    return _font_fault(font)


def _font_fault(font: Any) -> Text | None:
    size, name = font.find("{*}sz"), font.find("{*}name")
    name = font.find("{*}rFont") if name is None else name
    if size is not None and not LEAST_SIZE <= measure(size.get("val")) <= LARGEST_SIZE:
        return Text("It is written too small or too large to be read.")
    if _is_set(font.find("{*}strike")):
        return Text("It is struck through.")
    if name is not None and is_picture_font(name.get("val", "")):
        return PICTURES
    raised = font.find("{*}vertAlign")
    if raised is not None and raised.get("val") != "baseline":
        return Text("It is written too small to be read.")
    return None


def _is_set(element: Any) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _ground(fill: Any, colours: Colours) -> float | None:
    """Return how bright the ground is; patterns and gradients are not told, but for the plain."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return None
    match pattern.get("patternType", "none"):
        case "none":
            return LIGHT
        case "solid":
            ground = pattern.find("{*}fgColor")
            return None if ground is None else colours.brightness(ground)
        case "gray125" | "gray0625":
            return 0.9
    return None


def _alignment_fault(alignment: Any) -> Text | None:
    if alignment is None:
        return None
    if alignment.get("shrinkToFit") in ("1", "true"):
        return Text("It is written too small to be read.")
    turned = (
        alignment.get("textRotation", "0") != "0"
        or alignment.get("horizontal") == "fill"
        or alignment.get("readingOrder") == RIGHT_TO_LEFT
    )
    if turned or int(alignment.get("indent", 0)) > MOST_INDENT:
        return Text("It is turned, repeated or pushed aside.")
    return None


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
