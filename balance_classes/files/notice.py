"""The notice as files: a workbook to print and post, and a page for the school's site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from balance_classes.domain.notice import (
    Notice,
    NoticeClass,
    narrowed_sentences,
    objection_sentences,
)
from balance_classes.files.book import Book
from balance_classes.files.pages import page
from balance_classes.language import Language, Text

Say = Callable[[Text | str], str]

COLUMNS, WIDTH = 4, 22
"""Names stand in so many columns, each so many characters wide."""
LINES_A_CLASS, LINES_OF_WORDS = 3, 15
"""About so many lines each class needs beside full rows of names, and the words around them."""
NOTICE = Text("Notice")
TITLE = Text("{school}: result of class formation")
REHEARSAL = Text("[REHEARSAL]")


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
    return page(
        "notice.html",
        lang=language.code,
        title=say(Text(TITLE.message, school=notice.school)),
        stamp=say(REHEARSAL) if notice.rehearsal else "",
        intro=[say(text) for text in _intro(notice)],
        classes=[
            {"name": c.name, "about": _about(c, language), "names": list(map(say, c.students))}
            for c in notice.classes
        ],
        parts=[
            {"title": say(title), "look": look, "lines": list(map(say, lines))}
            for title, look, lines in _parts(notice)
        ],
    )


def notice_workbook(notice: Notice, language: Language) -> bytes:
    """Return the notice as a workbook of one sheet."""
    say = language.say
    title = say(Text(TITLE.message, school=notice.school))
    if notice.rehearsal:
        title = f"{say(REHEARSAL)} {title}"
    book = Book(title, language=language.code)
    sheet = book.add_sheet(say(NOTICE))
    sheet.set_widths([WIDTH] * COLUMNS)
    number = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    rows = sum(len(c.students) // COLUMNS + LINES_A_CLASS for c in notice.classes)
    sheet.print_on_a4(title, number, rows + LINES_OF_WORDS, landscape=False)
    sheet.add_title(title, COLUMNS)
    for text in _intro(notice):
        sheet.add_text(say(text), COLUMNS * WIDTH)
    for school_class in notice.classes:
        sheet.add_row([])
        heading = f"{school_class.name}  {_about(school_class, language)}"
        sheet.add_row([heading, *([None] * (COLUMNS - 1))], "header left")
        names = [say(name) for name in school_class.students]
        for start in range(0, len(names), COLUMNS):
            row = names[start : start + COLUMNS]
            sheet.add_row([*row, *([None] * (COLUMNS - len(row)))], "name")
    for heading_text, _, lines in _parts(notice):
        sheet.add_row([])
        sheet.add_row([say(heading_text)], "section")
        for line in lines:
            sheet.add_text(say(line), COLUMNS * WIDTH)
    return book.content()


def _intro(notice: Notice) -> tuple[Text, ...]:
    counts = {"students": notice.size, "classes": len(notice.classes)}
    return (
        Text("{students} students in {classes} classes", **counts),
        *objection_sentences(notice.contact),
    )


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
        (Text("Draw"), "mark", notice.marks),
    )
    return tuple(part for part in parts if part[2])


def _about(school_class: NoticeClass, language: Language) -> str:
    count = Text("{count} students", count=len(school_class.students))
    if not school_class.head_teacher:
        return language.say(count)
    teacher = Text("head teacher: {name}", name=school_class.head_teacher)
    return language.join((teacher, count))
