"""Reading a large roster: read and checked by us, or only read by pandas."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import Workbook
from stdnum.cn import ric

from benchmarks.process import Cost, cost, median_cost
from benchmarks.tables import Table
from benchmarks.whole import environment

STUDENTS = 100_000
RUNS = 3
COLUMNS = """
学号 姓名 性别 出生日期 身份证件类型 身份证件号 民族 户口性质 就读方式
是否留守儿童 随迁子女 残疾类型 家庭住址 联系电话 备注
"""
OURS = """
import sys
from pathlib import Path
from balance_classes.files.roster.roster_reading import examine
from balance_classes.files.rules.rules_file import read_rules
found = examine(Path(sys.argv[1]), read_rules(None, {"stage": "primary", "year": 2022}))
assert found.students == 100_000 and not found.errors, found.errors[:3]
"""
PANDAS = """
import sys
import pandas
assert len(pandas.read_excel(sys.argv[1], engine=sys.argv[2], dtype=object)) == 100_000
"""


def reading() -> Table:
    """Measure reading a roster of 100,000 rows and 15 columns, each in a process of its own."""
    with TemporaryDirectory() as name:
        path = _roster(Path(name) / "roster.xlsx")
        env = environment(Path(name))
        commands = {
            "read and checked (balance-classes)": [OURS, str(path)],
            "pandas with calamine, read only": [PANDAS, str(path), "calamine"],
            "pandas with openpyxl, read only": [PANDAS, str(path), "openpyxl"],
        }
        rows = []
        for label, (code, *arguments) in commands.items():
            command = [sys.executable, "-P", "-c", code, *arguments]
            costs = [cost(command, env) for _ in range(RUNS + 1)][1:]
            rows.append(_row(label, median_cost(costs)))
    headings = ("Rows of 15 columns", "Wall (s)", "Rows a second", "Peak memory (MB)")
    return Table(headings, rows, [f"{STUDENTS:,} rows; medians of {RUNS} runs after a warm-up."])


def _row(label: str, spent: Cost) -> list[str]:
    speed = f"{STUDENTS / spent.wall:,.0f}"
    return [label, f"{spent.wall:.1f}", speed, f"{spent.peak:.0f}"]


def _roster(path: Path) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append(COLUMNS.split())
    for row in _pupils():
        sheet.append(row)
    book.save(path)
    return path


def _name(number: int) -> str:
    """Return three of the most usual characters, different for each number."""
    return "".join(chr(0x4E00 + 200 + number // 60**place % 60) for place in (2, 1, 0))


def _pupils() -> Iterator[list[str]]:
    chance = random.Random("reading")
    for number in range(STUDENTS):
        sex = chance.choice("男女")
        born = date(2015, 9, 1) + timedelta(days=number // 480)
        order = f"{2 * (number % 480) + (sex == '男'):03d}"
        identity = f"652300{born:%Y%m%d}{order}"
        yield [
            f"S{number:06d}", _name(number), sex, born.isoformat(), "居民身份证",
            identity + ric.calc_check_digit(f"{identity}0"),
            chance.choice(["汉族", "回族", "维吾尔族"]), chance.choice(["农业", "非农业"]),
            "走读", "非留守", "否", "无", f"某街{number}号", f"138{number:08d}", "",
        ]  # fmt: skip
