"""The page as a file: made of its sources alone, closed to the network, in two languages."""

from __future__ import annotations

import base64
import hashlib
import re

from balance_classes.files.pages.verify_page import SOURCES, verify_page
from tests.verify_page.make_digest import DIGEST, DOCS, PAGES, page_digest

PAGE = verify_page().decode()
SCRIPT = re.findall(r'<script id="program">(.*?)</script>', PAGE, re.DOTALL)
STYLE = re.findall(r"<style>(.*?)</style>", PAGE, re.DOTALL)
TEXT = re.compile(
    r'\[\s*"((?:[^"\\]|\\.)+)"|(?:say|fail)\(\s*"([^"]+)"|\? \["([^"]+)"'
    r'|say\(\w+ \? "([^"]+)" : "([^"]+)"|push\(\[line, "([^"]+)"'
)
SAYING = ("verdict", "evidence", "ledger", "drawfile", "changefile", "solver", "forms", "story",
          "facts", "page")  # fmt: skip
"""The modules whose texts people read."""
ROLES = {"record", "seal", "ledger", "drawFile", "notice", "sheet"}
YOUNG = re.compile(
    r"\?\?=|\|\|=|&&=|\(\?<[=!]|/[dgimsuy]*v[dgimsuy]*[,;.)]|\bstatic \{|#\w+ in "
    r"|^await |^(?:im|ex)port |\.(?:at|with|findLast"
    r"|findLastIndex|toSorted|toReversed|toSpliced|hasOwn|groupBy|mapGroupBy"
    r"|withResolvers|fromAsync|union|intersection|difference|isSubsetOf|isWellFormed|randomUUID)\("
    r"|structuredClone|(?:Dec|C)ompressionStream|Iterator\b|Segmenter|cause:"
    r"|:has\(|@container|@layer|@scope|color-mix|light-dark|subgrid|\d[dsl]v[hw]\b|^\s*&",
    re.MULTILINE,
)
"""What Chromium 94, Firefox 92 or Safari 14.1, of 2021, do not know."""


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def chinese() -> dict[str, str]:
    source = (SOURCES / "texts.mjs").read_text("utf-8")
    entry = re.compile(r'^  (?:"((?:[^"\\]|\\.)+)"|(\w+)): "((?:[^"\\]|\\.)+)",$', re.MULTILINE)
    return {quoted or plain: text for quoted, plain, text in entry.findall(source)}


def english() -> set[str]:
    found = set(re.findall(r'data-say="([^"]+)"', (SOURCES / "page.html").read_text("utf-8")))
    for name in SAYING:
        for groups in TEXT.findall((SOURCES / f"{name}.mjs").read_text("utf-8")):
            found |= {text for text in groups if " " in text or text[:1].isupper()}
    return found


def test_its_policy_lets_in_its_own_script_and_style_and_nothing_else() -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', PAGE)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src {hashed(*SCRIPT)}",
        f"style-src {hashed(*STYLE)}",
        "worker-src blob:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_it_names_no_address_and_no_file() -> None:
    assert not re.findall(r"https?://|\bsrc=|\bhref=|@import|url\(|\bfetch\(|XMLHttpRequest", PAGE)


def test_it_asks_for_no_browser_younger_than_five_years() -> None:
    assert YOUNG.findall(SCRIPT[0] + STYLE[0]) == []


def test_its_digest_stands_in_the_documentation() -> None:
    for name in PAGES:
        assert DIGEST.findall((DOCS / name).read_text("utf-8")) == [page_digest()]


def test_each_of_its_texts_has_one_in_chinese_and_no_other_has() -> None:
    known = chinese()
    assert english() <= known.keys()
    assert known.keys() - english() <= ROLES
    for one, other in known.items():
        assert sorted(re.findall(r"\{\w+\}", one)) == sorted(re.findall(r"\{\w+\}", other)), one
