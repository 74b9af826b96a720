"""The looks that cells may have, by name."""

from __future__ import annotations

from functools import cache
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from balance_classes.files.workbook.page_fit import PLAIN_SIZE, TITLE_SIZE

_LINE = Side(style="thin", color="B7B7B7")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


@cache
def styles(font: str) -> dict[str, dict[str, Any]]:
    """Return the looks that a cell may have, by name, in a font."""
    return {
        "title": {
            "font": Font(name=font, bold=True, size=TITLE_SIZE),
            # Centred over the empty cells beside it, so that no cell has to be merged.
            "alignment": Alignment(horizontal="centerContinuous", vertical="center"),
        },
        "header": {
            "font": Font(name=font, bold=True, size=PLAIN_SIZE),
            "fill": PatternFill("solid", fgColor="DCE6F1"),
            "alignment": _CENTRE,
            "border": _BORDER,
        },
        "header left": {
            "font": Font(name=font, bold=True, size=PLAIN_SIZE),
            "fill": PatternFill("solid", fgColor="DCE6F1"),
            # Not wrapped: it runs over the empty cells beside it.
            "alignment": Alignment(horizontal="left", vertical="center"),
        },
        "cell": {"alignment": _CENTRE, "border": _BORDER},
        "label": {"alignment": _LEFT, "border": _BORDER},
        "excess": {
            "alignment": _CENTRE,
            "border": _BORDER,
            "font": Font(name=font, bold=True, size=PLAIN_SIZE, color="9C0006"),
            "fill": PatternFill("solid", fgColor="FFC7CE"),
        },
        "changed": {
            "alignment": _CENTRE,
            "border": _BORDER,
            "fill": PatternFill("solid", fgColor="FFF2CC"),
        },
        "problem": {
            "alignment": _LEFT,
            "border": _BORDER,
            "font": Font(name=font, size=PLAIN_SIZE, color="9C0006"),
            "fill": PatternFill("solid", fgColor="FFC7CE"),
        },
        "answer": {"font": Font(name=font, bold=True, size=12)},
        "section": {"font": Font(name=font, bold=True, size=12)},
        "plain": {},
        "wrap": {"alignment": Alignment(vertical="top", wrap_text=True)},
    }
