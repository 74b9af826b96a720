"""How the cells of a workbook look, and what about it makes eyes see otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from balance_classes.files.result.book_parts import BookParts, local
from balance_classes.files.result.colours import DARK, LIGHT, Colours
from balance_classes.language import Text

PLAIN_FORMATS = ("General", "@", "0")
"""Formats that show a value as it is; any other could show something else."""
PLAIN_FORMAT_IDS = {"0": "General", "1": "0", "49": "@"}
LEAST_SIZE = 6
"""In points; smaller letters are not meant to be read."""
LEAST_CONTRAST = 0.3
"""Of the brightness of letters and ground, which go from 0 to 1."""
PICTURE_FONTS = ("wingding", "webding", "symbol", "dingbat", "barcode", "marlett")
"""Fonts whose letters are pictures."""
MOST_INDENT = 10


@dataclass(frozen=True)
class Looks:
    """What is wrong with each look that cells may name, by its number; None where nothing is."""

    faults: tuple[Text | None, ...]

    def fault(self, number: int) -> Text | None:
        """Return what is wrong with a look; one that is not there shows nobody knows what."""
        if 0 <= number < len(self.faults):
            return self.faults[number]
        return Text("A format shows it otherwise than it is.")


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
    fonts = [_font_fault(font) for font in styles.iterfind("{*}fonts/{*}font")]
    letters = [
        colours.brightness(font.find("{*}color"), DARK)
        for font in styles.iterfind("{*}fonts/{*}font")
    ]
    grounds = [_ground(fill, colours) for fill in styles.iterfind("{*}fills/{*}fill")]

    def fault(look: Any) -> Text | None:
        code = look.get("numFmtId", "0")
        if (formats.get(code) or PLAIN_FORMAT_IDS.get(code)) not in PLAIN_FORMATS:
            return Text("A format shows it otherwise than it is.")
        font, fill = int(look.get("fontId", 0)), int(look.get("fillId", 0))
        if fonts[font]:
            return fonts[font]
        here, there = letters[font], grounds[fill]
        if here is None or there is None or abs(here - there) < LEAST_CONTRAST:
            return Text("It is written in white, or in the colour of its ground.")
        return _alignment_fault(look.find("{*}alignment"))

    return Looks(tuple(fault(look) for look in styles.iterfind("{*}cellXfs/{*}xf")))


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
    if size is not None and float(size.get("val")) < LEAST_SIZE:
        return Text("It is written too small to be read.")
    if _is_set(font.find("{*}strike")):
        return Text("It is struck through.")
    if name is not None and any(part in name.get("val", "").lower() for part in PICTURE_FONTS):
        return Text("It is written in a font whose letters are pictures.")
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
            return None if ground is None else colours.brightness(ground, LIGHT)
        case "gray125" | "gray0625":
            return 0.9
    return None


def _alignment_fault(alignment: Any) -> Text | None:
    if alignment is None:
        return None
    turned = alignment.get("textRotation", "0") != "0" or alignment.get("horizontal") == "fill"
    if turned or int(alignment.get("indent", 0)) > MOST_INDENT:
        return Text("It is turned, repeated or pushed aside.")
    return None
