"""Makes the tables of teachers of two sample schools beside this script, the same on every run."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random

from make_samples import save
from names import CHINESE, ENGLISH, Names
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

JUNIOR_CLASSES = {
    "语文": (2, 2, 2, 2, 2),
    "数学": (2, 2, 2, 2, 2),
    "英语": (2, 2, 2, 2, 2),
    "道德与法治": (3, 3, 2, 2),
    "历史": (3, 3, 2, 2),
    "地理": (3, 3, 2, 2),
    "生物": (2, 2, 2, 2, 2),
    "体育与健康": (2, 2, 2, 2, 2),
    "音乐": (4, 3, 3),
    "美术": (4, 3, 3),
    "信息科技": (4, 3, 3),
}
"""How many classes each teacher of a subject teaches: ten classes of grade seven, 46 teachers."""
MIDDLE_CLASSES = {
    "English": (1, 1, 1),
    "Mathematics": (2, 1),
    "Science": (2, 1),
    "History": (3,),
    "Art": (3,),
}
JUNIOR_HEADER = ("工号", "姓名", "任教学科", "性别", "教龄", "职称", "班主任", "任教班数")
MIDDLE_HEADER = (
    "staff number",
    "name",
    "subject",
    "sex",
    "years of service",
    "title",
    "head teacher",
    "classes taught",
)
JUNIOR_TITLES = ("二级教师", "一级教师", "高级教师")
MIDDLE_TITLES = ("second grade", "first grade", "senior teacher")


def main() -> None:
    """Write both tables."""
    folder = Path(__file__).parent
    title = "示例县第二中学2022年秋季七年级任课教师名册"
    rows = _teachers(Random("junior-teachers"), JUNIOR_CLASSES, CHINESE, "女男是否", JUNIOR_TITLES)
    save(_book(title, [JUNIOR_HEADER, *rows]), folder / "junior-teachers.xlsx")
    words = ("F", "M", "yes", "no")
    rows = _teachers(Random("middle"), MIDDLE_CLASSES, ENGLISH, words, MIDDLE_TITLES)
    with (folder / "english-teachers.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([MIDDLE_HEADER, *rows])


def _teachers(
    draws: Random,
    taught: dict[str, tuple[int, ...]],
    names: Names,
    words: Sequence[str],
    titles: Sequence[str],
) -> list[list[str | int]]:
    """Return a row a teacher; head teachers are of the first three subjects, one a class."""
    woman, man, yes, no = words
    rows: list[list[str | int]] = []
    taken = {""}
    for subject, classes in taught.items():
        for count in classes:
            sex = draws.choices([woman, man], [3, 2])[0]
            name, years = "", draws.randint(0, 36)
            while name in taken:
                given = draws.choice((names.girls if sex == woman else names.boys).split())
                name = names.form.format(family=draws.choice(names.families.split()), given=given)
            taken.add(name)
            title = titles[min(2, max(0, years // 9 + draws.choice((-1, 0, 0))))]
            number = f"T{len(rows) + 1:03}"
            rows.append([number, name, subject, sex, years, title, no, count])
    heads = [row for row in rows if row[2] in list(taught)[:3]]
    for row in draws.sample(heads, sum(next(iter(taught.values())))):
        row[6] = yes
    return rows


def _book(title: str, rows: Sequence[Sequence[str | int]]) -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "任课教师"
    sheet.sheet_format.defaultColWidth = 14
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A1"].font = Font(bold=True, size=14)
    for row in rows:
        sheet.append(list(row))
    return book


if __name__ == "__main__":
    main()
