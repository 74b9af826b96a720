"""What is published holds names and classes, and nothing else about anybody."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
from pathlib import Path
from unittest import mock

import pytest
from openpyxl import load_workbook

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.notice import Contact, SinceDraw, notice_of
from balance_classes.domain.verdict import Check, Difference
from balance_classes.errors import EvidenceError, ResultError, RulesError, UsageError
from balance_classes.files.pages.notice import notice_files
from balance_classes.files.pages.notice_fit import SIZES, Fit, Printed, fit
from balance_classes.files.result.result_reading import read_kept
from balance_classes.files.roster.names import by_sound
from balance_classes.language import Language, Text
from balance_classes.workflows.checking.notice import NoticeRequest, NoticeResult, notice
from balance_classes.workflows.checking.recount import VerifyRequest, recount
from balance_classes.workflows.draw.prepare import RosterRequest
from balance_classes.workflows.draw.seal import SealRequest, seal
from tests.builders import write_csv
from tests.forger import Evidence
from tests.workflows.after_draw.school_year import newcomer, placed
from tests.workflows.stage import School, failed, formed_of, pupils


def published(school: School, output: Path, **changes: object) -> NoticeResult:
    wish: dict[str, object] = {
        "folder": school.folder,
        "mask": False,
        "rules": None,
        "hotline": "",
        "objection": "",
        "output": output,
        "language": None,
    }
    return notice(NoticeRequest(**{**wish, **changes}), lambda stage: None)  # type: ignore[arg-type]


def texts(result: NoticeResult) -> list[str]:
    """The words of the workbook and of the page."""
    book, page = (path.read_bytes() for path in result.files)
    cells = [c.value for sheet in load_workbook(io.BytesIO(book)) for row in sheet for c in row]
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", page.decode(), flags=re.DOTALL)
    return ["\n".join(str(value) for value in cells if value is not None), shown]


def test_both_files_hold_every_name_the_draw_and_its_fingerprints(
    school: School, tmp_path: Path
) -> None:
    result = published(school, tmp_path / "out")
    record = read_kept(school.folder).record
    assert [path.name for path in result.files] == ["notice.xlsx", "notice.html"]
    for text in texts(result):
        for row in pupils():
            assert len(re.findall(rf"\b{row[2]}\b", text)) == 1
        assert all(school_class.name in text for school_class in record.classes)
        assert "Draw 1 of 1." in text
        assert f"Sealed before the draw: {fingerprint(record.fixed_digest)}." in text
        assert f"Fingerprint of the result: {fingerprint(record.digest)}." in text
        assert "Ledger: line 3, head " in text
        assert "Students with fewer than all classes open to them: 1." in text
        assert "Reasons: pinned to a class, with a reason in writing." in text


def test_both_files_say_what_every_giver_said(school: School, tmp_path: Path) -> None:
    """So that whoever heard it can compare, and compute the seed anew."""
    given = formed_of(read_kept(school.folder)).seed.words
    assert given
    for text in texts(published(school, tmp_path / "out")):
        assert all(each.giver in text and each.words in text for each in given)


@pytest.mark.parametrize("mask", [True, False])
def test_nothing_private_stands_in_them(school: School, tmp_path: Path, mask: bool) -> None:
    result = published(school, tmp_path / "out", mask=mask)
    private = {"wheelchair", "quarrel", "twins", "Uyghur", "Han", "Hui", "boards", "female"}
    for row in pupils():
        private |= {row[0], row[1], row[1][6:14]}
    for path in result.files:
        content = path.read_bytes()
        for word in private:
            assert word.encode() not in content
    for text in texts(result):
        assert not [word for word in private if re.search(rf"\b{word}\b", text)]
        assert not re.search(r"\b(19|20)\d\d-?\d\d-?\d\d\b|\d{7,}", text)


def test_masked_names_leave_none_whole(school: School, tmp_path: Path) -> None:
    for text in texts(published(school, tmp_path / "out", mask=True)):
        assert "P****A" in text
        assert not re.search(r"Pupil[A-Z]", text)


def test_hotline_and_objections_come_from_the_rules_or_the_command_line(
    school: School, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[notice]\nhotline = "0994-1"\nobjection = "until 15 August"', "utf-8")
    for text in texts(published(school, tmp_path / "a", rules=rules)):
        assert "Objections: until 15 August." in text
        assert "Hotline: 0994-1." in text
    for text in texts(published(school, tmp_path / "b", rules=rules, hotline="0994-2")):
        assert "Hotline: 0994-2." in text


def test_the_contact_changes_no_draw(school: School, tmp_path: Path) -> None:
    digests = []
    for number, line in enumerate(("", '[notice]\nhotline = "0994-1"')):
        rules = tmp_path / f"{number}.toml"
        rules.write_text(f"classes = 3\n{line}", "utf-8")
        subject = RosterRequest(School.at(tmp_path / str(number)).roster, rules, {})
        digests.append(seal(SealRequest(subject, (), "", "", None, None)).seal.fixed_digest)
    assert digests[0] == digests[1]


def test_head_teachers_and_later_events_have_their_place(school: School) -> None:
    formed = formed_of(read_kept(school.folder))
    first = formed.classes[0].name
    later = SinceDraw({first: "Ms Ma"}, (Text("{count} students", count=2),))
    made = notice_of(formed, None, Contact(), later)
    book, page = notice_files(made, Language("en")).values()
    assert "head teacher: Ms Ma" in page.decode()
    assert "2 students" in page.decode()
    # How even they are now would tell of who came; of who was drawn it was told before.
    assert "when they were drawn, before later changes" in page.decode()
    cells = [c.value for row in load_workbook(io.BytesIO(book)).worksheets[0] for c in row]
    assert f"{first}  head teacher: Ms Ma, 6 students" in cells


def test_what_does_not_verify_is_not_published(school: School, tmp_path: Path) -> None:
    home = tmp_path / "copy"
    shutil.copytree(school.home, home)
    copy = School(home)
    path = copy.folder / "classes.xlsx"
    book = load_workbook(path)
    book["All students"]["C2"].value = "PupilZ"
    book.save(path)
    with pytest.raises(EvidenceError):
        published(copy, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_the_seed_does_not_give_is_not_published(school: School, tmp_path: Path) -> None:
    other = Check("result", Text("x"), (Difference(Text("record"), Text("other classes")),))
    with (
        mock.patch(
            "balance_classes.workflows.checking.draw_again._result_check", return_value=other
        ),
        pytest.raises(EvidenceError, match="other classes"),
    ):
        published(school, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_notice_that_could_not_be_drawn_again_says_so(school: School, tmp_path: Path) -> None:
    missing = RulesError.at(Text("solver"), Text("x"), Text("y"))
    with mock.patch("balance_classes.workflows.checking.draw_again.effort_of", side_effect=missing):
        (told,) = published(school, tmp_path / "out").unchecked
    assert "Not drawn again" in str(told)


def copied(school: School, home: Path) -> School:
    shutil.copytree(school.home, home)
    return School(home)


def test_a_result_that_was_replaced_is_not_published(school: School, tmp_path: Path) -> None:
    copy = copied(school, tmp_path / "copy")
    old = shutil.copytree(copy.folder, copy.home / "old")
    subject = RosterRequest(copy.roster, None, {})
    again = {"sealed": copy.sealed, "subject": subject, "redraw": True, "reason": "fire"}
    copy.assign("notary=1", "parents=2", **again)
    with pytest.raises(EvidenceError, match="This result was replaced: the last draw is draw 2"):
        published(copy, tmp_path / "out", folder=old)
    assert published(copy, tmp_path / "out").unchecked == ()


def test_an_old_copy_of_a_result_is_not_published(school: School, tmp_path: Path) -> None:
    copy = copied(school, tmp_path / "copy")
    old = shutil.copytree(copy.folder, copy.home / "old")
    placed(copy, newcomer(100))
    with pytest.raises(EvidenceError, match="more has happened"):
        published(copy, tmp_path / "out", folder=old)
    assert not (tmp_path / "out").exists()


def test_a_ledger_that_goes_another_way_is_no_ledger_of_this_result(
    school: School, tmp_path: Path
) -> None:
    copy = copied(school, tmp_path / "copy")
    lines = copy.ledger.read_text("utf-8").splitlines(keepends=True)
    copy.ledger.write_text("".join(lines[:-1]), "utf-8", newline="\n")
    with pytest.raises(EvidenceError, match="does not continue"):
        published(copy, tmp_path / "out")


def test_without_the_ledger_beside_it_the_notice_says_what_was_not_checked(
    school: School, tmp_path: Path
) -> None:
    folder = shutil.copytree(school.folder, tmp_path / "sent")
    (told,) = published(school, tmp_path / "a", folder=folder).unchecked
    assert "intake.ledger.jsonl does not lie beside the folder" in str(told)
    assert not published(school, tmp_path / "b", folder=folder, roster=school.roster).unchecked
    with pytest.raises(EvidenceError, match="is not there"):
        published(school, tmp_path / "c", roster=tmp_path / "other.csv")


def test_a_notice_never_overwrites_and_never_lies_in_the_result(
    school: School, tmp_path: Path
) -> None:
    published(school, tmp_path / "out")
    with pytest.raises(ResultError):
        published(school, tmp_path / "out")
    with pytest.raises(UsageError):
        published(school, school.folder)


def test_the_page_asks_for_nothing_from_elsewhere(school: School, tmp_path: Path) -> None:
    page = published(school, tmp_path / "out").files[1].read_text("utf-8")
    assert not re.search(r"<script|src=|href=(?!\"#)|url\(|@import|http:", page)
    assert "default-src 'none'" in page


def test_names_are_text_and_never_markup(school: School) -> None:
    made = notice_of(formed_of(read_kept(school.folder)), None, Contact("<b>&"), SinceDraw({}))
    page = notice_files(made, Language("en"))["notice.html"].decode()
    assert "&lt;b&gt;&amp;" in page
    assert "<b>" not in page


@pytest.mark.parametrize("mask", [False, True])
@pytest.mark.parametrize("suffix", [".xlsx", ".html"])
def test_a_notice_whose_names_were_changed_is_found_though_all_codes_are_genuine(
    school: School, tmp_path: Path, suffix: str, mask: bool
) -> None:
    result = published(school, tmp_path / "notice", mask=mask)
    path = next(file for file in result.files if file.suffix == suffix)

    def asked() -> set[str]:
        return failed(recount(VerifyRequest(school.folder, notice=path)).verdict)

    assert asked() == set()
    here, there = (c.students[0] for c in result.notice.classes[:2])
    if suffix == ".html":
        text = path.read_text("utf-8").replace(here, "…").replace(there, here)
        path.write_text(text.replace("…", there), "utf-8")
    else:
        book = load_workbook(path)
        cells = {str(cell.value): cell for row in book.worksheets[0] for cell in row if cell.value}
        cells[here].value, cells[there].value = there, here
        book.save(path)
    assert asked() == {"notice"}


def test_a_notice_from_before_a_change_is_told_to_be_older(school: School, tmp_path: Path) -> None:
    copy = copied(school, tmp_path / "copy")
    path = published(copy, tmp_path / "notice").files[1]
    placed(copy, newcomer(100))
    verdict = recount(VerifyRequest(copy.folder, notice=path)).verdict
    (check,) = (each for each in verdict.checks if each.key == "notice")
    (told,) = check.differences
    assert str(told.what) == "It is the list from before change 1, and was right then."


def test_anybody_can_compute_the_digest_of_the_lists_which_the_ledger_has(
    school: School, tmp_path: Path
) -> None:
    result = published(school, tmp_path / "notice")
    lines = [line for c in result.notice.classes for line in (c.name, *c.students)]
    digest = hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()
    for text in texts(result):
        assert digest in re.sub(r"\s", "", text)
    assert f'"lists":"{digest}"' in school.ledger.read_text("utf-8")


def test_another_digest_of_the_lists_on_the_ledger_is_found(school: School, tmp_path: Path) -> None:
    copy = copied(school, tmp_path / "copy")
    placed(copy, newcomer(100))
    evidence = Evidence(copy.folder)
    evidence.documents["ledger.jsonl"][-1]["lists"] = "0" * 64
    evidence.write()
    assert failed(copy.recount(roster=False)) >= {"lists"}


@pytest.mark.parametrize(
    ("number", "published_so"), [("N{}", True), ("G65010120190101{:04d}", False)]
)
def test_numbers_in_the_place_of_names_are_told_and_long_ones_never_published(
    tmp_path: Path, number: str, published_so: bool
) -> None:
    school = School.at(tmp_path / "school")
    header = "student_id" if published_so else "register number"
    rows = [f"{number.format(i)},{'FM'[i % 2]}" for i in range(12)]
    write_csv(school.roster, "\n".join([f"{header},sex", *rows]))
    school.assign("a=1")
    if not published_so:
        with pytest.raises(EvidenceError, match="its numbers may not be published"):
            published(school, tmp_path / "out")
        return
    for text in texts(published(school, tmp_path / "out")):
        assert "student numbers stand in their place" in text


def test_a_notice_goes_by_pinyin_and_surnames_as_they_are_read() -> None:
    order = ["Ann", "白远", "单明", "汪洋", "王梓", "闫嫣", "曾诗", "翟一", "张三", "邹静"]
    assert sorted(sorted(order), key=by_sound) == order


def test_letters_are_as_large_as_the_fewest_pages_allow() -> None:
    def printed(classes: int, size: int) -> Fit:
        return fit(Printed(["Notice"] * 4, [["王子涵"] * size] * classes, [(["……"] * 25, False)]))

    few, one_page, two_pages = printed(2, 30), printed(8, 40), printed(13, 47)
    assert few.size == two_pages.size == SIZES[0]
    assert SIZES[-1] < one_page.size < SIZES[0]
    assert one_page.names > two_pages.names
