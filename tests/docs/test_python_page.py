"""The page for scripts holds: its cells run one after the other and print what stands there."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PAGES = [HOME / "docs" / "python.md", HOME / "docs" / "python.zh.md"]


def cells(page: Path) -> list[tuple[str, str]]:
    """The cells of a page, each with what it prints."""
    text = page.read_text("utf-8")
    return re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", text, re.DOTALL)


def test_the_cells_print_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = shutil.ignore_patterns("*-分班", "*-classes")
    shutil.copytree(HOME / "samples", tmp_path / "samples", ignore=results)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    assert len(cells(PAGES[0])) >= 8
    for code, printed in cells(PAGES[0]):
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(code, names)  # noqa: S102
        said = "\n".join(line.rstrip() for line in out.getvalue().splitlines())
        assert said == printed.rstrip("\n"), code


def test_the_pages_have_the_same_cells() -> None:
    assert cells(PAGES[0]) == cells(PAGES[1])
