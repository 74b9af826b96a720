"""Numbers that are spread: how their cells are read, what is refused, and who is in which bin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.files.tables.files import Examined, read, told, xlsx

pytestmark = pytest.mark.smoke

HEADER = ["学号", "姓名", "性别", "上下学距离"]
DISTANCE = (("distance", 2),)
AGE = (("age_months", 2),)


def with_distances(folder: Path, *cells: object, header: str = "上下学距离") -> Examined:
    rows = [[f"{i:02}", f"学生{chr(0x4E00 + i)}", "男", cell] for i, cell in enumerate(cells)]
    path = xlsx(folder / "r.xlsx", [[*HEADER[:3], header], *rows])
    columns = () if "距离" in header else ((header, "distance"),)
    return read(path, numbers=DISTANCE, columns=columns)


def metres(examined: Examined) -> list[int | None]:
    assert examined.roster, told(examined.errors)
    return [student.numbers.get("distance") for student in examined.roster.students]


@pytest.mark.parametrize(
    ("cell", "there"),
    [
        (1.5, 1500),
        (2, 2000),
        ("0.8公里", 800),
        ("800米", 800),
        ("１.５ 千米", 1500),
        ("1.2 KM", 1200),
        ("350 m", 350),
        (0.1 + 0.2, 300),
        ("0.0005", 1),
        ("0.00049", 0),
        ("", None),
        ("/", None),
    ],
)
def test_a_distance_is_read_in_whole_metres(
    tmp_path: Path, cell: object, there: int | None
) -> None:
    assert metres(with_distances(tmp_path, cell, 1, 2)) == [there, 1000, 2000]


@pytest.mark.parametrize(
    "cell",
    ["很远", "约2公里", "2-3公里", "-1", "3里", "1,500米", "2000", "1公里500米", "1e3", "1500公里"],
)
def test_what_could_be_read_in_two_ways_is_refused_with_its_cell(tmp_path: Path, cell: str) -> None:
    said = told(with_distances(tmp_path, 1, cell, 2).errors)
    assert len(said) == 1
    assert said[0].startswith("D3: ")


def test_the_unit_may_stand_in_the_brackets_of_the_header(tmp_path: Path) -> None:
    there = with_distances(tmp_path, 800, "2公里", header="上下学距离（米）")
    assert metres(there) == [800, 2000]


def test_a_mapped_column_needs_a_unit_since_it_could_hold_scores(tmp_path: Path) -> None:
    said = told(with_distances(tmp_path, 95, 88, header="数据").errors)
    assert len(said) == 2
    assert "kilometres or metres" in said[0]
    assert metres(with_distances(tmp_path, "2公里", "90米", header="数据")) == [2000, 90]


def test_distances_are_not_read_unless_the_rules_ask(tmp_path: Path) -> None:
    rows = [HEADER, ["01", "张三", "男", "很远"], ["02", "李四", "男", "1"]]
    examined = read(xlsx(tmp_path / "r.xlsx", rows))
    assert examined.roster, told(examined.errors)
    assert examined.roster.ignored == ("上下学距离",)
    assert examined.roster.attributes == ("sex",)


def test_who_states_nothing_is_a_level_of_its_own(tmp_path: Path) -> None:
    roster = with_distances(tmp_path, 1, "", 3, 2).roster
    assert roster
    levels = [student.levels["distance"] for student in roster.students]
    assert levels == ["bin_1_of_2", "", "bin_2_of_2", "bin_2_of_2"]
    assert roster.numbers == ("distance",)


def test_who_is_taught_at_home_takes_no_rank(tmp_path: Path) -> None:
    home = {"01": "是"}
    rows = [
        [f"{i:02}", f"学生{chr(0x4E00 + i)}", "男", km, home.get(f"{i:02}", "否")]
        for i, km in enumerate([1, 9, 2, 3, 4])
    ]
    path = xlsx(tmp_path / "r.xlsx", [[*HEADER, "送教上门"], *rows])
    roster = read(path, numbers=DISTANCE).roster
    assert roster
    assert [s.levels["distance"][:5] for s in roster.students] == [*["bin_1"] * 2, *["bin_2"] * 2]


def test_a_number_that_the_roster_does_not_have_is_told(tmp_path: Path) -> None:
    examined = read(xlsx(tmp_path / "r.xlsx", [HEADER[:3], ["01", "张三", "男"]]), numbers=DISTANCE)
    assert examined.roster
    assert examined.roster.numbers == ()
    assert "does not have it" in told(examined.warnings)[0]


def born(folder: Path, *days: str, years: tuple[object, ...] = (), **rules: object) -> Examined:
    header = ["学号", "姓名", "性别", "出生日期", *(["入学年月"] if years else [])]
    rows = [
        [f"{i:02}", f"学生{chr(0x4E00 + i)}", "男", day, *([years[i]] if years else [])]
        for i, day in enumerate(days)
    ]
    return read(xlsx(folder / "r.xlsx", [header, *rows]), numbers=AGE, **rules)


def test_age_is_counted_in_full_months_on_31_august_of_the_year_of_entry(tmp_path: Path) -> None:
    roster = born(
        tmp_path, "2020-08-31", "2020-08-01", "2019-09-01", "2019-08-31", year=2026
    ).roster
    assert roster
    assert [s.numbers["age_months"] for s in roster.students] == [72, 72, 83, 84]


def test_the_year_of_entry_may_come_from_the_roster(tmp_path: Path) -> None:
    roster = born(tmp_path, "2020-08-31", "2020-02-28", years=("202609", "202609")).roster
    assert roster
    assert [s.numbers["age_months"] for s in roster.students] == [72, 78]


@pytest.mark.parametrize("years", [(), ("202609", "202509")])
def test_ages_need_one_year_of_entry(tmp_path: Path, years: tuple[object, ...]) -> None:
    said = told(born(tmp_path, "2020-08-31", "2020-02-28", years=years).errors)
    assert len(said) == 1
    assert "one year of entry" in said[0]


def test_a_year_that_cannot_be_is_told_at_the_birth_date(tmp_path: Path) -> None:
    said = told(born(tmp_path, "2020-08-31", "2020-02-28", year=2020).errors)
    assert len(said) == 2
    assert "does not fit the year of entry 2020" in said[0]


def test_a_missing_birth_date_is_a_level_of_its_own(tmp_path: Path) -> None:
    roster = born(tmp_path, "2020-08-31", "", "2020-02-28", year=2026).roster
    assert roster
    assert [s.levels["age_months"] for s in roster.students] == ["bin_1_of_2", "", "bin_2_of_2"]
