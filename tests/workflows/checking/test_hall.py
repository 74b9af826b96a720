"""The page for the hall: the draw as its record tells it, in numbers, and nothing else touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from balance_classes.errors import EvidenceError, ResultError, UsageError
from balance_classes.language import Language
from balance_classes.workflows.checking.hall import HallRequest, hall
from tests.workflows.stage import School, pupils


def shown(school: School, page: Path, minutes: float = 2) -> str:
    request = HallRequest(school.folder, minutes, page, Language("en"))
    return hall(request, lambda stage: None).page.read_text("utf-8")


def test_it_shows_words_seed_and_the_class_of_every_lottery_number(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    record = school.drawn().result.record
    page = shown(school, tmp_path / "hall.html")
    for given in record.seed.words:
        assert f"<dd>{given.words}</dd>" in page
    assert record.seed.value in page
    (numbers,) = re.findall(r"classOf = \[([\d, ]+)\], milliseconds = 120000;", page)
    class_of = list(map(int, numbers.split(",")))
    for at, each in enumerate(record.classes):
        found = [number for number, c in enumerate(class_of, start=1) if c == at]
        assert found == list(each.lottery_numbers)


def test_it_names_nobody_and_touches_nothing(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.drawn()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    page = shown(school, tmp_path / "hall.html")
    assert not [row for row in pupils() if row[0] in page or row[1] in page]
    (tmp_path / "hall.html").unlink()
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_it_is_written_of_an_honest_result_alone_beside_it_and_once(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.drawn()
    with pytest.raises(UsageError):
        shown(school, school.folder / "hall.html")
    shown(school, tmp_path / "hall.html")
    with pytest.raises(ResultError):
        shown(school, tmp_path / "hall.html")
    classes = school.folder / "classes.csv"
    classes.write_bytes(classes.read_bytes().replace(b"S001", b"S0001"))
    with pytest.raises(EvidenceError):
        shown(school, tmp_path / "other.html")
