from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.problem.formulation import formulate, same_sound_quotas
from balance_classes.domain.rules.rules import SAME_SOUND, SAME_TONE
from balance_classes.files.roster.names import sound_of
from tests.builders import a_problem, a_roster, a_student, some_rules
from tests.files.tables.files import HEADER, read, xlsx

pytestmark = pytest.mark.smoke


@pytest.mark.parametrize(
    ("one", "other"),
    [("张伟", "章薇"), ("李娜", "黎那"), ("Ann Lee", "annlee"), ("艾力·江", "爱丽江")],
)
def test_names_that_sound_alike(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)
    assert sound_of(one) != sound_of(f"{other}明")


def test_tones_tell_names_apart_only_where_they_are_counted() -> None:
    assert sound_of("张伟") == sound_of("章薇")
    assert sound_of("张伟", tones=True) != sound_of("章薇", tones=True)
    assert sound_of("张伟", tones=True) == sound_of("章纬", tones=True) == "zhang1wei3"


def test_names_alike_in_tone_come_apart_where_the_rules_say_so(tmp_path: Path) -> None:
    people = ["张伟", "章薇", "章纬", "李刚"]
    rows = [[f"{i}", name, "男", "汉"] for i, name in enumerate(people)]
    roster = read(xlsx(tmp_path / "r.xlsx", [HEADER, *rows]), tiers=((SAME_TONE,),)).roster
    assert roster
    assert {s.sound for s in roster.students} == {""}
    problem = a_problem(roster, classes=2, tiers=((SAME_TONE,),))
    assert [q.members for q in problem.tiers[0].quotas] == [(0, 2)]


def test_they_come_apart_where_the_rules_say_so(tmp_path: Path) -> None:
    rows = [[f"{i}", name, "男", "汉"] for i, name in enumerate(["张伟", "章薇", "王明", "李刚"])]
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *rows])
    roster = read(path, hard=(SAME_SOUND,)).roster
    assert roster
    assert [s.sound for s in roster.students][:2] == ["zhangwei"] * 2
    from balance_classes.domain.rules.capacity import plan_classes

    rules = some_rules(hard=(SAME_SOUND,), classes=2, stage="primary")
    problem = formulate(roster, rules, plan_classes(4, rules, "zh"))
    assert [q.members for q in problem.hard.quotas if q.group == SAME_SOUND] == [(0, 1)]
    plain = read(path).roster
    assert plain
    assert {s.sound for s in plain.students} == {""}


def test_without_sounds_there_is_nothing_to_keep_apart() -> None:
    roster = a_roster(*(a_student(f"{i}", sex="male") for i in range(4)))
    sizes = [2, 2]
    assert same_sound_quotas(roster, sizes) == ()  # type: ignore[arg-type]
    assert SAME_SOUND not in a_problem(roster, classes=2, hard=(SAME_SOUND,)).hard.groups
