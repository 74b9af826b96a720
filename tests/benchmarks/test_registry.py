"""The registry of benchmarks is sound: what is named is there, and has its place in the docs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks import all_cases  # noqa: F401 (registers everything)
from benchmarks.depth.methods import METHODS as DEPTH_METHODS
from benchmarks.families import namesakes, tight_caps, twins
from benchmarks.methods import METHODS
from benchmarks.registry import CASES, INSTANCES
from benchmarks.tables import DOCS

HOME = Path(__file__).parent.parent.parent


def test_every_instance_of_a_case_is_registered() -> None:
    for case in CASES.values():
        assert set(case.instances) <= INSTANCES.keys()


def test_every_method_of_a_case_is_registered() -> None:
    for case in CASES.values():
        assert set(case.methods) <= METHODS.keys() | DEPTH_METHODS.keys()


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_case_has_one_place_in_the_docs(name: str) -> None:
    pages = [
        page for page in DOCS.glob("*.md") if f"<!-- begin {name} -->" in page.read_text("utf-8")
    ]
    assert len(pages) == 1
    assert f"<!-- end {name} -->" in pages[0].read_text("utf-8")


@pytest.mark.parametrize(
    "where", [*METHODS.values(), *(method.where for method in DEPTH_METHODS.values())]
)
def test_every_method_is_a_function_of_its_module(where: str) -> None:
    # Read, not imported: the rivals' libraries are not there in every environment.
    module, function = where.split(":")
    tree = ast.parse((HOME / f"{module.replace('.', '/')}.py").read_text("utf-8"))
    assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_same_seed_gives_the_same_instance() -> None:
    instance = INSTANCES["500 × 10"]
    assert instance.problem(3) == instance.problem(3)
    assert instance.problem(3) != instance.problem(4)


def test_tight_caps_seat_everybody_and_nobody_else() -> None:
    caps = [school_class.cap for school_class in tight_caps(103, 5, 1).classes]
    assert sum(caps) == 103
    assert len(set(caps)) > 1


def test_a_fifth_of_the_students_are_twins_and_all_namesakes_share_a_quota() -> None:
    assert len(twins(100, 4, 1).blocks) == 10
    assert any(len(quota.members) == 100 for quota in namesakes(100, 4, 1).one_way.tiers[-1].quotas)
