"""The table of rules in docs/rules.md: each function is there, each example is drawn and kept."""

from __future__ import annotations

import importlib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import School

DOCS = Path(__file__).parents[2] / "docs"
STUDENTS, CLASSES = 25, 3
HEADER = "学号,姓名,性别,民族,随班就读,残疾类型,上下学距离,语种,需求"
STEPS = 2_000
"""Of settling: where no class list reaches the limit, all of them are taken."""
JAPANESE = range(0, STUDENTS, 5)
NAMES = ("张伟", "张伟", "张伟", "章薇", "章纬")
"""The first three are equal, the fourth sounds alike, the fifth alike with its tones."""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    page: str
    name: str
    function: str
    example: str


def table(page: str) -> list[Row]:
    """Return the rows of the table of rules on a page."""
    lines = re.findall(r"^\|(.*)\|$", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    cells = [[cell.strip() for cell in line.split(" | ")] for line in lines]
    return [
        Row(page, row[0], row[3].strip("`").split(".")[-1], row[5].strip("`"))
        for row in cells
        if len(row) == 6 and row[3].startswith("`domain.")
    ]


def functions(page: str) -> list[str]:
    """Return the functions that a page names, with their modules."""
    return re.findall(r"`(domain\.\w+\.\w+)`", (DOCS / page).read_text("utf-8"))


ROWS = [*table("rules.md"), *table("rules.zh.md")]


def drawn(home: Path, example: str) -> Formed:
    """Return the classes of a small roster, drawn by an example: a key, or cells of a column."""
    column, _, cells = example.partition(": ") if ":" in example else ("", "", "")
    school = School(home)
    write_csv(school.roster, roster(column, cells.split(", ")))
    # A policy from above has to allow wishes for friends.
    own = 'policy = "own"' if column in ("friend", "好友") else ""
    rules = f"steps = {STEPS}\n{own if column else example}\n"
    (home / "rules.toml").write_text(rules, encoding="utf-8")
    options = {"classes": CLASSES, "class_names": ["A", "B", "C"]}
    subject = RosterRequest(school.roster, home / "rules.toml", options)
    return school.assign("a=1", subject=subject).result.formed


def roster(column: str, cells: Sequence[str]) -> str:
    """Return a roster with one column more, whose cells are those of the first students."""
    lines = [f"{HEADER},{column},理由" if column else HEADER]
    for i in range(STUDENTS):
        name = NAMES[i] if i < len(NAMES) else f"学生{chr(0x4E00 + 97 * i)}"
        people = ("汉族", "回族", "维吾尔族")[i % 7 % 3]
        helped = "视力,视力" if i in (0, 1, 2) else "非随班就读,无"
        wish = f",{cells[i]},轮椅" if i < len(cells) else ",,"
        line = f"{i:02},{name},{'男女'[i % 2]},{people},{helped},{i % 11 + 1}"
        line += (",英语" if i % 5 else ",日语") + ("," if i % 3 else f",{i % 4 + 1}")
        lines.append(line + (wish if column else ""))
    return "\n".join(lines) + "\n"


def sizes(formed: Formed) -> list[int]:
    return [len(placed) for placed in formed.class_lists]


def needs(formed: Formed) -> list[int]:
    """Return the sum of the needs in each class."""
    return [sum(int(p.student.levels["需求"] or 0) for p in there) for there in formed.class_lists]


def of(formed: Formed, *numbers: int) -> list[int]:
    """Return the classes of students by their place in the roster."""
    by_key = {p.student.key: p.school_class for p in formed.placements}
    return [by_key[f"{number:02}"] for number in numbers]


def even(formed: Formed, group: Callable[[Placement], str]) -> bool:
    """Tell whether each class has its share of each level, rounded down or up."""
    counts = Counter((group(p), p.school_class) for p in formed.placements)
    totals = Counter(group(p) for p in formed.placements)
    return all(
        abs(STUDENTS * counts[level, c] - total * STUDENTS / CLASSES) < STUDENTS
        for level, total in totals.items()
        for c in range(CLASSES)
    )


def apart(classes: Sequence[int]) -> bool:
    """Tell whether no two of them share a class, as far as there are classes."""
    counts = Counter(classes)
    return max(counts.values()) == -(-len(classes) // CLASSES)


HOLDS: dict[str, Callable[[Formed], bool]] = {
    "level_quotas": lambda f: (
        even(f, lambda p: p.student.levels["sex"])
        and even(f, lambda p: p.student.levels["ethnicity"])
    ),
    "plan_classes": lambda f: max(sizes(f)) <= 9,
    "lower_caps": lambda f: sizes(f)[2] == 7 and sizes(f)[0] == 9,
    "named_sizes": lambda f: sizes(f) == [9, 9, 7],
    "limited_reach": lambda f: {*of(f, *JAPANESE)} == {1, 2},
    "number_quotas": lambda f: sorted(of(f, *JAPANESE)) == [0, 0, 0, 0, 2],
    "require_min_size": lambda f: min(sizes(f)) >= 8,
    "size_quota": lambda f: max(sizes(f)) - min(sizes(f)) <= 2,
    "together_blocks": lambda f: len(set(of(f, 0, 1, 2))) == 1,
    "strictly_apart": lambda f: apart(of(f, 0, 1, 2)),
    "same_name_quotas": lambda f: apart(of(f, 0, 1, 2)),
    "same_sound_quotas": lambda f: apart(of(f, 0, 1, 2, 3, 4)),
    "same_tone_quotas": lambda f: apart(of(f, 0, 1, 2, 4)),
    "at_most_quotas": lambda f: apart(of(f, 0, 1, 2)),
    "at_least_quotas": lambda f: len(set(of(f, 0, 1, 2))) == 1,
    "friend_wishes": lambda f: of(f, 0) == of(f, 5) and of(f, 1) == of(f, 6),
    "pinned_reach": lambda f: of(f, 0) == [1],
    "unbarred_reach": lambda f: of(f, 0) == [2],
    "crossed_quotas": lambda f: even(
        f, lambda p: p.student.levels["sex"] + p.student.levels["ethnicity"]
    ),
    "every_cell": lambda f: f.assignment.proofs[-1].excess < f.assignment.dealt[-1],
    "total_quotas": lambda f: max(needs(f)) - min(needs(f)) <= 1,
    "bins_of": lambda f: (
        f.roster.numbers == ("distance",) and even(f, lambda p: p.student.levels["distance"])
    ),
}
"""By the function that makes a rule: whether it is kept, counted anew from the lists."""


EXAMPLES = sorted({(row.function, row.example) for row in ROWS})


@pytest.mark.parametrize(("function", "example"), EXAMPLES)
def test_every_example_is_drawn_and_its_rule_is_kept(
    tmp_path: Path, function: str, example: str
) -> None:
    assert HOLDS[function](drawn(tmp_path, example))


@pytest.mark.parametrize("page", ["rules.md", "rules.zh.md"])
def test_the_table_has_every_rule_and_its_function(page: str) -> None:
    assert {row.function for row in table(page)} == HOLDS.keys()
    for path in functions(page):
        module, name = path.rsplit(".", 1)
        assert getattr(importlib.import_module(f"balance_classes.{module}"), name).__doc__


def test_the_examples_of_keys_are_toml_of_one_key() -> None:
    keys = [row.example for row in ROWS if ":" not in row.example]
    assert all(len(tomllib.loads(example)) == 1 for example in keys)
