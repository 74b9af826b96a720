"""Policies: the program's, and those that anybody writes."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from balance_classes.errors import RulesError
from balance_classes.files.roster.roster_reading import examine, read_roster
from balance_classes.files.rules.policies import (
    policy_findings,
    policy_names,
    policy_template,
    read_policy,
)
from balance_classes.files.rules.rules_file import asked_rules, read_rules
from tests.builders import write_xlsx

ENGLISH = [["Student ID", "Name", "Sex"], ["1", "Ann", "F"], ["2", "Ben", "M"]]
CHINESE = [["学号", "姓名", "性别", "宗教"], ["1", "张三", "男", "x"], ["2", "李四", "女", "y"]]


def written(folder: Path, text: str, name: str = "ours.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(folder: Path, text: str) -> str:
    with pytest.raises(RulesError) as caught:
        read_policy(str(written(folder, text)))
    return str(caught.value)


def test_a_policy_needs_a_title_and_nothing_else(tmp_path: Path) -> None:
    policy = read_policy(str(written(tmp_path, 'title = "Ours"')))
    assert policy == replace(read_policy("own"), name="ours", title={"en": "Ours"})


@pytest.mark.parametrize("name", policy_names())
def test_every_policy_of_the_program_speaks_both_languages(name: str) -> None:
    policy = read_policy(name)
    for words in (policy.title, policy.issuer, policy.origin):
        assert set(words) in (set(), {"zh", "en"})


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_template_is_a_policy_that_says_everything(tmp_path: Path, language: str) -> None:
    path = tmp_path / "t.toml"
    path.write_bytes(policy_template(language))
    assert all(asdict(read_policy(str(path))).values())


def test_all_that_is_wrong_in_a_policy_is_told_at_once(tmp_path: Path) -> None:
    told = refused(tmp_path, 'titel = "x"\n[caps]\nprimary = "many"\n[sections]\nmood = "1"')
    keys = ("key title", "key titel", "key caps.primary", "key sections")
    assert [key for key in keys if key not in told] == []
    assert "no attribute “mood”" in refused(tmp_path, 'title = "x"\nrequired = ["mood"]')
    assert "scores" in refused(tmp_path, 'title = "x"\ntiers = [["总分"]]')


def test_no_file_takes_the_name_of_a_policy_of_the_program(tmp_path: Path) -> None:
    written(tmp_path, 'title = "x"', "changji-2022.toml")
    with pytest.raises(RulesError, match="name of a policy of the program"):
        read_policy(str(tmp_path / "changji-2022.toml"))


def test_a_rules_file_names_a_policy_beside_itself(tmp_path: Path) -> None:
    written(tmp_path, 'title = "Ours"\ntolerance = 2\n[caps]\nevery = 7')
    rules = read_rules(written(tmp_path, 'policy = "ours.toml"', "rules.toml"), {})
    assert (rules.policy.name, rules.tolerance, rules.highest_cap) == ("ours", 2, 7)


def test_a_cap_of_every_stage_holds_for_each_and_without_one() -> None:
    policy = replace(read_policy("own"), caps={"every": 30, "junior": 40})
    assert [policy.cap(stage) for stage in ("", "primary", "junior")] == [30, 30, 40]


def test_where_nobody_names_a_policy_the_language_of_the_roster_does(tmp_path: Path) -> None:
    asked = asked_rules(None, {})
    found = [
        examine(write_xlsx(tmp_path / name, rows), asked).rules.policy.name
        for name, rows in (("e.xlsx", ENGLISH), ("c.xlsx", CHINESE))
    ]
    assert found == ["own", "changji-2022"]


def test_no_section_of_another_policy_is_quoted(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "e.xlsx", [[*ENGLISH[0], "Score"], ["1", "A", "F", "9"]] * 2)
    told = [f"{f.what} {f.mend}" for f in examine(path, asked_rules(None, {})).errors]
    assert told
    assert not [each for each in told if "§" in each]


def test_what_a_policy_forbids_is_never_read_and_told_with_its_section(tmp_path: Path) -> None:
    path = written(tmp_path, 'title = "x"\nforbidden = ["宗教"]\n[sections]\nforbidden = "第五条"')
    rules = read_rules(None, {"policy": str(path), "columns": {"宗教": "religion"}})
    roster = read_roster(write_xlsx(tmp_path / "c.xlsx", CHINESE), rules)
    assert roster.attributes == ("sex",)
    assert [(out.header, out.kind, out.section) for out in roster.left_out] == [
        ("宗教", "forbidden", "第五条")
    ]


def test_a_sealed_policy_needs_no_file_and_cannot_be_another_of_the_same_name(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, 'title = "Ours"\nhard = ["apart", "same_name"]\n[caps]\nprimary = 7')
    ours = read_policy(str(path))
    path.unlink()
    assert policy_findings("seal", ours) == []
    assert policy_findings("seal", replace(read_policy("changji-2022"), caps={"primary": 99}))
    assert policy_findings("seal", replace(ours, title={}))
    assert policy_findings("seal", replace(ours, required=("mood",)))
