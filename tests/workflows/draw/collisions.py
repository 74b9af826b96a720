"""Schools whose rules cannot all hold: what each asks for, what collides, and what is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv

HEADER = "学号,姓名,性别,随班就读,同班,分开,指定班级,不进班级,理由"
COLUMNS = ("inclusion", "together", "apart", "pin", "bar")
FIRST_ROW = 2


@dataclass(frozen=True)
class School:
    """A school of `students`; `asks` gives some of them (from 0) texts of the special columns.

    `found` are the collisions to be found, each with how many rules of each kind; `says` stands
    in the findings, `mends` in their advice.
    """

    name: str
    students: int
    classes: int
    asks: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    rules: str = ""
    found: Sequence[Mapping[str, int]] = ()
    says: Sequence[str] = ()
    mends: Sequence[str] = ()

    def written(self, folder: Path) -> RosterRequest:
        """Write the roster and the rules into a folder."""
        lines = [HEADER]
        for i in range(self.students):
            asked = self.asks.get(i, {})
            cells = [asked.get(column, "") for column in COLUMNS]
            cells[0] = cells[0] or "非随班就读"
            reason = "家长在此任教" if asked.get("pin") or asked.get("bar") else ""
            name = asked.get("name", "赵钱孙李周吴郑王"[i // 64 % 8] + chr(0x4E00 + 7 * i))
            line = [f"XH{i:06}", name, "男女"[i % 2], *cells, reason]
            lines.append(",".join(line))
        roster = write_csv(folder / "名册.csv", "\n".join(lines) + "\n")
        rules = folder / "rules.toml"
        names = f'classes = {self.classes}\nclass_names = ["一({{n}})班"]\n'
        rules.write_text(names + self.rules, encoding="utf-8")
        return RosterRequest(roster, rules, {})


def each(students: Sequence[int], **asked: str) -> dict[int, dict[str, str]]:
    """The same asked for some students."""
    return {student: dict(asked) for student in students}


def apart(*pairs: Sequence[int]) -> dict[int, dict[str, str]]:
    """An apart code for each set of students."""
    codes: dict[int, list[str]] = {}
    for number, pair in enumerate(pairs):
        for student in pair:
            codes.setdefault(student, []).append(f"P{number}")
    return {student: {"apart": " ".join(names)} for student, names in codes.items()}


def both(*asked: Mapping[int, Mapping[str, str]]) -> dict[int, dict[str, str]]:
    """Several askings at once."""
    found: dict[int, dict[str, str]] = {}
    for asking in asked:
        for student, columns in asking.items():
            found.setdefault(student, {}).update(columns)
    return found


TWINS = each([0, 1], together="T")
NAMES = 'tiers = [["性别"]]\nhard = ["same_name"]'
INCLUDED = "视力残疾随班就读"
FULL = [
    School(
        "451 students into 10 classes of 45", 451, 10, rules='stage = "primary"',
        says=["Have 450, need 451: seats in 10 classes of at most 45."],
        mends=["Form 11 classes, or allow a cap of 46 with its reason (--cap-reason)."],
    ),
    School(
        "a lower cap of the school's own", 21, 2, rules="cap = 10",
        says=["Have 20, need 21: seats"], mends=["Form 3 classes, or allow a cap of 11."],
    ),
    School(
        "more students than the plan and than the seats", 451, 10,
        rules='stage = "primary"\nplan = 440',
        says=["Have 440, need 451: places of the approved plan", "Have 450, need 451: seats"],
        mends=["11 classes"],
    ),
    School(
        "small rooms", 20, 2, rules='cap = 15\ncaps = { "1" = 4 }',
        says=["Have 19, need 20: seats in 2 classes with caps of their own."],
        mends=["Form 3 classes, or allow a cap of 16."],
    ),
    School(
        "more classes than students", 3, 4,
        says=["Have 3, need 4: students for 4 classes."], mends=["Form at most 3 classes."],
    ),
]  # fmt: skip

COLLISIONS = [
    School(
        "twins pinned apart", 8, 2, both(TWINS, each([0], pin="1"), each([1], pin="2")),
        found=[{"together": 1, "open": 2}],
        says=["rows 2, 3 to stay together; row 2 pinned to 一(1)班; row 3 pinned to 一(2)班",
              "Have 0, need 1: classes open to them"],
        mends=["clear the pinned class of row 2", "clear the together code of row 2"],
    ),
    School(
        "a twin pinned to where the other is barred", 8, 2,
        both(TWINS, each([0], pin="1"), each([1], bar="1")),
        found=[{"together": 1, "open": 2}], says=["row 3 barred from 一(1)班"],
        mends=["clear the barred classes of row 3"],
    ),
    School(
        "triplets barred from a class each", 9, 3,
        both(each([0, 1, 2], together="T"), *({i: {"bar": str(i + 1)}} for i in range(3))),
        found=[{"together": 1, "open": 3}], says=["row 4 barred from 一(3)班"],
        mends=["clear the barred classes of row 2", "clear the together code of row 2"],
    ),
    School(
        "somebody barred from every class", 6, 2, each([3], bar="1 2"),
        found=[{"open": 1}], says=["row 5 barred from 一(1)班, 一(2)班", "Have 0, need 1"],
        mends=["clear the barred classes of row 5", "form 3 classes"],
    ),
    School(
        "somebody pinned to a class and barred from it", 6, 2, {2: {"pin": "1", "bar": "1"}},
        found=[{"open": 1}], says=["row 4 pinned to 一(1)班; row 4 barred from 一(1)班"],
        mends=["clear the pinned class of row 4; or clear the barred classes of row 4"],
    ),
    School(
        "a block larger than a class", 10, 2, each(range(6), together="T"),
        found=[{"together": 1, "most": 2}],
        says=["rows 2–7 to stay together; at most 5 students in each class", "Have 5, need 6"],
        mends=["clear the together code of one of rows 2–7"],
    ),
    School(
        "two blocks larger than a class", 12, 3,
        both(each(range(6), together="T"), each(range(6, 12), together="U")),
        found=[{"together": 1, "most": 3}] * 2,
        mends=["Beside what mends the others", "give rows 6, 7 a together code of their own"],
    ),
    School(
        "a block too large for a small room", 12, 2,
        both(each(range(4), together="T"), each([0], pin="1")),
        rules='cap = 10\ncaps = { "1" = 3 }', found=[{"together": 1, "open": 1, "most": 1}],
        says=["at most 3 students in: 一(1)班", "Have 3, need 4: seats in 一(1)班"],
        mends=["clear the pinned class of row 2", "raise the cap of 一(1)班 to 4"],
    ),
    School(
        "four blocks of three for three classes of four", 12, 3,
        {i: {"together": f"T{i // 3}"} for i in range(12)},
        found=[{"together": 4, "most": 3}],
        mends=["all of these (clear the together code of row", "form 4 classes"],
    ),
    School(
        "fifty-five blocks of eight for ten classes of forty-four", 440, 10,
        {i: {"together": f"T{i // 8}"} for i in range(440)},
        found=[{"together": 51, "most": 10}],
        says=["to stay together by 51 codes; at most 44 students in each class"],
        mends=["all of these (give rows", "a together code of their own", "form 11 classes"],
    ),
    School(
        "five pinned to a class of four", 8, 2, each(range(5), pin="1"),
        found=[{"open": 5, "most": 1}],
        says=["rows 2–6 pinned to 一(1)班; at most 4 students in: 一(1)班", "Have 4, need 5"],
        mends=["clear the pinned class of one of rows 2–6"],
    ),
    School(
        "six pinned to a class of four", 8, 2, each(range(6), pin="1"),
        found=[{"open": 5, "most": 1}], says=["The same is asked in: row 2."],
        mends=["No single change is enough; together these are, for example: clear the pinned"],
    ),
    School(
        "far too many pinned to one class", 88, 2, each(range(80), pin="2"),
        found=[{"open": 45, "most": 1}],
        says=["rows 37–81 pinned to 一(2)班", "Have 44, need 45", "asked in: rows 2–36"],
        mends=["No single change is enough; together these are, for example: clear the pinned"],
    ),
    School(
        "nine of twelve barred from one of three classes", 12, 3, each(range(9), bar="2"),
        found=[{"open": 9, "most": 2}], says=["Have 8, need 9: seats in 一(1)班, 一(3)班"],
        mends=["clear the barred classes of one of rows 2–10"],
    ),
    School(
        "too many who can join two small rooms only", 20, 3, each(range(8), bar="3"),
        rules='cap = 20\ncaps = { "1" = 3, "2" = 4 }', found=[{"open": 8, "most": 2}],
        says=["at most 3 students in: 一(1)班; at most 4 students in: 一(2)班", "Have 7, need 8"],
        mends=["raise the cap of 一(1)班 to 4", "raise the cap of 一(2)班 to 5"],
    ),
    School(
        "pins and a block that together overflow a class", 8, 2,
        both(each(range(3), pin="1"), each([4, 5], together="T"), each([4], bar="2")),
        found=[{"open": 4, "together": 1, "most": 1}], says=["Have 4, need 5: seats in 一(1)班"],
        mends=["clear the together code of row 6"],
    ),
    School(
        "twins together and apart", 8, 2, both(TWINS, apart([0, 1])),
        found=[{"together": 1, "quota": 1}],
        says=["rows 2, 3 to stay together; rows 2, 3 to be apart", "Have 1, need 2"],
        mends=["take the apart code of rows 2, 3 from one of rows 2, 3"],
    ),
    School(
        "an odd cycle of three pairs in two classes", 8, 2, apart([0, 1], [1, 2], [0, 2]),
        found=[{"quota": 3}], says=["Have 2, need 3: classes open to them"],
        mends=["form 3 classes", "take the apart code of rows 2, 3 from row 2"],
    ),
    School(
        "an odd cycle of five pairs where only two classes are open", 12, 3,
        both(apart([0, 1], [1, 2], [2, 3], [3, 4], [4, 0]), each(range(5), bar="3")),
        found=[{"quota": 5, "open": 5}], says=["rows 2–6 barred from 一(3)班"],
        mends=["clear the barred classes of row 2", "form 4 classes"],
    ),
    School(
        "three to be apart who can only join two classes", 18, 3,
        both(apart([1, 7, 15]), each([1, 7, 15], bar="3")),
        found=[{"quota": 1, "open": 3}],
        says=["rows 3, 9, 17 barred from 一(3)班; rows 3, 9, 17 to be apart", "Have 2, need 3"],
        mends=["clear the barred classes of one of rows 3, 9, 17",
               "take the apart code of rows 3, 9, 17 from one of rows 3, 9, 17"],
    ),
    School(
        "four who are pairwise apart in three classes", 12, 3,
        apart([0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]),
        found=[{"quota": 6}], says=["Have 3, need 4: classes open to them"],
        mends=["form 4 classes"],
    ),
    School(
        "codes that overlap", 12, 3, apart([0, 1, 2], [1, 2, 3], [0, 3]),
        found=[{"quota": 3}], says=["rows 2–5 to be apart", "Have 3, need 4"],
        mends=["form 4 classes"],
    ),
    School(
        "apart from two who are pinned to the only open classes", 12, 3,
        both(apart([0, 2], [1, 2]), each([0], pin="1"), each([1], pin="2"), each([2], bar="3")),
        found=[{"quota": 2, "open": 3}], says=["row 4 barred from 一(3)班"],
        mends=["clear the barred classes of row 4"],
    ),
    School(
        "more apart by one code than there are classes", 8, 2, apart([0, 1, 2]),
        found=[{"quota": 1}], says=["rows 2–4 to be apart", "Have 2, need 3"],
        mends=["take the apart code of rows 2–4 from one of rows 2–4", "form 3 classes"],
    ),
    School(
        "two blocks apart from each other, both tied to one class", 12, 3,
        both(each([0, 1], together="T"), each([2, 3], together="U"), apart([0, 2]),
             each([1, 3], pin="2")),
        found=[{"together": 2, "quota": 1, "open": 2}], mends=["clear the pinned class of row 3"],
    ),
    School(
        "a block of five with four in inclusive schooling", 20, 3,
        both(each(range(5), together="T"), each(range(4), inclusion=INCLUDED)),
        found=[{"together": 1, "quota": 1}],
        says=["at most 3 a class with “inclusive schooling”", "Have 3, need 4: places"],
        mends=["clear the together code of one of rows 2–5",
               "raise the limit of “inclusive schooling” to 4 a class"],
    ),
    School(
        "four in inclusive schooling pinned to one class", 20, 3,
        each(range(4), inclusion=INCLUDED, pin="2"),
        found=[{"open": 4, "quota": 1}], says=["Have 3, need 4: places"],
        mends=["clear the pinned class of one of rows 2–5"],
    ),
    School(
        "ten in inclusive schooling for three classes", 20, 3,
        each(range(10), inclusion=INCLUDED),
        found=[{"quota": 1}], says=["Have 9, need 10: places for “inclusive schooling”"],
        mends=["raise the limit of “inclusive schooling” to 4 a class", "form 4 classes"],
    ),
    School(
        "seven in inclusive schooling barred from one of three classes", 21, 3,
        each(range(7), inclusion=INCLUDED, bar="1"),
        found=[{"open": 7, "quota": 1}], says=["Have 6, need 7: places"],
        mends=["clear the barred classes of one of rows 2–8"],
    ),
    School(
        "a limit of the school's own that is far too low", 20, 4,
        each(range(9), inclusion=INCLUDED), rules='at_most = { "随班就读" = 1 }',
        found=[{"quota": 1}], says=["Have 4, need 9"],
        mends=["raise the limit of “inclusive schooling” to 3 a class"],
    ),
    School(
        "twins of one name, where names are never traded", 8, 2,
        both(TWINS, each([0, 1], name="王芳")), rules=NAMES,
        found=[{"together": 1, "quota": 1}], says=["rows 2, 3 to be apart: same names"],
        mends=["take “same names” out of the hard rules"],
    ),
    School(
        "three of one name in two open classes", 12, 3,
        both(each([0, 1, 2], name="王芳"), each([0, 1, 2], bar="3")),
        rules=NAMES, found=[{"open": 3, "quota": 1}],
        says=["Have 2, need 3: classes open to them"],
        mends=["clear the barred classes of one of rows 2–4"],
    ),
    School(
        "two collisions that have nothing to do with each other", 12, 3,
        both(TWINS, each([0], pin="1"), each([1], pin="2"), each(range(3, 8), pin="3")),
        found=[{"together": 1, "open": 2}, {"open": 5, "most": 1}],
        says=["rows 2, 3 to stay together", "rows 5–9 pinned to 一(3)班"],
        mends=["Beside what mends the others", "one of rows 5–9"],
    ),
]  # fmt: skip
