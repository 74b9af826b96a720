"""Titles, headers of several lines, relatives' columns, hidden parts, footers, formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from balance_classes.domain.roster.roster import Caution
from balance_classes.errors import RosterError
from tests.builders import resident_number, write_csv
from tests.files.tables.files import HEADER, ROWS, names, ods, read, repacked, told, xlsx

TEMPLATE = """
姓名 性别 出生日期 出生地行政区划代码 籍贯 民族 国籍/地区 身份证件类型 港澳台侨外 政治面貌
健康状况 照片 身份证件号 曾用名 身份证件有效期 血型 特长 户口所在地行政区划 户口性质
学籍辅号 班内学号 年级 班号 入学年月 入学方式 就读方式 学生来源 现住址 通信地址 家庭地址
联系电话 邮政编码 电子信箱 主页地址 是否独生子女 是否受过学前教育 是否留守儿童
是否需要申请资助 是否享受一补 是否孤儿 是否烈士或优抚子女 上下学距离 上下学方式
是否需要乘坐校车 姓名拼音 残疾类型 随班就读 是否由政府购买学位 是否进城务工人员随迁子女
成员1姓名 成员1关系 成员1关系说明 成员1民族 成员1工作单位 成员1现住址
成员1户口所在地行政区划 成员1联系电话 成员1是否监护人 成员1身份证件类型 成员1身份证件号
成员1职务 成员2姓名 成员2关系 成员2民族 成员2工作单位 成员2现住址 成员2联系电话
成员2是否监护人 成员2身份证件类型 成员2身份证件号 成员2职务
"""
NATIONAL = TEMPLATE.split()
PUPIL = {
    "性别": "1",
    "出生日期": "20160307",
    "民族": "05",
    "身份证件类型": "1",
    "户口性质": "2",
    "入学年月": "202209",
    "就读方式": "1",
    "是否留守儿童": "0",
    "是否享受一补": "0",
    "是否烈士或优抚子女": "0",
    "残疾类型": "无",
    "随班就读": "非随班就读",
    "是否进城务工人员随迁子女": "0",
    "成员1姓名": "某某",
    "成员1民族": "01",
    "成员1工作单位": "教育局",
    "成员1职务": "局长",
}


def test_the_national_import_template_is_read_as_it_is(tmp_path: Path) -> None:
    assert len(NATIONAL) == 71
    rows = [
        [
            {**PUPIL, "姓名": f"生{i}", "身份证件号": resident_number(i, "male")}.get(h, "")
            for h in NATIONAL
        ]
        for i in range(3)
    ]
    examined = read(xlsx(tmp_path / "r.xlsx", [["学生基础信息"], NATIONAL, *rows]), stage="primary")
    assert names(examined) == ["生0", "生1", "生2"]
    assert examined.roster
    assert examined.roster.students[0].levels == {
        "sex": "male", "ethnicity": "维吾尔族", "household": "non_agricultural", "migrant": "no",
        "left_behind": "not_left_behind", "boarding": "day", "disability": "none",
        "inclusion": "none", "aid": "no", "legal_preference": "no", "birth_quarter": "q3",
    }  # fmt: skip
    forbidden = {"成员1工作单位", "成员1职务", "成员2工作单位", "成员2职务"}
    assert {out.header for out in examined.left_out} == forbidden
    assert "局长" not in repr(examined.roster)
    assert not examined.warnings


def test_relatives_in_plain_columns_are_not_the_student(tmp_path: Path) -> None:
    header = [*HEADER, "姓名", "关系", "民族", "工作单位", "姓名", "关系", "民族"]
    row = [*ROWS[0], "父", "父亲", "01", "局", "母", "母亲", "02"]
    examined = read(xlsx(tmp_path / "r.xlsx", [header, row]))
    assert names(examined) == ["张三"]
    assert [out.header for out in examined.left_out] == ["工作单位"]
    assert examined.ignored == ("姓名", "关系", "民族", "姓名", "关系", "民族")


def two_lines(sheet: Worksheet) -> None:
    for place in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2"):
        sheet.merge_cells(place)


def test_a_header_of_two_lines(tmp_path: Path) -> None:
    rows = [
        ["新生信息表", "", "", "", "", ""],
        ["学号", "姓名", "基本信息", "", "家长信息", ""],
        ["", "", "性别", "民族", "姓名", "职务"],
        ["01", "张三", "男", "汉", "张大", "局长"],
    ]
    for path in (
        xlsx(tmp_path / "r.xlsx", rows, two_lines),
        write_csv(tmp_path / "r.csv", "\n".join(map(",".join, rows)) + "\n"),  # type: ignore[arg-type]
    ):
        examined = read(path)
        assert names(examined) == ["张三"]
        assert examined.header_row == 3
        assert [out.kind for out in examined.left_out] == ["family"]


def test_the_lines_of_a_header_belong_together(tmp_path: Path) -> None:
    rows = [
        ["学号", "姓名", "性别", "户口", "", "成绩", ""],
        ["", "", "", "性质", "地址", "一", "二"],
    ]
    examined = read(xlsx(tmp_path / "r.xlsx", [*rows, ["1", "张三", "男", "农业", "x", 90, 80]]))
    assert ("户口性质", "household") in examined.columns
    assert [out.header for out in examined.left_out] == ["成绩 一", "成绩 二"]


def test_several_sheets_and_one_that_is_named(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    book = load_workbook(path)
    old = book.create_sheet("去年")
    for row in [HEADER, ["09", "旧生", "男", "汉"]]:
        old.append(row)
    book.create_sheet("藏").sheet_state = "hidden"
    book.save(path)
    assert told(read(path).errors) == ["A1: These sheets all look like rosters: Sheet, 去年."]
    assert names(read(path, sheet="Sheet")) == ["张三", "李四"]
    assert names(read(path, sheet="去年")) == ["旧生"]
    old.delete_cols(3, 2)
    book.save(path)
    assert told(read(path).errors) != []
    old.delete_cols(1)
    book.save(path)
    assert names(read(path)) == ["张三", "李四"]
    for sheet in ("藏", "没有"):
        with pytest.raises(RosterError, match="no visible sheet"):
            read(path, sheet=sheet)


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    examined = read(xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS], hide))
    assert names(examined) == ["张三", "李四"]
    assert told(examined.warnings) == [
        "D1: The column “民族” is hidden and was read.",
        "A3: This row is hidden and was read as a student.",
    ]
    assert examined.roster
    assert examined.roster.cautions == (
        Caution("hidden_column", "ethnicity", 1),
        Caution("hidden_rows", "", 1),
    )


def test_rows_that_hold_no_student_are_left_out(tmp_path: Path) -> None:
    rows = [
        ["一年级新生花名册", "", "", ""],
        HEADER,
        ["示例", "示例：王五", "男", "汉"],
        ROWS[0],
        [],
        HEADER,
        ROWS[1],
        ["合计", "2 人", "", ""],
        ["制表人：赵六", "", "审核：", ""],
        ["注：本表一式三份"],
    ]
    examined = read(xlsx(tmp_path / "r.xlsx", rows))
    assert names(examined) == ["张三", "李四"]
    assert examined.roster
    assert examined.roster.cautions == (Caution("example", "", 1), Caution("footer", "", 3))


def test_a_student_is_never_taken_for_a_footer(tmp_path: Path) -> None:
    rows = [HEADER, ["注01", "总计", "男", "汉"], ["02", "备注", "女", ""]]
    assert names(read(xlsx(tmp_path / "r.xlsx", rows))) == ["备注", "总计"]


def test_merged_cells_of_an_attribute_hold_for_all_their_rows(tmp_path: Path) -> None:
    rows = [
        [*HEADER, "毕业学校"],
        [*ROWS[0], "一小"],
        [*ROWS[1], ""],
        ["03", "王五", "男", "", "二小"],
    ]
    examined = read(xlsx(tmp_path / "r.xlsx", rows, lambda sheet: sheet.merge_cells("E2:E3")))
    assert examined.levels["previous_school"] == {"一小": 2, "二小": 1}


def test_formulas_count_by_their_last_value(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS, ["03", "王五", "=C2", "=1/0"]])
    assert told(read(path).errors) == [
        "C4: This cell holds a formula that was never calculated.",
        "D4: This cell holds a formula that was never calculated.",
    ]

    def calculated(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return content
        for empty in (b"<v></v>", b"<v />", b"<v/>"):
            content = content.replace(
                b'<c r="C4"><f>C2</f>' + empty,
                b'<c r="C4" t="str"><f>C2</f><v>' + "男".encode() + b"</v>",
            )
            content = content.replace(
                b'<c r="D4"><f>1/0</f>' + empty, b'<c r="D4" t="e"><f>1/0</f><v>#DIV/0!</v>'
            )
        return content

    repacked(path, calculated)
    assert told(read(path).errors) == ["D4: The formula of this cell has failed."]


def test_hidden_rows_of_an_ods_are_seen(tmp_path: Path) -> None:
    path = ods(tmp_path / "r.ods", [HEADER, *ROWS])

    def hidden(name: str, content: bytes) -> bytes:
        if name != "content.xml":
            return content
        head, sign, rest = content.rpartition(b"<table:table-row")
        return head + sign + b' table:visibility="filter"' + rest

    repacked(path, hidden)
    assert told(read(path).warnings) == ["A3: This row is hidden and was read as a student."]


def test_a_column_without_any_value_is_absent(tmp_path: Path) -> None:
    examined = read(xlsx(tmp_path / "r.xlsx", [[*HEADER, "就读方式"], [*ROWS[0], ""], ROWS[1]]))
    assert "boarding" not in examined.levels
    assert examined.roster
    assert examined.roster.missing() == {}


def lone(folder: Path, *rows: list[object]) -> list[str]:
    """The errors of rows under the plain header."""
    return told(read(xlsx(folder / "r.xlsx", [HEADER, *ROWS, *rows])).errors)


@pytest.mark.parametrize(
    "row",
    [
        ["合计", 12, "男", 6],
        ["男", 6, "女", 6],
        ["男生", "", "", 95],
        ["昌吉市教育局", "", "", ""],
        ["", "", "", "2026年8月20日"],
        ["合计", "12", "男", "女"],
        ["", "小计：", "", 2],
        ["班主任：王", "", "", ""],
        ["以上共2人", "", "", ""],
        ["第1页 共1页", "", "", ""],
        ["以下空白", "", "", ""],
        ["必填", "必填", "请选择", "下拉选择"],
    ],
)
def test_totals_and_notes_are_no_students_however_full(tmp_path: Path, row: list[object]) -> None:
    assert names(read(xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS, row]))) == ["张三", "李四"]


def test_what_might_be_a_student_is_never_left_out_unseen(tmp_path: Path) -> None:
    assert lone(tmp_path, ["03", "王五", "", ""]) == ["C4: The cell is empty: sex."]
    assert lone(tmp_path, ["甲", 6, "女", 6]) == [
        "A4: The number holds no digit.",
        "B4: The name holds no letter.",
    ]
    review = [["审核状态", *HEADER, "电话"], *(["审核通过", *row, ""] for row in ROWS)]
    assert len(names(read(xlsx(tmp_path / "r.xlsx", review)))) == 2
    unread = [
        ["序号", *HEADER, "电话", "住址"],
        ["1", *ROWS[0], "", ""],
        ["2", *[""] * 4, "1", "x"],
    ]
    assert told(read(xlsx(tmp_path / "r.xlsx", unread)).warnings) == [
        "A3: This row has no name and no number, and was left out."
    ]


def test_a_row_that_was_filled_in_beforehand_is_told_once(tmp_path: Path) -> None:
    assert lone(tmp_path, ["", "", "", "汉"]) == ["B4: This row has no name and no number."]


def test_a_header_again_with_other_columns_is_refused(tmp_path: Path) -> None:
    turned = [HEADER[1], HEADER[0], *HEADER[2:]]
    assert "columns are not those above" in lone(tmp_path, turned, ["王五", "03", "男", "汉"])[0]


@pytest.mark.parametrize("group", ["妈妈", "户主信息", "爷爷", "接送人", "Father"])
def test_what_stands_under_somebody_else_is_not_the_students(tmp_path: Path, group: str) -> None:
    rows = [
        [*HEADER, group, ""],
        ["", "", "", "", "身份证号", "户口性质"],
        [*ROWS[0], "x1", "农业"],
    ]
    path = xlsx(tmp_path / "r.xlsx", rows, lambda sheet: sheet.merge_cells("E1:F1"))
    assert [field for _, field in read(path).columns] == [
        "student_number", "name", "sex", "ethnicity",
    ]  # fmt: skip


def test_a_note_may_say_whose_a_column_is(tmp_path: Path) -> None:
    header = [*HEADER[:3], "民族（父亲）", "身份证号（监护人）", "民族【必填】"]
    examined = read(xlsx(tmp_path / "r.xlsx", [header, ["1", "张三", "男", "回", "x", "汉"]]))
    assert examined.levels["ethnicity"] == {"汉族": 1}
    assert examined.ignored == ("民族（父亲）", "身份证号（监护人）")


def test_columns_right_of_a_relatives_name_are_not_clear(tmp_path: Path) -> None:
    header = ["学号", "姓名", "性别", "监护人姓名", "关系", "民族"]
    found = told(
        read(xlsx(tmp_path / "r.xlsx", [header, ["1", "a", "男", "b", "母", "汉"]])).errors
    )
    assert found == ["F1: It is not clear whether “民族” is the student's or a relative's."]


@pytest.mark.parametrize(
    ("header", "code", "level"),
    [
        ("是否住校", "1", "boards"), ("寄宿", 0, "day"),
        ("就读方式", "1", "day"),
        ("就读方式", "2", "boards"), ("是否留守儿童", True, "yes"),
        ("是否留守儿童", "1", "one_parent_away"),
        ("随班就读", 1, "yes"), ("毕业学校", "/", ""), ("毕业学校", "请选择", ""),
        ("民族", "汉 族", "汉族"),
    ],
)  # fmt: skip
def test_a_code_means_what_its_header_asks(
    tmp_path: Path, header: str, code: object, level: str
) -> None:
    rows = [[*HEADER[:3], header], ["1", "a", "男", code]]
    levels = read(xlsx(tmp_path / "r.xlsx", rows)).levels
    assert list(next(iter([v for k, v in levels.items() if k != "sex"]), {"": 1})) == [level]


def test_levels_that_differ_in_capitals_are_one(tmp_path: Path) -> None:
    rows = [
        ["id", "name", "sex", "previous school"],
        *([i, f"N{chr(65 + i)}", "m", w] for i, w in enumerate(["Oak", "oak", "Oak"])),
    ]
    assert read(xlsx(tmp_path / "r.xlsx", rows)).levels["previous_school"] == {"Oak": 3}


def test_a_line_with_a_cell_too_many_is_refused(tmp_path: Path) -> None:
    text = "学号,姓名,性别,住址,民族\n1,张三,男,某街,汉\n2,李四,女,某街,3号,汉\n"
    found = told(read(write_csv(tmp_path / "r.csv", text)).errors)
    assert found == [
        "F3: This line has more cells than the header: its values stand in wrong columns."
    ]


def test_the_delimiter_is_the_one_that_lines_agree_on(tmp_path: Path) -> None:
    text = "学号\t姓名\t性别\t住址\n1\t张三\t男\t甲,乙,丙,丁\n2\t李四\t女\t甲,乙,丙,丁,戊,己\n"
    assert names(read(write_csv(tmp_path / "r.txt", text))) == ["张三", "李四"]


def test_the_printed_pages_of_a_web_page_are_one_table(tmp_path: Path) -> None:
    head = "<tr>" + "".join(f"<td>{word}" for word in HEADER)
    page = "".join(
        f"<table>{head}<tr><td>{key}<td>{name}<td><select><option>男<option selected>女</select>"
        "<td rowspan=2>汉</table>"
        for key, name, *_ in ROWS
    )
    examined = read(write_csv(tmp_path / "r.xls", page))
    assert names(examined) == ["张三", "李四"]
    assert examined.levels["sex"] == {"female": 2}


def test_no_private_value_is_among_the_levels_that_are_shown(tmp_path: Path) -> None:
    rows = [HEADER, ["01", "诸葛无名", "男", "诸葛无名"], ["02", "李四", "司马无名", "欧阳无名"]]
    examined = read(xlsx(tmp_path / "r.xlsx", rows))
    assert "无名" not in repr(examined.levels)
    (found,) = lone(tmp_path, ["03", "王五", "男", "2016-03-07"])
    assert found == "D4: ethnicity: this looks like a date."
