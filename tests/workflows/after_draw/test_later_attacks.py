"""Each file that a later event left, changed in every way that was thought of, and found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from balance_classes.domain.canonical import digest, fingerprint
from tests.lots import lots
from tests.workflows.after_draw.school_year import amended, newcomer, placed
from tests.workflows.checking.test_attacks import chained
from tests.workflows.stage import School, assert_bytes_are_missed, failed, refused

FILES = ("place-1.json", "amend-2.json", "place-3.json")


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with newcomers, an approved change, and leavers; no test changes it."""
    found = School.at(tmp_path_factory.mktemp("year"))
    found.drawn()
    result = placed(found, newcomer(100), newcomer(101), leavers="S003\n")
    there = result.grown.result.formed.placements[0].school_class
    amended(found, 1, to=f"Class {(there + 1) % 3 + 1}")
    placed(found, leavers="S100\n")
    return found


def test_an_honest_year_passes(school: School) -> None:
    verdict = school.recount()
    assert verdict.passed, failed(verdict)
    keys = [check.key for check in verdict.checks]
    assert [key for key in keys if key.startswith(("later", "place", "amend", "before"))] == [
        "later", "place_1_asked", "place_1_leavers", "place_1_lottery", "place_1_places",
        "place_1_givers", "place_1",
        "amend_2_asked", "amend_2_moves", "amend_2", "place_3_asked", "place_3_leavers",
        "place_3_lottery", "place_3",
        "before_1", "before_2", "before_3",
    ]  # fmt: skip
    assert school.verify().passed


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("numbers", lots(180, 30))
def test_any_byte_of_the_file_of_a_change(school: School, name: str, numbers: range) -> None:
    assert_bytes_are_missed(school, name, numbers)


@pytest.mark.parametrize("name", FILES)
def test_a_file_missing_doubled_or_renamed(copy: School, name: str) -> None:
    path = copy.folder / name
    kind, _, number = name.removesuffix(".json").partition("-")
    path.rename(copy.home / name)
    assert refused(copy)
    for other in (f"{kind}-9.json", f"{'amend' if kind == 'place' else 'place'}-{number}.json"):
        shutil.copy(copy.home / name, copy.folder / other)
        assert refused(copy), other
        (copy.folder / other).unlink()
    shutil.copy(copy.home / name, path)
    shutil.copy(copy.home / name, copy.folder / f"{kind}-4.json")
    assert refused(copy)


@pytest.mark.parametrize("place", ["before-9/classes.xlsx", "before-1/Classes.csv"])
def test_other_lists_in_any_folder_within(copy: School, place: str) -> None:
    path = copy.folder / place
    path.parent.mkdir(exist_ok=True)
    shutil.copy(copy.folder / "classes.xlsx", path)
    assert failed(copy.recount()) == {"folder"}


def test_a_scan_among_the_files_of_a_change_stops_nobody(copy: School) -> None:
    (copy.folder / "before-1/signed.pdf").touch()
    result = placed(copy, leavers="S004\n")
    assert (result.folder / "before-1/signed.pdf").exists()
    assert copy.recount().passed


def test_a_folder_in_the_place_of_a_file_is_told_in_words(copy: School) -> None:
    (copy.folder / FILES[0]).unlink()
    (copy.folder / FILES[0]).mkdir()
    assert refused(copy)


def test_lines_of_the_ledger_cut_off_after_the_draw(copy: School) -> None:
    path = copy.folder / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 9
    for end in range(3, 9):
        path.write_bytes(b"".join(lines[:end]))
        assert "later" in failed(copy.recount(roster=False)), end


def test_a_ledger_cut_back_together_with_its_files_is_found_beside_the_roster(
    copy: School,
) -> None:
    for former in ("before-3", "place-3.json"):
        path = copy.folder / former
        if path.is_dir():
            for file in path.iterdir():
                shutil.move(file, copy.folder / file.name)
            path.rmdir()
        else:
            path.unlink()
    verdict = copy.recount()
    assert verdict.passed
    assert any("more has happened" in str(note) for note in verdict.since)


def forged(school: School, name: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the file of a later event, and make its digest and every line after it fit again."""
    path = school.folder / name
    file = json.loads(path.read_bytes())
    change(file)
    file["digest"] = digest({k: v for k, v in file.items() if k not in ("source", "digest")})
    text = json.dumps(file, ensure_ascii=False, sort_keys=True, indent=1)
    path.write_text(f"{text}\n", "utf-8", newline="\n")
    book = school.folder / "ledger.jsonl"
    entries = [json.loads(line) for line in book.read_text("utf-8").splitlines()]
    for entry in entries:
        what = entry["what"]
        if what["event"] == "outcome" and what["number"] == file["number"]:
            what["digest"] = file["digest"]
    book.write_text("".join(f"{line.text()}\n" for line in chained(entries)), "utf-8", newline="\n")


def elsewhere(file: dict[str, Any]) -> str:
    """Return a class that the first newcomer is not in."""
    there = file["newcomers"][0]["school_class"]
    return next(name for name, _ in file["sizes"] if name != there)


def test_the_forger_leaves_an_honest_last_change_as_it_is(copy: School) -> None:
    forged(copy, "place-3.json", lambda file: None)
    assert copy.recount().passed


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("place-3.json", lambda f: f["leavers"].clear()),
        ("place-3.json", lambda f: f["leavers"][0].update(lottery_number=4)),
        ("place-3.json", lambda f: f["leavers"][0].update(lottery_number=99)),
        ("place-3.json", lambda f: f.update(method="smallest-class")),
        ("place-3.json", lambda f: f.update(cap=99, cap_reason="x")),
        ("place-3.json", lambda f: f.update(date="1999-01-01")),
        ("place-3.json", lambda f: f.update(asked="0" * 64)),
        ("place-3.json", lambda f: f.update(choices="7")),
        ("place-3.json", lambda f: f["balance"][0].update(after=5)),
        ("place-3.json", lambda f: f["sizes"][0].__setitem__(1, 99)),
        ("place-1.json", lambda f: f["newcomers"][0].update(school_class="Class 9")),
        ("place-1.json", lambda f: f["newcomers"][0].update(school_class=elsewhere(f))),
        ("place-1.json", lambda f: f["newcomers"][0].update(drawn_among=["Class 1", "Class 2"])),
        ("place-1.json", lambda f: f["seed"]["words"][0].update(words="6 6")),
        ("amend-2.json", lambda f: f["moves"][0].update(joins=f["moves"][0]["leaves"])),
        ("amend-2.json", lambda f: f.update(reason_code="decision")),
        ("amend-2.json", lambda f: f.update(approval="none")),
        ("amend-2.json", lambda f: f.update(by="headmaster")),
        ("amend-2.json", lambda f: f.update(broken=[])),
    ],
)  # fmt: skip
def test_a_change_rewritten_with_its_digest_and_its_line(
    copy: School, name: str, change: Callable[[dict[str, Any]], None]
) -> None:
    forged(copy, name, change)
    assert refused(copy)


@pytest.mark.parametrize("event", ["before-1", "before-2", "before-3"])
def test_the_former_lists_are_checked_too(copy: School, event: str) -> None:
    folder = copy.folder / event
    for name in ("classes.csv", "ledger.jsonl"):
        path = folder / name
        content = path.read_bytes()
        path.write_bytes(content.replace(b"1", b"2", 1))
        assert failed(copy.recount()) == {event.replace("-", "_")}
        path.unlink()
        assert failed(copy.recount()) == {event.replace("-", "_")}
        path.write_bytes(content)
    book = load_workbook(folder / "classes.xlsx")
    book["Class 1"]["B4"] = "Somebody"
    book.save(folder / "classes.xlsx")
    assert failed(copy.recount()) == {event.replace("-", "_")}


def test_a_newcomer_changed_wherever_it_stands(copy: School) -> None:
    for path in copy.folder.rglob("classes.xlsx"):
        book = load_workbook(path)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value == "Newcomer101":
                        cell.value = "Newcomer999"
        book.save(path)
    assert "place_1_asked" in failed(copy.recount(roster=False))


def test_what_was_posted_of_a_change_is_known(school: School) -> None:
    file = json.loads((school.folder / "amend-2.json").read_bytes())
    verdict = school.recount(fingerprint(file["digest"]))
    assert verdict.passed
    said = [str(c.said) for c in verdict.checks if c.key == "fingerprint"]
    assert said == [f"{fingerprint(file['digest'])} is the fingerprint of change 2."]


@pytest.mark.parametrize("class_name", ["Class 1", "Class 2", "Class 3"])
def test_a_newcomer_placed_by_hand_and_without_a_seed(tmp_path: Path, class_name: str) -> None:
    school = School.at(tmp_path)
    school.drawn()
    path = placed(school, newcomer(100)).grown.path
    book = school.folder / "ledger.jsonl"
    entries = [json.loads(line) for line in book.read_text("utf-8").splitlines()]
    entries[3]["what"]["seed"] = None
    file = json.loads(path.read_bytes())
    file["seed"], file["head"] = None, list(chained(entries))[3].head()
    file["newcomers"][0].update(school_class=class_name, drawn_among=[class_name])
    file["digest"] = digest({k: v for k, v in file.items() if k not in ("source", "digest")})
    entries[4]["what"]["digest"] = file["digest"]
    text = json.dumps(file, ensure_ascii=False, sort_keys=True, indent=1)
    path.write_text(f"{text}\n", "utf-8", newline="\n")
    book.write_text("".join(f"{line.text()}\n" for line in chained(entries)), "utf-8", newline="\n")
    verdict = school.recount(roster=False)
    assert "place_1_lottery" in failed(verdict)
    assert not {"ledger", "later"} & failed(verdict)
