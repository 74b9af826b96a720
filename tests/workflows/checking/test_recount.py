"""What recounting says yes to, and what each tampering is found by."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.verdict import NOT_POSTED, Check, Verdict
from balance_classes.errors import EvidenceError
from balance_classes.files.evidence.forms import LedgerLine
from balance_classes.files.result.evidence_consistency import evidence_checks, posted_of
from balance_classes.files.result.file_comparison import file_checks
from balance_classes.files.result.result_reading import read_kept
from balance_classes.files.result.roster_comparison import compared_roster
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv, write_xlsx
from tests.lots import lots
from tests.workflows.stage import (
    HEADER,
    School,
    as_text,
    assert_bytes_are_missed,
    failed,
    formed_of,
    pupils,
    refused,
)


def test_an_honest_result_passes_every_check(school: School) -> None:
    verdict = school.recount()
    assert verdict.passed
    assert [check.key for check in verdict.checks] == [
        "record", "seal", "ledger", "folder", "classes", "students", "lottery", "second_lot",
        "hard_rules", "proofs", "tier_1", "tier_2", "tier_3", "counts", "lists", "workbook",
        "classes.csv", "report.html", "roster", "live_ledger",
    ]  # fmt: skip


def test_what_was_posted_is_compared(school: School) -> None:
    record = json.loads((school.folder / "record.json").read_text("utf-8"))
    seal, result = fingerprint(record["fixed_digest"]), fingerprint(record["digest"])
    head = fingerprint(LedgerLine.model_validate_json(last_line(school)).head())
    assert school.recount(seal, result.lower().replace("-", " "), head.replace("0", "O")).passed
    assert failed(school.recount(result[:-1] + ("2" if result[-1] != "2" else "3"))) == {
        "fingerprint"
    }
    assert failed(school.recount("")) == {"fingerprint"}


def last_line(school: School) -> bytes:
    return (school.folder / "ledger.jsonl").read_bytes().splitlines()[-1]


@pytest.mark.parametrize("numbers", lots(2_000, 200))
def test_any_byte_of_the_record(school: School, numbers: range) -> None:
    assert_bytes_are_missed(school, "record.json", numbers)


@pytest.mark.parametrize("file", ["seal.json", "ledger.jsonl"])
@pytest.mark.parametrize("numbers", lots(500, 50))
def test_any_byte_of_seal_and_ledger(school: School, file: str, numbers: range) -> None:
    assert_bytes_are_missed(school, file, numbers)


@pytest.mark.parametrize("file", ["record.json", "seal.json", "ledger.jsonl"])
@pytest.mark.parametrize(
    "change",
    [
        lambda content: content + b" ",
        lambda content: content + b"\n",
        lambda content: content[:-1],
        lambda content: b" " + content,
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: content + content,
        lambda content: content[: len(content) // 2],
        lambda content: content.replace(b"{", b'{"version": 1,', 1),
        lambda content: b"",
    ],
)
def test_what_is_put_to_the_evidence_or_cut_off(
    copy: School, file: str, change: Callable[[bytes], bytes]
) -> None:
    path = copy.folder / file
    path.write_bytes(change(path.read_bytes()))
    assert refused(copy)


def test_lines_of_the_ledger_cut_swapped_or_doubled(copy: School) -> None:
    path = copy.folder / "ledger.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    one, two, three = lines
    for changed in (
        [], [one], [one, two], [two, three], [one, three], [two, one, three], [one, three, two],
        [one, one, two, three], [*lines, three], [three],
    ):  # fmt: skip
        path.write_bytes(b"".join(changed))
        assert refused(copy), changed


@pytest.mark.parametrize("line", range(3))
def test_a_ledger_rewritten_with_a_fresh_chain_does_not_fit_the_record(
    copy: School, line: int
) -> None:
    path = copy.folder / "ledger.jsonl"
    entries = [json.loads(text) for text in path.read_text("utf-8").splitlines()]
    what = entries[line]["what"]
    what.update({"seal": {"date": "1999-01-01"}, "draw": {"date": "1999-01-01"}}.get(
        what["event"], {"record": "0" * 64}
    ))  # fmt: skip
    path.write_text("".join(f"{text}\n" for text in chained(entries)), "utf-8", newline="\n")
    assert "ledger" in failed(copy.recount(roster=False))


def chained(entries: list[dict[str, object]]) -> Iterator[str]:
    """Yield the lines with hashes that follow one another again."""
    previous = "0" * 64
    for entry in entries:
        line = LedgerLine.model_validate_json(json.dumps({**entry, "previous": previous}))
        previous = line.head()
        yield line.text()


def test_the_ledger_beside_the_roster_may_grow_and_nothing_else(copy: School) -> None:
    copy.assign("parents=9", "notary=9", sealed=copy.sealed, redraw=True, reason="fire alarm",
                output=copy.home / "second")  # fmt: skip
    verdict = copy.recount()
    assert verdict.passed
    assert any("draw 1 of 2; reason of the last: fire alarm" in str(n) for n in verdict.since)
    lines = copy.ledger.read_bytes().splitlines(keepends=True)
    copy.ledger.write_bytes(b"".join(lines[:2]))
    assert failed(copy.recount()) == {"live_ledger"}
    copy.ledger.write_bytes(b"".join(lines[1:]))
    assert failed(copy.recount()) == {"live_ledger"}
    copy.ledger.unlink()
    verdict = copy.recount()
    assert verdict.passed
    assert "the ledger beside the roster: there is none" in map(str, verdict.unchecked)


def test_a_whole_other_draw_is_found_by_what_was_posted_alone(copy: School, school: School) -> None:
    posted = fingerprint(json.loads((school.folder / "record.json").read_bytes())["digest"])
    for path in (copy.folder, copy.ledger, copy.sealed):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    copy.seal("parents", "notary")
    copy.assign("parents=another", "notary=seed", sealed=copy.sealed)
    assert copy.recount().passed
    assert failed(copy.recount(posted)) == {"fingerprint"}


def cells(book: Workbook) -> Iterator[tuple[str, str]]:
    for sheet in book:
        for row in sheet.iter_rows():
            yield from ((sheet.title, c.coordinate) for c in row if c.value is not None)


INTERNAL = "All students"
"""The sheet from which the classes are rebuilt: all else is only compared."""


def altered(book: Workbook, sheet: str, cell: str) -> None:
    value = book[sheet][cell].value
    book[sheet][cell].value = value + 1 if isinstance(value, int) else f"{value}x"


def places_in(check: Check) -> set[tuple[str, str]]:
    """The sheets and cells that a check names."""
    named = (
        re.match(r"sheet (.+?), cell ([A-Z]+\d+)", str(difference.where))
        for difference in check.differences
    )
    return {(found[1], found[2]) for found in named if found}


def test_every_cell_of_the_workbook_is_compared(school: School, copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    places = set(cells(book))
    assert len(places) > 300
    for sheet, cell in places:
        altered(book, sheet, cell)
    book.save(path)
    honest, kept = read_kept(school.folder), read_kept(copy.folder)
    posted = posted_of(honest.record, evidence_checks(honest)[0])
    compared = file_checks(kept, formed_of(honest), posted)
    assert places_in(compared[0]) == places
    restored = load_workbook(school.folder / "classes.xlsx")
    for sheet, cell in places:
        if sheet == INTERNAL:
            book[sheet][cell].value = restored[sheet][cell].value
    book.save(path)
    (found,) = (check for check in copy.recount().checks if check.key == "workbook")
    assert places_in(found) == {(sheet, cell) for sheet, cell in places if sheet != INTERNAL}


MORE_ROWS = [pytest.param(key, marks=pytest.mark.slow) for key in ("S000", "S009")]


@pytest.mark.parametrize("key", [None, "S004", "S011", *MORE_ROWS])
def test_any_cell_of_the_internal_list(copy: School, key: str | None) -> None:
    """Of the heading, a child, a twin, one kept apart, one with a passport and a pinned class."""
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    row = next(r for r in book[INTERNAL].iter_rows() if key in (None, r[3].value))
    places = [c.coordinate for c in row if c.value is not None]
    assert len(places) > 7
    for cell in places:
        before = book[INTERNAL][cell].value
        altered(book, INTERNAL, cell)
        book.save(path)
        assert refused(copy), cell
        book[INTERNAL][cell].value = before
    book.save(path)
    assert copy.recount().passed


def test_a_child_renamed_wherever_it_stands(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    for sheet, cell in list(cells(book)):
        if book[sheet][cell].value == "PupilC":
            book[sheet][cell].value = "PupilZ"
    book.save(path)
    assert "students" in failed(copy.recount(roster=False))


def test_two_children_exchanged_wherever_they_stand(copy: School) -> None:
    listed = {
        row[3]: row[0] for row in load_workbook(copy.folder / "classes.xlsx")["All students"].values
    }
    one = "S000"
    other = next(key for key, name in listed.items() if name != listed[one] and key[0] == "S")
    names = {one: "PupilA", other: f"Pupil{chr(65 + int(other[1:]))}"}
    exchange = {one: other, other: one, names[one]: names[other], names[other]: names[one]}
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    for sheet, cell in list(cells(book)):
        value = book[sheet][cell].value
        book[sheet][cell].value = exchange.get(value, value)
    book.save(path)
    lines = (copy.folder / "classes.csv").read_text("utf-8-sig")
    swapped = lines.replace(one, "?").replace(other, one).replace("?", other)
    (copy.folder / "classes.csv").write_text(swapped, encoding="utf-8-sig", newline="")
    assert {"students", "lottery"} <= failed(copy.recount(roster=False))


def test_a_sheet_or_a_formula_more(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    content = path.read_bytes()
    book = load_workbook(path)
    book.create_sheet("More")["A1"] = "x"
    book.save(path)
    assert failed(copy.recount()) == {"workbook"}
    path.write_bytes(content)
    book = load_workbook(path)
    book["Overview"]["AH99"] = "=1+1"
    book.save(path)
    assert failed(copy.recount()) == {"workbook"}


def test_a_workbook_that_another_program_saved_again_passes(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    before = path.read_bytes()
    load_workbook(path).save(path)
    assert path.read_bytes() != before
    assert copy.recount().passed


def test_any_line_of_the_class_file(copy: School) -> None:
    path = copy.folder / "classes.csv"
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    for row in range(len(rows)):
        for column in range(2):
            changed = [list(entry) for entry in rows]
            changed[row][column] += "x"
            write_csv(path, "\n".join(map(",".join, changed)))
            assert failed(copy.recount(roster=False)) == {"classes.csv"}


COLUMNS = 10
"""Those of the roster that are read."""
NAME = 2
"""That of the names, which may be corrected: here the draw asks for nothing by them."""


def changed_roster(folder: Path, row: int, column: int) -> Path:
    """Write the roster with another cell."""
    rows = pupils()
    words = {3: "FM", 4: ("yes", "no"), 5: ("Han", "Dai"), 6: ("", "twins"), 7: ("", "quarrel"),
             8: ("", "Class 1")}  # fmt: skip
    before = rows[row][column]
    choices = words.get(column, (f"{before}9",))
    rows[row][column] = next(word for word in choices if word != before)
    return write_csv(folder / "intake.csv", as_text(rows))


@pytest.mark.parametrize("column", range(COLUMNS))
def test_a_cell_of_each_used_column_of_the_roster(
    school: School, tmp_path: Path, column: int
) -> None:
    changed = changed_roster(tmp_path, column, column)
    verdict = recount(VerifyRequest(school.folder, changed)).verdict
    assert failed(verdict) == (set() if column == NAME else {"roster"})
    assert any("Names were corrected" in str(told) for told in verdict.since) == (column == NAME)


@pytest.mark.parametrize("column", range(COLUMNS))
def test_any_cell_of_the_used_columns_of_the_roster(
    school: School, tmp_path: Path, column: int
) -> None:
    """What the verdict asks of the roster, without all else that it counts."""
    kept = read_kept(school.folder)
    formed = formed_of(kept)
    for row in range(len(pupils())):
        changed = changed_roster(tmp_path, row, column)
        differences, corrected = compared_roster(changed, formed, kept.record.source)
        assert (bool(differences), bool(corrected)) == (column != NAME, column == NAME), (
            f"row {row}"
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.replace(b"</td>", b"1</td>", 1),
        lambda content: content.replace(b"proven", b"open", 1),
        lambda content: content + b"<p>more</p>",
        lambda content: b"",
    ],
)
def test_a_report_that_was_changed_or_taken_away(
    copy: School, change: Callable[[bytes], bytes]
) -> None:
    path = copy.folder / "report.html"
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before
    assert failed(copy.recount()) == {"report.html"}
    path.unlink()
    assert failed(copy.recount()) == {"report.html"}


def test_what_is_not_read_may_change(copy: School, tmp_path: Path) -> None:
    rows = [[*row[:-1], "another bus"] for row in pupils()][::-1]
    mirrored = [HEADER.split(",")[::-1], *([f" {cell} " for cell in row[::-1]] for row in rows)]
    write_xlsx(tmp_path / "intake.xlsx", mirrored)
    request = VerifyRequest(copy.folder, tmp_path / "intake.xlsx", (), (), None)
    assert recount(request).verdict.passed


def test_a_missing_seal_or_one_too_many(copy: School) -> None:
    (copy.folder / "seal.json").rename(copy.home / "kept.json")
    assert failed(copy.recount()) == {"seal"}


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    with pytest.raises(EvidenceError):
        school.recount()
    school.assign("a=1")
    (school.folder / "classes.xlsx").unlink()
    with pytest.raises(EvidenceError, match="no workbook"):
        school.recount()


def by_key(verdict: Verdict, key: str) -> list[Check]:
    return [check for check in verdict.checks if check.key == key]


def test_it_is_said_of_what_a_posted_fingerprint_is(school: School) -> None:
    record = json.loads((school.folder / "record.json").read_text("utf-8"))
    seal, result = fingerprint(record["fixed_digest"]), fingerprint(record["digest"])
    said = [str(check.said) for check in by_key(school.recount(seal, result), "fingerprint")]
    assert "of the seal" in said[0]
    assert "of this result" in said[1]
    assert NOT_POSTED in school.recount(seal).unknown
    assert NOT_POSTED not in school.recount(result).unknown


def test_the_fingerprint_of_a_replaced_draw_is_told_as_such(copy: School) -> None:
    before = fingerprint(json.loads((copy.folder / "record.json").read_text("utf-8"))["digest"])
    subject = RosterRequest(copy.roster, None, {})
    copy.assign(
        "notary=5", "parents=6", sealed=copy.sealed, subject=subject, redraw=True, reason="typo"
    )
    (check,) = by_key(copy.recount(before), "fingerprint")
    assert "of draw 1; this is draw 2" in str(check.differences[0].what)


def test_a_rehearsal_is_no_result_that_a_seal_speaks_for(copy: School, tmp_path: Path) -> None:
    subject = RosterRequest(copy.roster, None, {})
    folder = tmp_path / "tried"
    words = ("notary=5", "parents=6")
    copy.assign(*words, sealed=copy.sealed, subject=subject, rehearsal=True, output=folder)
    record = json.loads((folder / "record.json").read_text("utf-8"))
    verdict = copy.recount(fingerprint(record["fixed_digest"]), folder=folder)
    assert failed(verdict) == {"fingerprint"}
    assert "rehearsal" in str(by_key(verdict, "ledger")[0].said)


def test_a_draw_without_a_seal_is_not_said_to_be_sealed(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.assign("a=1")
    verdict = school.recount()
    assert verdict.passed
    assert "Not sealed" in str(by_key(verdict, "seal")[0].said)


def test_a_changed_class_names_the_student_first(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    sheet = book["All students"]
    number, there = sheet["B5"].value, sheet["A5"].value
    sheet["A5"] = "Class 1" if there != "Class 1" else "Class 3"
    book.save(path)
    first = next(check for check in copy.recount().checks if not check.passed)
    assert first.key == "classes"
    assert [str(d.where) for d in first.differences] == [f"lottery number {number}"]


def test_a_missing_ledger_does_not_make_a_forgery_of_every_cell(copy: School) -> None:
    (copy.folder / "ledger.jsonl").unlink()
    verdict = copy.recount(roster=False)
    assert failed(verdict) == {"ledger"}
    assert "missing" in str(by_key(verdict, "ledger")[0].differences[0].what)
    assert any("quote the ledger" in str(text) for text in verdict.unchecked)
