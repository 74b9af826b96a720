from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from balance_classes.errors import EvidenceError, InfeasibleError, UsageError
from balance_classes.workflows.draw.prepare import RosterRequest, option_date
from tests.builders import write_csv, write_xlsx
from tests.workflows.stage import HEADER, RULES, School, as_text, pupils


def test_sealing_twice_gives_the_same_seal_and_one_line(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    first, second = school.seal("parents"), school.seal("parents")
    assert first.seal == second.seal
    assert first.line == second.line == 1
    assert len(school.ledger.read_bytes().splitlines()) == 1


def test_givers_and_source_are_sealed(tmp_path: Path) -> None:
    seals = {
        School.at(tmp_path / str(number)).seal(*givers, seed_source=source).seal.fixed_digest
        for number, (givers, source) in enumerate(
            [(("a",), "dice"), (("a", "b"), "dice"), (("b", "a"), "dice"), (("a",), ""), ((), "")]
        )
    }
    assert len(seals) == 5


def test_what_is_not_read_changes_no_seal(tmp_path: Path) -> None:
    rows = pupils()
    turned = [[*row[:-1], f"other {i}"] for i, row in enumerate(rows)][::-1]
    columns = HEADER.split(",")
    mirrored = [columns[::-1], *(row[::-1] for row in rows)]
    schools = [School.at(tmp_path / name) for name in "abcde"]
    write_csv(schools[1].roster, as_text(turned))
    spaced = [[f" {cell}\u3000" for cell in row] for row in rows]
    write_csv(schools[2].roster, as_text(spaced), "gb18030")
    write_csv(schools[3].roster, "\ufeff" + as_text(rows).replace(",", "\t"))
    book = write_xlsx(schools[4].home / "intake.xlsx", mirrored, "Register")
    seals = [school.seal("parents").seal for school in schools[:4]]
    seals.append(
        replace_roster(schools[4], book).seal  # the same roster as a workbook
    )
    assert len({seal.fixed_digest for seal in seals}) == 1


def replace_roster(school: School, book: Path) -> object:
    from balance_classes.workflows.draw.seal import SealRequest, seal

    subject = RosterRequest(book, None, RULES)
    return seal(SealRequest(subject, ("parents",), "dice", "", None, None))


def test_another_seal_does_not_overwrite_the_first(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    before = school.seal("parents").path.read_bytes()
    with pytest.raises(EvidenceError, match="never overwritten"):
        school.seal("notary")
    assert school.sealed.read_bytes() == before


def test_another_file_in_the_place_of_the_sheet_keeps_the_seal_from_being_written(
    tmp_path: Path,
) -> None:
    school = School.at(tmp_path)
    school.sealed.with_suffix(".html").write_text("somebody's", "utf-8")
    with pytest.raises(EvidenceError, match="sheet to post"):
        school.seal("parents")
    assert not school.sealed.exists()
    assert not school.ledger.exists()


def test_a_sheet_lies_beside_the_seal_and_sealing_again_leaves_it(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    sheet = school.seal("parents", date="2026-08-10").sheet
    assert sheet == school.sealed.with_suffix(".html")
    before = sheet.read_bytes()
    assert school.seal("parents", date="2026-08-11").sheet == sheet
    assert sheet.read_bytes() == before
    assert b"10 August 2026" in before


@pytest.mark.parametrize("written", ["2026-08-10", "2026.8.10", "2026/8/10", "２０２６年8月10日"])
def test_a_date_is_read_as_people_write_it(written: str) -> None:
    assert option_date("--date", written) == "2026-08-10"


@pytest.mark.parametrize("written", ["2026年13月1日", "8月10日", "10/8/2026"])
def test_what_is_no_date_or_may_be_two_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="no date"):
        option_date("--date", written)


def test_a_sheet_names_nobody(tmp_path: Path) -> None:
    sheet = School.at(tmp_path).seal("parents").sheet
    assert sheet is not None
    told = sheet.read_text("utf-8")
    private = {cell for row in pupils() for cell in (*row[:3], *row[6:8], row[9]) if cell}
    assert not [cell for cell in private if cell in told]


def test_givers_need_names_of_their_own(tmp_path: Path) -> None:
    for givers in (("a", "a"), ("",), ("=3 numbers 1-6",)):
        with pytest.raises(UsageError, match="different names"):
            School.at(tmp_path).seal(*givers)


def test_what_could_not_be_drawn_is_not_sealed(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    rows = pupils()
    for row in rows[:9]:
        row[6] = "T9"
    write_csv(school.roster, as_text(rows))
    with pytest.raises(InfeasibleError):
        school.seal("parents")
    assert not school.sealed.exists()
    assert not school.ledger.exists()


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({**RULES, "cap": 20}, "rules.cap"),
        ({**RULES, "classes": 2}, "rules.classes"),
        ({**RULES, "classes": None, "cap": 50}, "rules.cap"),  # one class, and no “Class 2”
        ({**RULES, "class_names": ["a", "b", "Class 2"]}, "rules.names"),
        ({**RULES, "solver": "PULP_CBC_CMD"}, "rules.solver"),
        ({**RULES, "method": "program"}, "rules.method"),
    ],
)
def test_a_changed_rule_is_refused_by_name(
    tmp_path: Path, options: dict[str, object], key: str
) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    with pytest.raises(EvidenceError) as refused:
        school.assign(
            "parents=1",
            sealed=school.sealed,
            subject=RosterRequest(school.roster, None, options),
        )
    assert any(str(f.where).endswith(f"({key})") for f in refused.value.findings)
    assert not school.folder.exists()


@pytest.mark.parametrize("column", range(10))
def test_a_changed_cell_of_a_used_column_is_refused(tmp_path: Path, column: int) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    rows = pupils()
    rows[11][column] = {3: "M", 4: "yes", 5: "Dai", 6: "S001", 7: "quarrel", 8: "Class 1"}.get(
        column, f"{rows[11][column]}9"
    )
    write_csv(school.roster, as_text(rows))
    header = HEADER.split(",")[column]
    with pytest.raises(EvidenceError, match=f"row 13: Otherwise than sealed: .*{header}") as told:
        school.assign(
            "parents=1", sealed=school.sealed, subject=replace(school.subject, options={})
        )
    assert not any(cell in str(told.value) for cell in (*pupils()[11][:2], rows[11][column]))


def test_who_came_and_who_left_since_the_seal_is_told_by_row(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    first, *rest = pupils()
    subject = replace(school.subject, options={})
    write_csv(school.roster, as_text([*rest, [*first[:2], "Ann Other", *first[3:]]]))
    with pytest.raises(EvidenceError, match=f"row {len(rest) + 2}: Otherwise than sealed: name"):
        school.assign("parents=1", sealed=school.sealed, subject=subject)
    write_csv(school.roster, as_text(rest))
    with pytest.raises(EvidenceError, match="row 2: The student who stood here"):
        school.assign("parents=1", sealed=school.sealed, subject=subject)
    (tmp_path / "intake-seal-rows.json").unlink()
    with pytest.raises(EvidenceError, match=r"seal, .*\(roster_digest\)"):
        school.assign("parents=1", sealed=school.sealed, subject=subject)


def test_words_must_come_from_the_sealed_givers_and_from_all(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents", "notary")
    for seed in (("parents=1",), ("parents=1", "mayor=2"), ("1", "2"), ()):
        with pytest.raises(UsageError, match="The seal names the givers parents, notary"):
            school.assign(*seed, sealed=school.sealed)
    assert len(school.ledger.read_bytes().splitlines()) == 1


def test_words_count_in_the_sealed_order(tmp_path: Path) -> None:
    one, two = School.at(tmp_path / "one"), School.at(tmp_path / "two")
    for school in (one, two):
        school.seal("parents", "notary")
    first = one.assign("parents=1", "notary=2", sealed=one.sealed)
    second = two.assign("notary=2", "parents=1", sealed=two.sealed)
    assert first.result.record.digest == second.result.record.digest


def test_a_sealed_roster_is_not_drawn_past_its_seal(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    with pytest.raises(EvidenceError, match="no seal was named"):
        school.assign("parents=1")


def test_only_the_last_seal_counts(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    school.seal("notary", output=tmp_path / "second.json")
    with pytest.raises(EvidenceError, match="The last seal of this roster is another one"):
        school.assign("parents=1", sealed=school.sealed)


def test_a_seal_that_is_not_on_the_ledger_was_not_made_before(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    first = school.seal("parents")
    school.ledger.unlink()
    with pytest.raises(EvidenceError, match="does not stand on the ledger"):
        school.assign("parents=1", sealed=school.sealed)
    assert school.seal("parents").seal == first.seal
    school.assign("parents=1", sealed=school.sealed)


def test_a_seal_that_was_changed_is_refused(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    school.sealed.write_bytes(school.sealed.read_bytes().replace(b"parents", b"mayor  "))
    with pytest.raises(EvidenceError, match="not as it was written"):
        school.assign("parents=1", sealed=school.sealed)


def test_a_draw_is_not_dated_before_its_seal(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents", date="2026-08-12")
    subject = replace(school.subject, options={})
    with pytest.raises(UsageError, match="before its seal"):
        school.assign("parents=1", sealed=school.sealed, subject=subject, date="2026-08-11")
    school.assign("parents=1", sealed=school.sealed, subject=subject, date="2026-08-12")


def test_a_source_of_the_seed_needs_somebody_to_give_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="draws the seed itself"):
        School.at(tmp_path).seal(seed_source="dice")


def test_a_seal_knows_of_the_draw_before_it(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    assert school.seal("parents", "notary").drawn == 0
    school.drawn()
    assert school.seal("parents", "notary").drawn == 1
