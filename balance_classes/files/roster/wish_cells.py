"""What a cell of wishes says: nobody, students, codes, or nothing that can be understood."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from balance_classes.files.roster.student_directory import Directory, Mention, plain_number

NOBODY = frozenset(
    (
        "无", "無", "没有", "沒有", "暂无", "无要求", "没有要求", "无特殊要求",
        "无需求", "不需要", "不限", "否", "空", "×",
        "none", "no", "nil", "null", "nobody", "no one", "nan", "n/a",
        "na", "n.a.", "not applicable", "-", "--", "—", "–", "/", "\\", "_",
        "暂无要求", "无人", "nein", "kein", "keine", "keiner", "niemand", "entfällt", "aucun",
        "aucune", "personne", "ninguno", "ninguna", "nadie", "nenhum", "nessuno", "geen", "yok",
        "нет", "никого", "жоқ", "ешкім", "يوق", "لا", "لا يوجد", "لا أحد", "नहीं", "कोई नहीं", "なし",
        "없음", "không",
    )
)  # fmt: skip
"""What is written where nobody is wished for."""
_SAYS_YES = """
是 有 需要 要 待定 yes y true √ ✓ ✔ 0 ja oui si sí да иә نعم ھەئە हाँ tbc tbd tba ask all any
"""
ANSWERS = frozenset(_SAYS_YES.split())
"""What says that there is a wish, and not whom it is about."""
_CONDITIONS = re.compile(
    r"\b(?:not?|or|except|but|without|either|neither|nor|never|unless|if|avoid|than|separate|apart"
    r"|together|same|with|prefer\w*|ideally|optional(?:ly)?|maybe|perhaps|possibl[ey])\b"
    r"|不|别|別|勿|非|除|或|避|分开|同班|同组|最好|尽量|尽可能|优先|如果|若|[?？!！≠×✗]",
    re.IGNORECASE,
)
"""What turns a wish round, leaves a choice, or makes less of it than a rule."""
_NOTE = re.compile(r"[(\[【〔<][^)\]】〕>]*[)\]】〕>]")
_PLAIN_NOTE = re.compile(
    r"\s+(?:from|of|in)\s+(?:class|room|year|grade|form)?\s*(?:\d{1,2}[A-Za-z]?|[A-Za-z]\d?)(?=$|[\n;,/&+、])"
    r"|\s*(?:\d{1,2}年级?)?(?:\d{1,2}[A-Za-z]?|[一二三四五六七八九十]{1,3})班(?=$|[\n;,/&+、])"
    r"|(?<=[一-鿿])\s*(?:同学|小朋友)(?=$|[\n;,/&+、])",
    re.IGNORECASE,
)
"""Which class somebody comes from, and what a child is called politely."""
_CODE = re.compile(
    r"(?!(?i:no|nr|id|num|nos|student|pupil)(?![A-Za-z]))(?=[^\d]*\d)[A-Za-z0-9][A-Za-z0-9._#\-]{0,15}|[A-Za-z]|[A-Z]{2,3}|[甲乙丙丁戊己庚辛壬癸]"
    r"|twins?|triplets?|quads|siblings|cousins|pair|trio|group|block|quarrel|feud|fight|conflict|bullying"
    r"|red|blue|green|yellow|orange|purple|pink|black|white"
    r"|[甲乙丙丁戊己庚辛壬癸一二三四五六七八九十]组|第?\d{1,3}[组队]|[组队双对家]\d{1,3}|[双三多]胞胎[\dA-Z甲乙丙丁]"
)
"""A letter, a few signs with a digit, a word that is a label: T1, A, 3, G-2, twins."""
_AND = "and|und|et|и|және|ve|ۋە|و|और"
MOST_SHARING = {
    "twin": 2,
    "twins": 2,
    "pair": 2,
    "triplet": 3,
    "triplets": 3,
    "trio": 3,
    "quads": 4,
}
"""How many at most may share a word that says how many they are."""
_BETWEEN = re.compile(
    rf"\s*(?:[\n;/&|+、]|\s[-–—~]\s|(?<![^\W_])(?:{_AND})(?![^\W_]))\s*"
    r"|\s*[,和与與及跟]\s*|\s*[-–—]\s*|\s+",
    re.IGNORECASE,
)
_COMMAS = str.maketrans("，،؛", ",,;")
_NUMBER_BESIDE = re.compile(r"(?<=[一-鿿])(?=\d{4})|(?<=\d{4})(?=[一-鿿]{2})")
"""A name and a number that nothing parts: 张三20260001."""
_STRONG, _COMMA, _HYPHEN, _SPACE = 3, 2, 1, 0
MOST_PIECES = 60
LONGEST_NAME = 8
"""A name has at most so many words."""


@dataclass(frozen=True)
class Understood:
    """What a cell says: students by row, or codes; both are empty where it asks for nothing.

    `by_number` are the texts of numbers short enough to be codes. `fault` says why a cell was
    not understood: answer, condition, several, unknown, words; `nearest` are the rows that it may
    be about.
    """

    rows: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    by_number: tuple[str, ...] = ()
    fault: str = ""
    nearest: tuple[int, ...] = ()


def understood(text: str, directory: Directory, standing: frozenset[str]) -> Understood:
    """Return what a text says; `standing` are codes of students who are placed already."""
    plain = _plain(text)
    words = plain.casefold()
    if text in standing:
        return Understood(codes=(text,))
    if words.rstrip(".。") in NOBODY or words in NOBODY or text.casefold() in NOBODY:
        return Understood()
    if not text.strip():
        return Understood()
    if not words.strip("0") or words in ANSWERS:
        return Understood(fault="answer")
    own = directory.tagged(text)
    if own is not None:
        return Understood(rows=tuple(sorted(own)), codes=() if own else (text,))
    return _people(plain, directory) or _codes(plain, directory, standing)


def _codes(text: str, directory: Directory, standing: frozenset[str]) -> Understood:
    """Return the codes that a text without a student's name or number holds, or why it does not."""
    tokens = [token for token in re.split(r"[\s、,;]+", text) if token]
    if not _are_words(text, tokens) and all(
        token in standing or (_is_code(token, directory) and not directory.resembled(token))
        for token in tokens
    ):
        return Understood(codes=tuple(dict.fromkeys(tokens)))
    return Understood(fault="condition" if _CONDITIONS.search(text) else "unknown")


def _are_words(text: str, tokens: Sequence[str]) -> bool:
    """Whether tokens with spaces between are words, and not several codes of one kind: T1 T2."""
    if not re.search(r"[^\s、,;]\s+[^\s、,;]", text):
        return False
    kinds = {
        "digits" if token.isdigit() else "letter" if len(token) == 1 else "both"
        for token in tokens
        if len(token) == 1 or any(sign.isdigit() for sign in token)
    }
    return len(kinds) != 1 or any(len(t) > 1 and t.isalpha() for t in tokens)


def is_short(number: str) -> bool:
    """Whether a student's number could as well be a code."""
    short = 3 if number.isdigit() else 2
    return len(number) <= short and not number.startswith("0")


def _is_code(token: str, directory: Directory) -> bool:
    if not _CODE.fullmatch(token):
        return False
    word = len(token) > 1 and token.isalpha() and token.isascii()
    names = directory.names.values()
    # A word written as no name of the list is: in capitals alone, or in small letters alone.
    return (
        not word
        or not any(names)
        or any(name not in (name.upper(), name.lower()) or not name.isascii() for name in names)
    )


def _plain(text: str) -> str:
    """Return a text in half width and one form, list numbers and full stops taken away."""
    # Before a name it is the number of a list, alone it is a number.
    text = re.sub(r"[①-⑳⑴-⒇⒈-⒛]\s*(?=[^\W\d_])", "\n", text)
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
    text = re.sub(r"[\u200b\ufeff]", "", text).replace("\r", "\n").translate(_COMMAS)
    text = _NUMBER_BESIDE.sub(" ", text)
    text = re.sub(r"[ \t\u00a0]+", " ", text).strip()
    text = re.sub(r"^[\"'“”‘’「」]+(?=.*\w)|(?<=\w)[\"'“”‘’「」]+$", "", text)
    numbers = re.findall(r"(?:^|[\s;,、])\(?(\d{1,2})[.)、](?=\s*[^\W\d])", text)
    if numbers == [str(i) for i in range(1, len(numbers) + 1)]:
        text = re.sub(r"(?:^|[\s;,、]+)\(?\d{1,2}[.)、]\s*(?=[^\W\d])", "\n", text)
    text = re.sub(r"(?m)^[•*·] ?|^[-–—] ", "", text)
    return re.sub(r"[.。…]+(?=$|\n)", "", text.strip()).strip()


def _people(text: str, directory: Directory) -> Understood | None:
    """Return the students that a text names and nothing else, None where it does not."""
    whole = directory.mentioned(text)
    if whole and whole.by == "name":
        return _of_one(whole.rows)
    bare = text
    for note in _NOTE.findall(text):
        inside = note[1:-1].strip()
        if _CONDITIONS.search(inside):
            return Understood(fault="condition")
        numbered = directory.numbered(inside)
        if not numbered and re.search(r"\d{4}", inside):
            return Understood(fault="unknown")  # a number, and not this student's
        bare = bare.replace(note, f" {inside} " if numbered else " ", 1)
    notes = [note[1:-1] for note in _NOTE.findall(text)]
    for version in dict.fromkeys((bare.strip(), _PLAIN_NOTE.sub("", bare).strip())):
        found = _read(version, directory)
        if found is not None and not found.fault:
            about = frozenset().union(*map(directory.holds, notes))
            if about - set(found.rows):
                return Understood(fault="condition", nearest=tuple(sorted(about))[:3])
        if found is not None:
            return found
    return None


def _of_one(rows: frozenset[int]) -> Understood:
    """Return a cell that names one student, by a name that several may have."""
    if len(rows) > 1:
        return Understood(fault="several", nearest=tuple(sorted(rows)))
    return Understood(rows=tuple(rows))


def _read(text: str, directory: Directory) -> Understood | None:
    whole = directory.mentioned(text)
    if whole and whole.by == "name":
        return _of_one(whole.rows)
    pieces, gaps = _pieces(text)
    if not pieces or len(pieces) > MOST_PIECES:
        return None
    readings = list(itertools.islice(_readings(text, pieces, gaps, directory), 200))
    sure = [each for each in readings if all(mention.by != "first" for _, mention in each)]
    likely = sure or [each for each in readings if not _is_turned_name(each, gaps)]
    merged = {groups for each in likely if (groups := _merged(each, gaps)) is not None}
    if not merged:
        return None
    if len(merged) > 1:
        any_of = {row for each in merged for rows in each for row in rows}
        return Understood(fault="several", nearest=tuple(sorted(any_of)))
    (only,) = merged
    unclear = sorted({row for rows in only if len(rows) > 1 for row in rows})
    if unclear:
        return Understood(fault="several", nearest=tuple(unclear))
    by_number = tuple(
        plain_number(text[pieces[start][0] : pieces[end][1]])
        for each in likely[:1]
        for (start, end), _ in each
        if all(mention.by == "number" for _, mention in each)
    )
    named = tuple(dict.fromkeys(row for rows in only for row in rows))
    return Understood(rows=named, by_number=by_number)


_Reading = tuple[tuple[tuple[int, int], Mention], ...]


def _pieces(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the pieces of a text (start, end), and what stands before each but the first."""
    pieces: list[tuple[int, int]] = []
    gaps: list[int] = []
    at, gap = 0, _SPACE
    for between in [*_BETWEEN.finditer(text), None]:
        end = between.start() if between else len(text)
        if end > at:
            if pieces:
                gaps.append(gap)
            pieces.append((at, end))
            gap = _SPACE
        if between:
            gap = max(gap, _strength(between[0]))
            at = between.end()
    return pieces, gaps


def _strength(between: str) -> int:
    if re.search(rf"[\n;/&|+、]|{_AND}|\s[-–—~]\s", between, re.IGNORECASE):
        return _STRONG
    if re.search(r"[,和与與及跟]", between):
        return _COMMA
    return _HYPHEN if between.strip() else _SPACE


def _readings(
    text: str,
    pieces: Sequence[tuple[int, int]],
    gaps: Sequence[int],
    directory: Directory,
    start: int = 0,
) -> Iterator[_Reading]:
    """Yield every way to read pieces as names and numbers one after the other."""
    if start == len(pieces):
        yield ()
        return
    for end in range(start, min(start + LONGEST_NAME, len(pieces))):
        inner = gaps[start:end]
        if _STRONG in inner or inner.count(_COMMA) > 1:
            break
        mention = directory.mentioned(text[pieces[start][0] : pieces[end][1]])
        if mention:
            for rest in _readings(text, pieces, gaps, directory, end + 1):
                yield (((start, end), mention), *rest)


def _is_turned_name(reading: _Reading, gaps: Sequence[int]) -> bool:
    """Whether two first names with a comma between may be a family name and a first name."""
    return all(
        mention.by == "first" and start == end for (start, end), mention in reading
    ) and list(gaps) == [_COMMA]


def _merged(reading: _Reading, gaps: Sequence[int]) -> tuple[frozenset[int], ...] | None:
    """Return whom each name of a reading may mean; a number right beside a name is its own.

    None where names stand side by side that may be parts of one.
    """
    groups: list[frozenset[int]] = []
    for position, ((start, _), mention) in enumerate(reading):
        gap = gaps[start - 1] if position else _STRONG
        before = reading[position - 1][1] if position else mention
        if gap <= _HYPHEN and not (mention.whole and before.whole):
            return None
        if gap == _HYPHEN and mention.by == before.by == "number":
            return None  # perhaps all from one to the other
        if gap <= _HYPHEN and mention.by != before.by:
            both = groups[-1] & mention.rows
            if not both:
                return None
            groups[-1] = both
        else:
            groups.append(mention.rows)
    return tuple(groups)
