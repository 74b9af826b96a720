"""Pages to read in a browser: one file each, without network, script or picture from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parents[2] / "templates"


def page(template: str, **values: object) -> bytes:
    """Return the bytes of a page; the same values give the same bytes, and all text is escaped."""
    text: str = _templates().get_template(template).render(**values)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines() if line.strip()).encode()


@cache
def _templates() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
