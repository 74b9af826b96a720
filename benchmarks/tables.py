"""Tables, shown on a terminal or written between the fixed text of a page of the docs."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.console import Console
from rich.table import Table as RichTable

DOCS = Path(__file__).parent.parent / "docs"
PAGES = tuple(DOCS.glob("*.md"))
WIDTH = 170
"""Tables are printed this wide whatever the terminal: a folded number cannot be read."""
PACKAGES = ("anti-clustering", "highspy", "numba", "numpy", "ortools")
"""What a time or an answer here may depend on."""

Picture = Callable[[Path], None]
"""Draws itself into a file."""


@dataclass(frozen=True)
class Table:
    """What a case measured: rows under headings, sentences to go below them, and pictures.

    Pictures go by the names of their files in docs/images.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    sentences: Sequence[str] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict)


def machine() -> str:
    """Return one sentence about the machine and the versions that everything ran on."""
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    packages = ", ".join(
        f"{package} {found}" for package in PACKAGES if (found := _version(package))
    )
    return f"Measured on {system}; Python {platform.python_version()}, {packages}."


def _version(package: str) -> str:
    """Return the version of a package, empty where it is not installed."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def show(name: str, table: Table) -> None:
    """Print a table."""
    shown = RichTable(title=name)
    for heading in table.headings:
        shown.add_column(heading, justify="left" if heading == table.headings[0] else "right")
    for row in table.rows:
        shown.add_row(*row)
    console = Console(width=WIDTH)
    console.print(shown)
    for sentence in (*table.sentences, machine()):
        console.print(sentence, highlight=False, markup=False)


def write(name: str, table: Table) -> None:
    """Put a table between the marks of its case in the one page that has them, and its pictures."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    marked = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    pages = [page for page in PAGES if begin in page.read_text(encoding="utf-8")]
    if len(pages) != 1:
        raise ValueError(f"{len(pages)} pages have a place for the case {name}")
    text = pages[0].read_text(encoding="utf-8")
    written = marked.sub(lambda _: f"{begin}\n{_markdown(table)}\n{end}", text)
    pages[0].write_text(written, encoding="utf-8")
    for file, draw in table.pictures.items():
        draw(DOCS / "images" / file)


def _markdown(table: Table) -> str:
    aligned = [":--", *(["--:"] * (len(table.headings) - 1))]
    lines = [f"| {' | '.join(row)} |" for row in (table.headings, aligned, *table.rows)]
    sentences = [f"\n{sentence}" for sentence in (*table.sentences, machine())]
    return "\n".join([*lines, *sentences])
