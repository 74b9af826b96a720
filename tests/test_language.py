from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.errors import RosterError, RulesError, UsageError
from balance_classes.files.roster.roster_reading import examine
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.language import Either, Language, Text, day, shown
from tests.builders import some_rules, write_csv

EN, ZH = Language("en"), Language("zh")


def test_a_date_is_written_as_each_language_writes_it() -> None:
    text = Text("Date of the draw: {date}.", date=day("2026-08-02"))
    assert EN.say(text) == "Date of the draw: 2 August 2026."
    assert ZH.say(text) == "抽签日期：2026年8月2日。"
    assert EN.say(Text("Date of the draw: {date}.", date=day("soon"))).endswith("soon.")


def test_a_value_that_ends_in_a_stop_ends_the_sentence() -> None:
    told = [EN.say(Text("Columns not used: {headers}.", headers=(h,))) for h in ("No.", "No", "…")]
    assert told == ["Columns not used: No.", "Columns not used: No.", "Columns not used: …."]


def test_a_value_may_have_words_of_its_own_in_each_language() -> None:
    text = Text("Write one of: {codes}.", codes=Either(en=("a", "b"), zh=("甲", "乙")))
    assert EN.say(text) == "Write one of: a, b."
    assert "甲、乙" in ZH.say(text)


BROKEN = [
    "a = [1",
    "a = {",
    "a",
    "a =",
    "a = x",
    "a = 'x",
    'a = "\\q"',
    "a = 1\na = 2",
    "[a]\n[a]",
    "a = 1 2",
    "= 1",
    "a = 2026-99-99",
    "[a",
]


@pytest.mark.parametrize("toml", BROKEN)
def test_what_is_wrong_with_toml_is_told_in_chinese_alone(tmp_path: Path, toml: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(toml, "utf-8")
    with pytest.raises(RulesError) as caught:
        read_rules(path, {})
    said = ZH.say(caught.value.findings[0].what)
    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= {"TOML"}
    assert "写法不是" not in said


@pytest.mark.parametrize(
    "toml",
    [
        'cap = "x"', "tiers = []", 'tiers = "a"', "columns = 3", "classes = 1.5", "school = 3",
        "notice = 3", "cap = true", "tiers = [['a'],['b'],['c'],['d'],['e'],['f'],['g']]",
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_is_told_in_chinese_alone(tmp_path: Path, toml: str) -> None:
    path = tmp_path / "r.toml"
    path.write_text(toml, "utf-8")
    with pytest.raises(RulesError) as caught:
        read_rules(path, {})
    said = ZH.say(caught.value.findings[0].mend)
    assert not re.search(r"[A-Za-z]{2,}", said), said
    assert EN.say(caught.value.findings[0].mend).isascii()


def test_allowed_values_are_enumerated_as_the_language_does(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_rules(None, {"method": "x"})
    assert ZH.say(caught.value.findings[0].mend) == "可用：抽签、规划。"


def test_codes_to_write_are_those_of_the_readers_language(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", "student_id,name,sex\n1,A,q\n2,B,F\n")
    (finding,) = examine(path, some_rules()).errors
    assert EN.say(finding.mend).startswith(
        "Write one of: male, female, other, not stated, 1, 2, x, 9; or say"
    )
    assert "男、女、其他、未说明、1、2、x、9" in ZH.say(finding.mend)


def test_text_whose_quotation_marks_do_not_close_is_told_in_chinese(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", 'student_id,name,sex\n1,"A"B,M\n')
    with pytest.raises(RosterError) as caught:
        examine(path, some_rules())
    assert not re.search(r"[A-Za-z]{2,}", ZH.say(caught.value.findings[0].what))


@given(st.text(max_size=30))
def test_no_value_steers_the_terminal_or_the_direction_of_writing(text: str) -> None:
    for told in (Language("en").say(Text("{it} is here", it=text)), Language("zh").say(text)):
        kinds = {unicodedata.category(c) for c in told if c not in "\t\n"}
        assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
        assert not {unicodedata.bidirectional(c) for c in told} & {
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        }  # fmt: skip


def test_a_value_begins_no_line_of_its_own() -> None:
    told = Language("en").say(Text("Room: {room}", room="1\n✓ Everything is right."))
    assert told == r"Room: 1\u000a✓ Everything is right."


@given(st.text(max_size=30))
def test_json_that_shows_all_its_characters_holds_the_same_text(text: str) -> None:
    assert json.loads(shown(json.dumps(text, ensure_ascii=False))) == text


@pytest.mark.parametrize(
    ("message", "values", "said"),
    [
        ("{count} classes", {"count": 1}, "1 class"),
        ("{count} classes", {"count": 11}, "11 classes"),
        ("{teams} teams are named for {classes} classes.", {"teams": 1, "classes": 2},
         "1 team is named for 2 classes."),
        ("{name}: {count} students", {"name": "{count} students 1 students", "count": 1},
         "{count} students 1 students: 1 student"),
        ("{heads} head teachers were there", {"heads": 1}, "1 head teacher was there"),
    ],
)  # fmt: skip
def test_one_thing_is_told_as_one(message: str, values: dict[str, object], said: str) -> None:
    assert Language("en").say(Text(message, **values)) == said
