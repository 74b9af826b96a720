"""Batch as people and scripts use it: words, JSON, exit codes, kills, full disks, the night."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from balance_classes.cli import commands
from balance_classes.language import looks_chinese
from benchmarks.batch_cases import contents, finished, write_county
from benchmarks.kills import kill_at_random
from tests.builders import write_csv
from tests.workflows.batch.test_batch import county, here, rows, text

HOME = Path(__file__).parents[2]
SCALE = (HOME / "docs" / "scale.md").read_text("utf-8")
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs fork, or a POSIX shell")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments])


@pytest.fixture
def no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    start_none(monkeypatch)


def start_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each school done in this process: starting one takes longer than most schools."""
    monkeypatch.setattr("balance_classes.workflows.batch.on_workers.run_locally", here)


def a_county_with_a_bad_school(home: Path) -> Path:
    source = county(home, "ABC")
    write_csv(source / "B.csv", text([*rows(1), rows(1)[1]]))
    return source


@pytest.mark.usefixtures("no_processes")
def test_a_script_reads_a_line_a_school_and_one_over_all(tmp_path: Path) -> None:
    result = run("batch", a_county_with_a_bad_school(tmp_path), "--classes", 2, "--json")
    assert result.exit_code == 7
    *schools, last = map(json.loads, result.output.splitlines())
    assert [(line["school"], line["state"]) for line in schools] == [
        ("A", "drawn"), ("B", "failed"), ("C", "drawn"),
    ]  # fmt: skip
    (finding, *_) = schools[1]["findings"]
    assert list(finding) == ["where", "what", "mend", "code", "place"]
    assert finding["place"].items() >= {"file": "B.csv", "cell": "A14"}.items()
    assert finding["code"] and "{" in finding["code"] + "{"
    assert (last["ok"], last["drawn"], last["failed"]) == (False, 2, 1)


@pytest.mark.usefixtures("no_processes")
def test_people_are_told_of_problems_and_with_verbose_of_each_school(tmp_path: Path) -> None:
    source = a_county_with_a_bad_school(tmp_path)
    told = run("batch", source, "--classes", 2, "--lang", "zh", "-v")
    assert told.exit_code == 7
    assert "B B：没有结果。" in told.stderr
    assert "A A：12 人，2 个班；各项目已证明。" in told.stdout
    assert "学校共 3 所；本次编班 2 所；先前已完成 0 所；输入已变 0 所；失败 1 所。" in told.stdout
    assert "Pupil" not in told.output
    quiet = run("batch", source, "--classes", 2, "-q", "-o", tmp_path / "county-分班")
    assert quiet.stdout == ""
    assert "B B：没有结果。" in quiet.stderr


@pytest.mark.usefixtures("no_processes")
def test_what_concerns_all_schools_is_one_error(tmp_path: Path) -> None:
    none = run("batch", tmp_path / "none.csv", "--json")
    assert (none.exit_code, json.loads(none.output)["exit_code"]) == (3, 3)
    source = county(tmp_path, "A")
    assert run("batch", source, "--redraw-school", "A").exit_code == 2
    assert run("batch", source, "--redraw-school", "Z", "--reason", "why").exit_code == 2


@pytest.mark.usefixtures("no_processes")
def test_a_batch_is_sealed_drawn_and_verified(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    sealed = run("seal", source, "--batch", "--classes", 2, "--giver", "parents", "--json")
    assert sealed.exit_code == 0, sealed.output
    assert json.loads(sealed.output)["schools"] == 2
    drawn = run(
        "batch", source, "--classes", 2, "--seals", tmp_path / "county-seal", "--seed", "parents=3"
    )
    assert drawn.exit_code == 0, drawn.output
    folder = tmp_path / "county-classes"
    verified = run("verify", folder, "--roster", source, "--json")
    assert verified.exit_code == 0, verified.output
    last = json.loads(verified.output.splitlines()[-1])
    assert (last["ok"], last["schools"], last["wrong"]) == (True, 2, 0)
    assert run("verify", folder, "--roster", source, "--recount").exit_code == 0
    (folder / "schools/A/classes.csv").write_text("x")
    broken = run("verify", folder)
    assert broken.exit_code == 6
    assert "✗ A" in broken.output
    assert "✓ B" in broken.output


def test_the_workers_leave_a_county_as_one_process_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = county(tmp_path, "ABCD")
    assert run("batch", source, "--classes", 2, "--seed", "a=1", "--workers", 2).exit_code == 0
    first = contents(tmp_path / "county-classes")
    start_none(monkeypatch)
    second = tmp_path / "again"
    assert run("batch", source, "--classes", 2, "--seed", "a=1", "-o", second).exit_code == 0
    assert contents(second) == first


@POSIX
def test_a_reader_that_goes_away_stops_no_school(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    arguments = ["batch", str(source), "--classes", "2", "--json", "--workers", "1"]
    command = [sys.executable, "-m", "balance_classes", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HOME) as process:  # noqa: S603 - our own
        assert process.stdout
        process.stdout.close()
    assert process.returncode == 0
    assert len(finished(tmp_path / "county-classes")) == 2


@POSIX
def test_every_finished_school_outlives_kills_at_random_moments(tmp_path: Path) -> None:
    # benchmarks/kills.py does the same hundreds of times.
    said = list(kill_at_random(tmp_path, kills=3, schools=2, students=12))
    assert "same bytes" in said[-1]


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))
from balance_classes.__main__ import main
sys.argv[1:] = {arguments!r}
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files are told otherwise there")
@pytest.mark.usefixtures("no_processes")
def test_where_nothing_more_can_be_written_each_school_says_so(tmp_path: Path) -> None:
    source = county(tmp_path, "AB")
    arguments = ["batch", str(source), "--classes", "2", "--seed", "a=1", "--workers", "1"]
    # A compiled module cut short would stay behind.
    command = [sys.executable, "-B", "-c", LIMITED.format(arguments=arguments)]
    full = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HOME)  # noqa: S603
    assert full.returncode in (3, 7), full.stderr
    assert "Traceback" not in full.stderr
    assert "the system allows no file so large" in full.stderr
    folder = tmp_path / "county-classes"
    assert not list((folder / "schools").iterdir())
    assert run(*arguments).exit_code == 0
    assert run("verify", folder, "--roster", source).exit_code == 0


def script_of_the_page(name: str, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a script of the page does in a folder, run by a shell."""
    script = re.search(rf"```bash\n(.*?\n# {re.escape(name)} .*?)```", SCALE, re.DOTALL)
    assert script
    (home / name).write_text(script[1].split("```bash\n")[-1])
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", str(home / name), str(home), *arguments]
    return subprocess.run(  # noqa: S603
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )


@pytest.mark.slow
@POSIX
def test_the_script_for_every_night_does_what_the_page_says(tmp_path: Path) -> None:
    county(tmp_path, "A")
    lines = "code,roster,classes\nA,county/A.csv,2\nC,county/C.csv,2\n"
    write_csv(tmp_path / "county.csv", lines)
    first = script_of_the_page("night.sh", tmp_path)
    assert first.returncode == 7, first.stderr
    assert [line.split("\t")[0] for line in first.stdout.splitlines()] == ["C"]
    write_csv(tmp_path / "county/C.csv", text(rows(2)))
    second = script_of_the_page("night.sh", tmp_path)
    assert (second.returncode, second.stdout) == (0, ""), second.stderr


@pytest.mark.slow
@POSIX
def test_the_script_of_jobs_draws_all_schools_in_parts_at_the_same_time(tmp_path: Path) -> None:
    county(tmp_path, "ABC")
    lines = "".join(f"{code},county/{code}.csv,2\n" for code in "ABC")
    write_csv(tmp_path / "county.csv", f"code,roster,classes\n{lines}")
    told = script_of_the_page("jobs.sh", tmp_path, "2")
    assert told.returncode == 0, told.stderr
    assert "Schools: 3; drawn now: 0; finished before: 3" in told.stdout
    assert (tmp_path / "results/summary.html").exists()


def test_shells_complete_commands_and_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMP_WORDS", "balance-classes batch --sch")
    monkeypatch.setenv("COMP_CWORD", "2")
    told = CliRunner().invoke(
        commands,
        [],
        prog_name="balance-classes",
        env={"_BALANCE_CLASSES_COMPLETE": "bash_complete"},
    )
    assert "plain,--scheduler" in told.output.splitlines()


@pytest.mark.parametrize("page", ["scale.md", "scale.zh.md"])
def test_every_option_of_batch_is_on_the_page(page: str) -> None:
    said = (HOME / "docs" / page).read_text("utf-8")
    command = commands.commands["batch"]
    common = {name for p in commands.commands["assign"].params for name in p.opts}
    own = {p.opts[-1] for p in command.params if p.param_type_name == "option"} - common
    assert {name for name in own if name not in said} == set()


def test_the_rosters_of_benchmarks_are_always_the_same(tmp_path: Path) -> None:
    one = contents(write_county(tmp_path / "one", 2, 5))
    assert one == contents(write_county(tmp_path / "two", 2, 5))


@pytest.mark.usefixtures("no_processes")
def test_each_command_speaks_one_language_to_its_last_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "C")
    source = tmp_path / "county"
    source.mkdir()
    lines = [f"S{i:03},学生{'甲乙丙丁戊己庚辛'[i]},{'男女'[i % 2]}" for i in range(8)]
    write_csv(source / "A.csv", "\n".join(["学号,姓名,性别", *lines]))
    write_csv(source / "B.csv", "学号,姓名\n1,学生甲\n")
    drawn = run("batch", source, "--classes", 2, "-o", tmp_path / "out")
    assert not looks_chinese(drawn.stdout)
    assert "B B: no result." in drawn.stderr
    write_csv(source / "B.csv", "\n".join(["学号,姓名,性别", *(f"T{x}" for x in lines)]))
    assert run("batch", source, "--classes", 2, "-o", tmp_path / "out").exit_code == 0
    for how in ((), ("--recount",)):
        told = run("verify", tmp_path / "out", "--roster", source, *how).stdout.splitlines()
        ticks = {"  ✓ A", "  ✓ B"}
        assert ticks <= {*told}
        assert all(looks_chinese(line) for line in told if line and line not in ticks), told
    result = tmp_path / "out/schools/A"
    for subject in (result, result / "ledger.jsonl"):
        assert looks_chinese(run("ledger", subject).stdout.splitlines()[-1])
    assert not looks_chinese(run("ledger", result, "--lang", "en").stdout)
    (tmp_path / "out/batch.json").write_text("{")
    assert looks_chinese(run("verify", tmp_path / "out").stderr)
    write_csv(tmp_path / "one.csv", (source / "A.csv").read_text("utf-8"))
    assert run("assign", tmp_path / "one.csv", "--classes", 2).exit_code == 0
    for subject in (tmp_path / "one.csv", tmp_path / "one.ledger.jsonl"):
        assert looks_chinese(run("ledger", subject).stdout.splitlines()[-1])
