"""Who has all that is public at two dates learns nothing for certain of a child but its class."""

from __future__ import annotations

from pathlib import Path

from benchmarks.learned import attacked

LEVELS = {"birth_quarter": "1", "free_lunch": "N"}
ROWS = [
    {
        "student_number": f"2026{i:04d}",
        "name": f"Child {i:02d}",
        "sex": "FM"[i % 2],
        "ethnicity": "A",
        **LEVELS,
    }
    for i in range(20)
]


def test_nothing_is_learned_of_what_is_public(tmp_path: Path) -> None:
    assert attacked(tmp_path, ROWS, 1, ()) == set()


def test_record_and_report_would_tell_levels_and_pins(tmp_path: Path) -> None:
    found = attacked(tmp_path, ROWS, 1, ("record.json", "report.html"))
    assert {way for _, _, way in found} == {"uniform", "lottery"}
    assert len({child for child, _, way in found if way == "uniform"}) == len(ROWS)
