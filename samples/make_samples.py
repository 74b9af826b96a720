"""Makes three synthetic rosters beside this script, the same bytes on every run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

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
class Names:
    """How a people's names are formed, and from which parts."""

    form: str
    families: str
    boys: str
    girls: str


@dataclass(frozen=True)
class Sample:
    """A roster to make: columns as header and key, and how often each level occurs."""

    headers: Mapping[str, str]
    deals: Mapping[str, Mapping[str, int]]
    born: tuple[date, date]
    twins: Mapping[str, str]
    namesakes: Iterable[tuple[str, str]] = ()


CHINESE = Names(
    "{family}{given}",
    "王 王 王 李 李 李 张 张 张 刘 刘 陈 陈 杨 杨 赵 赵 黄 周 周 吴 徐 孙 朱 高 林 何 郭 马 罗 "
    "梁 宋 郑 谢 韩 唐 冯 董 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 魏 薛 叶 阎 余 潘 杜",
    "浩然 子轩 宇航 俊杰 梓豪 博文 明轩 天佑 嘉豪 子涵 思远 志强 家乐 文博 晨阳 昊天 泽宇 一鸣 "
    "睿 俊熙 奕辰 鹏飞 旭东 建业 承宇 凯 子墨 逸凡 云飞 皓轩 瑞泽 景行 锦程 伟 书豪 铭泽 "
    "振宇 致远 佳明 星宇 少杰 立诚 永康 乐天 晓峰 成林 国栋 海洋 一诺 杰",
    "欣怡 梓涵 诗涵 雨桐 佳琪 思琪 若曦 可馨 雨欣 子萱 梦瑶 静怡 语嫣 紫涵 婉婷 晓彤 佳怡 雅静 "
    "悦 心怡 艺涵 梓萱 诗琪 依诺 安然 雪 思雨 雨萱 嘉怡 晨曦 欣妍 美琳 芷若 慧敏 语桐 玥 "
    "文静 欣然 佳慧 子晴 若琳 晓雯 春燕 小雨 秀英 亦菲 馨月 书瑶 乐瑶 婷",
)
HUI = Names(
    CHINESE.form,
    "马 马 马 马 马 马 白 白 丁 沙 海 哈 杨 杨 李 王 张 苏 米 兰 虎 韩 罗 田 金 穆 冶 妥",
    CHINESE.boys,
    CHINESE.girls,
)
XIBE = Names(CHINESE.form, "关 佟 富 吴 何 安 赵 苏", CHINESE.boys, CHINESE.girls)
UYGHUR = Names(
    "{given}·{family}",
    "买买提 吐尔逊 艾合买提 库尔班 阿卜杜拉 玉山 热合曼 亚森 依明 伊卜拉欣 托合提 肉孜 司马义 "
    "艾山 卡德尔 赛买提 尼亚孜 阿不力孜 达吾提 牙生",
    "艾力 艾尼瓦尔 伊力亚斯 木拉提 帕尔哈提 阿迪力 凯撒尔 麦麦提江 迪力夏提 努尔麦麦提 艾克拜尔 "
    "阿力木江 尼加提 依力哈木 吾买尔江 艾孜买提 夏依尔 苏莱曼 乌斯曼 阿布都外力",
    "阿依古丽 古丽娜尔 热依汗 阿依努尔 帕提古丽 米热古丽 迪丽努尔 祖丽皮亚 茹克亚 阿孜古丽 "
    "古丽米热 麦尔耶姆 苏比努尔 凯丽比努尔 热孜亚 木妮热 阿丽亚 伊帕尔古丽 穆凯代斯 再努尔",
)
KAZAKH = Names(
    UYGHUR.form,
    "哈力别克 木拉提别克 巴合提 赛力克 达吾列提 努尔兰 加尔肯 马合沙提 对山 阿合买提 胡安德克 "
    "叶尔肯 吐列吾 哈孜 别克波拉提",
    "叶尔兰 阿斯哈尔 江布尔 阿尔曼 别力克 杰恩斯 叶尔扎提 努尔波拉提 阿依波力 巴合江 叶斯哈提 "
    "达尔汗 沙合多斯 木斯林 加依达尔",
    "阿依达娜 古丽扎提 努尔古丽 加娜尔 阿依江 萨吾列 玛依拉 巴合提古丽 叶尔克娜孜 迪娜 阿依波塔 "
    "赛丽玛 加孜拉 阿依努拉 娜孜依拉",
)
MONGOLIAN = Names(
    "{given}",
    "-",
    "巴特尔 孟克 朝鲁 那仁 苏和 布仁 阿木尔 巴音 欧登 查干 才仁加甫 道尔吉",
    "其其格 萨仁 乌云 娜仁 图雅 高娃 通拉嘎 安吉玛 托娅 苏布德 乌日娜 格日勒",
)
ENGLISH = Names(
    "{given} {family}",
    "Adams Baker Brooks Carter Chen Collins Cooper Davis Diaz Evans Foster Garcia Gray Green Hall "
    "Harris Hill Howard Hughes Jackson Johnson Kelly Kim King Lee Lewis Lopez Martin Mitchell "
    "Moore Morgan Nguyen Parker Patel Perez Reed Rivera Roberts Scott Shah Smith Taylor Thomas "
    "Turner Walker Ward White Williams Wood Young",
    "Aaron Adam Aiden Alex Andre Ben Caleb Carlos Daniel David Diego Dylan Elijah Ethan Gabriel "
    "Henry Isaac Jack Jacob James Jordan Joseph Leo Liam Lucas Marcus Mason Mateo Noah Oliver "
    "Omar Owen Ryan Samuel Thomas Tyler William Wyatt",
    "Abigail Alice Amelia Anna Aria Ava Bella Camila Chloe Clara Elena Ella Emily Emma Eva Grace "
    "Hannah Isabel Jade Julia Kayla Laila Leah Lily Lucy Maria Maya Mia Naomi Nora Olivia Priya "
    "Rose Ruby Sara Sofia Zoe Zara",
)
PEOPLES = {
    "汉族": CHINESE,
    "回族": HUI,
    "锡伯族": XIBE,
    "维吾尔族": UYGHUR,
    "哈萨克族": KAZAKH,
    "蒙古族": MONGOLIAN,
}

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


def main() -> None:
    """Write the three rosters beside this script."""
    folder = Path(__file__).parent
    title = "示例县第一小学2022年秋季一年级新生花名册"
    _save(_book("花名册", PRIMARY, _primary(), title), folder / "primary-roster.xlsx")
    _save(_book("七年级新生", JUNIOR, _junior()), folder / "junior-roster.xlsx")
    with (folder / "english-roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(_table(MIDDLE, _middle()))


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


def _save(book: Workbook, path: Path) -> None:
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
