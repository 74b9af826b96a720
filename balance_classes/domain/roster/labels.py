"""The words for fields, levels and kinds, as texts that each language says in its own way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from balance_classes.domain.roster.bins import AGE_MONTHS, DISTANCE, NUMBERS, number_column
from balance_classes.domain.roster.forbidden_words import FAMILY, FAVOUR, SCORE
from balance_classes.domain.roster.roster import MISSING, SEX
from balance_classes.domain.rules.policy import FRIENDS, KEEP
from balance_classes.domain.rules.rules import (
    APART,
    AT_LEAST,
    AT_MOST,
    CROSS,
    EVERY_LEVEL,
    OF_LEVEL,
    OFFERED,
    OWN,
    SAME_NAME,
    SAME_SOUND,
    SAME_TONE,
    SIZE,
    TOTAL,
    TWO_WAY,
)
from balance_classes.language import LANGUAGES, Language, Text

CHANGED = "*changed"
"""The column that says what happened since the draw; no attribute may have such a name."""

_CHANGES = {
    "place": Text("newcomers and leavers"),
    "amend": Text("approved change"),
    "pair": Text("second lot: teachers and class names"),
}
"""The words for each kind of later event."""

_GROUPS = {
    SIZE: Text("class size"),
    SAME_NAME: Text("same names"),
    SAME_SOUND: Text("names that sound alike"),
    SAME_TONE: Text("names that sound alike with tones"),
    APART: Text("kept apart"),
    AT_MOST: Text("at most a class"),
    OFFERED: Text("number of a level"),
    AT_LEAST: Text("at least a class, or none"),
    TOTAL: Text("total"),
    TWO_WAY: Text("every two attributes together"),
    FRIENDS: Text("wished friends"),
    KEEP: Text("who stays in its class"),
    "class_before": Text("class before the changes"),
    "sex": Text("sex"),
    "ethnicity": Text("ethnicity"),
    "household": Text("household"),
    "migrant": Text("migrant"),
    "left_behind": Text("left behind"),
    "boarding": Text("boarding"),
    "previous_school": Text("previous school"),
    "disability": Text("disability"),
    "inclusion": Text("inclusive schooling"),
    "age": Text("age"),
    "aid": Text("aid"),
    "legal_preference": Text("legal preference"),
    "birth_quarter": Text("birth quarter"),
    AGE_MONTHS: Text("age in months"),
    DISTANCE: Text("distance to school"),
}

_FIELDS = {
    "student_number": Text("student number"),
    "identity_number": Text("identity number"),
    "register_number": Text("register number"),
    "name": Text("name"),
    "given_name": Text("given name"),
    "family_name": Text("family name"),
    "birth_date": Text("birth date"),
    "identity_type": Text("identity type"),
    "entry_year": Text("year of entry"),
    "home_taught": Text("taught at home"),
    "sector": Text("sector"),
    "together": Text("together"),
    "pinned_class": Text("pinned class"),
    "barred": Text("barred classes"),
    "reason": Text("reason"),
    "class": Text("class"),
    "lottery_number": Text("lottery number"),
    CHANGED: Text("since the draw"),
    number_column(AGE_MONTHS): Text("months of age on 31 August"),
    number_column(DISTANCE): Text("metres to school"),
}

_STAFF_FIELDS = {
    "years": Text("years of service"),
    "title": Text("title"),
    "subject": Text("subject"),
    "head_teacher": Text("head teacher"),
    "same_teacher": Text("never twice in one team"),
    "staff_number": Text("staff number"),
    "classes_taught": Text("classes taught"),
    "team": Text("team"),
    "post": Text("post of this teacher"),
    "room": Text("room"),
    "student": Text("student"),
    "teacher": Text("teacher"),
}
"""What is known of teachers; a school's own column of students may have such a name."""

_YES_NO = {"yes": Text("yes"), "no": Text("no")}
_DISABILITIES = {
    "yes": Text("yes"),
    "none": Text("none"),
    "visual": Text("visual"),
    "hearing": Text("hearing"),
    "speech": Text("speech"),
    "physical": Text("physical"),
    "intellectual": Text("intellectual"),
    "mental": Text("mental"),
    "multiple": Text("multiple"),
    "other": Text("other"),
}
_LEVELS = {
    "sex": {
        "female": Text("girls"),
        "male": Text("boys"),
        "other": Text("other"),
        "not_stated": Text("not stated"),
    },
    "household": {
        "agricultural": Text("agricultural"),
        "non_agricultural": Text("non-agricultural"),
    },
    "migrant": _YES_NO,
    "left_behind": {
        "not_left_behind": Text("not left behind"),
        "one_parent_away": Text("one parent away"),
        "both_parents_away": Text("both parents away"),
        "yes": Text("yes"),
    },
    "boarding": {"day": Text("day pupils"), "boards": Text("boarders"), "lodging": Text("lodging")},
    "disability": _DISABILITIES,
    "inclusion": _DISABILITIES,
    "aid": _YES_NO,
    "legal_preference": _YES_NO,
    "birth_quarter": {
        "q1": Text("Sep–Nov"),
        "q2": Text("Dec–Feb"),
        "q3": Text("Mar–May"),
        "q4": Text("Jun–Aug"),
    },
}
"""The words for levels that codes stand for, by attribute; any other level is its own word."""

_STAFF_LEVELS = {
    "title": {
        "title_professor": Text("senior professor"),
        "title_senior": Text("senior"),
        "title_first": Text("first grade"),
        "title_second": Text("second grade"),
        "title_third": Text("third grade"),
    },
    "head_teacher": _YES_NO,
}

_BIN = re.compile(r"bin_(\d+)_of_(\d+)")

_ONE_STUDENT = {"female": Text("female"), "male": Text("male")}

_KINDS = {
    SCORE: Text("scores, ranks and test results"),
    FAMILY: Text("parents' posts, employers and income"),
    FAVOUR: Text("favours and connections"),
    "forbidden": Text("forbidden by the policy"),
}


def field_label(name: str) -> Text | str:
    """Return the words for a field or a quota group; a name the rules gave is its own word."""
    return _GROUPS.get(name) or _FIELDS.get(name) or _crossed(name, field_label)


def own_word(name: str) -> str:
    """Return the name of an attribute as the school wrote it."""
    return name.removeprefix(OWN)


def limited_label(kind: str) -> Text | str:
    """Return the words for a kind of students that a limit is about: an attribute, or a level."""
    attribute, of_level, level = kind.partition(OF_LEVEL)
    if not of_level:
        return field_label(kind)
    values = {"attribute": field_label(attribute), "level": level_label(level, attribute)}
    if level == EVERY_LEVEL:
        return Text("each level of {attribute}", attribute=values["attribute"])
    return Text("{attribute}: {level}", **values)


def key_label(key: str) -> Text | str:
    """Return the words for what students are told apart by."""
    return field_label(key) if key else Text("name and birth date")


def staff_label(name: str) -> Text | str:
    """Return the words for a field of teachers, or one that they share with students."""
    return _STAFF_FIELDS.get(name) or field_label(name)


def level_label(level: str, attribute: str) -> Text | str:
    """Return the words for a level; what the roster wrote in words is its own label.

    The level of a limit is the attribute that it limits, or a level of it.
    """
    if attribute in (AT_MOST, AT_LEAST, OFFERED, TOTAL):
        return limited_label(level)
    if attribute in NUMBERS and (found := _BIN.fullmatch(level)):
        return Text("bin {number} of {bins}", number=int(found[1]), bins=found[2])
    if level == MISSING:
        return Text("not stated")
    one, cross, other = attribute.partition(CROSS)
    if one and cross and other:
        first, _, second = level.partition(CROSS)
        if level.count(CROSS) > 1:  # of an own level with such a sign nobody knows where it ends
            return level
        return Text(
            "{one} × {other}", one=level_label(first, one), other=level_label(second, other)
        )
    return _LEVELS.get(attribute, {}).get(level, level)


_SEXES = ("male", "female")


def shown_order(level: str, count: int, attribute: str) -> tuple[int, int, str]:
    """Return where a level stands in a list: boys before girls, then frequent ones first."""
    if attribute == SEX and level in _SEXES:
        return _SEXES.index(level), 0, level
    return len(_SEXES), -count, level


def staff_level_label(level: str, attribute: str) -> Text | str:
    """Return the words for a level of teachers."""
    if found := _BIN.fullmatch(level):
        return Text("bin {number} of {bins}", number=int(found[1]), bins=found[2])
    return _STAFF_LEVELS.get(attribute, {}).get(level) or level_label(level, attribute)


@dataclass(frozen=True)
class Words:
    """How the groups and the levels of a problem are said: of students, or of teachers."""

    group: Callable[[str], Text | str]
    level: Callable[[str, str], Text | str]


OF_STUDENTS = Words(field_label, level_label)
OF_STAFF = Words(staff_label, staff_level_label)


def _crossed(name: str, label: Callable[[str], Text | str]) -> Text | str:
    """Return the words for a cell of two attributes; any other name is its own word."""
    one, cross, other = name.partition(CROSS)
    if not (one and cross and other):
        return own_word(name)
    return Text("{one} × {other}", one=label(one), other=label(other))


def student_level_label(level: str, attribute: str) -> Text | str:
    """Return the words for the level of one student: female, where the quota says girls."""
    if attribute == SEX and level in _ONE_STUDENT:
        return _ONE_STUDENT[level]
    return "" if level == MISSING else level_label(level, attribute)


def teacher_level_label(level: str, attribute: str) -> Text | str:
    """Return the words for the level of one teacher."""
    return _STAFF_LEVELS.get(attribute, {}).get(level) or student_level_label(level, attribute)


Say = Callable[[Text | str], str]


def shown_levels(
    levels: Iterable[str],
    say: Say,
    attribute: str,
    label: Callable[[str, str], Text | str] = student_level_label,
) -> dict[str, str]:
    """Return the word of each level of one attribute, each different, so that it is read back.

    Where two levels would have the same word (boards, boarders) all of them stand as they are.
    """
    words = {level: say(label(level, attribute)) for level in levels}
    return words if len(set(words.values())) == len(words) else {level: level for level in words}


def new_level(word: str, known: Mapping[str, str], say: Say, attribute: str) -> str:
    """Return the level that a word stands for which none of the `known` words does."""
    if any(say(student_level_label(level, attribute)) != shown for shown, level in known.items()):
        return word  # two levels would have had the same word, so that all stand as they are
    levels = _LEVELS.get(attribute, ())
    return next((lv for lv in levels if say(student_level_label(lv, attribute)) == word), word)


def same_word(level: str, known: Iterable[str], attribute: str) -> str:
    """Return the known level that is shown by the same word in some language, else the level."""
    for other in known:
        for code in LANGUAGES:
            say = Language(code).say
            if say(student_level_label(other, attribute)) == say(
                student_level_label(level, attribute)
            ):
                return other
    return level


def glimpse(text: str) -> str:
    """Return enough of a text to find it, and too little of a name that strayed there."""
    return text if len(text) <= (3 if text.isascii() else 1) else f"{text[0]}…"


def kind_label(kind: str) -> Text:
    """Return the words for a kind of columns that no draw may read."""
    return _KINDS[kind]


def change_label(kind: str) -> Text:
    """Return the words for a kind of later event."""
    return _CHANGES[kind]
