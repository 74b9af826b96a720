"""Seeded rosters of a Xinjiang grade, as problems and as workbooks: 10 attributes, 31 levels."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from balance_classes.domain.problem.formulation import formulate
from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.roster.roster import Roster, Student
from balance_classes.domain.rules.capacity import plan_classes
from balance_classes.files.rules.rules_file import read_rules
from benchmarks.registry import family

FEEDER_SCHOOLS = tuple(f"第{number}小学" for number in "一二三四五六七八")
EVENNESS = 2.0
"""The parameter of the Dirichlet distribution that gives the feeder schools their shares."""

SHARES: dict[str, dict[str, float]] = {
    "sex": {"male": 0.53, "female": 0.47},
    "ethnicity": {
        "汉族": 0.58,
        "维吾尔族": 0.16,
        "回族": 0.13,
        "哈萨克族": 0.10,
        "其他": 0.03,
    },
    "migrant": {"yes": 0.25, "no": 0.75},
    "left_behind": {"yes": 0.06, "not_left_behind": 0.94},
    "boarding": {"boards": 0.30, "day": 0.70},
    "previous_school": {},
    "disability": {"yes": 0.012, "none": 0.988},
    "aid": {"yes": 0.07, "no": 0.93},
    "legal_preference": {"yes": 0.02, "no": 0.98},
    "birth_quarter": {"q1": 0.25, "q2": 0.25, "q3": 0.25, "q4": 0.25},
}
"""How often each level occurs; the shares of previous schools are drawn for each roster."""

FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许"
    "韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
)
GIVEN_NAMES = (
    "子宇梓涵浩轩欣怡雨泽佳诺语晨思铭一可博文嘉俊熙诗琪依辰雅馨昊天悦心妍睿奕皓明若予安乐然航晓凯瑞阳"
    "志强伟芳静敏丽洋艳杰娟涛超秀霞平玉兰军勇磊娜婷雪梅龙飞鑫斌鹏华慧莹颖倩君毅峰"
)
"""In the order of how frequent they are, roughly."""
ONE_SIGN = 0.15
"""So great a part of the given names have one sign only."""

HEADERS = {
    "sex": "性别",
    "ethnicity": "民族",
    "migrant": "随迁子女",
    "left_behind": "留守儿童",
    "boarding": "就读方式",
    "previous_school": "毕业学校",
    "disability": "残疾类型",
    "aid": "是否低收入家庭",
    "legal_preference": "优抚",
    "birth_quarter": "出生季度",
}
WORDS = {
    "male": "男",
    "female": "女",
    "yes": "是",
    "no": "否",
    "none": "无",
    "boards": "住校",
    "day": "走读",
    "not_left_behind": "非留守",
}
"""What schools write for a level; any other level is its own word."""


@family("", (500, 10), (1000, 20), (2000, 40), (4000, 80), (10000, 200))
def instance(students: int, classes: int, seed: int) -> Problem:
    """Return the problem of a seeded roster under the default policy."""
    rules = read_rules(None, {"classes": classes})
    roster = roster_of(seeded_students(students, seed))
    return formulate(roster, rules, plan_classes(students, rules, "zh"))


@family("as in life", (1000, 20), (2000, 40), (4000, 80), (10000, 200))
def as_in_life(students: int, classes: int, seed: int) -> Problem:
    """Return the problem of the same students with usual names, twins and wishes."""
    rules = read_rules(None, {"classes": classes})
    roster = roster_of(with_names_and_wishes(seeded_students(students, seed), seed))
    return formulate(roster, rules, plan_classes(students, rules, "zh"))


def roster_workbook(students: int, seed: int, path: Path) -> Path:
    """Write the roster as in life as an .xlsx file with Chinese headers and return its path."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append(["学号", "姓名", *(HEADERS[name] for name in SHARES), "同班", "分开"])
    for student in with_names_and_wishes(seeded_students(students, seed), seed):
        words = [WORDS.get(level, level) for level in student.levels.values()]
        wishes = [student.together, "、".join(student.apart)]
        sheet.append([student.key, student.name, *words, *wishes])
    book.save(path)
    return path


def roster_of(students: tuple[Student, ...]) -> Roster:
    """Return the roster of these students, whose attributes are those of the first."""
    return Roster(
        file="roster.xlsx",
        sheet="花名册",
        file_sha256="",
        language="zh",
        students=students,
        attributes=tuple(students[0].levels),
        key="student_number",
        identities=(),
        columns=(),
        ignored=(),
        left_out=(),
    )


def seeded_students(
    students: int, seed: int, shares: Mapping[str, Mapping[str, float]] = SHARES
) -> tuple[Student, ...]:
    """Return students with levels drawn by these shares; schools without shares get some."""
    draws = random.Random(seed)
    drawn = {name: levels or _feeder_shares(draws) for name, levels in shares.items()}
    # Names are distinct: quotas for equal names would make the number of quotas a matter of luck.
    return tuple(
        Student(
            key=f"2025{number:05d}",
            name=f"学生{number:05d}",
            levels={name: _draw_level(draws, levels) for name, levels in drawn.items()},
            row=number + 1,
        )
        for number in range(1, students + 1)
    )


def with_names_and_wishes(students: tuple[Student, ...], seed: int) -> tuple[Student, ...]:
    """Return students with usual names, one in fifty a twin, and one in fifty to be kept apart.

    Family names and signs of given names are as unequally frequent as Zipf's law makes them: of
    1,000 students one in thirty has a namesake, of 10,000 one in five.
    """
    chance = random.Random(f"life {seed}")
    order = chance.sample(range(len(students)), len(students))
    twins = dict(zip(order, (n // 2 for n in range(len(students) // 50)), strict=False))
    apart = dict(zip(order[::-1], (n // 2 for n in range(len(students) // 50)), strict=False))
    return tuple(
        replace(
            student,
            name=_usual_name(chance),
            together=f"T{twins[place]}" if place in twins else "",
            apart=(f"A{apart[place]}",) if place in apart else (),
        )
        for place, student in enumerate(students)
    )


def _usual_name(chance: random.Random) -> str:
    family = chance.choices(FAMILY_NAMES, [1 / (n + 2) for n in range(len(FAMILY_NAMES))])
    given = chance.choices(
        GIVEN_NAMES,
        [1 / (n + 6) for n in range(len(GIVEN_NAMES))],
        k=1 if chance.random() < ONE_SIGN else 2,
    )
    return "".join([*family, *given])


def _feeder_shares(draws: random.Random) -> dict[str, float]:
    """Return shares from a Dirichlet distribution: gamma variates, which need no adding up."""
    return {school: draws.gammavariate(EVENNESS, 1.0) for school in FEEDER_SCHOOLS}


def _draw_level(draws: random.Random, levels: Mapping[str, float]) -> str:
    return draws.choices(list(levels), list(levels.values()))[0]
