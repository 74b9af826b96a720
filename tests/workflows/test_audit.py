"""The audit as inspectors and scripts use it: lists in, verdict, figures and exit code out."""

from __future__ import annotations

import json
import random
from itertools import product
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from balance_classes.cli import commands
from balance_classes.domain.audit.findings import Before
from balance_classes.files.disk.private_files import is_private
from balance_classes.files.lists.class_lists import ListColumns
from balance_classes.workflows.audit import AuditRequest, audit
from tests.builders import write_csv
from tests.workflows.after_draw.school_year import newcomer, placed
from tests.workflows.stage import School

QUICK = ("--permutations", "199")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["audit", *map(str, arguments), *QUICK])


def answer(*arguments: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(run(*arguments, "--json").output)
    return found


def pupils(count: int = 80, classes: int = 4, *, girls_first: bool = False) -> str:
    """A school whose classes are as even as its order, or sorted by sex."""
    chance = random.Random(5)
    lines = ["student_id,name,sex,boarding,class"]
    for i in range(count):
        sorted_sex = "F" if i < count // 2 else "M"
        sex = sorted_sex if girls_first else chance.choice("FM")
        boards = chance.choice(["yes", "no", "no"])
        name = f"{chance.randrange(10**6):06d}"
        lines.append(f"S{i:03d},Pupil{name},{sex},{boards},{i * classes // count + 1}")
    return "\n".join(lines) + "\n"


def marks(count: int = 80, *, streamed: bool) -> str:
    chance = random.Random(6)
    values = [100 - i if streamed else chance.randrange(100) for i in range(count)]
    return "student_id,total score\n" + "".join(f"S{i:03d},{v}\n" for i, v in enumerate(values))


def test_a_list_by_lot_shows_no_sign_and_breaks_no_rule(tmp_path: Path) -> None:
    result = run(write_csv(tmp_path / "list.csv", pupils()), "--stage", "primary")
    assert result.exit_code == 0, result.output
    assert "No sign that students were sorted by sex, boarding." in result.output
    assert sorted(path.name for path in (tmp_path / "list-audit").iterdir()) == [
        "audit.html", "audit.xlsx",
    ]  # fmt: skip


def test_a_sorted_list_shows_a_strong_sign_and_still_breaks_no_rule(tmp_path: Path) -> None:
    result = run(write_csv(tmp_path / "list.csv", pupils(girls_first=True)))
    assert result.exit_code == 0, result.output
    # Four tests, the largest of 200 each: some in 200 do as well, which is no strong sign.
    assert "Weak sign that students were sorted by sex (p 0.0" in result.output
    assert "1, sex girls: 20 students; by lots 10.0 on average." in result.output


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        (pupils(), ("--cap", 19), "Broken rule: 1: It has 20 students, at most 19 are allowed."),
        (pupils(81), (), None),
        (pupils(), ("--min-size", 21), "at least 21"),
        (
            pupils().replace("boarding", "father's job"),
            ("--policy", "changji-2022"),
            "Broken rule: column “father's job”",
        ),
        (pupils().replace("boarding", "father's job"), (), None),
        (pupils().replace(",1\n", ",2\n"), (), None),
        (pupils().replace(",1\n", ",2\n"), ("--policy", "none"), None),
        (pupils().replace(",1\n", ",2\n"), ("--tolerance", 2), "may differ by 2 at most"),
    ],
)
def test_only_a_broken_rule_ends_with_6(
    tmp_path: Path, text: str, options: tuple[object, ...], said: str | None
) -> None:
    result = run(write_csv(tmp_path / "list.csv", text), *options)
    assert result.exit_code == (6 if said else 0), result.output
    assert said is None or said in result.output


def test_scores_from_before_the_draw_are_judged(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", pupils())
    scores = write_csv(tmp_path / "marks.csv", marks(streamed=True))
    before = ("--scores", scores, "--scores-before-draw", "yes")
    assert "sign that classes were formed by score" in run(path, *before).output
    honest = write_csv(tmp_path / "honest.csv", marks(streamed=False))
    found = answer(
        path, "--scores", honest, "--scores-before-draw", "yes", "-o", tmp_path / "other"
    )
    assert found["schools"][0]["scores_sign"] == "none"  # type: ignore[index]


@pytest.mark.parametrize("when", ["no", "unknown", None])
def test_other_scores_give_figures_and_no_verdict(tmp_path: Path, when: str | None) -> None:
    path = write_csv(tmp_path / "list.csv", pupils())
    scores = write_csv(tmp_path / "marks.csv", marks(streamed=True))
    said = ("--scores-before-draw", when) if when else ()
    result = run(path, "--scores", scores, *said)
    assert result.exit_code == 0
    assert "without a verdict" in result.output
    assert "sign that classes were formed by score" not in result.output
    (school,) = answer(path, "--scores", scores, *said, "-o", tmp_path / "b")["schools"]  # type: ignore[misc]
    assert school["scores_sign"] == "untested"
    assert school["scores"][0]["tests"][0]["p"] < 0.01


@pytest.mark.parametrize("scores", [True, False])
def test_it_is_asked_when_the_scores_are_from_and_only_where_there_are_any(
    tmp_path: Path, scores: bool
) -> None:
    asked = []

    def ask() -> Before:
        asked.append(True)
        return "yes"

    request = AuditRequest(
        lists=(write_csv(tmp_path / "list.csv", pupils()),),
        rules=None,
        options={},
        columns=ListColumns(),
        scores=write_csv(tmp_path / "marks.csv", marks(streamed=True)) if scores else None,
        before=None,
        ask=ask,
        permutations=199,
        output=None,
        language=None,
    )
    assert audit(request, lambda stage: None).audit.before == ("yes" if scores else "unknown")
    assert len(asked) == scores


def test_scores_in_the_list_break_a_rule_unless_they_are_named(tmp_path: Path) -> None:
    text = pupils().replace("boarding", "test score").replace(",yes,", ",1,").replace(",no,", ",2,")
    path = write_csv(tmp_path / "list.csv", text)
    policy = ("--policy", "changji-2022")
    assert run(path, *policy).exit_code == 6
    named = run(path, *policy, "--score-column", "test score", "-o", tmp_path / "b")
    assert named.exit_code == 0, named.output


def test_nothing_that_is_shown_or_written_holds_a_name_or_a_number(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", pupils(girls_first=True))
    scores = write_csv(tmp_path / "m.csv", marks(streamed=True))
    result = run(path, "--scores", scores, "--scores-before-draw", "yes", "--json")
    folder = tmp_path / "list-audit"
    cells = [
        str(cell.value)
        for sheet in load_workbook(folder / "audit.xlsx").worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    shown = "\n".join([result.output, (folder / "audit.html").read_text("utf-8"), *cells])
    assert "Pupil" not in shown
    assert "S00" not in shown
    assert all(is_private(file) for file in folder.iterdir())


def test_the_same_lists_give_the_same_bytes_whatever_the_order_of_rows(tmp_path: Path) -> None:
    head, *lines = pupils().splitlines()
    for name, order in (("a", lines), ("b", lines[::-1])):
        (tmp_path / name).mkdir()
        path = write_csv(tmp_path / name / "list.csv", "\n".join([head, *order]))
        assert run(path).exit_code == 0
    for file in ("audit.xlsx", "audit.html"):
        one, other = (tmp_path / name / "list-audit" / file for name in "ab")
        assert one.read_bytes() == other.read_bytes()


def test_what_a_list_wrote_is_escaped_on_the_page(tmp_path: Path) -> None:
    text = pupils().replace(",yes,", ",<script>alert(1)</script>,")
    path = write_csv(tmp_path / "list.csv", text.replace("boarding", "previous school"))
    assert run(path, "--school-column", "previous school").exit_code in (0, 6)
    page = (tmp_path / "list-audit" / "audit.html").read_text("utf-8")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_result_of_a_draw_is_a_class_list_too(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.drawn()
    result = run(school.folder, "-o", tmp_path / "audited")
    assert result.exit_code == 0, result.output
    assert "students: 18." in result.output
    assert "Placed by hand, and left where they sit: 1." in result.output


def test_a_chinese_list_is_answered_in_chinese(tmp_path: Path) -> None:
    text = "学号,姓名,性别,班级\n" + "".join(
        f"{i},学生{i},{'男女'[i % 2]},{i % 3}\n" for i in range(30)
    )
    result = run(write_csv(tmp_path / "名单.csv", text))
    assert "没有按性别集中编班的迹象。" in result.output
    assert sorted(path.name for path in (tmp_path / "名单-督查").iterdir()) == [
        "督查报告.html", "督查结果.xlsx", "致学校函.html",
    ]  # fmt: skip


def test_a_result_is_never_overwritten(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", pupils())
    run(path)
    assert run(path).exit_code == 3


def test_a_list_that_cannot_be_read_ends_with_3(tmp_path: Path) -> None:
    result = run(write_csv(tmp_path / "list.csv", "student_id,sex\n1,F\n"))
    assert result.exit_code == 3
    assert "There is no column “class”." in result.output


def test_many_schools_are_told_how_many_signs_chance_alone_gives(tmp_path: Path) -> None:
    for number in range(3):
        write_csv(tmp_path / f"school {number}.csv", pupils())
    result = run(tmp_path)
    assert "Schools: 3, classes: 12, students: 240." in result.output
    assert "about 0.2 would by chance alone" in result.output


def test_who_left_after_the_draw_is_on_no_list(tmp_path: Path) -> None:
    school = School.at(tmp_path)
    school.drawn()
    placed(school, newcomer(100), leavers="S003\nS004\n")
    result = run(school.folder, "-o", tmp_path / "audited")
    assert result.exit_code == 0, result.output
    assert "students: 17." in result.output


def test_results_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in "ab":
        school = School.at(tmp_path / name)
        school.drawn()
        (tmp_path / f"school {name}").mkdir()
        school.folder.rename(tmp_path / f"school {name}" / "result")
    (tmp_path / "batch" / "schools").mkdir(parents=True)
    (tmp_path / "school a" / "result").rename(tmp_path / "batch" / "schools" / "A1")
    (tmp_path / "batch" / "batch.json").write_text("{}", encoding="utf-8")
    (tmp_path / "batch" / "summary.html").write_text("no list", encoding="utf-8")
    result = run(tmp_path / "batch", "-o", tmp_path / "audited", "--json")
    assert [each["school"] for each in json.loads(result.output)["schools"]] == ["A1"]


def test_staff_children_are_read_from_a_column_that_is_named_and_told_by_count(
    tmp_path: Path,
) -> None:
    head, *lines = pupils().splitlines()
    rows = [f"{line},{'是' if 20 <= i < 32 else '否'}" for i, line in enumerate(lines)]
    path = write_csv(tmp_path / "list.csv", "\n".join([f"{head},教职工子女", *rows]))
    policy = ("--policy", "changji-2022")
    assert "Broken rule: column “教职工子女”" in run(path, *policy, "-o", tmp_path / "a").output
    named = run(path, *policy, "--favour", "教职工子女", "-o", tmp_path / "b")
    assert named.exit_code == 0, named.output
    assert "sign of favours (p 0.0" in named.output
    assert "2 has 12 of 12 with an entry in 教职工子女; by lots 3.0." in named.output
    assert run(path, "--favour", "who", "-o", tmp_path / "c").exit_code == 3


def test_classes_dealt_out_by_score_are_told(tmp_path: Path) -> None:
    lines = ["student_id,sex,class"]
    scores = ["student_id,total score"]
    for i in range(96):
        turn, at = divmod(i, 4)
        lines.append(f"S{i * 37 % 96:03d},{'FM'[i * i % 3 == 0]},{4 - at if turn % 2 else at + 1}")
        scores.append(f"S{i * 37 % 96:03d},{500 - i}")
    path = write_csv(tmp_path / "list.csv", "\n".join(lines))
    marks = write_csv(tmp_path / "marks.csv", "\n".join(scores))
    result = run(path, "--scores", marks, "--scores-before-draw", "yes")
    assert "sign that scores were used to make classes alike (p 0.0" in result.output
    assert "100 % lie evenly over the classes" in result.output
    assert "No sign that classes were formed by score." in result.output


def test_strong_signs_come_first(tmp_path: Path) -> None:
    write_csv(tmp_path / "A honest school of the county.csv", pupils())
    write_csv(tmp_path / "Z sorted.csv", pupils(girls_first=True))
    result = run(tmp_path)
    (rows,) = (part for part in result.output.split("\n\n") if "Broken" in part)
    assert rows.index("Z sorted") < rows.index("A honest")
    page = (tmp_path.parent / f"{tmp_path.name}-audit" / "audit.html").read_text("utf-8")
    assert page.index("A sign is no proof") < page.index("Z sorted") < page.index("A honest")


def test_a_page_of_many_schools_draws_how_their_p_values_lie(tmp_path: Path) -> None:
    for number in range(10):
        write_csv(tmp_path / f"school {number}.csv", pupils(40, 2))
    run(tmp_path)
    page = (tmp_path.parent / f"{tmp_path.name}-audit" / "audit.html").read_text("utf-8")
    assert 'aria-label="Sorted by attributes: ' in page


def test_transfers_by_score_are_told_and_not_that_classes_were_formed_so(tmp_path: Path) -> None:
    before = write_csv(tmp_path / "before.csv", pupils())
    head, *lines = pupils().splitlines()
    moved = dict.fromkeys((75, 76, 77, 78, 79), 1) | dict.fromkeys((0, 1, 2, 3, 4), 4)
    rows = [f"{line[:-1]}{moved.get(i, line[-1])}" for i, line in enumerate(lines)]
    after = write_csv(tmp_path / "after.csv", "\n".join([head, *rows]))
    marks = [(7 * i) % 60 + 100 * (i in moved and moved[i] == 1) for i in range(80)]
    text = "student_id,total score\n" + "".join(f"S{i:03d},{m}\n" for i, m in enumerate(marks))
    scores = write_csv(tmp_path / "marks.csv", text)
    result = run(after, "--lists-before", before, "--scores", scores, "--scores-before-draw", "yes")
    assert result.exit_code == 0, result.output
    told = "Since the lists before 10 students changed class, 0 joined and 0 left."
    assert told in result.output
    assert "sign that scores decided who changed class (p 0.0" in result.output
    assert "formed by score" not in result.output


def test_lists_before_need_the_same_schools_and_a_number_or_name(tmp_path: Path) -> None:
    lists = write_csv(tmp_path / "list.csv", pupils())
    nameless = write_csv(tmp_path / "nobody.csv", "sex,class\nF,1\nM,2\n")
    result = run(lists, "--lists-before", nameless)
    assert result.exit_code == 3
    assert "These lists share no column by which students are found again." in result.output
    other = write_csv(tmp_path / "other.csv", pupils())
    result = run(lists, other, "--lists-before", lists)
    assert "The lists before have no school “other”." in result.output


def test_lists_of_several_years_are_put_together_by_the_name_of_the_school(tmp_path: Path) -> None:
    chance = random.Random(8)
    for year in (2021, 2022, 2023):
        marks = [chance.gauss(92 if i % 4 == 2 else 80, 10) for i in range(80)]
        rows = "".join(
            f"{year}{i:03d},{chance.choice('FM')},{i % 4 + 1},{mark:.0f}\n"
            for i, mark in enumerate(marks)
        )
        write_csv(tmp_path / f"North {year}.csv", f"student_id,sex,class,mark\n{rows}")
    result = run(tmp_path, "--score-column", "mark", "--scores-before-draw", "yes")
    assert "North, 2021, 2022, 2023: " in result.output
    assert "sign that 3 gets the better students every year (p 0.0" in result.output


def test_letters_are_drafted_to_schools_with_a_sign_alone_and_are_private(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    write_csv(lists / "North.csv", pupils(girls_first=True))
    write_csv(lists / "South.csv", pupils())
    result = run(lists, "--cap", 20)
    letters = tmp_path / "lists-audit" / "letters.html"
    assert "Letters to schools, drafts: " in result.output
    assert is_private(letters)
    text = letters.read_text("utf-8")
    assert "To: North" in text
    assert "South" not in text
    assert "1, sex girls: 20 students; by lots 10.0 on average." in text
    assert "A sign is no proof of intent: parents" in text
    assert "whether a language, a subject, boarding or another need brought these" in text
    assert "for each broken rule" not in text
    honest = run(lists / "South.csv", "-o", tmp_path / "honest")
    assert "Letters" not in honest.output
    assert not (tmp_path / "honest" / "letters.html").exists()


def test_a_staff_list_is_read_by_years_or_title_and_no_teacher_is_named(tmp_path: Path) -> None:
    lists = write_csv(tmp_path / "list.csv", pupils(120, 6))
    chance = random.Random(3)
    values = [chance.gauss(100 - 8 * (i // 20), 10) for i in range(120)]
    text = "student_id,total score\n" + "".join(f"S{i:03d},{v:.0f}\n" for i, v in enumerate(values))
    scores = write_csv(tmp_path / "marks.csv", text)
    before = ("--scores", scores, "--scores-before-draw", "yes")
    titles = ("正高级", "高级", "一级", "二级", "三级", "无")
    for name, head, values in (
        ("years", "years", (31, 25, 19, 12, 6, 2)),
        ("titles", "职称", titles),
    ):
        rows = "".join(f"Pupilteacher{c},{c + 1},{value}\n" for c, value in enumerate(values))
        staff = write_csv(tmp_path / f"{name}.csv", f"name,class,{head}\n{rows}")
        line = ["audit", lists, *before, "--staff", staff, "-o", tmp_path / name]
        result = CliRunner().invoke(commands, list(map(str, line)))
        assert result.exit_code == 0, result.output
        assert "The senior teachers are where the top quarter by total score is" in result.output
        page = (tmp_path / name / "audit.html").read_text("utf-8")
        assert "Pupilteacher" not in result.output + page
    bare = write_csv(tmp_path / "bare.csv", "name,subject\nA,x\n")
    refused = run(lists, "--staff", bare, "-o", tmp_path / "bare")
    assert "There is no column of classes, or none of years of service" in refused.output
    other = write_csv(tmp_path / "other.csv", "name,class,years\nA,9,3\n")
    refused = run(lists, "--staff", other, "-o", tmp_path / "other")
    assert "None of these classes is on the class lists." in refused.output


def test_names_alone_are_an_order_of_the_list(tmp_path: Path) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    rows = [f"{a}{b.lower()}x Kid,{i % 4 + 1}" for i, (a, b) in enumerate(product(letters, "AB"))]
    path = write_csv(tmp_path / "list.csv", "\n".join(["name,class", *rows]))
    (order,) = answer(path)["schools"][0]["orders"]  # type: ignore[index]
    assert order["order"] == "name"
    assert order["tests"][1]["corrected"] < 0.05


def test_what_chance_gives_one_of_many_schools_is_said_to_be_no_sign(tmp_path: Path) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    write_csv(lists / "sorted.csv", pupils(girls_first=True))
    assert "it is no sign" not in run(lists, "-o", tmp_path / "alone").output
    for number in range(3):
        write_csv(lists / f"school {number}.csv", pupils())
    shown = run(lists, "-o", tmp_path / "all").output
    assert "Weak sign that students were sorted by sex (p 0.0" in shown
    assert "Among 4 schools that were looked at it is no sign" in shown
