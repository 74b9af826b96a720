"""Wishes bind whom they name, or nobody is bound: what may be written, and what is answered."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balance_classes.domain.roster.wish_codes import groups_of
from balance_classes.files.roster.roster_reading import Examined
from balance_classes.files.roster.student_directory import Directory
from balance_classes.files.roster.wish_cells import Understood, understood
from tests.files.tables.files import read, told, xlsx

NAMES = ["Adam Abbot", "Bea Heath", "Carl Ogden", "Ann-Marie Lee", "Zoé Müller", "Jean O'Brien"]
CHINESE = ["张 三", "李四", "王五", "赵六", "李和平", "欧阳娜娜", "阿依古丽·买买提", "李小明"]
HERE = Directory(dict(enumerate(NAMES)), numbers={i: (f"S{i + 1:03d}",) for i in range(len(NAMES))})
HERE_IN_CHINESE = Directory(
    dict(enumerate(CHINESE)), numbers={i: (str(20260001 + i),) for i in range(len(CHINESE))}
)
NOBODY = frozenset[str]()


def said(text: str, directory: Directory = HERE) -> Understood:
    return understood(text, directory, NOBODY)


def asked(
    folder: Path, header: str, cells: Sequence[object], names: Sequence[str] = NAMES, **more: object
) -> Examined:
    """A roster whose first students wish what the cells say."""
    numbers = more.pop("numbers", None) or [f"S{i + 1:03d}" for i in range(len(names))]
    wishes = [*cells, *[""] * (len(names) - len(cells))]
    rows = [
        [number, name, "F", wish] for number, name, wish in zip(numbers, names, wishes, strict=True)
    ]  # type: ignore[call-overload]
    return read(xlsx(folder / "r.xlsx", [["Student ID", "Name", "Sex", header], *rows]))


def come_to(examined: Examined) -> list[tuple[str, tuple[int, ...]]]:
    assert examined.roster, told(examined.errors)
    return [(group.kind, group.rows) for group in groups_of(examined.wishes)]


@pytest.mark.parametrize(
    "text",
    [
        "Bea Heath", "bea  heath.", "Heath, Bea", "BEA HEATH", "S002", "s 002", "Ｓ００２", "Bea",
        "Bea Heath (from 3B)", "Bea Heath (3B班)", "Bea Heath from 3B", "S002 Bea Heath",
        "Bea Heath (S002)", "1. Bea Heath", "• Bea Heath", "“Bea Heath”", "No. S002",
    ],
)  # fmt: skip
def test_a_student_is_named_in_many_ways(text: str) -> None:
    assert said(text) == Understood(rows=(1,), by_number=said(text).by_number)


@pytest.mark.parametrize(
    "text",
    [
        "Bea Heath, Carl Ogden", "Bea Heath + Carl Ogden", "Bea Heath - Carl Ogden",
        "Bea Heath–Carl Ogden", "Bea Heath\nCarl Ogden", "1. Bea Heath 2. Carl Ogden",
        "1) Bea Heath\n2) Carl Ogden", "Bea and Carl", "Bea Heath & CARL OGDEN", "S002, S003",
        "S002; Carl Ogden", "Bea Heath/Carl Ogden", "Heath, Bea; Ogden, Carl", "S002 S003",
        "Bea Heath, and Carl Ogden", "Bea Heath Carl Ogden",
    ],
)  # fmt: skip
def test_several_are_named_with_any_usual_separator(text: str) -> None:
    assert said(text).rows == (1, 2)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("李 四", (1,)), ("李四、王五", (1, 2)), ("李四 王五", (1, 2)), ("李四和王五", (1, 2)),
        ("李和平和王五", (4, 2)), ("欧阳 娜娜", (5,)), ("阿依古丽.买买提", (6,)), ("李四。", (1,)),
        ("1、李四 2、王五", (1, 2)), ("①李四②王五", (1, 2)), ("李四（3班）", (1,)),
        ("李四同学", (1,)), ("小明", (7,)), ("２０２６０００２", (1,)), ("李四-王五", (1, 2)),
        ("张三", (0,)), ("学号20260002", (1,)),
    ],
)  # fmt: skip
def test_chinese_wishes_are_read_likewise(text: str, rows: tuple[int, ...]) -> None:
    assert said(text, HERE_IN_CHINESE).rows == rows


@pytest.mark.parametrize(
    "text", ["none", "n/a", "-", "/", "No", "无", "没有", "无要求", "N/A.", ""]
)
def test_what_says_that_nobody_is_meant_is_empty(text: str) -> None:
    assert said(text) == said(text, HERE_IN_CHINESE) == Understood()


@pytest.mark.parametrize(
    "text",
    [
        "not with Bea Heath", "Bea Heath or Carl Ogden", "Bea Heath?", "Beah Heath", "S00l", "S099",
        "Heath", "Mr Heath", "w/ Bea", "twin of Bea Heath", "Bea Heath (twin of Carl)", '"', "yes",
        "same as row 5", "Bea Heath S003", "S002-S004", "Zoe Muller", "Bea Heath; Zoe Ash", "0",
        "Bea, Carl", "Ms Jones", "≠Bea Heath", "all but Bea Heath", "Zoe", "the twins", "as above",
    ],
)  # fmt: skip
def test_what_is_not_understood_binds_nobody(text: str) -> None:
    assert said(text).fault
    assert (said(text).rows, said(text).codes) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "不和李四",
        "李四或王五",
        "李匹",
        "同上",
        "第5行",
        "王小二",
        "王老师",
        "李明(小明)",
        "双胞胎",
        "除李四外",
    ],
)
def test_chinese_text_that_is_not_understood_binds_nobody(text: str) -> None:
    found = said(text, HERE_IN_CHINESE)
    assert found.fault
    assert (found.rows, found.codes) == ((), ())


@pytest.mark.parametrize("code", ["T1", "A", "3", "G-2", "twins", "甲组", "双1", "F12", "XX"])
def test_a_short_word_that_no_student_is_like_is_a_code(code: str) -> None:
    assert said(code).codes == (code,)
    assert said(code, HERE_IN_CHINESE).codes == (code,)


@pytest.mark.parametrize(
    "text",
    [
        "AA",
        "BH",
        "HB",
        "tbc",
        "TBD",
        "same",
        "all",
        "anyone",
        "both",
        "ja",
        "egal",
        "mum",
        "friends",
        "S2-S3",
        "sister",
    ],
)
def test_initials_and_words_that_are_remarks_are_no_codes(text: str) -> None:
    assert said(text).fault
    assert said(text).codes == ()


@pytest.mark.parametrize("text", ["LS", "ls", "lisi", "Li Si", "LXM", "双胞胎"])
def test_pinyin_is_no_code_where_a_student_is_called_so(text: str) -> None:
    assert said(text, HERE_IN_CHINESE).fault


PEOPLE_ELSEWHERE = [
    "Müller, Hans",
    "Großmann, Lea",
    "محمد علي",
    "فاطمة حسن",
    "मीना शर्मा",
    "रवि कुमार",
]
PEOPLE_ELSEWHERE += ["ئايگۈل مەمەت", "نۇرشات ئابدۇرېھىم", "Айгүл Нұрлан", "Ерлан Қайрат"]
ELSEWHERE = Directory(
    dict(enumerate(PEOPLE_ELSEWHERE)), numbers={i: (f"U{i + 1:02d}",) for i in range(10)}
)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Hans Müller und Lea Großmann", (0, 1)),
        ("Müller, Hans; Grossmann, Lea", (0, 1)),
        ("محمد علي، فاطمة حسن", (2, 3)),
        ("محمد علي و فاطمة حسن", (2, 3)),
        ("मीना शर्मा और रवि कुमार", (4, 5)),
        ("ئايگۈل مەمەت ۋە نۇرشات ئابدۇرېھىم", (6, 7)),
        ("Айгүл Нұрлан және Ерлан Қайрат", (8, 9)),
        ("Нұрлан Айгүл, Қайрат Ерлан", (8, 9)),
        ("u1", (0,)),
        ("U1, u 02", (0, 1)),
        ("Ｕ０３", (2,)),
        ("keine", ()),
        ("нет", ()),
        ("жоқ", ()),
        ("يوق", ()),
        ("لا يوجد", ()),
        ("कोई नहीं", ()),
    ],
)
def test_wishes_of_other_languages_are_read_likewise(text: str, rows: tuple[int, ...]) -> None:
    found = said(text, ELSEWHERE)
    assert (found.rows, found.codes, found.fault) == (rows, (), "")


@pytest.mark.parametrize(
    "text",
    [
        "nicht mit Hans Müller",
        "Hans Müller oder Lea Großmann",
        "mit Hans",
        "ليس مع محمد علي",
        "не с Ерланом",
        "Айгүл Нурлан",
        "मीना के साथ",
        "Zwillinge",
        "s.o.",
        "نعم",
        "да",
    ],
)
def test_what_is_not_understood_in_other_languages_binds_nobody(text: str) -> None:
    found = said(text, ELSEWHERE)
    assert found.fault
    assert (found.rows, found.codes) == ((), ())


def test_twins_are_two(tmp_path: Path) -> None:
    assert come_to(asked(tmp_path, "Keep with", ["twins", "twins"])) == [("together", (2, 3))]
    found = asked(tmp_path, "Keep with", ["twins"] * 4)
    assert [text.split(":")[0] for text in told(found.errors)] == ["D2", "D3", "D4", "D5"]


def test_a_number_beside_a_name_without_a_space_is_its_own() -> None:
    assert said("20260002李四", HERE_IN_CHINESE).rows == (1,)
    assert said("李四20260002", HERE_IN_CHINESE).rows == (1,)
    assert said("李四20260003", HERE_IN_CHINESE).fault


def test_who_write_the_same_number_are_with_that_student(tmp_path: Path) -> None:
    found = asked(tmp_path, "Keep with", ["S006", "S006"])
    assert come_to(found) == [("together", (2, 3, 7))]


def test_two_who_write_a_padded_name_are_apart_from_that_student_alone(tmp_path: Path) -> None:
    found = asked(tmp_path, "分开", ["李 四", "", "", "李 四"], CHINESE)
    assert come_to(found) == [("apart", (2, 3)), ("apart", (3, 5))]


def test_a_vowel_sign_is_a_letter(tmp_path: Path) -> None:
    found = asked(tmp_path, "Keep apart from", ["", "मोना", "मोना"], ["मीना", "Ann Lee", "Bo Ray"])
    assert [text.split(":")[0] for text in told(found.errors)] == ["D3", "D4"]
    assert all("row 2" in str(finding.mend) for finding in found.errors)


def test_a_name_in_another_unicode_form_is_the_same_name(tmp_path: Path) -> None:
    cells = ["", "", "", "", "", unicodedata.normalize("NFD", "Zoé Müller")]
    assert come_to(asked(tmp_path, "Keep with", cells)) == [("together", (6, 7))]


def test_of_namesakes_a_number_tells_which(tmp_path: Path) -> None:
    names = ["Ann Lee", "Bob Ray", "Bob Ray", "Bob Ray"]
    assert come_to(asked(tmp_path, "Avoid", ["S003"], names)) == [("apart", (2, 4))]
    assert come_to(asked(tmp_path, "Avoid", ["Bob Ray (S003)"], names)) == [("apart", (2, 4))]
    found = asked(tmp_path, "Avoid", ["", "S003", "", ""], names)
    assert come_to(found) == [("apart", (3, 4))]
    assert found.roster
    sharing = [s.row for s in found.roster.students if s.apart]
    assert sharing == [3, 4]


def test_a_number_that_several_write_like_a_code_is_refused(tmp_path: Path) -> None:
    numbers = [str(i + 1) for i in range(len(NAMES))]
    found = asked(tmp_path, "Keep with", ["3", "3"], numbers=numbers)
    assert [text.split(":")[0] for text in told(found.errors)] == ["D2", "D3"]
    label = asked(tmp_path, "Keep with", ["1", "1"], numbers=numbers)
    assert come_to(label) == [("together", (2, 3))]
    mutual = asked(tmp_path, "Keep apart", ["2, 3", "1, 3", "1, 2"], numbers=numbers)
    assert come_to(mutual) == [("apart", (2, 3)), ("apart", (2, 4)), ("apart", (3, 4))]
    once = asked(tmp_path, "Keep apart", [3.0], numbers=numbers)
    assert come_to(once) == [("apart", (2, 4))]


def test_zeros_that_a_number_has_lost_are_seen(tmp_path: Path) -> None:
    numbers = [f"{i + 1:03d}" for i in range(len(NAMES))]
    assert come_to(asked(tmp_path, "Avoid", [5], numbers=numbers)) == [("apart", (2, 6))]


def test_a_list_that_all_of_a_group_have_is_read_without_oneself(tmp_path: Path) -> None:
    found = asked(tmp_path, "Avoid", ["Adam Abbot, Bea Heath"] * 2)
    assert come_to(found) == [("apart", (2, 3))]
    assert told(asked(tmp_path, "Avoid", ["Adam Abbot"]).errors)
    assert told(asked(tmp_path, "Avoid", ["Adam Abbot"] * 3).errors)


def test_columns_of_a_series_are_read_together(tmp_path: Path) -> None:
    for headers in (["Avoid 1", "Avoid 2"], ["不同班1", "不同班②"], ["Avoid", "Keep apart from"]):
        rows = [
            ["Student ID", "Name", "Sex", *headers],
            ["S1", "Ann Lee", "F", "Bob Ray", "Cy Fox"],
        ]
        rows += [["S2", "Bob Ray", "M", "", ""], ["S3", "Cy Fox", "M", "", ""]]
        found = read(xlsx(tmp_path / "r.xlsx", rows))
        assert come_to(found) == [("apart", (2, 3)), ("apart", (2, 4))], headers
        assert [wish.cell for wish in found.wishes] == ["D2", "E2"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Do not place with", "apart"), ("Must not be with", "apart"), ("Separate", "apart"),
        ("Conflict", "apart"), ("互斥", "apart"), ("不能同班", "apart"),
        ("Pair with", "together"), ("Buddy", "together"), ("绑定", "together"),
        ("要求同班", "together"), ("Buddy #2", "together"), ("预设班级", "pinned_class"),
    ],
)  # fmt: skip
def test_headers_of_wishes_have_many_words(header: str, field: str, tmp_path: Path) -> None:
    assert (header, field) in asked(tmp_path, header, []).columns


SCRIPTS = [
    ["Adam Abbot", "Bea Heath", "Carl Ogden", "Ann-Marie Lee", "Jean O'Brien", "Mary Lee-Smith"],
    ["Zoé Müller", "Renée Núñez", "Łukasz Żak", "Søren Ås", "Çağla Şen", "Đặng Ngọc"],
    ["张三", "李四", "李和平", "欧阳娜娜", "阿依古丽·买买提", "王小明"],
    ["मीना शर्मा", "मोना शर्मा", "रवि कुमार", "रीना कुमारी", "किरण देव", "कर्ण देव"],
    ["محمد علي", "فاطمة حسن", "مريم خالد", "يوسف سعيد", "ليلى نور", "عمر زيد"],
    ["Анна Иванова", "Пётр Орлов", "Юрий Зайцев", "Ольга Йод", "Лев Сом", "Яна Крот"],
    ["김민수", "이서연", "박지훈", "최은우", "정하윤", "강도현"],
]
SEPARATORS = [
    ", ",
    "、",
    "，",
    "; ",
    "；",
    " / ",
    "+",
    " + ",
    " & ",
    " - ",
    " – ",
    "\n",
    " and ",
    "和",
]


@settings(max_examples=300)
@given(st.integers(0, 10**9))
def test_a_wish_is_honoured_or_refused_and_never_bound_to_somebody_else(number: int) -> None:
    chance = random.Random(number)
    names = chance.choice(SCRIPTS)
    listed, strangers = names[:4], names[4:]
    form = chance.choice(["NFC", "NFD"])
    here = Directory(
        {i: unicodedata.normalize(form, name) for i, name in enumerate(listed)},
        numbers={i: (f"{chance.choice(['S', '2026', ''])}{i + 11:04d}",) for i in range(4)},
    )
    meant = chance.sample(range(4), chance.randint(1, 3))
    parts = [_spelt(here, i, chance) for i in meant]
    wrong = chance.random() < 0.3
    if wrong:
        parts.insert(chance.randint(0, len(parts)), chance.choice(strangers))
        if chance.random() < 0.5:
            parts = [parts[chance.randrange(len(parts))] for _ in range(1)]
            wrong = parts[0] in strangers
            meant = meant if not wrong else []
    text = unicodedata.normalize(chance.choice(["NFC", "NFD"]), _joined(parts, chance))
    found = understood(text, here, NOBODY)
    assert not found.codes, text
    if wrong:
        assert found.fault, text
    elif not found.fault:
        assert set(found.rows) <= set(meant), text
        assert len(found.rows) == len(parts), text


def _spelt(here: Directory, student: int, chance: random.Random) -> str:
    name, number = here.names[student], here.numbers[student][0]
    spelling = chance.choice(["name", "name", "case", "spaces", "number", "wide", "note", "turned"])
    if spelling == "case":
        return chance.choice([name.upper(), name.lower()])
    if spelling == "spaces":
        return f"  {name.replace(' ', '   ')} "
    if spelling == "number":
        return number
    if spelling == "wide":
        return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number)
    if spelling == "note":
        return f"{name} (3B)"
    first, space, last = name.partition(" ")
    return f"{last}, {first}" if spelling == "turned" and space else name


def _joined(parts: Sequence[str], chance: random.Random) -> str:
    if chance.random() < 0.2:
        return " ".join(f"{i}. {part}" for i, part in enumerate(parts, start=1))
    return chance.choice(SEPARATORS).join(parts) + chance.choice(["", "", ".", "。"])


def numbered(folder: Path, *cells: str, header: str = "No.") -> Examined:
    """A roster with numbers of its list, 1 to 6, whose first students wish what the cells say."""
    wishes = [*cells, *[""] * (len(NAMES) - len(cells))]
    rows = [[i + 1, f"X{i}7", NAMES[i], "F", wishes[i]] for i in range(len(NAMES))]
    return read(xlsx(folder / "n.xlsx", [[header, "Student ID", "Name", "Sex", "apart"], *rows]))


@pytest.mark.parametrize("header", ["No.", "序号", "#", "Nr.", "座号", "S/N"])
def test_a_number_of_the_list_names_its_student(tmp_path: Path, header: str) -> None:
    assert come_to(numbered(tmp_path, "5", header=header)) == [("apart", (2, 6))]
    assert "number of a student" in str(told(numbered(tmp_path, "5", "5", header=header).errors))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.sampled_from(["", "No.", "no ", "#", "nr ", "第", "学号", "ID"]),
    number=st.integers(1, 9),
    behind=st.sampled_from(["", "号", ".", "同学", "!"]),
)
def test_what_two_write_of_a_number_of_the_list_is_never_a_code(
    tmp_path: Path, before: str, number: int, behind: str
) -> None:
    examined = numbered(tmp_path, *[f"{before}{number}{behind}"] * 2)
    bound = {code for wish in examined.wishes for code in wish.codes}
    assert not bound or (number > len(NAMES) and bound <= {str(number)})


@pytest.mark.parametrize("mark", ["x", "X", "v", "o", "√", "*", "…", "00"])
def test_a_tick_says_not_whom_a_wish_is_about(tmp_path: Path, mark: str) -> None:
    examined = asked(tmp_path, "apart", [mark, mark])
    assert len(examined.errors) == 2
    assert examined.wishes == ()


def test_ones_at_three_students_and_nothing_else_may_be_ticks(tmp_path: Path) -> None:
    assert asked(tmp_path, "together", ["1"] * 3).errors
    assert asked(tmp_path, "together", ["1", "1", "2", "2"]).roster


@pytest.mark.parametrize(
    "text",
    ["Bea Heath (20260001)", "Bea Heath (preferably)", "Bea Heath (together)", "No.2", "NR7"],
)
def test_notes_that_say_something_else_and_numbers_of_nobody_are_refused(text: str) -> None:
    assert said(text).fault


def test_a_wish_about_a_student_without_a_seat_is_told(tmp_path: Path) -> None:
    rows = [["Name", "Sex", "Taught at home", "Avoid"], ["Ann Lee", "F", "no", "Bob Ray"]]
    rows += [["Bob Ray", "M", "yes", ""], ["Cy Fox", "M", "no", ""]]
    found = read(xlsx(tmp_path / "r.xlsx", rows))
    assert found.roster
    assert "D2: This wish is about a student who is taught at home and gets no seat." in told(
        found.warnings
    )
