"""Words of a seed: one spoken text has one seed, however somebody with a choice types it."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.characters import strange_character
from balance_classes.domain.seed_words import (
    FEW_SEEDS,
    Giver,
    NumbersForm,
    commitment_digest,
    counted_words,
    givers_of,
    seeds_of,
    sound_givers,
    unfit_words,
)

DICE = NumbersForm(3, 1, 6)
TYPINGS = (
    "3 1 6|3·1·6|3ㆍ1ㆍ6|3・1・6|3ー1ー6|3ʼ1ʼ6|3-1-6|３１６|٣ ١ ٦|३ १ ६|𝟛 𝟙 𝟞|③①⑥"
    "|三一六|叁壹陆|〣〡〦|3 I 6|3 l 6"
)


def every_digit() -> list[str]:
    return [
        chr(code)
        for code in range(0x20000)
        if unicodedata.category(chr(code)) == "Nd" and not strange_character(chr(code))
    ]


@pytest.mark.parametrize("typed", TYPINGS.split("|"))
def test_what_looks_or_sounds_like_three_numbers_counts_as_these(typed: str) -> None:
    assert counted_words(typed) == "316"
    assert unfit_words(typed) is None
    assert DICE.words(typed) == "3 1 6"


@pytest.mark.parametrize(
    "typed", ["3 0 6", "3 O 6", "3 o 6", "3〇6", "3○6", "3◯6", "三零六", "3 ० 6"]
)
def test_whatever_looks_like_nought_is_nought(typed: str) -> None:
    assert counted_words(typed) == "306"


@pytest.mark.parametrize(
    "typed", ["АВС", "ABС", "ΑΒ", "ニ", "ロ", "Հ", "ᎪᏴ", "❶", "ɑ", "ı", "ß", "見⻅", "3∘6"]
)
def test_what_may_be_taken_for_another_sign_is_refused(typed: str) -> None:
    assert unfit_words(typed)


def test_letters_and_chinese_characters_do_not_mix() -> None:
    assert unfit_words("口A")
    assert not unfit_words("A 7")
    assert not unfit_words("红 7")


def test_every_digit_of_every_script_counts_as_one_of_ten() -> None:
    assert {counted_words(digit) for digit in every_digit()} == set("0123456789")


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12))
def test_what_is_not_refused_holds_nothing_but_digits_and_one_alphabet(typed: str) -> None:
    if unfit_words(typed) is None:
        assert re.fullmatch(
            "[0-9a-z]+|[0-9\u3400-\ufaff\U00020000-\U0003fffd]+", counted_words(typed)
        )
        assert counted_words(counted_words(typed)) == counted_words(typed)


@pytest.mark.parametrize(
    "typed",
    ["3 1", "3 1 6 2", "3 1 7", "0 1 6", "dice 3 1 6", "three one six", "3161", "", "½ 3 1"],
)
def test_what_is_not_of_the_form_is_refused(typed: str) -> None:
    assert Giver("parents", DICE).unfit(typed)


@pytest.mark.parametrize(
    ("typed", "words"), [("1 16", "01 16"), ("11 6", "11 06"), ("0116", "01 16")]
)
def test_numbers_of_a_form_never_run_into_each_other(typed: str, words: str) -> None:
    assert NumbersForm(2, 1, 16).words(typed) == words


@given(st.lists(st.integers(1, 33), min_size=7, max_size=7))
def test_each_choice_of_numbers_has_one_writing(numbers: list[int]) -> None:
    form = NumbersForm(7, 1, 33)
    written = form.words(", ".join(map(str, numbers)))
    assert written == " ".join(f"{n:02d}" for n in numbers) == form.words(written)


@pytest.mark.parametrize(
    "text", ["3 numbers 1-6", "3个数，1到6", "３ numbers from １ to ６", "3x1-6"]
)
def test_a_form_is_three_whole_numbers_in_any_words(text: str) -> None:
    giver = Giver.read(f"parents={text}")
    assert (giver.form, str(giver)) == (DICE, "parents=3 numbers 1-6")
    assert sound_givers((str(giver), "notary"))


@pytest.mark.parametrize(
    "text", ["dice", "3 dice", "0 numbers 1-6", "3 numbers 6-1", "3 1-6 7", "9999999 1 2"]
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Giver.read(f"parents={text}")
    assert not sound_givers((f"parents={text}",))


def test_how_many_seeds_there_are_is_known_where_every_giver_has_a_form() -> None:
    assert seeds_of(givers_of(("a=3 numbers 1-6", "b=3 numbers 1-6"))) == 6**6 > FEW_SEEDS
    assert seeds_of(givers_of(("a=1 numbers 1-6", "code"))) == 6 < FEW_SEEDS
    assert seeds_of(givers_of(("a=3 numbers 1-6", "b"))) is None
    assert seeds_of(()) is None


COMMITTED = fingerprint(commitment_digest("parents", "3 1 6 9924"))


def test_a_commitment_takes_the_words_it_was_made_of_however_they_are_typed() -> None:
    giver = Giver.read(f"parents=commit {COMMITTED}")
    assert giver.unfit("3 1 6 9924") is None
    assert giver.unfit("３·1·陆 9924") is None
    assert sound_givers((str(giver),))


@pytest.mark.parametrize("words", ["3 1 6 9925", "31 6", "", "три"])
def test_a_commitment_takes_no_other_words(words: str) -> None:
    assert Giver.read(f"parents=commit {COMMITTED}").unfit(words) is not None


def test_a_commitment_is_of_one_giver() -> None:
    assert Giver.read(f"notary=commit {COMMITTED}").unfit("3 1 6 9924") is not None


@pytest.mark.parametrize("sign", ["commit ", "承诺", "承诺 ", "COMMIT\t"])
def test_a_commitment_is_read_as_people_write_it(sign: str) -> None:
    written = f"{sign}{COMMITTED.lower().replace('-', ' ').replace('0', 'o')}"
    assert Giver.read(f"parents={written}").commitment == COMMITTED


@pytest.mark.parametrize(
    "form", ["commit", "commit ABC", f"commit {COMMITTED}X", "commit " + "U" * 24]
)
def test_what_is_no_commitment_is_refused(form: str) -> None:
    with pytest.raises(ValueError):
        Giver.read(f"parents={form}")
