"""One roster of many schools is read row by row and sheet by sheet as a single school's is."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.errors import RosterError
from balance_classes.files.batch.split import split_roster
from tests.builders import some_rules
from tests.files.tables.files import xlsx

ROWS = [["学校", "学号", "姓名", "性别"], ["A", "1", "张三", "男"], ["B", "2", "李四", "女"]]


def test_a_footer_is_no_school(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [*ROWS, ["Total: 2"], [], ["合计", "", "", "2"]])
    assert [school.code for school in split_roster(path, "学校", "", some_rules())] == ["A", "B"]


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", ROWS)
    with pytest.raises(RosterError, match="no visible sheet"):
        split_roster(path, "学校", "", some_rules(sheet="二"))
