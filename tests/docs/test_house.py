"""The house is as the documents say: rooms, modules and names that they speak of are there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PACKAGE = HOME / "balance_classes"
PAGES = sorted((HOME / "docs").glob("*.md"))
DESIGN = (HOME / "docs" / "design.md").read_text("utf-8")
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)
LAYERS = "domain|files|optimisation|statistics|workers|workflows|rendering|commands"


def said(room: Path) -> str:
    """Return what a room says that it holds."""
    doc = ast.get_docstring(ast.parse((room / "__init__.py").read_text("utf-8")))
    assert doc, f"{room.name} does not say what it holds"
    return doc


def modules_named(page: str) -> set[str]:
    """Return the modules and rooms of the package that a page names, as paths within it."""
    files = re.findall(rf"`((?:{LAYERS})/[\w/]*(?:\.py|\.toml)?)`", page)
    dotted = re.findall(rf"`(?:balance_classes\.)?((?:{LAYERS})(?:\.[a-z_]\w*)+)`", page)
    return {*files, *(name.rpartition(".")[0].replace(".", "/") for name in dotted)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_modules_that_a_page_names_are_there(page: Path) -> None:
    named = modules_named(page.read_text("utf-8"))
    missing = {
        name
        for name in named
        if not (PACKAGE / name).exists() and not (PACKAGE / name).with_suffix(".py").exists()
    }
    assert not missing


def test_files_that_the_design_names_without_their_room_are_in_one() -> None:
    named = set(re.findall(r"`(\w+\.py)`", DESIGN))
    assert named <= {path.name for path in PACKAGE.rglob("*.py")}


def test_names_in_capitals_of_the_design_are_defined_in_the_package() -> None:
    """Classes and constants that the design page speaks of by name are defined somewhere."""
    code = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    named = set(re.findall(r"`([A-Z][a-z]+[A-Za-z]*|[A-Z]+_[A-Z_]+)`", DESIGN))
    assert "LaterEvent" in named
    undefined = {
        name for name in named if not re.search(rf"^(class )?{name}\b[:( =]", code, re.MULTILINE)
    }
    assert not undefined


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(PACKAGE)))
def test_each_room_says_in_one_line_what_it_holds_and_the_design_says_the_same(room: Path) -> None:
    doc = said(room)
    assert "\n" not in doc
    assert f"* `{room.relative_to(PACKAGE).as_posix()}/`: {doc}" in DESIGN


def test_every_module_of_a_layer_stands_in_a_room_or_in_the_design() -> None:
    """What lies beside the rooms of a layer that has rooms is told by name."""
    for layer in ("domain", "files", "workflows"):
        for path in (PACKAGE / layer).glob("*.py"):
            assert path.stem == "__init__" or f"`{path.name}`" in DESIGN, path


def test_no_two_classes_have_one_name() -> None:
    """A name that means two things is a wrong turning for whoever looks for one of them.

    What scripts are offered, and the body of an answer, have the name of what they tell.
    """
    found: dict[str, list[str]] = {}
    telling = {*(PACKAGE / "scripting").glob("*.py"), *(PACKAGE / "rendering").glob("*_answers.py")}
    for path in {*PACKAGE.rglob("*.py")} - telling:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found.setdefault(node.name, []).append(str(path.relative_to(PACKAGE)))
    twice = {name: paths for name, paths in found.items() if len(paths) > 1}
    assert not twice
