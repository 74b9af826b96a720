"""Makes the sample rosters beside this file: synthetic pupils, the same bytes on every run."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from balance_classes.files.book import Book

HERE = Path(__file__).parent
Row = dict[str, str]

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许邓韩冯曹"
GIVEN = [
    *("子涵", "雨桐", "浩然", "梓萱", "宇轩", "欣怡", "俊杰", "诗涵", "一诺", "思远"),
    *("佳怡", "明轩", "雅婷", "天佑", "可欣", "志强", "静怡", "文博", "梦琪", "嘉豪"),
    *("晓雨", "建国", "小芳", "伟", "敏", "磊", "丽", "强", "婷", "鑫"),
]
UYGHUR = ["艾力", "买买提", "吐尔逊", "阿依古丽", "热依汗", "库尔班", "依明", "玉素甫", "迪丽努尔"]
KAZAKH = ["叶尔江", "巴合提", "阿依达娜", "努尔兰", "赛力克", "哈丽玛", "加娜尔", "别克"]
PEOPLES = (["汉族", "维吾尔族", "回族", "哈萨克族", "蒙古族", "锡伯族"], [58, 16, 13, 10, 2, 1])
SCHOOLS = (
    [
        "城关小学",
        "实验小学",
        "第二小学",
        "园艺场小学",
        "六工镇中心小学",
        "滨湖镇中心小学",
        "三工镇小学",
        "外县小学",
    ],
    [24, 20, 16, 12, 10, 8, 6, 4],
)
FIRST_NAMES = [
    "Amy",
    "Ben",
    "Chloe",
    "Dan",
    "Ella",
    "Finn",
    "Grace",
    "Hugo",
    "Iris",
    "Jack",
    "Kate",
]
FAMILIES = ["Adams", "Baker", "Clark", "Davis", "Evans", "Fox", "Gray", "Hill", "Jones", "Lee"]

PRIMARY_HEADER = [
    *(
        "序号",
        "姓名",
        "性别",
        "出生日期",
        "身份证件号",
        "民族",
        "户口性质",
        "是否进城务工人员随迁子女",
    ),
    *(
        "是否留守儿童",
        "就读方式",
        "残疾类型",
        "是否低收入家庭",
        "是否烈士或优抚子女",
        "同班",
        "分开",
    ),
    *("指定班级", "理由", "家庭住址", "联系电话", "父亲工作单位", "父亲职务"),
]
JUNIOR_HEADER = [
    *(
        "学号",
        "姓名",
        "性别",
        "民族",
        "出生日期",
        "毕业学校",
        "户口性质",
        "是否留守儿童",
        "就读方式",
    ),
    *(
        "是否进城务工人员随迁子女",
        "残疾类型",
        "是否享受一补",
        "同班",
        "分开",
        "小升初总分",
        "数学成绩",
    ),
]
ENGLISH_HEADER = [
    *("student_id", "name", "sex", "birth_date", "ethnicity", "boarding", "free_lunch"),
    *("previous_school", "together", "apart", "reading_score"),
]

PREFECTURE = "652300"
"""No person's number begins with the code of a prefecture, so none here can be a child's."""


def main() -> None:
    """Write the three samples."""
    _write_workbook("primary-roster.xlsx", "花名册", primary(), "示例县第一小学一年级新生花名册")
    _write_workbook("junior-roster.xlsx", "七年级新生", junior())
    _write_csv("english-roster.csv", english())


def primary() -> list[Row]:
    """Return 270 first-graders: peoples, twins, a pin, and columns no draw may read."""
    chance = random.Random("primary")
    rows = []
    for number in range(270):
        row = _chinese_pupil(chance, date(2015, 9, 1))
        row["身份证件号"] = _identity(chance, row["出生日期"], row["性别"])
        row |= {
            "户口性质": chance.choices(["农业", "非农业"], [45, 55])[0],
            "是否进城务工人员随迁子女": _yes(chance, 0.22),
            "是否留守儿童": chance.choices(["非留守", "单亲留守", "双亲留守"], [94, 4, 2])[0],
            "就读方式": chance.choices(["走读", "住校"], [92, 8])[0],
            "残疾类型": {40: "视力", 120: "听力", 200: "智力", 250: "肢体"}.get(number, "无"),
            "是否低收入家庭": _yes(chance, 0.07),
            "是否烈士或优抚子女": _yes(chance, 0.02),
            "家庭住址": f"示例县幸福路{number + 1}号",
            "联系电话": f"0000-{number:07d}",
            "父亲工作单位": chance.choice(["农场", "商店", "工厂", "学校"]),
            "父亲职务": chance.choice(["职员", "经理", "无"]),
        }
        rows.append(row)
    _twins(rows, 10, 11, "同班", "T1")
    _twins(rows, 60, 61, "分开", "F1")
    _same_names(rows, [(20, 130), (33, 210), (70, 180)])
    rows[250] |= {"指定班级": "一(1)班", "理由": "轮椅出入，一(1)班教室在一楼"}
    return _numbered(rows, PRIMARY_HEADER)


def junior() -> list[Row]:
    """Return 480 seventh-graders of eight primary schools, with scores the draw must not see."""
    chance = random.Random("junior")
    rows = []
    for number in range(480):
        row = {"学号": str(20220001 + number)} | _chinese_pupil(chance, date(2009, 9, 1))
        row |= {
            "毕业学校": chance.choices(*SCHOOLS)[0],
            "户口性质": chance.choices(["农业", "非农业"], [55, 45])[0],
            "是否留守儿童": chance.choices(["非留守", "单亲留守", "双亲留守"], [90, 6, 4])[0],
            "就读方式": chance.choices(["走读", "住校"], [65, 35])[0],
            "是否进城务工人员随迁子女": _yes(chance, 0.18),
            "残疾类型": chance.choices(["无", "听力", "肢体", "智力"], [985, 6, 5, 4])[0],
            "是否享受一补": _yes(chance, 0.1),
            "小升初总分": str(chance.randint(120, 300)),
            "数学成绩": str(chance.randint(40, 100)),
        }
        rows.append(row)
    for place, (column, code) in enumerate(
        [("同班", "T1"), ("同班", "T2"), ("分开", "F1"), ("分开", "F2")]
    ):
        _twins(rows, 50 * place + 7, 50 * place + 8, column, code)
    _same_names(rows, [(1, 301), (12, 402), (90, 333), (141, 250), (222, 444), (260, 470)])
    for friend in (300, 310, 320):
        rows[friend]["分开"] = "B1"
    return _numbered(rows, JUNIOR_HEADER)


def english() -> list[Row]:
    """Return 124 pupils with English headers, a few cells empty."""
    chance = random.Random("english")
    rows: list[Row] = []
    for number in range(124):
        born = date(2015, 9, 1) + timedelta(days=chance.randrange(366))
        rows.append(
            {
                "student_id": f"P{number + 1:04d}",
                "name": f"{chance.choice(FIRST_NAMES)} {chance.choice(FAMILIES)}",
                "sex": chance.choice("FM"),
                "birth_date": born.isoformat(),
                "ethnicity": chance.choices(["White", "Asian", "Black", "Mixed"], [6, 2, 1, 1])[0],
                "boarding": chance.choices(["yes", "no"], [1, 9])[0],
                "free_lunch": chance.choices(["yes", "no", ""], [15, 80, 5])[0],
                "previous_school": chance.choice(["Hillside", "Riverside", "St Ann"]),
                "reading_score": str(chance.randint(300, 600)),
            }
        )
    rows[3]["together"] = rows[4]["together"] = "T1"
    rows[50]["apart"] = rows[51]["apart"] = "A1"
    return _numbered(rows, ENGLISH_HEADER)


def _chinese_pupil(chance: random.Random, first_day: date) -> Row:
    people = chance.choices(*PEOPLES)[0]
    born = first_day + timedelta(days=chance.randrange(366))
    return {
        "姓名": _name(chance, people),
        "性别": chance.choices(["男", "女"], [53, 47])[0],
        "民族": people,
        "出生日期": born.isoformat(),
    }


def _name(chance: random.Random, people: str) -> str:
    parts = {"维吾尔族": UYGHUR, "哈萨克族": KAZAKH}.get(people)
    if parts:
        return "·".join(chance.sample(parts, 2))
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def _identity(chance: random.Random, born: str, sex: str) -> str:
    """Return a number in the form of GB 11643: an odd sequence for boys, a check character."""
    sequence = 2 * chance.randrange(1, 499) + (sex == "男")
    digits = f"{PREFECTURE}{born.replace('-', '')}{sequence:03d}"
    weighted = sum(int(digit) * 2 ** (17 - i) for i, digit in enumerate(digits))
    return digits + "10X98765432"[weighted % 11]


def _yes(chance: random.Random, share: float) -> str:
    return "是" if chance.random() < share else "否"


def _twins(rows: list[Row], first: int, second: int, column: str, code: str) -> None:
    """Make two neighbours twins with the same code in a column."""
    for key in ("民族", "出生日期"):
        rows[second][key] = rows[first][key]
    rows[first] |= {"姓名": f"赵{GIVEN[first % 20]}", column: code}
    rows[second] |= {"姓名": f"赵{GIVEN[second % 20]}", column: code}
    if "身份证件号" in rows[first]:
        chance = random.Random(code)
        for twin in (rows[first], rows[second]):
            twin["身份证件号"] = _identity(chance, twin["出生日期"], twin["性别"])


def _same_names(rows: list[Row], pairs: Sequence[tuple[int, int]]) -> None:
    for number, (first, second) in enumerate(pairs):
        rows[first]["姓名"] = rows[second]["姓名"] = f"马{GIVEN[20 + number]}"


def _numbered(rows: list[Row], header: Sequence[str]) -> list[Row]:
    """Return the rows with exactly the columns of the header, numbered where it asks for it."""
    return [
        {name: str(number) if name == "序号" else row.get(name, "") for name in header}
        for number, row in enumerate(rows, start=1)
    ]


def _write_workbook(name: str, sheet_name: str, rows: list[Row], title: str = "") -> None:
    book = Book(title or sheet_name)
    sheet = book.add_sheet(sheet_name)
    sheet.set_widths([22 if "号" in column else 12 for column in rows[0]])
    if title:
        sheet.add_row([title, *([None] * (len(rows[0]) - 1))], "title")
    sheet.add_row(rows[0].keys(), "header")
    for row in rows:
        sheet.add_row(row.values())
    (HERE / name).write_bytes(book.content())


def _write_csv(name: str, rows: list[Row]) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, rows[0].keys(), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    (HERE / name).write_bytes(buffer.getvalue().encode("utf-8-sig"))


if __name__ == "__main__":
    main()
