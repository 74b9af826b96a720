"""A whole draw with named sizes, offered levels and totals: kept, verified and told."""

from __future__ import annotations

import json
from pathlib import Path

from balance_classes.domain.result.fewer_open_classes import narrowed_of
from balance_classes.domain.result.policy_departures import departures
from balance_classes.files.result.result_reading import read_kept
from balance_classes.language import Language
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import School, formed_of

OPTIONS = {
    "classes": 3,
    "class_names": ["A", "B", "C"],
    "policy": "own",
    "sizes": "C=7",
    "offered": ("Year=Y3:A,B=3", "Year=Y4:B,C"),
    "totals": ("Need",),
}


def drawn(home: Path) -> School:
    rows = [
        f"{i:02},N{i},{'MF'[i % 2]},{'Y3' if i < 13 else 'Y4'},{i % 4 or ''}" for i in range(24)
    ]
    school = School(home)
    write_csv(school.roster, "\n".join(["id,name,sex,Year,Need", *rows]) + "\n")
    school.assign("a=1", subject=RosterRequest(school.roster, None, OPTIONS))
    return school


def test_it_is_kept_and_verified_from_the_folder_alone(tmp_path: Path) -> None:
    school = drawn(tmp_path)
    formed = formed_of(read_kept(school.folder))
    years = [[p.student.levels["Year"] for p in there] for there in formed.class_lists]
    assert [(len(there), there.count("Y3")) for there in years] == [(10, 10), (7, 3), (7, 0)]
    assert school.verify().passed


def test_lists_tell_it_and_the_notice_counts_whom_it_left_fewer_classes(tmp_path: Path) -> None:
    formed = formed_of(read_kept(drawn(tmp_path).folder))
    told = [Language("en").say(each) for each in departures(formed)]
    assert "C was to have 7 students." in told
    assert "Only in A, B (3): Year Y3." in told
    assert "Spread by level and by the sum of the numbers: Need." in told
    assert narrowed_of(formed)["offered"] == 24


def test_a_size_that_is_changed_in_the_record_is_found(tmp_path: Path) -> None:
    school = drawn(tmp_path)
    path = school.folder / "record.json"
    record = json.loads(path.read_text("utf-8"))
    record["fixed"]["rules"]["sizes"] = [["C", 8]]
    path.write_text(json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1), "utf-8")
    assert not school.recount().passed
