"""Every rule of a school: the page counts by it, and draws again with it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from balance_classes.domain.canonical import digest
from balance_classes.domain.result.fixed_before_draw import LATER_RULES
from balance_classes.files.pages.verify_page import SOURCES
from balance_classes.workflows.draw.prepare import RosterRequest
from tests.builders import write_csv
from tests.verify_page.judge import evidence_of, judged, with_draw_file
from tests.workflows.after_draw.school_year import placed
from tests.workflows.stage import School

COUNT = 24
HEADER = "id,name,sex,Year,Village,Need,Friend 1,Friend 2"
BASE = {
    **{"classes": 3, "class_names": ["A", "B", "C"], "policy": "own", "steps": 300, "depth": 1},
    "columns": {"Village": "Village"},
}
SCHOOLS: dict[str, dict[str, object]] = {
    "offered": {
        "sizes": "C=7",
        "offered": ("Year=Y3:A,B=3", "Year=Y4:B,C"),
        "totals": ("Need",),
        "tiers": [["sex"], ["*"], ["two_way"]],
    },
    "kinds": {
        "at_least": {"sex=女": 2, "Village=*": 3, "Village=Hill": 2},
        "at_most": {"Village=Lower": 5, "sex": 9},
        "tolerance": 2,
        "hard": ["friends"],
    },
    "friends": {"tiers": [["sex"], ["friends", "Village"], ["two_way"]], "hard": ["apart"]},
    "seats": {
        "seats": {"Village=Hill": 2, "Village=*": 1, "sex=女": 3},
        "offered": ("Year=Y3:A,B=9", "Year=Y4:B,C"),
        "tolerance": 2,
        "tiers": [["sex"], ["*"], ["two_way"]],
    },
    "keep": {
        "keep": "Village",
        "class_names": ["Oak", "hill", "Upper"],
        "seats": {"sex=女": 2},
        "tolerance": 2,
        "tiers": [["sex", "keep"], ["*"], ["same_name"], ["two_way"]],
    },
}
"""By their names schools whose rules are those that not every school has."""


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, School]:
    """Return each school with its classes."""
    found = {}
    for name, rules in SCHOOLS.items():
        found[name] = school = School(tmp_path_factory.mktemp(name))
        friends = name in ("friends", "kinds")
        rows = [
            f"S{i:02},Pupil{chr(65 + i)},{'MF'[i % 2]},{'Y3' if i < 13 else 'Y4'},"
            f"{('Hill', 'Lower', 'Upper')[i % 4 % 3]},{i % 4 or ''},"
            + (f"S{(i * 5 + 1) % COUNT:02},S{(i * 7 + 2) % COUNT:02}" if friends and i % 3 else ",")
            for i in range(COUNT)
        ]
        write_csv(school.roster, "\n".join([HEADER, *rows]) + "\n")
        school.assign("a=1", subject=RosterRequest(school.roster, None, BASE | rules))
    return found


def evidence_in(school: School) -> dict[str, str]:
    """Return what an inspector has of a school."""
    return with_draw_file(school.folder) | evidence_of(school.folder)


@pytest.fixture(scope="module")
def schools(drawn: dict[str, School]) -> dict[str, dict[str, str]]:
    """Return what an inspector has of each school before anything changes."""
    return {name: evidence_in(school) for name, school in drawn.items()}


def test_each_is_drawn_again_and_the_same_comes_of_it(schools: dict[str, dict[str, str]]) -> None:
    verdicts = judged([{"files": files} for files in schools.values()])
    assert [verdict["state"] for verdict in verdicts] == ["drawn"] * len(SCHOOLS), verdicts


def test_without_the_draw_file_it_is_counted_as_far_as_it_can_be(
    schools: dict[str, dict[str, str]],
) -> None:
    public = [
        {"files": {name: text for name, text in files.items() if name != "draw-file.json"}}
        for files in schools.values()
    ]
    told = {("offered", "seats"): "class names follow", ("friends", "kinds"): "friends they named"}
    for name, verdict in zip(SCHOOLS, judged(public), strict=True):
        assert verdict["state"] == "counted"
        assert "counts" in verdict["checks"]
        for schools_of, words in told.items():
            assert any(words in text for text in verdict["unknown"]) == (name in schools_of)


def test_after_newcomers_and_leavers_it_knows_which_tiers_there_are_still(
    schools: dict[str, dict[str, str]], drawn: dict[str, School]
) -> None:
    assert schools
    for school in drawn.values():
        coming = write_csv(school.home / "come.csv", f"{HEADER}\nS90,New,F,Y4,Hill,1,,\n")
        placed(school, newcomers=coming, leavers="S03\n")
    verdicts = judged([{"files": evidence_in(school)} for school in drawn.values()])
    assert [verdict["state"] for verdict in verdicts] == ["drawn"] * len(SCHOOLS), verdicts
    assert all("changes" in verdict["checks"] for verdict in verdicts)


def signed(files: dict[str, str], change: Any) -> dict[str, str]:
    """A record in which something was changed, and that was signed again."""
    record = json.loads(files["record.json"])
    change(record)
    fixed = record["fixed"]
    fixed["rules_digest"] = digest([fixed["rules"], fixed["classes"]])
    record["fixed_digest"] = digest(fixed)
    bare = {key: value for key, value in record.items() if key not in ("source", "digest")}
    record["digest"] = digest(bare)
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    kept = {name: text for name, text in files.items() if name != "ledger.jsonl"}
    return kept | {"record.json": text}


@pytest.mark.parametrize(
    ("school", "key", "value"),
    [
        ("offered", "sizes", [["C", 8]]),
        ("offered", "offered", [["Year", "Y3", [["A", 0], ["B", 4]]]]),
        ("offered", "totals", [["Need", [["1", 2]]]]),
        ("kinds", "at_least", [["sex=女", 3], ["Village=*", 3], ["Village=Hill", 2]]),
        ("kinds", "at_most", [["Village=Lower", 4], ["sex", 9]]),
        ("friends", "tiers", [["sex"], ["Village"], ["friends"], ["two_way"]]),
        ("seats", "seats", [["Village=Hill", 3], ["Village=*", 1], ["sex=女", 3]]),
        ("keep", "seats", [["sex=女", 3]]),
        ("keep", "keep", ""),
    ],
)
def test_another_rule_in_a_record_that_was_signed_again_is_found(
    schools: dict[str, dict[str, str]], school: str, key: str, value: object
) -> None:
    def change(record: Any) -> None:
        assert record["fixed"]["rules"][key] != value
        record["fixed"]["rules"][key] = value

    honest, forged = judged(
        [{"files": signed(schools[school], make)} for make in (lambda record: None, change)]
    )
    assert honest["state"] == "drawn", honest
    assert forged["state"] == "wrong"


def test_a_count_that_was_changed_is_found_without_the_draw_file(
    schools: dict[str, dict[str, str]],
) -> None:
    def change(record: Any) -> None:
        line = next(line for line in record["balance"] if line["group"] == "at_least")
        line["low"] = [1] * len(line["low"])

    files = signed(schools["kinds"], change)
    del files["draw-file.json"]
    (verdict,) = judged([{"files": files}])
    assert verdict["wrong"] == ["counts"]


def test_each_rule_that_came_later_is_known_to_the_page() -> None:
    """Whoever adds a rule teaches it to the page: until then it would say that it does not know."""
    page = (SOURCES / "quotas.mjs").read_text("utf-8")
    (known,) = (line for line in page.splitlines() if "const KNOWN" in line)
    assert [rule for rule in LATER_RULES if f'"{rule}"' not in known] == []
