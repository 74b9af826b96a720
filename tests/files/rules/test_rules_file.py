from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.domain.rules.rules import VALUE_WORDS
from balance_classes.errors import RulesError, UsageError
from balance_classes.files.rules.policies import read_policy
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.language import Language


def read(folder: Path, text: str, **options: object) -> object:
    path = folder / "rules.toml"
    path.write_text(text, encoding="utf-8")
    return read_rules(path, options)


def refused(folder: Path, text: str) -> str:
    with pytest.raises(RulesError) as error:
        read(folder, text)
    return str(error.value)


def test_the_built_in_policy_has_the_caps_of_the_notice() -> None:
    policy = read_policy("changji-2022")
    assert policy.caps == {"primary": 45, "junior": 50}
    assert policy.sections["cap"] == "§6"


def test_options_of_the_command_line_go_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('stage = "primary"\ncap = 40\n')
    rules = read_rules(path, {"cap": 42, "stage": None, "class_names": []})
    assert (rules.stage, rules.cap) == ("primary", 42)


def test_tiers_take_names_and_chinese_headers(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('tiers = [["性别"], ["是否留守儿童", "ethnicity"], ["*"]]', encoding="utf-8")
    assert read_rules(path, {}).tiers == (("sex",), ("left_behind", "ethnicity"), ("*",))


def test_an_unknown_key_is_named_beside_the_keys_there_are(tmp_path: Path) -> None:
    text = refused(tmp_path, "clases = 3")
    assert "rules.toml, key clases" in text
    assert "class_names" in text


def test_a_value_that_is_not_allowed_is_named_beside_those_that_are(tmp_path: Path) -> None:
    text = refused(tmp_path, 'stage = "university"\ncap = 0\nclasses = "many"')
    assert "key stage: The value “university” is not allowed. Allowed: primary, junior." in text
    assert "key cap" in text
    assert "key classes" in text


@pytest.mark.parametrize(
    "text",
    [
        'tiers = [["成绩"]]',
        'tiers = [["sex", "reading_score"]]',
        '[columns]\n"入学成绩" = "previous_school"',
        '[columns]\n"A" = "score"',
        '[columns]\n"父亲职务" = "campus"',
    ],
)
def test_rules_that_ask_for_a_forbidden_column_are_refused(tmp_path: Path, text: str) -> None:
    assert "asks for scores" in refused(tmp_path, text)


def test_a_score_is_spread_by_a_schools_own_choice_where_no_policy_forbids_it(
    tmp_path: Path,
) -> None:
    chosen = read_rules(None, {"policy": "none", "scores": ("Reading score",)})
    assert chosen.scores == ("Reading score",)
    assert dict(chosen.columns) == {"Reading score": "Reading score"}
    read(tmp_path, 'policy = "none"\nscores = ["成绩"]\ntiers = [["成绩"]]\n')
    assert "--spread-score" in refused(tmp_path, 'policy = "none"\n[columns]\n"成绩" = "x"')


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('scores = ["Band"]', "No class is formed by scores (§7)"),
        ('policy = "none"\nscores = ["家庭收入"]', "asks for scores, parents' posts"),
        ('policy = "none"\nscores = ["性别"]', "is read as what it says"),
        (
            'policy = "none"\nscores = ["Band"]\n[columns]\n"Band" = "sex"',
            "is read as what it says",
        ),
    ],
)
def test_the_choice_opens_no_other_way(tmp_path: Path, text: str, what: str) -> None:
    assert what in refused(tmp_path, text)


@pytest.mark.parametrize("name", ["age_months", "distance_number", "", "*"])
def test_an_attribute_of_ones_own_needs_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    text = refused(tmp_path, f'[columns]\n"校区" = "{name}"')
    assert "cannot be the name" in text


@pytest.mark.parametrize("name", ["=1+1", "@a", "a\\u0001b"])
def test_names_that_would_run_or_cannot_be_shown_are_refused(tmp_path: Path, name: str) -> None:
    assert "cannot stand there" in refused(tmp_path, f'class_names = ["{name}", "b"]')


def test_a_tier_of_an_unknown_attribute_is_refused(tmp_path: Path) -> None:
    assert "no attribute “colour”" in refused(tmp_path, 'tiers = [["colour"]]')


def test_an_unknown_policy_is_named_beside_those_there_are() -> None:
    with pytest.raises(RulesError, match="changji-2022, china, own"):
        read_rules(None, {"policy": "x"})


@pytest.mark.parametrize("content", [b"cap = = 3", b"\xff\xfe"])
def test_what_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(content)
    with pytest.raises(RulesError, match=r"rules\.toml"):
        read_rules(path, {})


def test_missing_rules_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="cannot be opened"):
        read_rules(tmp_path / "none.toml", {})


def test_the_cells_of_two_attributes_are_named_by_both(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('tiers = [["性别 × 民族"], ["*是否留守儿童"], ["two_way"]]', encoding="utf-8")
    assert read_rules(path, {}).tiers == (("sex*ethnicity",), ("left_behind",), ("two_way",))


@pytest.mark.parametrize("tiers", ['[["two_way"], ["sex"]]', '[["sex", "two_way"]]'])
def test_the_two_way_tier_stands_last_and_alone(tmp_path: Path, tiers: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(f"tiers = {tiers}", encoding="utf-8")
    with pytest.raises(RulesError, match="two_way"):
        read_rules(path, {})


def test_an_unknown_attribute_in_a_cell_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('tiers = [["性别*身高"]]', encoding="utf-8")
    with pytest.raises(RulesError, match="身高"):
        read_rules(path, {})


def test_numbers_take_names_headers_and_a_list(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('numbers = { "上下学距离" = 3, "月龄" = 6 }', encoding="utf-8")
    assert read_rules(path, {}).numbers == (("age_months", 6), ("distance", 3))
    path.write_text('numbers = ["distance"]', encoding="utf-8")
    assert read_rules(path, {}).numbers == (("distance", 4),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('numbers = { "height" = 4 }', "“height” is no number that is spread"),
        ('numbers = { "入学成绩" = 4 }', "asks for scores"),
        ('numbers = { distance = 4 }\ncolumns = { "数学成绩" = "distance" }', "asks for scores"),
        ("numbers = { distance = 1 }", "too small"),
        ("numbers = { distance = 13 }", "at most 12"),
        ('numbers = { distance = 4, "上学距离" = 4 }', "named twice"),
        ('tiers = [["上下学距离"]]', "numbers = { distance = 4 }"),
        ('columns = { "路程" = "distance" }', "numbers = { distance = 4 }"),
        ('columns = { "月龄" = "age_months" }', "cannot be the name of an attribute"),
        ('numbers = ["distance"]\nat_most = { distance = 3 }', "no attribute “distance”"),
        ("tolerance = 3", "at most 2"),
        ("tolerance = 0", "too small"),
        ("min_size = 0", "too small"),
    ],
)
def test_numbers_and_sizes_that_cannot_be_are_refused(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(tmp_path, text)


def test_what_the_rules_call_hard_is_in_no_tier(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('hard = ["same_name"]', encoding="utf-8")
    rules = read_rules(path, {})
    assert (rules.hard, rules.tiers) == (("same_name",), (("sex",), ("*",), ("two_way",)))


def test_apart_in_a_tier_and_not_called_hard_is_soft(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('tiers = [["apart"], ["sex"]]', encoding="utf-8")
    assert read_rules(path, {}).tiers == (("apart",), ("sex",))


@pytest.mark.parametrize("rule", sorted(VALUE_WORDS))
def test_a_value_may_be_written_by_its_chinese_word(tmp_path: Path, rule: str) -> None:
    for value, word in VALUE_WORDS[rule].items():
        assert read(tmp_path, f'{rule} = "{word}"') == read(tmp_path, f'{rule} = "{value}"')


def test_chinese_is_told_the_chinese_words_for_values(tmp_path: Path) -> None:
    with pytest.raises(RulesError) as error:
        read(tmp_path, 'stage = "高中"')
    assert Language("zh").say(error.value.findings[0].mend) == "可用：小学、初中。"


def test_sizes_and_offered_levels_are_read_from_options_as_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(
        'sizes = { A = 24 }\noffered = { Year = { 3 = ["A", "B"], 4 = { B = 12, C = 0 } } }\n',
        encoding="utf-8",
    )
    options = {"sizes": "A=24", "offered": ("Year=3:A,B", "Year = 4：B=12，C")}
    written, said = read_rules(path, {}, "en"), read_rules(None, options, "en")
    assert written == said
    assert said.sizes == (("A", 24),)
    assert said.offered == (
        ("Year", "3", (("A", 0), ("B", 0))),
        ("Year", "4", (("B", 12), ("C", 0))),
    )
    assert ("Year", "Year") in said.columns


def test_what_the_policy_balances_may_not_be_offered_in_some_classes_only() -> None:
    with pytest.raises(RulesError) as refused:
        read_rules(None, {"offered": ("性别=男:A",)}, "zh")
    assert "§7" in str(refused.value.findings)
    assert read_rules(None, {"offered": ("sex=male:A",)}, "en").offered


def test_a_size_that_is_no_number_is_told_of_the_option() -> None:
    with pytest.raises(UsageError):
        read_rules(None, {"sizes": "A=many"}, "en")
