"""From raw cells to values: numbers, dates, codes and texts, one small reader a kind."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from balance_classes.domain.canonical import FORMULA_SIGNS, canonical_text
from balance_classes.domain.roster.labels import glimpse, own_word, staff_label
from balance_classes.domain.roster.roster import MISSING
from balance_classes.files.roster.fields import Field
from balance_classes.language import Either, Text

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003fffd]")
PLAIN_NAME = re.compile(r"[一-龥]{1,20}")
PLAIN_NUMBER = re.compile(r"(?=[A-Z]*[0-9])[0-9A-Z]{1,30}")
"""What most cells hold: nothing needs to be done for these."""
LONGEST_EXACT_NUMBER = 15
"""Excel keeps 15 digits of a number; an identity number kept as a number is broken for good."""
LONGEST_TEXT, LONGEST_CELL = 200, 2_000
"""Longer texts are refused, with the spaces around them and without."""
MOST_SHOWN = 12
"""A table of more codes is not listed in a message."""
YOUNGEST, ELDEST = 2, 30
YEARS_OF_SERVICE, CLASSES_TAUGHT = (0, 60), (1, 1_000)
"""The least and the most that a teacher table may say."""
FAILED = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
"""What cells show whose formulas have failed."""
MANY_DIGITS = 8
_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_DATE = re.compile(
    r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}"
    r"|\d{1,2}[- .]+[A-Za-z]{3,9}[- .,]+\d{4}|[A-Za-z]{3,9}\.? \d{1,2},? \d{4}"
)
_DAY = re.compile(
    r"\d{1,2}月\d{1,2}日|\d{1,2}[- ](jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
    r"|(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*[- ]\d{1,2}",
    re.IGNORECASE,
)
"""What Excel makes of 3-1, and of 1/2: a day of the year, which a text file keeps so."""
NO_NUMBER = ("无", "暂无", "没有", "无证件", "不详", "待补", "none", "n/a", "nil", "-", "/")
"""What is written where somebody has no number."""
NOT_STATED = ("na", "n/a", "nan", "null", "请选择", "/", "\\", ".", "_", "~")
"""What stands in the cell of an attribute where nothing is stated."""


class CellError(ValueError):
    """A cell that cannot be right: what is wrong, and how to mend it."""

    def __init__(self, what: Text, mend: Text) -> None:
        super().__init__(str(what))
        self.what = what
        self.mend = mend


def read_text(cell: object) -> str:
    """Return a cell as canonical text; a whole number without a trailing .0."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date().isoformat()
    written = str(cell)
    if len(written) > LONGEST_CELL:
        raise CellError(
            Text("The text is longer than {most} characters.", most=LONGEST_TEXT),
            Text("Move it to the column it belongs to."),
        )
    try:
        text = canonical_text(re.sub(r"[\r\n\t]+", " ", written))
    except ValueError as error:
        raise CellError(
            Text("The text holds a character that cannot be shown ({code}).", code=str(error)),
            Text("Delete the character and type the text anew."),
        ) from error
    private = _PRIVATE.search(text)
    if private:
        raise CellError(
            Text(
                "The text holds a character of a font of one's own ({code}): other machines show "
                "another sign for it, or none.",
                code=_code(private[0]),
            ),
            Text("Type the Unicode character that the sign stands for, or its pinyin."),
        )
    if text.upper() in FAILED:
        raise CellError(
            Text("The formula of this cell has failed ({error}).", error=text.upper()),
            Text("Mend the formula, or write the value itself."),
        )
    if len(text) > LONGEST_TEXT:
        raise CellError(
            Text("The text is longer than {most} characters.", most=LONGEST_TEXT),
            Text("Move it to the column it belongs to."),
        )
    return text


def read_name(cell: object) -> str:
    """Return a name with single spaces, none between Chinese characters, and one kind of dot."""
    if isinstance(cell, str) and PLAIN_NAME.fullmatch(cell):
        return cell
    name = re.sub(r"\s+", " ", read_text(cell))
    if name[:1] in FORMULA_SIGNS:
        raise CellError(
            Text("The name begins with “{sign}”.", sign=name[0]), Text("Write the name alone.")
        )
    hidden = next(
        (sign for before, sign in zip(f" {name}", name, strict=False) if _hides(before, sign)), ""
    )
    if hidden:
        raise CellError(
            Text("The name holds a character that shows nothing ({code}).", code=_code(hidden)),
            Text("Delete the character and type the text anew."),
        )
    if name and not any(sign.isalpha() or HAN.match(sign) for sign in name):
        raise CellError(
            Text("The name holds no letter."), Text("Write the name, or delete the row.")
        )
    if HAN.search(name):
        name = re.sub(r" ?[•‧∙⋅・･•●．.·] ?", "·", name)
        name = re.sub(rf"(?<={HAN.pattern}) (?={HAN.pattern})", "", name)
    return name


def read_identity(cell: object) -> str:
    """Return an identity in capitals without spaces; refuse one that Excel has rounded."""
    if isinstance(cell, str) and PLAIN_NUMBER.fullmatch(cell):
        return cell
    if isinstance(cell, date):
        raise CellError(
            Text("The number was turned into a date."),
            Text("Format the column as text and enter the number again."),
        )
    text = unicodedata.normalize("NFKC", read_text(cell)).upper()
    text = re.sub(r"\s", "", text).removeprefix("'")
    rounded = isinstance(cell, int | float) and len(text) > LONGEST_EXACT_NUMBER
    if rounded or re.fullmatch(r"\d(\.\d+)?E\+\d+|\d\.\d+E\d+|\d{15,}\.0", text):
        raise CellError(
            Text("The number is stored as a number, so that its last digits are lost."),
            Text("Format the column as text and enter the number again."),
        )
    if text.casefold() in NO_NUMBER:
        return ""
    if text and not text[0].isalnum():
        raise CellError(
            Text("The number begins with “{sign}”.", sign=text[0]),
            Text("Begin it with a letter or a digit."),
        )
    if text and not re.search(r"\d", text):
        raise CellError(
            Text("The number holds no digit."),
            Text("Enter the number, or leave the cell empty where there is none yet."),
        )
    strange = re.search(r"[^0-9A-Z一-鿿\-_/.()#]", text)
    if strange:
        raise CellError(
            Text("The number holds an unusual character ({code}).", code=_code(strange[0])),
            Text("Delete the character and type the text anew."),
        )
    return re.sub(r"^(\d+)\.0$", r"\1", text)


def read_code(cell: object) -> str:
    """Return a code, or the name of a class; refuse one that Excel took for a date."""
    text = read_text(cell)
    if isinstance(cell, date) or _DAY.fullmatch(text):
        raise CellError(
            Text("Excel has turned this into a date."),
            Text("Format the column as text and type it again, such as 3-1."),
        )
    return text


def read_age(cell: object) -> str:
    """Return whole years of age as a level."""
    text = unicodedata.normalize("NFKC", read_text(cell))
    if is_missing(text):
        return MISSING
    age = re.fullmatch(r"(\d{1,2})(\.0)?\s*(岁|周岁|years?)?", text)
    if not age or not YOUNGEST <= int(age[1]) <= ELDEST:
        raise CellError(
            Text("This is no age in whole years."), Text("Write a number such as {age}.", age=7)
        )
    return str(int(age[1]))


def read_count(cell: object, least: int, most: int) -> int | None:
    """Return a whole number, which may have its unit behind it, or None where none is stated."""
    text = unicodedata.normalize("NFKC", read_text(cell))
    if is_missing(text):
        return None
    number = re.fullmatch(r"(\d{1,4})(\.0)?\s*(年|个?班|years?|classes|class)?", text.casefold())
    if not number or not least <= int(number[1]) <= most:
        raise CellError(
            Text("This is no whole number from {least} to {most}.", least=least, most=most),
            Text("Write the number alone."),
        )
    return int(number[1])


def sure_sexes() -> frozenset[str]:
    """Return the words that are said of a boy or a girl, by which the row of a student is known."""
    codes = levels_of("sex").items()
    return frozenset(word for word, level in codes if level in ("male", "female"))


def zero_of_sex(cells: Iterable[object]) -> Mapping[str, str]:
    """Return what 0 means in a column of sexes: not known, beside 1 and 2 (GB/T 2261.1).

    Beside one of them alone it could be a girl, or a boy.
    """
    plain = (unicodedata.normalize("NFKC", str(cell)).strip().removesuffix(".0") for cell in cells)
    return {"0": "not_stated"} if {"1", "2"} <= {*plain} else {}


def read_level(cell: object, field: Field, local: Mapping[str, str] | None = None) -> str:
    """Return the level of an attribute: its code's level, or the text itself.

    `local` gives levels to codes of a school's own. A closed field takes codes only; elsewhere a
    word that is no code is a level of its own, but a number that is none is refused. An empty
    cell is a level of its own.
    """
    if isinstance(cell, date):
        raise _private_date(field)
    text = read_text(cell)
    # Some signs are a space and a mark in this form: ¨ would begin with white space.
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()
    plain = re.sub(r"^(\d+)\.0$", r"\1", plain)
    plain = re.sub(rf"(?<={HAN.pattern})\s+(?={HAN.pattern})", "", plain)
    own = (local or {}).get(plain.casefold())
    if own is not None:
        return own
    if is_missing(plain):
        return MISSING
    if _DATE.search(plain) or _DAY.fullmatch(plain):
        raise _private_date(field)
    if len(re.findall(r"\d", plain)) >= MANY_DIGITS:
        raise CellError(
            Text("{field}: this looks like the number of a person.", field=_label(field)),
            Text("Move the value to the column it belongs to."),
        )
    if plain[:1] in FORMULA_SIGNS:
        raise CellError(
            Text("The text begins with “{sign}”.", sign=plain[0]),
            Text("Begin it with a letter or a digit."),
        )
    known = levels_of(field.codes).get(plain.casefold())
    is_code = field.codes and plain.isdigit()
    if known is None and (field.closed or is_code):
        raise CellError(
            Text("{field}: the code “{code}” is unknown.", field=_label(field), code=glimpse(text)),
            _codes_to_write(field.codes, plain),
        )
    return known or plain


def _private_date(field: Field) -> CellError:
    return CellError(
        Text("{field}: this looks like a date.", field=_label(field)),
        Text(
            "If Excel made a date of it, format the column as text and type it again; else move "
            "it to the column it belongs to."
        ),
    )


def nearest(table: str, word: str) -> str:
    """Return the known word that is most like a word, or "" where none is like it."""
    words = [code for code in levels_of(table) if len(code) > 1 and not code.isdigit()]
    return next(iter(get_close_matches(word.casefold(), words, n=1, cutoff=0.5)), "")


def is_missing(text: str) -> bool:
    """Tell whether a cell of an attribute or a number states nothing."""
    # Statistics programs join missing parts too: NA:NA for a year and a quarter.
    parts = [part for part in re.split(r"[\s:\-—]+", text.casefold()) if part]
    return all(part in NOT_STATED for part in parts)


def _label(field: Field) -> Text | str:
    """Return the words for a declared field; a column of a school's own is its own word."""
    return staff_label(field.name) if field.headers else own_word(field.name)


def _hides(before: str, sign: str) -> bool:
    """Whether a character shows nothing; those that join letters of some scripts do."""
    joins = sign in "\u200c\u200d" and "\u0600" <= before < "\u0e00"
    return unicodedata.category(sign) == "Cf" and not joins


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


@cache
def _code_tables() -> Mapping[str, Mapping[str, list[str]]]:
    text = Path(__file__).with_name("codes.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def levels_of(table: str) -> Mapping[str, str]:
    """Return the level of each code; a people may be written with or without its 族."""
    found: dict[str, str] = {}
    for level, codes in _code_tables().get(table, {}).items():
        for code in (level, level.replace("_", " "), *codes, level.removesuffix("族")):
            found[code.casefold()] = level
    return found


def words_of(table: str, *, chinese: bool) -> list[str]:
    """Return the words to choose from for a table of codes, one a level."""
    found = []
    for level, codes in _code_tables().get(table, {}).items():
        words = [word for word in (level, *codes) if not re.fullmatch(r"\d+|[a-z√✓×✗]", word)]
        fitting = [word for word in words if bool(re.search(r"[一-鿿]", word)) == chinese]
        found.append([*fitting, level][0].replace("_", " "))
    return found


def _codes_to_write(table: str, word: str) -> Text:
    codes = _code_tables()[table]
    likely = nearest(table, word) if len(word) > 1 else ""
    if likely:
        return Text("Perhaps {word} is meant.", word=likely)
    if len(codes) > MOST_SHOWN:
        return Text("Write the word for it, such as {word}.", word=next(iter(codes)))
    # Two codes a level, the words first, which are those of the reader's language.
    short = [each[0] for each in codes.values()]
    zh, en = (
        tuple(dict.fromkeys([*words_of(table, chinese=chinese), *short]))
        for chinese in (True, False)
    )
    if table == "sex":
        return Text(
            "Write one of: {codes}; or say in the rules file what it stands for: {example}.",
            codes=Either(en=en, zh=zh),
            example='[codes.sex] "K" = "male", "D" = "female"',
        )
    return Text("Write one of: {codes}.", codes=Either(en=en, zh=zh))
