"""Newcomers of a school that spreads numbers and tells students apart by name and birth date."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.errors import (
    RosterError,
)
from balance_classes.files.result.result_reading import read_kept
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.after_draw.school_year import placed
from tests.workflows.stage import School, formed_of


def numbered_school(tmp_path: Path) -> School:
    """A school told apart by name and birth date, whose ages and ways to school are spread."""
    school = School(tmp_path)
    rows = [
        f"学生{chr(0x4E00 + i)},{'女' if i % 2 else '男'},2016-{i % 12 + 1:02d}-{i % 27 + 1:02d},"
        f"{'' if i == 5 else i * 137 % 4000}米"
        for i in range(36)
    ]
    text = "\n".join(["姓名,性别,出生日期,上下学距离", *rows]).replace(",米", ",")
    write_csv(tmp_path / "新生.csv", text)
    rules = tmp_path / "rules.toml"
    rules.write_text(
        'classes = 3\nyear = 2022\ntolerance = 2\nhard = ["apart", "same_sound"]\n'
        "numbers = { age_months = 4, distance = 3 }",
        encoding="utf-8",
    )
    school.assign("a=1", subject=RosterRequest(tmp_path / "新生.csv", rules, {}))
    return school


def rebuilt(folder: Path) -> Formed:
    return formed_of(read_kept(folder))


def test_numbers_fall_into_the_bins_of_the_draw(tmp_path: Path) -> None:
    school = numbered_school(tmp_path)
    folder = tmp_path / "新生-分班"
    head = "姓名,性别,出生日期,上下学距离"
    new = write_csv(
        tmp_path / "new.csv",
        f"{head}\n新来甲,女,2012-01-05,9公里\n新来乙,男,2016-06-01,\n学生一,男,2016-07-01,3米\n",
    )
    gone = write_csv(tmp_path / "gone.csv", "姓名,出生日期\n学生丁,2016-02-02\n")
    before = {p.lottery_number: p.student.levels for p in rebuilt(folder).placements}
    result = placed(school, newcomers=new, leavers_file=gone, folder=folder,
                    roster=tmp_path / "新生.csv")  # fmt: skip
    formed = result.grown.result.formed
    levels = {p.student.name: p.student.levels for p in formed.placements if p.lottery_number > 36}
    assert levels["新来甲"]["age_months"] == "bin_4_of_4"
    assert levels["新来甲"]["distance"] == "bin_3_of_3"
    assert levels["新来乙"]["distance"] == ""
    assert all(
        before[p.lottery_number] == p.student.levels
        for p in formed.placements
        if p.lottery_number <= 36
    )
    assert recount(VerifyRequest(folder, tmp_path / "新生.csv", (), (), None)).verdict.passed


def test_who_has_name_and_birth_date_of_a_placed_student_is_refused(tmp_path: Path) -> None:
    school = numbered_school(tmp_path)
    row = "学生一,男,2016-01-01,3米"
    new = write_csv(tmp_path / "new.csv", f"姓名,性别,出生日期,上下学距离\n{row}\n")
    with pytest.raises(RosterError, match="has a class already"):
        placed(school, newcomers=new, folder=tmp_path / "新生-分班", roster=tmp_path / "新生.csv")
    again = write_csv(tmp_path / "new.csv", "姓名,性别,上下学距离\n新来甲,男,3米\n")
    with pytest.raises(RosterError, match="birth"):
        placed(school, newcomers=again, folder=tmp_path / "新生-分班", roster=tmp_path / "新生.csv")
