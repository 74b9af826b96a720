"""Many schools at once: each as `assign` draws it, nothing lost, nothing hidden."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from balance_classes.domain.batch import Outcome
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.verdict import Verdict
from balance_classes.errors import EvidenceError, ResultError, RosterError, UsageError
from balance_classes.files.disk.opening import password_from
from balance_classes.files.evidence.ledger import ledger_path, read_ledger
from balance_classes.files.roster.roster_reading import read_roster
from balance_classes.language import Language
from balance_classes.workflows.after_draw.amend import AmendRequest, amend
from balance_classes.workflows.batch.batch import BatchRequest, BatchResult, Told, batch
from balance_classes.workflows.batch.seal_batch import SealBatchRequest, seal_batch
from balance_classes.workflows.batch.verify_batch import VerifyBatchRequest, verify_batch
from balance_classes.workflows.draw.assign import AssignRequest, assign
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv, write_xlsx
from tests.workflows.stage import failed

SEED = ("parents=3 1", "notary=4 6")


def rows(school: int, count: int = 12) -> list[list[object]]:
    """A header and pupils of one school, with numbers that no other school has."""
    head: list[object] = ["student_id", "name", "sex", "boarding", "reading_score"]
    return [
        head,
        *(
            [f"{school}{i:03d}", f"Pupil {school} {i}", "MF"[i % 2], ("yes", "no")[i % 3 > 0], i]
            for i in range(count)
        ),
    ]


def text(lines: list[list[object]]) -> str:
    return "".join(",".join(map(str, line)) + "\n" for line in lines)


def county(home: Path, codes: str = "ABC") -> Path:
    """A folder of rosters, one a school, named by the codes."""
    folder = home / "county"
    folder.mkdir(parents=True)
    for number, code in enumerate(codes):
        write_csv(folder / f"{code}.csv", text(rows(number)))
    return folder


def asked(source: Path, **changes: object) -> BatchRequest:
    password = changes.get("password_file")
    ask = password_from(password) if isinstance(password, Path) else None
    request = BatchRequest(
        subject=RosterRequest(source, None, {"classes": 2}, ask),
        by="",
        name_by="",
        seed=SEED,
        ask=None,
        sealed=None,
        rehearsal=False,
        redraw=(),
        reason="",
        date="",
        output=None,
        language=None,
        workers=2,
        scheduler="",
        password_file=None,
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def drawn(source: Path, **changes: object) -> BatchResult:
    return batch(asked(source, **changes), Told())


def states(result: BatchResult) -> dict[str, str]:
    return {outcome.code: outcome.state for outcome in result.outcomes}


def outcome(result: BatchResult, code: str) -> Outcome:
    return next(outcome for outcome in result.outcomes if outcome.code == code)


def not_passed(verdicts: dict[str, Verdict]) -> dict[str, set[str]]:
    return {code: failed(verdict) for code, verdict in verdicts.items() if not verdict.passed}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but what is particular to a run; a batch has one page for all."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("run.json", "verify.html")
    }


def here(
    function: Callable[[Any], Any], tasks: Sequence[Any], workers: int, minutes: float = 0.0
) -> Iterator[Any]:
    """What worker processes do, in this one: their own tests stand in tests/workers."""
    assert workers > 0
    for task in tasks:
        yield task, function(pickle.loads(pickle.dumps(task)))  # noqa: S301 - our own


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balance_classes.workflows.batch.on_workers.run_locally", here)


def single(roster: Path, output: Path, *seed: str, **options: object) -> Path:
    """The result of a plain `assign` of one school."""
    request = AssignRequest(
        subject=RosterRequest(roster, None, {"classes": 2, **options}),
        seed=seed,
        ask=None,
        sealed=None,
        rehearsal=False,
        redraw=False,
        reason="",
        date="",
        output=output,
        language=None,
    )
    return assign(request, lambda stage: None).folder


def test_each_school_is_byte_for_byte_what_assign_gives_it(tmp_path: Path) -> None:
    source = county(tmp_path)
    alone = tmp_path / "alone"
    shutil.copytree(source, alone)
    result = drawn(source)
    for code in "ABC":
        folder = single(alone / f"{code}.csv", tmp_path / code, *SEED, f"code={code}")
        assert contents(folder) == contents(result.folder / "schools" / code)
        assert ledger_path(alone / f"{code}.csv").read_bytes() == (
            ledger_path(source / f"{code}.csv").read_bytes()
        )


def test_a_school_that_is_renamed_keeps_its_seed(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    manifest = tmp_path / "m.toml"
    seeds = []
    for name in ("Old", "New"):
        ledger_path(source / "A.csv").unlink(missing_ok=True)
        manifest.write_text(
            f'[[schools]]\ncode = "A"\nname = "{name}"\nroster = "county/A.csv"\nclasses = 2\n'
        )
        result = drawn(manifest, output=tmp_path / name)
        assert outcome(result, "A").name == name
        record = json.loads((result.folder / "schools/A/record.json").read_text("utf-8"))
        seeds.append(record["seed"])
    assert seeds[0] == seeds[1]


def test_the_three_kinds_of_manifest_say_the_same(tmp_path: Path) -> None:
    county(tmp_path, "AB")
    lines: list[list[object]] = [
        ["代码", "学校名称", "名册", "班数"],
        ["A", "Alder", "county/A.csv", 2],
        ["B", "Birch", "county/B.csv", 3],
    ]
    toml = "".join(
        f'[[schools]]\ncode = "{code}"\nname = "{name}"\nroster = "{roster}"\nclasses = {count}\n'
        for code, name, roster, count in lines[1:]
    )
    manifests = [
        write_xlsx(tmp_path / "m.xlsx", [["All schools"], *lines]),
        write_csv(tmp_path / "n.csv", text(lines)),
        tmp_path / "o.toml",
    ]
    manifests[-1].write_text(toml)
    found = []
    for manifest in manifests:
        result = drawn(manifest, output=tmp_path / f"out-{manifest.stem}")
        assert [(o.code, o.name) for o in result.outcomes] == [("A", "Alder"), ("B", "Birch")]
        assert [len(o.classes.sizes) for o in result.outcomes if o.classes] == [2, 3]
        found.append(contents(result.folder / "schools"))
    assert found[0] == found[1] == found[2]


def big_roster(home: Path) -> Path:
    head, *_ = rows(0)
    lines = [[*head, "school", "school name"]]
    for number, code in enumerate("AB"):
        lines += [[*row, code, f"School {code}"] for row in rows(number)[1:]]
    lines[1:] = lines[1::2] + lines[2::2]
    return write_xlsx(home / "all.xlsx", lines)


def test_one_roster_of_many_schools_is_split_by_its_column(tmp_path: Path) -> None:
    result = drawn(big_roster(tmp_path), by="school", name_by="school name")
    assert [(o.code, o.name) for o in result.outcomes] == [("A", "School A"), ("B", "School B")]
    assert [o.classes.students for o in result.outcomes if o.classes] == [12, 12]
    for code in "AB":
        roster = tmp_path / f"all-rosters/{code}.xlsx"
        alone = single(roster, tmp_path / code, school=f"School {code}")
        assert contents(alone) == contents(result.folder / "schools" / code)


def test_what_no_draw_may_read_is_not_split_off_but_told(tmp_path: Path) -> None:
    result = drawn(big_roster(tmp_path), by="school")
    book = load_workbook(tmp_path / "all-rosters/A.xlsx")
    header = [cell.value for cell in next(iter(book.active.rows))]  # type: ignore[union-attr]
    assert header == ["student_id", "name", "sex", "boarding", "Row in the roster of all schools"]
    assert all(
        [out.header for out in o.classes.left_out] == ["reading_score"]
        for o in result.outcomes
        if o.classes
    )


def test_rows_without_a_school_hold_up_the_schools_beside_them_and_no_others(
    tmp_path: Path,
) -> None:
    head, *_ = rows(0)
    lines = [[*head, "school"]]
    for number, code in enumerate("ABCD"):
        lines += [[*row, code] for row in rows(number)[1:]]
    lines[12][5] = lines[13][5] = ""  # the last of A, the first of B
    path = write_xlsx(tmp_path / "all.xlsx", lines)
    result = drawn(path, by="school")
    assert states(result) == {"A": "failed", "B": "failed", "C": "drawn", "D": "drawn"}
    assert result.exit_code == 7
    assert [str(finding.where) for finding in result.unread] == [
        "all.xlsx, sheet Sheet, rows 13–14"
    ]
    assert [f.where for f in outcome(result, "B").findings] == [result.unread[0].where]
    assert result.rosters == (tmp_path / "all-rosters",)
    page = (result.folder / "summary.html").read_text("utf-8")
    assert page.index("rows 13–14: The student belongs to no school.") < page.index("Without a")
    whole = VerifyBatchRequest(
        result.folder, (path,), (), (), None, 1, None, recount=True, by="school"
    )
    assert not_passed(dict(verify_batch(whole, print)))[""] == {"source"}

    lines[12][5], lines[13][5] = "A", "B"
    write_xlsx(path, lines)
    again = drawn(path, by="school")
    assert states(again) == {"A": "drawn", "B": "drawn", "C": "kept", "D": "kept"}
    assert not not_passed(dict(verify_batch(whole, print)))
    lines[30][1] = "Another"
    write_xlsx(path, lines)
    assert not_passed(dict(verify_batch(whole, print))) == {"C": {"roster"}}


def test_a_row_without_a_code_is_of_the_school_of_its_name(tmp_path: Path) -> None:
    head, *_ = rows(0)
    lines = [[*head, "school", "called"]]
    for number, code in enumerate("ABC"):
        lines += [[*row, code, f"School {code}"] for row in rows(number)[1:]]
    lines[2][5:] = ["", "School C"]
    result = drawn(write_xlsx(tmp_path / "all.xlsx", lines), by="school", name_by="called")
    assert states(result) == {"A": "drawn", "B": "drawn", "C": "failed"}
    other = drawn(tmp_path / "all.xlsx", by="school", language=Language("zh"))
    assert other.folder == result.folder


def test_a_bad_school_is_told_with_all_its_problems_and_the_others_go_on(tmp_path: Path) -> None:
    source = county(tmp_path)
    bad = rows(1)
    bad[1][2], bad[2][0] = "?", bad[3][0]
    write_csv(source / "B.csv", text(bad))
    result = drawn(source)
    assert states(result) == {"A": "drawn", "B": "failed", "C": "drawn"}
    assert result.exit_code == 7
    assert outcome(result, "B").exit_code == 3
    assert len(outcome(result, "B").findings) > 1
    assert not (result.folder / "schools/B").exists()
    page = (result.folder / "summary.html").read_text("utf-8")
    assert all(str(finding.what) in page for finding in outcome(result, "B").findings)


def test_the_next_run_does_only_what_is_missing(tmp_path: Path) -> None:
    source = county(tmp_path)
    good = (source / "B.csv").read_bytes()
    (source / "B.csv").write_text("no roster")
    first = drawn(source)
    before = {p: p.stat().st_mtime_ns for p in (first.folder / "schools").rglob("*.*")}
    (source / "B.csv").write_bytes(good)
    second = drawn(source)
    assert states(second) == {"A": "kept", "B": "drawn", "C": "kept"}
    assert all(path.stat().st_mtime_ns == then for path, then in before.items())
    assert second.exit_code == 0


def test_without_words_the_seed_of_the_first_run_is_gone_on_with(tmp_path: Path) -> None:
    source = county(tmp_path)
    first = drawn(source, seed=())
    shutil.rmtree(first.folder / "schools/B")
    kept = contents(first.folder)
    assert states(drawn(source, seed=())) == {"A": "kept", "B": "drawn", "C": "kept"}
    assert contents(first.folder).items() >= kept.items()
    assert "not witnessed" in (first.folder / "summary.html").read_text("utf-8")


def test_another_seed_is_refused_in_a_batch_that_has_begun(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    drawn(source)
    with pytest.raises(EvidenceError):
        drawn(source, seed=("parents=3 2",))


def test_a_changed_input_is_told_and_its_result_left_alone(tmp_path: Path) -> None:
    source = county(tmp_path)
    first = drawn(source)
    kept = contents(first.folder / "schools")
    write_csv(source / "B.csv", text(rows(1, 13)))
    second = drawn(source)
    assert states(second) == {"A": "kept", "B": "changed", "C": "kept"}
    assert second.exit_code == 7
    assert contents(first.folder / "schools") == kept
    came, *_, advice = outcome(second, "B").findings
    assert "row 14" in str(came.where)
    assert "place" in str(came.mend)
    assert "--redraw-school B" in str(advice.mend)


def test_a_childs_name_is_corrected_without_a_draw_and_told_by_its_row(tmp_path: Path) -> None:
    source, lines = county(tmp_path), rows(1)
    folder = drawn(source).folder
    lines[3][1] = "Corrected"
    write_csv(source / "B.csv", text(lines))
    again = drawn(source)
    assert (states(again)["B"], again.exit_code) == ("kept", 0)
    assert "row 4" in str(outcome(again, "B").classes.since[0])  # type: ignore[union-attr]
    page = (folder / "summary.html").read_text("utf-8")
    assert "To be looked at: 1." in page
    assert "Corrected" not in page
    whole = VerifyBatchRequest(folder, (source,), (), (), None, 1, None, recount=True)
    verdicts = dict(verify_batch(whole, print))
    assert not not_passed(verdicts)
    assert "row 4" in str(verdicts["B"].since[0])

    for name in (lines[5][1], lines[4][1]):  # the name of another; two who change names
        lines[3][1] = name
        write_csv(source / "B.csv", text(lines))
        assert states(drawn(source))["B"] == "changed"
        lines[4][1] = "Pupil 1 2"
    assert set(not_passed(dict(verify_batch(whole, print)))) == {"B"}


def test_a_changed_school_is_drawn_again_only_when_it_is_named(tmp_path: Path) -> None:
    source = county(tmp_path)
    first = drawn(source)
    old = contents(first.folder / "schools/B")
    write_csv(source / "B.csv", text(rows(1, 13)))
    again = drawn(source, redraw=("B",), reason="a pupil came")
    assert states(again) == {"A": "kept", "B": "drawn", "C": "kept"}
    assert contents(first.folder / "schools/superseded/B-1") == old
    classes = outcome(again, "B").classes
    assert classes
    assert (classes.draw, classes.reason) == (2, "a pupil came")
    assert "a pupil came" in (first.folder / "summary.html").read_text("utf-8")
    # The same command again finds the redraw done, and one without it too.
    assert states(drawn(source, redraw=("B",), reason="a pupil came"))["B"] == "kept"
    assert states(drawn(source))["B"] == "kept"
    assert len(read_ledger(ledger_path(source / "B.csv")).draws) == 2


def test_a_redraw_that_was_cut_off_is_gone_on_with(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    drawn(source)
    wish: dict[str, object] = {"redraw": ("B",), "reason": "wrong dice", "seed": ("parents=9 9",)}
    again = drawn(source, **wish)
    whole = contents(again.folder / "schools/B")
    book = ledger_path(source / "B.csv")
    # As it lay when the process died after the ledger's line and before any result.
    book.write_bytes(b"".join(book.read_bytes().splitlines(keepends=True)[:3]))
    shutil.rmtree(again.folder / "schools/B")
    assert states(drawn(source, **wish)) == {"A": "kept", "B": "drawn"}
    assert contents(again.folder / "schools/B") == whole
    shutil.rmtree(again.folder / "schools/B")
    drawn(source)
    assert contents(again.folder / "schools/B") == whole


def test_other_rules_are_a_changed_input(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    drawn(source)
    subject = RosterRequest(source, None, {"classes": 3})
    assert states(drawn(source, subject=subject)) == {"A": "changed"}


def test_a_damaged_result_is_told_and_never_replaced(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    folder = drawn(source).folder / "schools/A"
    (folder / "classes.csv").unlink()
    before = contents(folder)
    assert states(drawn(source)) == {"A": "failed"}
    assert contents(folder) == before


def test_a_school_that_joins_after_the_seed_was_known_is_marked(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    drawn(source)
    write_csv(source / "B.csv", text(rows(1)))
    assert [(o.code, o.joined) for o in drawn(source).outcomes] == [("A", False), ("B", True)]


def test_the_same_child_in_two_schools_is_told_by_rows_alone(tmp_path: Path) -> None:
    source = county(tmp_path)
    for code, number in (("A", 0), ("C", 2)):
        lines = rows(number)
        lines[0][0] = "register number"
        lines[4][:2] = ["G1111", "Same Child"]
        write_csv(source / f"{code}.csv", text(lines))
    result = drawn(source)
    assert [child.places for child in result.same_children] == [(("A", 5), ("C", 5))]
    again = drawn(source)
    assert again.same_children == result.same_children
    page = (result.folder / "summary.html").read_text("utf-8")
    assert "school A, row 5" in page
    assert "Same Child" not in page
    assert "G1111" not in page


def test_a_finished_school_is_read_again_only_where_its_file_or_its_rules_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = county(tmp_path)
    for code in "AC":
        lines = rows("AC".index(code))
        lines[0][0] = "register number"
        lines[4][:2] = ["G1111", "Same Child"]
        write_csv(source / f"{code}.csv", text(lines))
    first = drawn(source)
    read: list[str] = []

    def reading(path: Path, *arguments: object, **named: object) -> Roster:
        read.append(path.stem)
        return read_roster(path, *arguments, **named)  # type: ignore[arg-type]

    for module in ("draw.prepare", "batch.school"):
        monkeypatch.setattr(f"balance_classes.workflows.{module}.read_roster", reading)
    again = drawn(source)
    assert (read, again.same_children) == ([], first.same_children)
    assert again.exit_code == 0

    content = (source / "B.csv").read_bytes()
    (source / "B.csv").write_bytes(content.replace(b"Pupil 1 3", b"Pupil 1 4"))
    assert states(drawn(source))["B"] == "changed"
    assert read == ["B"]
    (source / "B.csv").write_bytes(content + b"\n")
    assert states(drawn(source))["B"] == "kept"
    assert states(drawn(source, subject=RosterRequest(source, None, {"cap": 9}))) == dict.fromkeys(
        "ABC", "changed"
    )

    (source / "B.csv").write_bytes(content)
    (first.folder / "compared.json").write_text("{}")
    read.clear()
    assert drawn(source).same_children == first.same_children
    assert sorted(read) == ["A", "B", "C"]


def test_a_rehearsal_of_a_batch_stays_off_the_ledgers_and_goes_on(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    result = drawn(source, rehearsal=True, seed=())
    assert not list(source.glob("*.ledger.jsonl"))
    shutil.rmtree(result.folder / "schools/A")
    assert states(drawn(source, rehearsal=True, seed=())) == {"A": "drawn", "B": "kept"}
    with pytest.raises(EvidenceError):
        drawn(source, output=result.folder)


def sealed(source: Path, **changes: object) -> Path:
    request = SealBatchRequest(
        subject=RosterRequest(source, None, {"classes": 2}),
        by="",
        name_by="",
        givers=("parents", "notary"),
        seed_source="dice",
        date="",
        output=None,
        language=None,
        workers=2,
        password_file=None,
    )
    result = seal_batch(replace(request, **changes))  # type: ignore[arg-type]
    assert (result.seal is None) == (result.exit_code == 7)
    return result.folder


def test_a_sealed_batch_is_drawn_by_its_seals(tmp_path: Path) -> None:
    source = county(tmp_path)
    seal = sealed(source)
    result = drawn(source, sealed=seal, seed=tuple(reversed(SEED)))
    assert set(states(result).values()) == {"drawn"}
    for code in "ABC":
        assert (result.folder / "schools" / code / "seal.json").read_bytes() == (
            (seal / f"{code}.json").read_bytes()
        )
    write_csv(source / "D.csv", text(rows(3)))
    with pytest.raises(EvidenceError):
        drawn(source, sealed=seal)


def test_a_sealed_batch_needs_its_givers_before_anything_is_drawn(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    seal = sealed(source)
    with pytest.raises(UsageError):
        drawn(source, sealed=seal, seed=("parents=3 1",))
    assert len(read_ledger(ledger_path(source / "A.csv")).draws) == 0


def test_a_school_that_was_drawn_already_is_told_with_a_way_that_works(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    single(source / "A.csv", tmp_path / "alone", "a=1")
    result = drawn(source)
    assert states(result) == {"A": "failed", "B": "drawn"}
    (finding,) = outcome(result, "A").findings
    assert "--redraw-school A --reason" in str(finding.mend)
    assert states(drawn(source, redraw=("A",), reason="alone before"))["A"] == "drawn"


def test_who_seals_a_batch_is_told_which_schools_were_drawn(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    single(source / "A.csv", tmp_path / "alone", "a=1")
    request = SealBatchRequest(
        RosterRequest(source, None, {"classes": 2}), "", "", (), "", "", None, None, 1, None
    )
    assert seal_batch(request).drawn == ("A",)


def test_a_batch_with_a_bad_school_is_not_sealed(tmp_path: Path) -> None:
    source = county(tmp_path)
    good = (source / "B.csv").read_bytes()
    (source / "B.csv").write_text("no roster")
    folder = sealed(source)
    assert not (folder / "batch-seal.json").exists()
    (source / "B.csv").write_bytes(good)
    first = (sealed(source) / "batch-seal.json").read_bytes()
    assert (sealed(source) / "batch-seal.json").read_bytes() == first


@pytest.mark.parametrize("names", [("=A",), ("x" * 61,), ()])
def test_where_no_code_can_be_kept_there_is_no_batch(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    source = tmp_path / "county"
    source.mkdir()
    for name in names:
        write_csv(source / f"{name}.csv", text(rows(0)))
    with pytest.raises(RosterError):
        drawn(source)


def test_schools_that_cannot_be_told_apart_are_told_and_the_others_go_on(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    for name in ("a-1.csv", "a1.csv", "B.txt", "=C.csv"):
        write_csv(source / name, text(rows(5)))
    result = drawn(source)
    assert states(result) == {"A": "drawn", "B": "failed", "a-1": "failed"}
    assert "county/B.csv" in str(outcome(result, "B").findings[0].what)
    assert [finding.where for finding in result.unread] == ["county/=C.csv"]
    assert result.exit_code == 7


def test_ledgers_lie_where_they_were_chosen_to_and_are_found_there_again(tmp_path: Path) -> None:
    source, ledgers = county(tmp_path, "AB"), tmp_path / "books"
    seals = sealed(source, ledgers=ledgers)
    folder = drawn(source, sealed=seals, ledgers=ledgers).folder
    assert sorted(path.name for path in source.iterdir()) == ["A.csv", "B.csv"]
    assert states(drawn(source, sealed=seals)) == {"A": "kept", "B": "kept"}
    with pytest.raises(EvidenceError, match="lie elsewhere"):
        drawn(source, sealed=seals, ledgers=tmp_path / "others")
    whole = VerifyBatchRequest(folder, (), (), (), None, 1, None, recount=True)
    assert not not_passed(dict(verify_batch(whole, print)))
    record = json.loads((folder / "schools/A/record.json").read_text("utf-8"))
    one, other = (f"lot:{formed['lottery_numbers'][0]}" for formed in record["classes"])
    change = AmendRequest(
        folder / "schools/A", one, "", other, "health", "7", "bureau", "", None, None
    )
    amend(change, lambda stage: None)
    assert outcome(drawn(source, sealed=seals), "A").classes.changes == 1  # type: ignore[union-attr]
    book = ledgers / "B.ledger.jsonl"
    book.write_bytes(book.read_bytes().splitlines(keepends=True)[0])
    assert not_passed(dict(verify_batch(whole, print))) == {"B": {"live_ledger"}}


def test_a_ledger_beside_the_roster_is_not_left_behind_by_choosing_another(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    drawn(source)
    result = drawn(source, ledgers=tmp_path / "books", output=tmp_path / "out")
    assert states(result) == {"A": "failed"}
    assert "another place was chosen" in str(outcome(result, "A").findings[0].what)


def test_two_schools_cannot_share_a_ledger(tmp_path: Path) -> None:
    county(tmp_path, "AC")
    lines = "code,roster,classes\nA,county/A.csv,2\nB,county/A.csv,2\nC,county/C.csv,2\n"
    result = drawn(write_csv(tmp_path / "m.csv", lines))
    assert states(result) == {"A": "failed", "B": "failed", "C": "drawn"}
    assert not ledger_path(tmp_path / "county/A.csv").exists()


def test_a_bad_line_of_a_manifest_is_its_schools_own_fault(tmp_path: Path) -> None:
    county(tmp_path, "AB")
    lines = "code,roster,classes\nA,county/A.csv,two\nB,county/B.csv,2\nC,,2\nD,county/none.csv,\n"
    lines += ",county/B.csv,2\nTotal: 4,,\n"
    result = drawn(write_csv(tmp_path / "m.csv", lines))
    assert states(result) == {"A": "failed", "B": "drawn", "C": "failed", "D": "failed"}
    assert "cell C2" in str(outcome(result, "A").findings[0].where)
    assert [str(finding.where).rsplit(" ", 1)[1] for finding in result.unread] == ["A6", "A7"]


def test_a_folder_that_holds_something_else_is_not_written_to(tmp_path: Path) -> None:
    source = county(tmp_path, "A")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/notes.txt").write_text("mine")
    with pytest.raises(ResultError):
        drawn(source, output=tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]


def test_the_overview_has_one_line_a_school(tmp_path: Path) -> None:
    result = drawn(county(tmp_path), language=Language("zh"))
    sheet = load_workbook(result.folder / "summary.xlsx").active
    assert sheet is not None
    codes = [row[0].value for row in sheet.rows if row[0].value in ("A", "B", "C")]
    assert codes == ["A", "B", "C"]
    page = (result.folder / "summary.html").read_text("utf-8")
    assert page.count("<tr class=") == 3
    assert "http:" not in page
    assert "https:" not in page
    assert page.count('<a href="schools/') == 3


def test_names_in_the_overview_are_text_and_never_markup(tmp_path: Path) -> None:
    county(tmp_path, "A")
    manifest = write_csv(tmp_path / "m.csv", "code,name,roster\nA,<b>x</b>,county/A.csv\n")
    page = (drawn(manifest).folder / "summary.html").read_text("utf-8")
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<b>" not in page


def test_a_human_giver_cannot_have_the_name_of_the_code(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        drawn(county(tmp_path, "A"), seed=("Code=3 1",))


def test_lettered_groups_are_told_as_any_classes(tmp_path: Path) -> None:
    result = drawn(
        county(tmp_path),
        subject=RosterRequest(tmp_path / "county", None, {"classes": 2, "groups": True}, None),
    )
    assert set(states(result).values()) == {"drawn"}
    classes = outcome(result, "A").classes
    assert classes is not None
    assert (classes.names, len(classes.caps)) == (("A", "B"), 2)
