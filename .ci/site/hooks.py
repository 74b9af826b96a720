"""Each page in its language: the words around it, what is beside it, the way to the other."""

from __future__ import annotations

import re
from html import unescape
from types import SimpleNamespace
from typing import Any

from latex2mathml.converter import convert

NAMES = {"en": "English", "zh": "中文"}
AWAY = re.compile(r"^\[(?:中文|English)\]\(([\w.]+)\).*\n", re.MULTILINE)
"""The link to the other language, which the header of the site has."""
FENCES = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)
HAN = r"\u3001-\u9fff\uff01-\uff5e\u201c\u201d"
BROKEN = re.compile(rf"(?<=[{HAN}])\n *(?=[{HAN}])")
"""A line of Chinese that goes on in the next one: browsers would show a space there."""
FORMULA = re.compile(r'<(div|span) class="arithmatex">\\[\[(](.*?)\\[\])]</\1>', re.DOTALL)

LONG = 100
"""Of a formula within a text, in signs: such a one stands alone."""


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Move the link to the other language into the header, and join lines of Chinese."""
    away = AWAY.search(markdown)
    page.meta["away"] = away[1].replace(".md", ".html") if away else "index.zh.html"
    parts = FENCES.split(AWAY.sub("", markdown))
    return "".join(BROKEN.sub("", part) if i % 2 == 0 else part for i, part in enumerate(parts))


def on_page_content(html: str, **_: Any) -> str:
    """Write formulas as browsers read them by themselves; a long one is scrolled alone."""

    def written(found: re.Match[str]) -> str:
        formula = unescape(found[2])
        if found[1] == "span" and len(formula) < LONG:
            return convert(formula)
        shown = convert(formula, display="block")
        return f'<span style="display: block; overflow-x: auto">{shown}</span>'

    return FORMULA.sub(written, html)


def on_page_context(context: Any, page: Any, config: Any, nav: Any) -> Any:
    """Show a page among those of its language."""
    code, other = ("zh", "en") if page.file.src_path.endswith(".zh.md") else ("en", "zh")
    config.theme["language"] = code
    config.extra["alternate"] = [
        {"name": NAMES[code], "link": f"{page.file.name}.html", "lang": code},
        {"name": NAMES[other], "link": page.meta["away"], "lang": other},
    ]
    (section,) = (item for item in nav.items if item.title == NAMES[code])
    home = section.children[0]
    context["nav"] = SimpleNamespace(items=section.children, homepage=home, pages=nav.pages)
    return context
