"""The workbook of an audit, a sheet of figures for each school, and its page in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from balance_classes.domain.audit.findings import (
    AttributeFigures,
    Audit,
    SchoolAudit,
    ScoreFigures,
    sign_of,
)
from balance_classes.domain.audit.sentences import (
    SIGNS,
    TESTS,
    method_sentences,
    school_sentences,
    summary_sentences,
)
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.files.pages.pages import page
from balance_classes.files.workbook.book import Book, Sheet
from balance_classes.files.workbook.overview import class_widths
from balance_classes.language import Language, Text

Say = Callable[[Text | str], str]

TITLE = Text("Audit of class lists")
OVERVIEW = Text("Overview")
COLUMNS = 10
ABOUT_MEASURES = Text(
    "Excess: how far counts lie outside the even share in all. D: dissimilarity; H: Theil's index "
    "of information; both 0 for equal shares, 1 for classes wholly apart. By lots: the mean over "
    "all lotteries. Chi-square with its degrees of freedom, as Clotfelter, Ladd and Vigdor ask it. "
    "Students who state no level are in no count."
)


def audit_book(audit: Audit, language: Language) -> bytes:
    """Return the bytes of the workbook; the same audit gives the same bytes. It holds no name."""
    say = language.say
    book = Book(say(TITLE), [say(OVERVIEW)], language.code)
    _add_overview(book.add_kept_sheet(say(OVERVIEW)), audit, say)
    for school in audit.schools:
        _add_school(book.add_sheet(school.classes.school), audit, school, say)
    return book.content()


def overview_header(audit: Audit) -> tuple[Text, ...]:
    """Return the columns of the overview; those of scores only where there are any."""
    scores = any(school.figures.scores for school in audit.schools)
    return (
        Text("School"),
        Text("Classes"),
        Text("Students"),
        Text("Sizes"),
        Text("Broken rules"),
        Text("By attribute"),
        Text("p"),
        Text("p, all schools"),
        *((Text("By score"), Text("p")) if scores else ()),
    )


def overview_rows(audit: Audit, say: Say) -> list[list[object]]:
    """Return a line a school, under `overview_header`."""
    scores = any(school.figures.scores for school in audit.schools)
    over = audit.over_schools([school.attribute_p for school in audit.schools])
    rows: list[list[object]] = []
    for school, over_schools in zip(audit.schools, over, strict=True):
        classes = school.classes
        rows.append(
            [
                classes.school,
                len(classes.classes),
                classes.size,
                f"{min(classes.sizes)}–{max(classes.sizes)}",
                len(school.broken),
                say(SIGNS[audit.attribute_sign(school)]),
                _p(school.attribute_p),
                _p(over_schools),
            ]
        )
        if scores:
            judged = school.score_p if audit.before == "yes" else None
            rows[-1] += [say(SIGNS[audit.score_sign(school)]), _p(judged)]
    return rows


def _p(p: float | None) -> object:
    return "–" if p is None else round(p, 4)


def _add_overview(sheet: Sheet, audit: Audit, say: Say) -> None:
    header, rows = overview_header(audit), overview_rows(audit, say)
    sheet.set_widths([24, 9, 9, 11, 10, 16, 12, 12, 16, 12])
    _print(sheet, say(TITLE), say)
    sheet.add_title(say(TITLE), len(header))
    for sentence in summary_sentences(audit):
        sheet.add_text(say(sentence))
    sheet.add_row([])
    sheet.add_high_enough([say(text) for text in header], "header")
    for row in rows:
        sheet.add_high_enough(row, ["label", *(["cell"] * (len(row) - 1))])
    sheet.add_row([])
    _add_section(sheet, say, Text("What this proves, and what it does not"))
    for sentence in method_sentences(audit):
        sheet.add_text(say(sentence))


def _add_school(sheet: Sheet, audit: Audit, school: SchoolAudit, say: Say) -> None:
    names = school.classes.classes
    counts = [10.0] * (COLUMNS - 2)
    wide = [10.0, 10.0, *class_widths(names), 8.0]
    both = zip_longest(counts, wide, fillvalue=0.0)
    sheet.set_widths([18, 20, *(max(pair) for pair in both)])
    figures = school.figures
    _print(sheet, school.classes.school, say)
    sheet.add_title(school.classes.school, COLUMNS)
    for sentence in school_sentences(audit, school):
        sheet.add_text(say(sentence))
    sheet.add_row([])
    _add_counts(sheet, school, say)
    sheet.add_row([])
    _add_tests(sheet, figures.attributes, say)
    for score in figures.scores:
        sheet.add_row([])
        _add_score(sheet, score, say)


def _add_counts(sheet: Sheet, school: SchoolAudit, say: Say) -> None:
    """Add the counts of each level; marked is what stands out, not all beyond the even share."""
    classes = school.classes
    _add_section(sheet, say, Text("Counts beside the even share"))
    head = (Text("Attribute"), Text("Level"), Text("Students"), Text("Even share"))
    columns: list[Text | str] = [*head, *classes.classes, Text("Excess")]
    sheet.add_high_enough([say(text) for text in columns], "header")
    size = [say(Text("class size")), say(Text("all students")), classes.size, ""]
    over = [school.cap is not None and n > school.cap for n in classes.sizes]
    styles = ["label", "label", "cell", "cell", *("excess" if o else "cell" for o in over), "cell"]
    sheet.add_high_enough([*size, *classes.sizes, ""], styles)
    for figures in school.figures.attributes:
        marked = {(cell.school_class, cell.level) for cell in figures.cells}
        for at, level in enumerate(figures.levels):
            stands_out = [(name, level) in marked for name in classes.classes]
            _add_level(sheet, figures, at, stands_out, say)


def _add_level(
    sheet: Sheet, figures: AttributeFigures, at: int, stands_out: Sequence[bool], say: Say
) -> None:
    counts = [row[at] for row in figures.counts]
    low, high = [row[at] for row in figures.low], [row[at] for row in figures.high]
    excess = sum(
        max(0, least - count, count - most)
        for count, least, most in zip(counts, low, high, strict=True)
    )
    least, most = min(low), max(high)
    who = [
        say(field_label(figures.attribute)),
        say(level_label(figures.levels[at], figures.attribute)),
        sum(counts),
        f"{least}–{most}" if least < most else str(least),
    ]
    styles = ["excess" if marked else "cell" for marked in stands_out]
    sheet.add_high_enough(
        [*who, *counts, excess], ["label", "label", "cell", "cell", *styles, "cell"]
    )


def _add_tests(sheet: Sheet, figures: Sequence[AttributeFigures], say: Say) -> None:
    """Add three lines an attribute: the real list with its tests, lots, the drawn optimum."""
    _add_section(sheet, say, Text("The real list, lots, and the drawn optimum"))
    measures = (Text("Excess"), Text("D"), Text("H"))
    tests = (Text("p by lots"), Text("p, corrected"), Text("chi-square"), Text("p of it"))
    columns = (Text("Attribute"), Text("Classes"), *measures, *tests, Text("Sign"))
    sheet.add_high_enough([say(text) for text in columns], "header")
    for each in figures:
        tested = [
            *(round(p, 4) for p in (each.test.p, each.test.corrected)),
            f"{each.chi_square.statistic:.1f} ({each.chi_square.degrees})",
            round(each.chi_square.p, 4),
            say(SIGNS[sign_of(each.test.corrected)]),
        ]
        indices = (each.dissimilarity, each.information)
        lines: list[tuple[Text, Sequence[float | None], Sequence[object]]] = [
            (Text("real"), [each.excess, *(index.real for index in indices)], tested),
            (
                Text("by lots"),
                [round(each.excess_by_lots, 1), *(index.lots for index in indices)],
                [""] * 5,
            ),
            (
                Text("drawn optimum"),
                [each.excess_of_optimum, *(index.optimum for index in indices)],
                [""] * 5,
            ),
        ]
        for whose, measured, rest in lines:
            row = [say(field_label(each.attribute)), say(whose), *map(_shown, measured), *rest]
            sheet.add_high_enough(row, ["label", "label", *(["cell"] * (len(row) - 2))])
    sheet.add_text(say(ABOUT_MEASURES))


def _shown(value: float | None) -> object:
    return "–" if value is None else round(value, 3)


def _add_score(sheet: Sheet, score: ScoreFigures, say: Say) -> None:
    _add_section(sheet, say, Text("Score: {name}", name=score.score))
    columns = (
        *(Text("Class"), Text("With a score"), Text("Mean"), Text("Spread")),
        *(Text("Top quarter"), Text("Bottom quarter"), Text("p, corrected")),
    )
    sheet.add_high_enough([say(text) for text in columns], "header")
    for each in score.classes:
        mean, spread = (
            "–" if value is None else round(value, 1) for value in (each.mean, each.spread)
        )
        row = [
            each.school_class,
            each.stated,
            mean,
            spread,
            each.top,
            each.bottom,
            _p(each.corrected),
        ]
        sheet.add_high_enough(row, ["label", *(["cell"] * 6)])
    sheet.add_high_enough(
        [say(t) for t in (Text("Test"), Text("p by lots"), Text("p, corrected"))], "header"
    )
    for test in score.tests:
        row = [say(TESTS[test.name]), round(test.p, 4), round(test.corrected, 4)]
        sheet.add_high_enough(row, ["label", "cell", "cell"])


def _add_section(sheet: Sheet, say: Say, text: Text) -> None:
    sheet.add_row([say(text)], "section")


def _print(sheet: Sheet, header: str, say: Say) -> None:
    page = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    sheet.print_on_a4(header, page, landscape=True, kept=2)


def audit_page(audit: Audit, language: Language) -> bytes:
    """Return the page in a language; everything that a list wrote is escaped."""
    say = language.say
    return page(
        "audit.html",
        lang=language.code,
        title=say(TITLE),
        summary=[say(sentence) for sentence in summary_sentences(audit)],
        limits_title=say(Text("What this proves, and what it does not")),
        limits=[say(sentence) for sentence in method_sentences(audit)],
        schools_title=say(Text("School by school")),
        header=[say(text) for text in overview_header(audit)],
        rows=overview_rows(audit, say),
        schools=[
            {
                "name": school.classes.school,
                "sentences": [say(sentence) for sentence in school_sentences(audit, school)],
            }
            for school in audit.schools
        ],
    )
