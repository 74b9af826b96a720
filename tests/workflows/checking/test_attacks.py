"""Ways to deceive that were tried once, each with what finds it or refuses it."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.styles import Font

from balance_classes.domain.canonical import digest
from balance_classes.errors import EvidenceError, RosterError, UsageError
from balance_classes.files.evidence.document import START
from balance_classes.files.evidence.forms import LedgerLine
from balance_classes.workflows.checking.explain import ExplainRequest, explain
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.workflows.stage import School, as_text, failed, pupils


def ruled(roster: Path, **options: object) -> RosterRequest:
    return RosterRequest(roster, None, options)


@pytest.mark.parametrize("words", ["ab\u0421", "abc\u0430", "αbc"])
def test_look_alike_letters_cannot_hide_a_choice(tmp_path: Path, words: str) -> None:
    with pytest.raises(UsageError, match="taken for another"):
        School.at(tmp_path).assign(f"parents={words}")


@pytest.mark.parametrize("words", ["Abc", "a b c", "ａｂｃ", "abc\u3164", "\u115fabc\uffa0"])
def test_what_looks_or_sounds_the_same_is_the_same_seed(tmp_path: Path, words: str) -> None:
    school = School.at(tmp_path)
    school.assign("parents=abc")
    assert school.assign(f"parents={words}", output=tmp_path / "again")


def test_a_giver_can_compare_what_was_typed(school: School) -> None:
    def asked(*seed: str) -> set[str]:
        return failed(recount(VerifyRequest(school.folder, None, (), seed, None)).verdict)

    assert asked("parents=3-1", "notary= 46 ") == set()
    assert asked("parents=3 2") == {"seed"}
    assert asked("mayor=3 1") == {"seed"}


def test_the_list_that_people_read_is_the_one_that_is_checked(copy: School) -> None:
    for name in ("分班结果.xlsx", "Classes.xlsx", "classes.xlsx.", "CLASSES.CSV", "ｃlasses.csv"):
        shutil.copy(copy.folder / "classes.xlsx", copy.folder / name)
        assert "folder" in failed(copy.recount()), name
        (copy.folder / name).unlink()


def _hide_row(book: Workbook) -> None:
    book["Class 1"].row_dimensions[4].hidden = True


def _hide_column(book: Workbook) -> None:
    book["Class 1"].column_dimensions["B"].hidden = True


def _hide_sheet(book: Workbook) -> None:
    book["Class 1"].sheet_state = "veryHidden"


def _lie_by_format(book: Workbook) -> None:
    book["Class 1"]["B4"].number_format = ';;;"Somebody Else"'


def _lie_by_number_format(book: Workbook) -> None:
    sheet = book["Overview"]
    (row,) = (cells[0].row for cells in sheet.iter_rows() if cells[1].value == "boys")
    sheet.cell(row, 5).number_format = '"7"'


def _write_white(book: Workbook) -> None:
    book["Class 1"]["B4"].font = Font(color="FFFFFF")


def _comment(book: Workbook) -> None:
    book["Class 1"]["B4"].comment = Comment("in truth in class 2", "school")


def _merge(book: Workbook) -> None:
    book["Class 1"].merge_cells("B4:C5")


def _change_the_printed_head(book: Workbook) -> None:
    book["All students"].oddHeader.center.text = "draw 1 is void"


def _lay_a_chart_over(book: Workbook) -> None:
    book["Class 1"].add_chart(BarChart(), "A1")


def _add_an_empty_sheet(book: Workbook) -> None:
    book.create_sheet("Corrections", 0).oddHeader.center.text = "Corrected list"


def _move_a_sheet(book: Workbook) -> None:
    book.move_sheet("All students", -2)


def _formula(book: Workbook) -> None:
    book["Class 1"]["H99"] = '="Somebody"'


@pytest.mark.parametrize(
    "change",
    [
        _hide_row, _hide_column, _hide_sheet, _lie_by_format, _lie_by_number_format, _write_white,
        _comment, _merge, _change_the_printed_head, _lay_a_chart_over, _add_an_empty_sheet,
        _move_a_sheet, _formula,
    ],
)  # fmt: skip
def test_a_workbook_must_show_what_it_holds(
    copy: School, change: Callable[[Workbook], None]
) -> None:
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    change(book)
    book.save(path)
    assert failed(copy.recount()) == {"workbook"}


def test_a_title_that_another_program_merges_with_empty_cells_passes(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    book["Class 1"].merge_cells("A1:C1")
    book.save(path)
    assert copy.recount().passed


def test_a_part_that_stands_twice_in_the_archive(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/worksheets/sheet1.xml", archive.read("xl/worksheets/sheet1.xml"))
    assert failed(copy.recount()) == {"workbook"}


def test_a_workbook_under_the_name_of_the_class_file(copy: School) -> None:
    shutil.copy(copy.folder / "classes.xlsx", copy.folder / "classes.csv")
    assert failed(copy.recount()) == {"classes.csv"}


def chained(entries: Sequence[dict[str, object]]) -> Iterator[LedgerLine]:
    previous = START
    for number, entry in enumerate(entries, start=1):
        whole = {**entry, "line": number, "previous": previous}
        line = LedgerLine.model_validate_json(json.dumps(whole))
        previous = line.head()
        yield line


def forged(school: School, change: Callable[[dict[str, dict[str, object]]], None]) -> None:
    """Change the events of the ledger by name, and make record and chain fit again."""
    path = school.folder / "ledger.jsonl"
    entries = [json.loads(text) for text in path.read_text("utf-8").splitlines()]
    change({entry["what"]["event"]: entry["what"] for entry in entries})
    record = json.loads((school.folder / "record.json").read_bytes())
    begun = list(chained(entries))[1]
    event = entries[1]["what"]
    record["draw"].update(
        {key: event[key] for key in ("sealed", "reason", "replaces", "replaced", "date")},
        number=event["draw"],
        head=begun.head(),
    )
    record["seed"] = event["seed"]
    record["digest"] = digest({k: v for k, v in record.items() if k not in ("source", "digest")})
    entries[2]["what"]["record"] = record["digest"]
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1)
    (school.folder / "record.json").write_text(f"{text}\n", "utf-8", newline="\n")
    path.write_text("".join(f"{line.text()}\n" for line in chained(entries)), "utf-8", newline="\n")


def test_the_forger_of_these_tests_leaves_an_honest_ledger_as_it_is(copy: School) -> None:
    forged(copy, lambda events: None)
    assert copy.recount().passed


@pytest.mark.parametrize(
    "change",
    [
        lambda events: events["draw"]["seed"]["words"].pop(),  # type: ignore[index]
        lambda events: events["draw"]["seed"].update(given=False),  # type: ignore[attr-defined]
        lambda events: events["draw"]["seed"]["words"][0].update(giver="mayor"),  # type: ignore[index]
        lambda events: events["draw"].update(sealed=False),
        lambda events: events["draw"].update(draw=2),
        lambda events: events["draw"].update(replaces=1),
        lambda events: events["draw"].update(reason="because"),
        lambda events: events["seal"].update(fixed="0" * 64),
    ],
)
def test_a_ledger_that_no_program_would_have_written(
    copy: School, change: Callable[[dict[str, dict[str, object]]], None]
) -> None:
    forged(copy, change)
    assert failed(copy.recount()) & {"record", "ledger"}


def test_a_seal_with_a_policy_of_its_own(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.seal("parents")
    seal = json.loads(school.sealed.read_bytes())
    seal["fixed"]["rules"]["policy"]["caps"] = {"primary": 99}
    seal["fixed_digest"] = digest(seal["fixed"])
    text = json.dumps(seal, ensure_ascii=False, sort_keys=True, indent=1)
    school.sealed.write_text(f"{text}\n", "utf-8", newline="\n")
    with pytest.raises(EvidenceError, match="not the text of the policy"):
        school.assign("parents=1", sealed=school.sealed, subject=ruled(school.roster))


def test_a_torn_line_that_was_whole_is_kept(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.assign("a=1")
    content = school.ledger.read_bytes()
    school.ledger.write_bytes(content[:-1])
    school.assign("a=1", output=tmp_path / "again")
    assert school.ledger.read_bytes() == content


@pytest.mark.parametrize("reason", ["\u200b", "…", "\u2060"])
def test_a_reason_must_say_something(tmp_path: Path, reason: str) -> None:
    school = School.at(tmp_path)
    school.assign("a=1")
    with pytest.raises(UsageError):
        school.assign("a=2", redraw=True, reason=reason)


def test_what_the_record_says_of_the_file_is_compared_with_it(copy: School) -> None:
    path = copy.folder / "record.json"
    record = json.loads(path.read_bytes())
    record["source"]["ignored"] = []
    unsigned = {key: value for key, value in record["source"].items() if key != "digest"}
    record["source"]["digest"] = digest(unsigned)
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1)
    path.write_text(f"{text}\n", "utf-8", newline="\n")
    assert "roster" in failed(copy.recount())


def test_a_story_is_told_of_checked_lists_only(copy: School) -> None:
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    sheet = book["All students"]
    for column in "AB":
        one, other = sheet[f"{column}2"], sheet[f"{column}3"]
        one.value, other.value = other.value, one.value
    book.save(path)
    with pytest.raises(EvidenceError):
        explain(ExplainRequest(copy.folder, "1", None), lambda stage: None)


def test_the_order_of_a_list_says_nothing_of_lottery_numbers(school: School) -> None:
    rows = load_workbook(school.folder / "classes.xlsx")["Class 1"].values
    names = [row[1] for row in rows if isinstance(row[0], int)]
    assert names == sorted(names)
    record = json.loads((school.folder / "record.json").read_bytes())
    for entry in record["classes"]:
        assert entry["lottery_numbers"] == sorted(entry["lottery_numbers"])


def test_a_key_of_name_and_birth_date_needs_both(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    rows = [f"{row[2]},{row[3]},{'2016-03-07' if i else ''}" for i, row in enumerate(pupils())]
    write_csv(school.roster, "\n".join(["name,sex,birth_date", *rows]))
    with pytest.raises(RosterError, match="cell C2: The cell is empty: birth date"):
        school.assign("a=1")
    rows[0] += "2016-03-08"
    write_csv(school.roster, "\n".join(["name,sex,birth_date", *rows]))
    school.assign("a=1")
    assert school.recount().passed


def test_classes_may_be_named_like_the_sheets(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    rows = pupils()
    rows[11][8] = rows[11][9] = ""
    write_csv(school.roster, as_text(rows))
    names = {"class_names": ["All students", "Charts", "Overview"]}
    school.assign("a=1", subject=ruled(school.roster, **names))
    assert school.recount().passed


@pytest.mark.parametrize("value", ["11010519491231002X", "PupilC"])
def test_what_is_private_does_not_become_a_level(tmp_path: Path, value: str) -> None:
    school = School.at(tmp_path)
    rows = pupils()
    rows[6][5] = value
    write_csv(school.roster, as_text(rows))
    with pytest.raises(RosterError, match="cell F8") as refused:
        school.assign("a=1")
    assert value not in str(refused.value)


def test_a_hidden_sheet_is_not_drawn_from(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    book = Workbook()
    shown, hidden = book.active, book.create_sheet("Lists")
    assert shown is not None
    for row in (["student_id", "name", "sex"], *([r[0], r[2], r[3]] for r in pupils())):
        shown.append(row)
    for row in (["student_id", "name", "sex", "boarding"], *([*r[:1], *r[2:5]] for r in pupils())):
        hidden.append(row)
    hidden.sheet_state = "veryHidden"
    book.save(tmp_path / "intake.xlsx")
    subject = ruled(tmp_path / "intake.xlsx", classes=3)
    result = school.assign("a=1", subject=subject).result
    assert result.record.fixed.attributes == ("sex",)
    assert result.record.source.sheet == "Sheet"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["in\x01take.csv", "in\udcfftake.csv"])
def test_a_file_name_that_no_list_can_show_is_refused_before_the_ledger(
    tmp_path: Path, name: str
) -> None:
    school = School.at(tmp_path)
    roster = school.roster.rename(tmp_path / name)
    with pytest.raises(RosterError, match="The name of the file"):
        school.assign("a=1", subject=ruled(roster, classes=3))
    assert [path.suffix for path in tmp_path.iterdir()] == [".csv"]
