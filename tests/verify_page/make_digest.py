"""Writes the SHA-256 of verify.html into the documentation anew.

`python -m tests.verify_page.make_digest`
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from balance_classes.files.pages.verify_page import verify_page

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("evidence.md", "evidence.zh.md")
DIGEST = re.compile(r"(?<=`verify\.html`: `)[0-9a-f]{64}(?=`)")


def page_digest() -> str:
    """Return the digest of the page as it is made now."""
    return hashlib.sha256(verify_page()).hexdigest()


if __name__ == "__main__":
    for name in PAGES:
        path = DOCS / name
        path.write_text(DIGEST.sub(page_digest(), path.read_text("utf-8")), encoding="utf-8")
