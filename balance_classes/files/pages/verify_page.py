"""The page by which anybody checks a draw: one file made of the second implementation."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

VERIFY_PAGE = "verify.html"
SOURCES = Path(__file__).parents[2] / "verify_page"
START = "program"
"""The module that starts the page, and in its worker the draw."""
_IMPORT = re.compile(r'^import \{ (.+) \} from "\./(\w+)\.mjs";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:const|function|class) ([\w$]+))", re.MULTILINE)


@cache
def verify_page() -> bytes:
    """Return the bytes of the page: the same sources give the same bytes.

    It has no network: its policy allows one script and one style, by their hashes.
    """
    script, style = _script(START), _source("page.css")
    parts = {"css": style, "js": script, "script": _hash(script), "style": _hash(style)}
    return re.sub(r"\{\{ (\w+) \}\}", lambda hole: parts[hole[1]], _source("page.html")).encode()


def is_verify_page(path: Path) -> bool:
    """Tell whether a file is the page as this version writes it."""
    try:
        same_size = path.lstat().st_size == len(verify_page())
        return same_size and not path.is_symlink() and path.read_bytes() == verify_page()
    except OSError:
        return False


def _source(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _script(start: str) -> str:
    """Return a module and all that it imports as one script: each a function that is run once."""
    return '\n"use strict";\n' + "".join(_module(name) for name in _in_order(start, []))


def _in_order(name: str, before: list[str]) -> list[str]:
    """Return the names of a module and of all below it that are not there yet, lowest first."""
    if name not in before:
        for _, other in _IMPORT.findall(_source(f"{name}.mjs")):
            _in_order(other, before)
        before.append(name)
    return before


def _module(name: str) -> str:
    source = _source(f"{name}.mjs")
    names = ", ".join(exported for _, exported in _EXPORT.findall(source))
    bound = _IMPORT.sub(
        lambda found: f"const {{ {found[1].replace(' as ', ': ')} }} = ${found[2]};\n", source
    )
    body = _EXPORT.sub(r"\1", bound)
    return f"const ${name} = (() => {{\n{body}return {{ {names} }};\n}})();\n"
