"""Makes four synthetic rosters beside this script, the same bytes on every run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from names import ENGLISH, PEOPLES, Names
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

Row = dict[str, str | int]

STAMP = datetime(2022, 8, 20)
REGION = "652300"
"""A prefecture's code, which no person is given, so that no number is a real child's."""

OWN = {"sex", "disability"}
"""What a pupil does not share with a twin."""


@dataclass(frozen=True)
class Sample:
    """A roster to make: columns as header and key, and how often each level occurs."""

    headers: Mapping[str, str]
    deals: Mapping[str, Mapping[str, int]]
    born: tuple[date, date]
    twins: Mapping[str, str]
    namesakes: Iterable[tuple[str, str]] = ()


PRIMARY = Sample(
    headers={
        "序号": "number",
        "姓名": "name",
        "性别": "sex",
        "出生日期": "born",
        "身份证件号": "identity",
        "民族": "people",
        "户口性质": "household",
        "是否进城务工人员随迁子女": "migrant",
        "是否留守儿童": "left_behind",
        "就读方式": "boarding",
        "残疾类型": "disability",
        "是否低收入家庭": "aid",
        "是否烈士或优抚子女": "preference",
        "同班": "together",
        "分开": "apart",
        "指定班级": "pinned",
        "理由": "reason",
        "家庭住址": "address",
        "联系电话": "phone",
        "父亲工作单位": "employer",
        "父亲职务": "post",
    },
    deals={
        "sex": {"男": 143, "女": 127},
        "people": {
            "汉族": 157,
            "维吾尔族": 43,
            "回族": 35,
            "哈萨克族": 27,
            "蒙古族": 5,
            "锡伯族": 3,
        },
        "household|migrant|left_behind|boarding": {
            "非农业|否|非留守|走读": 110,
            "农业|否|非留守|走读": 70,
            "农业|否|非留守|住校": 14,
            "农业|是|非留守|走读": 58,
            "农业|是|非留守|住校": 2,
            "农业|否|单亲留守|走读": 6,
            "农业|否|单亲留守|住校": 3,
            "农业|否|双亲留守|走读": 4,
            "农业|否|双亲留守|住校": 3,
        },
        "disability": {"无": 266, "视力": 1, "听力": 1, "智力": 1, "肢体": 1},
        "aid": {"否": 251, "是": 19},
        "preference": {"否": 265, "是": 5},
        "employer|post": {
            "某工厂|工人": 70,
            "某公司|职员": 60,
            "某合作社|社员": 60,
            "某运输队|司机": 40,
            "某学校|教师": 20,
            "某商店|店主": 20,
        },
    },
    born=(date(2015, 9, 1), date(2016, 8, 31)),
    twins={"T1": "together", "F1": "apart"},
    namesakes=[("男", "汉族"), ("女", "汉族"), ("男", "维吾尔族")],
)
JUNIOR = Sample(
    headers={
        "学号": "number",
        "姓名": "name",
        "性别": "sex",
        "民族": "people",
        "出生日期": "born",
        "毕业学校": "school",
        "户口性质": "household",
        "是否留守儿童": "left_behind",
        "就读方式": "boarding",
        "是否进城务工人员随迁子女": "migrant",
        "残疾类型": "disability",
        "是否享受一补": "aid",
        "同班": "together",
        "分开": "apart",
        "小升初总分": "total",
        "数学成绩": "mathematics",
    },
    deals={
        "sex": {"男": 252, "女": 228},
        "people": {
            "汉族": 278,
            "维吾尔族": 77,
            "回族": 62,
            "哈萨克族": 48,
            "蒙古族": 9,
            "锡伯族": 6,
        },
        "school": {
            "城关小学": 118,
            "实验小学": 96,
            "第一小学": 74,
            "第二小学": 61,
            "东街小学": 48,
            "河西小学": 37,
            "新村小学": 28,
            "北庄小学": 18,
        },
        "household|migrant|left_behind|boarding": {
            "非农业|否|非留守|走读": 137,
            "非农业|否|非留守|住校": 5,
            "农业|否|非留守|走读": 90,
            "农业|否|非留守|住校": 130,
            "农业|是|非留守|走读": 75,
            "农业|是|非留守|住校": 15,
            "农业|否|单亲留守|走读": 6,
            "农业|否|单亲留守|住校": 10,
            "农业|否|双亲留守|走读": 4,
            "农业|否|双亲留守|住校": 8,
        },
        "disability": {"无": 475, "视力": 1, "听力": 1, "智力": 1, "肢体": 2},
        "aid": {"否": 422, "是": 58},
    },
    born=(date(2009, 9, 1), date(2010, 8, 31)),
    twins={"T1": "together", "T2": "together", "F1": "apart", "F2": "apart"},
    namesakes=[
        ("男", "汉族"),
        ("男", "汉族"),
        ("女", "汉族"),
        ("女", "汉族"),
        ("男", "维吾尔族"),
        ("女", "哈萨克族"),
    ],
)
MIDDLE = Sample(
    headers={
        "student_id": "number",
        "name": "name",
        "sex": "sex",
        "birth_date": "born",
        "ethnicity": "people",
        "boarding": "boarding",
        "free_lunch": "aid",
        "previous_school": "school",
        "together": "together",
        "apart": "apart",
        "reading_score": "reading",
    },
    deals={
        "sex": {"F": 60, "M": 64},
        "people": {"White": 56, "Hispanic": 31, "Black": 19, "Asian": 12, "Two or more": 6},
        "boarding": {"no": 112, "yes": 12},
        "aid": {"no": 79, "yes": 41, "": 4},
        "school": {
            "Maple Elementary": 43,
            "Riverside Elementary": 34,
            "Hilltop Elementary": 27,
            "Lakeview Elementary": 20,
        },
    },
    born=(date(2010, 9, 1), date(2011, 8, 31)),
    twins={"T1": "together", "A1": "apart"},
)

YEAR3 = Sample(
    headers={
        "No.": "number",
        "First name": "first",
        "Surname": "last",
        "DOB": "born",
        "M/F": "sex",
        "Nationality": "nationality",
        "EAL": "eal",
        "SEN": "sen",
        "House": "house",
        "Keep with": "together",
        "Keep apart from": "apart",
        "Fixed class": "pinned",
        "Reason": "reason",
    },
    deals={
        "sex": {"F": 42, "M": 45},
        "people": {"White": 87},
        "nationality|eal": {
            "British|N": 38,
            "American|N": 9,
            "Chinese|Y": 14,
            "Korean|Y": 10,
            "German|Y": 9,
            "Spanish|Y": 7,
        },
        "sen": {"": 72, "Support": 12, "EHCP": 3},
        "house": {"Drake": 22, "Nelson": 22, "Raleigh": 22, "Scott": 21},
    },
    born=(date(2018, 9, 1), date(2019, 8, 31)),
    twins={"twins": "apart"},
)


def main() -> None:
    """Write the four rosters beside this script."""
    folder = Path(__file__).parent
    title = "示例县第一小学2022年秋季一年级新生花名册"
    save(_book("花名册", PRIMARY, _primary(), title), folder / "primary-roster.xlsx")
    save(_book("七年级新生", JUNIOR, _junior()), folder / "junior-roster.xlsx")
    with (folder / "english-roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(_table(MIDDLE, _middle()))
    save(_year3_book(), folder / "year3-roster.xlsx")


def _primary() -> list[Row]:
    draws = Random("primary-roster")
    rows = _pupils(draws, PRIMARY)
    _identify(draws, rows)
    for number, row in enumerate(rows, 1):
        row["number"] = number
        if row["disability"] == "肢体":
            row |= {"pinned": "一(1)班", "reason": "轮椅出入，一(1)班教室在一楼"}
    return rows


def _junior() -> list[Row]:
    draws = Random("junior-roster")
    rows = _pupils(draws, JUNIOR)
    for row in draws.sample(_singles(rows), 3):
        row["apart"] = "B1"
    for number, row in enumerate(rows, 1):
        mathematics = _score(draws)
        total = mathematics + _score(draws) + _score(draws)
        row |= {"number": f"2022{number:04}", "total": total, "mathematics": mathematics}
    return rows


def _middle() -> list[Row]:
    draws = Random("english-roster")
    rows = _pupils(draws, MIDDLE)
    for number, row in enumerate(rows, 1):
        row |= {"number": f"S{number:04}", "reading": _score(draws)}
    return rows


def _year3() -> list[Row]:
    """Return pupils as a school lists them for itself: wishes are the names of others."""
    draws = Random("year3-roster")
    rows = _pupils(draws, YEAR3)
    one, other = (row for row in rows if row.get("apart"))
    one["apart"], other["apart"] = f"{other['name']} (twin)", f"{one['name']} (twin)"
    friend, friends, quarrels, foe, pinned = draws.sample(_singles(rows), 5)
    friend["together"], quarrels["apart"] = friends["name"], foe["name"]
    pinned |= {"pinned": "3B", "reason": "wheelchair; the room of 3B is on the ground floor"}
    for number, row in enumerate(rows, 1):
        first, last = str(row["name"]).split(" ", 1)
        row |= {"number": number, "first": first, "last": last}
    return rows


def _year3_book() -> Workbook:
    """Return the list with a title, blank rows, a total, and dates in two forms."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Year 3"
    _entitle(sheet, "Year 3 class lists 2026/27 (DRAFT)", len(YEAR3.headers))
    sheet.append([])
    header, *lines = _table(YEAR3, _year3())
    sheet.append(header)
    at = header.index("DOB")
    for number, line in enumerate(lines):
        born = date.fromisoformat(str(line[at]))
        day: object = f"{born:%d/%m/%Y}" if number % 4 == 0 else born
        sheet.append([day if i == at else cell or None for i, cell in enumerate(line)])
        if number % 30 == 29:
            sheet.append([])
    sheet.append([])
    sheet.append(["Total", None, None, None, len(lines)])
    return book


def _score(draws: Random) -> int:
    return min(100, round(draws.gauss(78, 10)))


def _pupils(draws: Random, sample: Sample) -> list[Row]:
    """Return named pupils with their families, twins side by side."""
    rows: list[Row] = [{} for _ in range(sum(sample.deals["sex"].values()))]
    for keys, levels in sample.deals.items():
        dealt = draws.sample(list(levels), len(rows), counts=levels.values())
        for row, level in zip(rows, dealt, strict=True):
            row.update(zip(keys.split("|"), level.split("|"), strict=True))
    for row in rows:
        _settle(draws, row, *sample.born)
    _join_twins(draws, rows, sample.twins)
    _name(draws, rows)
    _repeat_names(draws, rows, sample.namesakes)
    return rows


def _settle(draws: Random, row: Row, first: date, last: date) -> None:
    """Give a pupil a birth date, a family name and a home."""
    born = first + timedelta(draws.randint(0, (last - first).days))
    road = draws.choice(["幸福路", "和平路", "文化巷", "团结街", "河滨路"])
    row |= {
        "born": born.isoformat(),
        "family": draws.choice(_names(row).families.split()),
        "address": f"示例县{road}{draws.randint(1, 99)}号{draws.randint(101, 604)}室",
        "phone": f"0000-000{draws.randrange(10_000):04}",
    }


def _join_twins(draws: Random, rows: list[Row], twins: Mapping[str, str]) -> None:
    # Even places keep the pairs from overlapping.
    places = draws.sample(range(0, len(rows) - 1, 2), len(twins))
    for place, (code, key) in zip(places, twins.items(), strict=True):
        one, other = rows[place : place + 2]
        one[key] = code
        other.update({shared: cell for shared, cell in one.items() if shared not in OWN})


def _name(draws: Random, rows: list[Row]) -> None:
    """Give every pupil a full name of their own."""
    taken = {""}
    for row in rows:
        names, name = _names(row), ""
        given = (names.boys if row["sex"] in ("男", "M") else names.girls).split()
        while name in taken:
            name = names.form.format(family=row["family"], given=draws.choice(given))
        taken.add(name)
        row["name"] = name


def _names(row: Row) -> Names:
    return PEOPLES.get(str(row["people"]), ENGLISH)


def _repeat_names(draws: Random, rows: list[Row], kinds: Iterable[tuple[str, str]]) -> None:
    """Give one pair of pupils of each sex and people the same full name."""
    pool = _singles(rows)
    draws.shuffle(pool)
    for kind in kinds:
        one, other = [row for row in pool if (row["sex"], row["people"]) == kind][:2]
        other["name"] = one["name"]
        pool = [row for row in pool if row["name"] != one["name"]]


def _singles(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not row.keys() & {"together", "apart"}]


def _identify(draws: Random, rows: list[Row]) -> None:
    """Give every pupil an identity number (GB 11643): odd sequences to boys, even ones to girls."""
    last: dict[str, int] = {}
    for row in rows:
        day = str(row["born"]).replace("-", "")
        sequence = last.get(day, draws.randrange(900)) + 1
        sequence += (sequence % 2 == 1) != (row["sex"] == "男")
        last[day] = sequence
        body = f"{REGION}{day}{sequence:03}"
        row["identity"] = body + _check_character(body)


def _check_character(body: str) -> str:
    total = sum(int(digit) * 2**power for power, digit in enumerate(reversed(body), 1))
    return "10X98765432"[total % 11]


def _table(sample: Sample, rows: list[Row]) -> list[list[str | int]]:
    """Return the header and a line a pupil."""
    lines = [[row.get(key, "") for key in sample.headers.values()] for row in rows]
    return [list(sample.headers), *lines]


def _book(sheet_name: str, sample: Sample, rows: list[Row], title: str = "") -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = sheet_name
    sheet.sheet_format.defaultColWidth = 20
    if title:
        _entitle(sheet, title, len(sample.headers))
    for line in _table(sample, rows):
        sheet.append([None if cell == "" else cell for cell in line])
    # Retyped in a cell without text format, an identity number would lose its last digits.
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.number_format = "@"
    return book


def _entitle(sheet: Worksheet, title: str, width: int) -> None:
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A1"].font = Font(bold=True, size=14)


def save(book: Workbook, path: Path) -> None:
    """Save a workbook without the time of saving."""
    book.properties = DocumentProperties(creator="balance-classes", created=STAMP, modified=STAMP)
    draft = BytesIO()
    # Workbook.save would put the present time in the properties.
    ExcelWriter(book, ZipFile(draft, "w")).save()
    with ZipFile(draft) as source, ZipFile(path, "w") as archive:
        for entry in source.namelist():
            archive.writestr(ZipInfo(entry), source.read(entry), ZIP_DEFLATED)


if __name__ == "__main__":
    main()
