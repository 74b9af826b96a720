"""A policy of one's own, from the template to the sheets, as people use it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from balance_classes.cli import commands
from balance_classes.language import Language
from balance_classes.rendering.policy import ask_policy
from balance_classes.workflows.draw.assign import AssignRequest
from balance_classes.workflows.draw.assign import assign as form
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv, write_xlsx

PUPILS = "".join(f"S{i},Pupil {i},{'F' if i % 2 else 'M'},x\n" for i in range(12))
ENGLISH = f"student_id,name,sex,religion\n{PUPILS}"
CHINESE = [["学号", "姓名", "性别"], *([f"{i}", f"学生{i}", "男女"[i % 2]] for i in range(12))]
OURS = """title = "Trust rules"
issuer = "The Trust"
forbidden = ["religion"]
notice = "By the Trust's rules."
[caps]
every = 5
[sections]
cap = "s. 3"
forbidden = "s. 9"
"""


def run(*arguments: object, said: str | None = None) -> Result:
    return CliRunner().invoke(commands, [str(argument) for argument in arguments], input=said)


def sheets(folder: Path) -> dict[str, str]:
    """Return all that each sheet of a result shows, with its footer."""
    book = load_workbook(next(folder.glob("*.xlsx")))
    return {
        sheet.title: " ".join(str(c.value) for row in sheet for c in row if c.value)
        + str(sheet.oddFooter.center.text)
        for sheet in book
    }


def test_a_policy_goes_onto_every_sheet_and_verify_needs_no_file(tmp_path: Path) -> None:
    ours = tmp_path / "ours.toml"
    ours.write_text(OURS, encoding="utf-8")
    roster, out = write_csv(tmp_path / "r.csv", ENGLISH), tmp_path / "out"
    drawn = run("assign", roster, "--policy", ours, "--seed", "a=1", "-o", out)
    assert drawn.exit_code == 0, drawn.output
    ours.unlink()
    assert "Never read: religion (forbidden by the policy, s. 9)." in drawn.output
    assert run("verify", out).exit_code == 0
    told = sheets(out)
    assert [name for name, words in told.items() if "Policy: Trust rules" not in words] == []
    assert not [name for name, words in told.items() if "§" in words]
    page = (out / "report.html").read_text("utf-8")
    assert "Trust rules" in page
    assert "§" not in page
    notice = run("notice", out, "-o", tmp_path / "n")
    assert notice.exit_code == 0, notice.output
    assert "By the Trust" in (tmp_path / "n" / "notice.html").read_text("utf-8")


def test_a_cap_above_the_policys_quotes_its_own_section(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(OURS, encoding="utf-8")
    roster = write_csv(tmp_path / "r.csv", ENGLISH)
    refused = run("assign", roster, "--policy", tmp_path / "ours.toml", "--cap", 6)
    assert "above the 5 that the policy allows (s. 3)." in refused.output


def test_a_policy_is_listed_told_and_written_to_fill_in(tmp_path: Path) -> None:
    assert run("policy").output.splitlines()[-1] == "own: The school's own rules"
    path = tmp_path / "t.toml"
    assert run("policy", "--template", path, "--lang", "zh").exit_code == 0
    assert "小学：每班至多 45 人（第三条）。" in run("policy", path, "--lang", "zh").output
    body = json.loads(run("policy", path, "--json").output)
    assert body["policies"][0]["policy"]["caps"] == {"primary": 45, "junior": 50}
    (tmp_path / "bad.toml").write_text('title = "x"\ntolerance = 9', encoding="utf-8")
    assert run("policy", tmp_path / "bad.toml").exit_code == 3


@pytest.mark.parametrize(("rows", "asked"), [(CHINESE, ["zh"]), (None, [])])
def test_a_person_is_asked_by_whose_rules_a_chinese_roster_is_drawn(
    tmp_path: Path, rows: list[list[str]] | None, asked: list[str]
) -> None:
    roster = (
        write_xlsx(tmp_path / "r.xlsx", rows) if rows else write_csv(tmp_path / "r.csv", ENGLISH)
    )
    heard: list[str] = []

    def choose(language: object) -> str:
        heard.append(language.code)  # type: ignore[attr-defined]
        return "china"

    subject = RosterRequest(roster, None, {"classes": 2}, choose=choose)
    request = AssignRequest(
        subject=subject, seed=("a=1",), ask=None, sealed=None, rehearsal=True, redraw=False,
        reason="", date="", output=tmp_path / "out", language=None,
    )  # fmt: skip
    policy = form(request, lambda stage: None).result.formed.rules.policy.name
    assert (heard, policy) == (asked, "china" if asked else "own")


def test_the_question_names_every_policy_and_takes_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["9", "4", '"ours.toml"'])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(answers))
    assert ask_policy(Language("zh")) == "ours.toml"
