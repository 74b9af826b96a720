"""One roster of many schools is read row by row and sheet by sheet as a single school's is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from balance_classes.domain.rules.rules import Rules
from balance_classes.errors import RosterError
from balance_classes.files.batch.manifest import School
from balance_classes.files.batch.roster_split import split_roster
from balance_classes.files.roster.roster_reading import examine
from balance_classes.files.rules.rules_file import read_rules
from tests.files.roster.test_roster_sheets import book
from tests.files.tables.files import names, xlsx

HEADER = ["学校", "学号", "姓名", "性别"]
ROWS = [HEADER, ["A", "1", "张三", "男"], ["B", "2", "李四", "女"]]


def some(**options: object) -> Rules:
    return read_rules(None, {"policy": "none", **options})


def split(path: Path, **options: object) -> tuple[School, ...]:
    return split_roster(path, "学校", "", some(**options)).schools


def problems(path: Path, **options: object) -> list[list[str]]:
    return [[str(p.what) for p in school.problems] for school in split(path, **options)]


def own(school: School, **options: object) -> list[str]:
    """The students of a school's own part, as it is read."""
    return names(examine(school.roster, some(**options)))


def test_a_footer_is_no_school_and_is_told(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [*ROWS, ["Total: 2"], [], ["合计", "", "", "2"]])
    schools = split(path)
    assert [school.code for school in schools] == ["A", "B"]
    assert [str(told) for told in schools[0].warnings] == [
        "The roster of all schools: Rows left out as totals, notes or signatures: 2."
    ]


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", ROWS)
    with pytest.raises(RosterError, match="no visible sheet"):
        split(path, sheet="二")


def test_sheets_that_all_look_like_rosters_are_refused_or_read_together(tmp_path: Path) -> None:
    path = book(tmp_path / "r.xlsx", {"一": ROWS, "二": [HEADER, ["A", "3", "王五", "男"]]})
    with pytest.raises(RosterError, match="all look like rosters: 一, 二"):
        split(path)
    one, two = split(path, sheet="all", unused=["原班级"])
    assert (own(one), own(two)) == (["张三", "王五"], ["李四"])


def test_a_sheet_a_school_is_split_by_the_names_of_the_sheets(tmp_path: Path) -> None:
    sheets = {name: [HEADER[1:], *(row[1:] for row in ROWS[1:])] for name in ("一小", "二小")}
    for name, rows in sheets.items():
        sheets[name] = [rows[0], *([f"{name}{row[0]}", *row[1:]] for row in rows[1:])]
    path = book(tmp_path / "r.xlsx", sheets)
    schools = split_roster(path, "原班级", "", some(sheet="all")).schools
    assert [school.code for school in schools] == ["一小", "二小"]


@pytest.mark.parametrize(
    ("header", "cell", "told"),
    [
        ("备注", "与李四分开", "holds remarks"),
        ("座位", "与李四分开", "may be a wish"),
        ("", "不来了", "without a header"),
        ("学籍状态", "转出", "marked as gone"),
    ],
)
def test_what_stops_a_draw_stops_the_school_of_its_row(
    tmp_path: Path, header: str, cell: str, told: str
) -> None:
    rows = [[*ROWS[0], header], [*ROWS[1], cell], [*ROWS[2], ""]]
    (one,), two = problems(xlsx(tmp_path / "r.xlsx", rows))
    assert told in one
    assert not two


def test_who_is_gone_is_left_out_of_a_school_by_the_rule_alone(tmp_path: Path) -> None:
    def strike(sheet: object) -> None:
        sheet["C3"].font = Font(strike=True)  # type: ignore[index]

    rows = [*ROWS, ["B", "3", "王五", "男"]]
    path = xlsx(tmp_path / "r.xlsx", rows, strike)
    assert [["struck through" in each for each in told] for told in problems(path)] == [[], [True]]
    assert own(split(path, gone="leave-out")[1]) == ["王五"]
    assert own(split(path, gone="keep")[1], gone="keep") == ["李四", "王五"]


def test_merged_cells_hold_for_all_their_rows_in_a_schools_part_too(tmp_path: Path) -> None:
    rows = [
        [*HEADER, "毕业学校"],
        *([*row, "一小"] for row in ROWS[1:]),
        ["A", "3", "王五", "男", ""],
    ]
    rows.insert(2, rows.pop())

    def merge(sheet: object) -> None:
        sheet.merge_cells("A2:A3")  # type: ignore[attr-defined]
        sheet.merge_cells("E2:E3")  # type: ignore[attr-defined]

    one, two = split(xlsx(tmp_path / "r.xlsx", rows, merge))
    examined = examine(one.roster, some())
    assert examined.levels["previous_school"] == {"一小": 2}
    assert own(two) == ["李四"]


def test_days_that_count_from_1904_are_the_same_days_in_a_schools_part(tmp_path: Path) -> None:
    days = (date(2019, 9, 1) - date(1904, 1, 1)).days
    rows = [[*HEADER, "出生日期"], *([*row, days] for row in ROWS[1:])]

    def count(sheet: object) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904  # type: ignore[attr-defined]

    one, _ = split(xlsx(tmp_path / "r.xlsx", rows, count))
    roster = examine(one.roster, some()).roster
    assert roster and roster.students[0].identities["birth_date"] == "2019-09-01"
