"""Infeasible is an answer: which rules collide, and a change that really ends it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result

from balance_classes.cli import commands
from balance_classes.domain.collisions.collision import Collision, keeping
from balance_classes.domain.collisions.remedies import Remedy, applied
from balance_classes.domain.problem.excess import keeps_hard_rules
from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.collision_search import collisions, rules_can_hold
from balance_classes.optimisation.remedy_search import mends_of
from balance_classes.optimisation.solver import Solver
from balance_classes.workflows.draw.prepare import Prepared, prepare
from tests.builders import QUICK, drawn
from tests.workflows.draw.collisions import COLLISIONS, FULL, School, apart, both, each

UNSPREAD = replace(QUICK, depth=0)
"""Spreading goes from classes that keep blocks and reach to others that do."""

SCHOOLS = {school.name: school for school in (*FULL, *COLLISIONS)}
assert len(SCHOOLS) == len(FULL) + len(COLLISIONS)

every_school = pytest.mark.parametrize("school", [*FULL, *COLLISIONS], ids=lambda s: s.name)
every_collision = pytest.mark.parametrize("school", COLLISIONS, ids=lambda s: s.name)


def run(school: School, folder: Path, verb: str, language: str = "en") -> Result:
    subject = school.written(folder)
    options = ["--rules", str(subject.rules), "--json", "--lang", language]
    return CliRunner().invoke(commands, [verb, str(subject.roster), *options])


@cache
def refusal(name: str) -> tuple[Result, frozenset[str]]:
    """Return what a drawing of a school answers, and what lies there then."""
    with TemporaryDirectory() as folder:
        answer = run(SCHOOLS[name], Path(folder), "assign")
        return answer, frozenset(path.name for path in Path(folder).iterdir())


@cache
def collided(name: str) -> tuple[Prepared, tuple[Collision, ...]]:
    """Return a school that is ready to be drawn, and the collisions that are found in it."""
    with TemporaryDirectory() as folder:
        subject = SCHOOLS[name].written(Path(folder))
        ready = prepare(subject.roster, read_rules(subject.rules, subject.options))
    return ready, collisions(ready.problem, Solver())


@every_school
def test_it_is_told_with_what_collides_and_what_ends_it(school: School) -> None:
    result, there = refusal(school.name)
    told = json.loads(result.output)
    assert (result.exit_code, told["exit_code"]) == (4, 4)
    what = " ".join(finding["what"] for finding in told["findings"])
    mend = " ".join(finding["mend"] for finding in told["findings"])
    assert [text for text in school.says if text not in what] == [], what
    assert [text for text in school.mends if text not in mend] == [], mend
    assert there == {"名册.csv", "rules.toml"}, "no line stands on the ledger"
    assert len(told["findings"]) == max(len(school.found), 1 + ("plan" in school.rules))


@every_school
def test_check_finds_as_much_and_tells_rows_alone(school: School, tmp_path: Path) -> None:
    drawing, checking = refusal(school.name)[0], run(school, tmp_path, "check", "zh")
    assert checking.exit_code == 4
    told = [len(json.loads(result.output)["findings"]) for result in (drawing, checking)]
    assert told[0] == told[1]
    said = drawing.output + checking.output
    for line in (tmp_path / "名册.csv").read_text("utf-8").splitlines()[1:]:
        number, name, *_ = line.split(",")
        assert number not in said
        assert name not in said
    for asked in school.asks.values():
        for code in (asked.get("together"), *asked.get("apart", "").split()):
            assert not code or not re.search(rf"\b{code}\b", said)


@every_collision
def test_the_rules_collide_and_can_hold_without_any_one(school: School) -> None:
    ready, found = collided(school.name)
    problem = ready.problem
    kinds = [dict(Counter(rule.kind for rule in collision.rules)) for collision in found]
    assert sorted(map(str, map(_sorted, kinds))) == sorted(map(str, map(_sorted, school.found)))
    for collision in found:
        assert collision.exact
        assert_minimal(collision, problem)


def assert_minimal(collision: Collision, problem: object) -> None:
    assert rules_can_hold(keeping(problem, collision.rules), Solver()) is False  # type: ignore[arg-type]
    for rule in collision.rules:
        others = [other for other in collision.rules if other != rule]
        assert rules_can_hold(keeping(problem, others), Solver()) is True, rule  # type: ignore[arg-type]


@every_collision
def test_with_a_change_that_is_named_the_draw_succeeds(school: School) -> None:
    ready, found = collided(school.name)
    mends = mends_of(found, ready.roster, ready.rules, ready.problem, Solver())
    together = [change for mend in mends for change in mend.together]
    assert together or any(mend.anew for mend in mends)
    if together:
        assert_drawn(ready, *together)
    for mend in mends:
        others = [change for change in together if change not in mend.together]
        for change in mend.enough:
            for student in change.instead or [None]:
                one = replace(change, students=(student,)) if student is not None else change
                assert_drawn(ready, *others, one)
        for change in mend.anew:
            assert_drawn(ready, change)


def assert_drawn(ready: Prepared, *changes: Remedy) -> None:
    roster, rules = applied(changes, ready.roster, ready.rules)
    classes = plan_classes(roster.size, rules, roster.language)
    problem = formulate(roster, rules, classes)
    assignment = drawn(problem, effort=UNSPREAD)
    assert keeps_hard_rules(assignment.problem, assignment.class_of)


@pytest.mark.parametrize(("language", "page"), [("en", "rules.md"), ("zh", "rules.zh.md")])
def test_the_example_of_the_documentation_is_what_comes_out(
    language: str, page: str, tmp_path: Path
) -> None:
    (school,) = (each for each in COLLISIONS if each.name.startswith("three to be apart who"))
    text = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
    (finding,) = json.loads(run(school, tmp_path, "assign", language).output)["findings"]
    for said in (finding["where"], finding["what"], finding["mend"]):
        assert "".join(said.split()) in "".join(text.split())


def test_the_wishes_that_collide_are_marked_in_the_copy(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    # Two students to stay together and to be apart; one, besides, is barred from both classes.
    asks = both(each([1, 4], together="T"), apart([1, 4]), each([3], bar="1 2"))
    subject = School("torn and shut out", 8, 2, asks).written(tmp_path)
    mark = tmp_path / "marked.xlsx"
    options = ["--rules", str(subject.rules), "--mark", str(mark)]
    assert CliRunner().invoke(commands, ["check", str(subject.roster), *options]).exit_code == 4
    sheet = load_workbook(mark).active
    assert sheet is not None
    header = [cell.value for cell in sheet[1]]
    marked = {
        (number, title)
        for number, row in enumerate(sheet.iter_rows(), start=1)
        for title, cell in zip(header, row, strict=True)
        if cell.comment
    }
    assert marked == {(3, "同班"), (6, "同班"), (3, "分开"), (6, "分开"), (5, "不进班级")}


def _sorted(kinds: object) -> list[object]:
    return sorted(kinds.items())  # type: ignore[attr-defined]
