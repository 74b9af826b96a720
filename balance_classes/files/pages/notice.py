"""The notice as files: a workbook to print and post, and a page for the school's site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from balance_classes.domain.result.notice import (
    Notice,
    NoticeClass,
    narrowed_sentences,
    objection_sentences,
)
from balance_classes.domain.result.shown_names import lists_digest
from balance_classes.files.pages.notice_fit import Printed, fit, usual_width
from balance_classes.files.pages.page_templates import page
from balance_classes.files.workbook.page_fit import broken
from balance_classes.files.workbook.page_setup import REHEARSAL
from balance_classes.files.workbook.workbook_writing import Book, Sheet
from balance_classes.language import Language, Text, day

Say = Callable[[Text | str], str]

MOST_COLUMNS, WIDTH, SCALE = 8, 88, 80
"""Names stand in up to so many columns, so many characters wide in all; with room for the wider
letters of other fonts at this scale, in percent."""
NARROWEST, REM_A_CHARACTER = 6.0, 0.5
"""Columns of the page, in rem: Chinese characters, which count twice, are as wide as high."""
HEADING = "  "
"""Stands between the name of a class and what is told of it."""
NOTICE = Text("Notice")
ROOM = "_" * 24
"""Where somebody writes by hand."""
TITLE = Text("{school}: result of class formation")


def default_notice(folder: Path, language: Language) -> Path:
    """Return where a notice goes by itself: beside the result, which must not be published."""
    return folder.with_name(language.say(Text("{stem}-notice", stem=folder.name)))


def notice_files(notice: Notice, language: Language) -> dict[str, bytes]:
    """Return the files of a notice by their names."""
    stem = language.say(Text("notice"))
    return {
        f"{stem}.xlsx": notice_workbook(notice, language),
        f"{stem}.html": notice_page(notice, language),
    }


def notice_page(notice: Notice, language: Language) -> bytes:
    """Return the notice as a page."""
    say = language.say
    everybody = [name for c in notice.classes for name in c.students]
    parts = [
        {"title": say(title), "look": look, "lines": list(map(say, lines))}
        for title, look, lines in _parts(notice)
    ]
    signed = list(map(say, _to_sign(notice)))
    printed = fit(
        Printed(
            [say(TITLE), *map(say, _intro(notice))],
            [c.students for c in notice.classes],
            [*((p["lines"], p["look"] == "mark") for p in parts), ([*signed, "", ""], False)],
        )
    )
    return page(
        "notice.html",
        lang=language.code,
        title=say(Text(TITLE.message, school=notice.school)),
        stamp=say(REHEARSAL) if notice.rehearsal else "",
        contents_word=say(Text("Contents")),
        name_width=max(NARROWEST, (usual_width(everybody) + 1) * REM_A_CHARACTER),
        printed=printed,
        intro=[say(text) for text in _intro(notice)],
        classes=[
            {"name": c.name, "about": _about(c, language), "names": list(c.students)}
            for c in notice.classes
        ],
        parts=parts,
        issued=say(_issued(notice)),
        sign=signed,
    )


def notice_workbook(notice: Notice, language: Language) -> bytes:
    """Return the notice as a workbook of one sheet."""
    say = language.say
    title = say(Text(TITLE.message, school=notice.school))
    if notice.rehearsal:
        title = f"{say(REHEARSAL)} {title}"
    book = Book(title, language=language.code)
    sheet = book.add_sheet(say(NOTICE))
    columns = _columns([name for c in notice.classes for name in c.students])
    sheet.set_widths([WIDTH / columns] * columns)
    number = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    sheet.print_on_a4("", number, landscape=False, scale=SCALE)
    sheet.add_title(title, columns)
    sheet.repeat_rows(1, sheet.rows)
    for text in _intro(notice):
        sheet.add_text(say(text))
    for school_class in notice.classes:
        _add_class(sheet, school_class, columns, language)
    signed = (_issued(notice), "", _to_sign(notice))
    for heading, _, lines in (*_parts(notice), signed):
        words = [line for text in lines for line in broken(say(text), sheet.text_width)]
        sheet.add_row([])
        sheet.keep_together([sheet.height_of([""])] * (1 + len(words)))
        sheet.add_row([say(heading)], "section")
        for line in words:
            sheet.add_row([line])
    return book.content()


def _columns(names: Sequence[str]) -> int:
    """Return in how many columns the names stand, so that most of them need one line."""
    fitting = [n for n in range(1, MOST_COLUMNS + 1) if WIDTH / n - 1 >= usual_width(names)]
    return max(fitting, default=1)


def _add_class(sheet: Sheet, school_class: NoticeClass, columns: int, language: Language) -> None:
    """Add a class, on a page of its own rather than over two."""
    names = list(school_class.students)
    rows = [names[start : start + columns] for start in range(0, len(names), columns)]
    heading = f"{school_class.name}{HEADING}{_about(school_class, language)}"
    lines = broken(heading, sheet.text_width)
    heights = [sheet.height_of([""])] * (len(lines) + 1) + [sheet.height_of(row) for row in rows]
    sheet.add_row([])
    sheet.keep_together(heights)
    for line in lines:
        sheet.add_row([line, *([None] * (columns - 1))], "header left")
    for row in rows:
        sheet.add_high_enough([*row, *([None] * (columns - len(row)))], "cell")


def _intro(notice: Notice) -> tuple[Text, ...]:
    counts = {"students": notice.size, "classes": len(notice.classes)}
    return (
        Text("{students} students in {classes} classes", **counts),
        *notice.naming,
        *notice.policy,
        *objection_sentences(notice.contact),
    )


def list_digest(notice: Notice) -> str:
    """Return the digest of the lists in groups of four digits, to be compared by eye."""
    digest = lists_digest((c.name, c.students) for c in notice.classes)
    return " ".join(digest[i : i + 4] for i in range(0, len(digest), 4))


def _parts(notice: Notice) -> tuple[tuple[Text, str, tuple[Text, ...]], ...]:
    """Return what stands below the lists: titles, looks and sentences."""
    parts = (
        (Text("After the draw"), "", notice.events),
        (Text("Open classes"), "", narrowed_sentences(notice)),
        (
            Text("Departures from the policy"),
            "",
            notice.departures or (Text("None."),),
        ),
        (Text("Rules"), "", notice.rules),
        (Text("Draw"), "mark", (*notice.marks, _listed(notice))),
    )
    return tuple(part for part in parts if part[2])


def _issued(notice: Notice) -> Text:
    return Text("Issued by {school}", school=notice.school)


def _to_sign(notice: Notice) -> tuple[Text, ...]:
    """Return the place for signature and seal, and the date, written or to be written."""
    date = notice.contact.date
    return (
        Text("Signature and seal: {line}", line=ROOM),
        Text("Date of the notice: {line}", line=day(date) if date else ROOM),
    )


def _listed(notice: Notice) -> Text:
    digest = list_digest(notice)
    if notice.rehearsal:
        return Text(
            "SHA-256 of the lists above (the name of each class, then its names by code points, "
            "each ended by a line feed, in UTF-8): {digest}.",
            digest=digest,
        )
    return Text(
        "SHA-256 of the lists above (the name of each class, then its names by code points, each "
        "ended by a line feed, in UTF-8): {digest}. That of the whole names stands on the ledger.",
        digest=digest,
    )


def _about(school_class: NoticeClass, language: Language) -> str:
    count = Text("{count} students", count=len(school_class.students))
    if not school_class.head_teacher:
        return language.say(count)
    teacher = Text("head teacher: {name}", name=school_class.head_teacher)
    return language.join((teacher, count))
