"""Every private name of a library that the package uses is listed here; the library is bounded."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
USED = {
    "balance_classes/files/workbook/workbook_writing.py": {
        "openpyxl": {"_fonts", "_named_styles", "_writer"},
    },
    "balance_classes/files/workbook/sheet_xml.py": {
        "openpyxl": {"openpyxl.worksheet._writer"},
    },
    "balance_classes/optimisation/solver.py": {"pulp": {"_constraints"}},
}
"""File by file the private names of each library."""
OF_PYTHON = {"_exit"}  # os._exit, which is documented


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def named_in(tree: ast.AST) -> set[str]:
    """Return the names that a module defines itself."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.Name(id=name):
                found.add(name)
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                found.add(name)
    return found


def private_names(tree: ast.AST) -> Iterator[str]:
    """Yield the private attributes of other things, and the private modules imported from."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute(attr=name) if is_private(name):
                yield name
            case ast.ImportFrom(module=str(module), names=names) if module != "__future__":
                parts = module.split(".")
                if any(is_private(part) for part in parts):
                    yield module
                yield from (each.name for each in names if is_private(each.name))
            case ast.Import(names=names):
                for each in names:
                    if any(is_private(part) for part in each.name.split(".")):
                        yield each.name


def test_private_names_of_libraries_stand_in_the_list_and_no_others() -> None:
    found: dict[str, set[str]] = {}
    for path in sorted((HOME / "balance_classes").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        # Most files have none, and need not be walked through twice.
        if (names := set(private_names(tree)) - OF_PYTHON) and (names := names - named_in(tree)):
            found[path.relative_to(HOME).as_posix()] = names
    listed = {path: set().union(*libraries.values()) for path, libraries in USED.items()}
    assert found == listed


@pytest.mark.parametrize("library", sorted({name for each in USED.values() for name in each}))
def test_a_library_whose_private_names_are_used_has_an_upper_bound(library: str) -> None:
    (required,) = (r for r in PROJECT["dependencies"] if re.match(rf"{library}\b", r))
    assert "<" in required


def test_every_library_has_a_lowest_version() -> None:
    extras = PROJECT["optional-dependencies"].values()
    required = [*PROJECT["dependencies"], *(each for extra in extras for each in extra)]
    assert [each for each in required if ">=" not in each] == []
