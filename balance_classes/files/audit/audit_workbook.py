"""The workbook of an audit, a sheet of figures for each school, and its page in words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from balance_classes.domain.audit.all_schools_sentences import (
    SIGNS,
    method_sentences,
    shown_p,
    summary_sentences,
)
from balance_classes.domain.audit.findings import (
    AttributeFigures,
    Audit,
    OrderFigures,
    SchoolAudit,
    ScoreFigures,
    Test,
    sign_of,
)
from balance_classes.domain.audit.school_sentences import ORDERS, TESTS, school_sentences
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.files.audit.overview import OVERVIEW_HEADER, Say, overview_rows
from balance_classes.files.workbook.overview import class_widths
from balance_classes.files.workbook.workbook_writing import Book, Sheet
from balance_classes.language import Language, Text

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
    for school in (audit.schools[at] for at in audit.strong_first):
        _add_school(book.add_sheet(school.classes.school), audit, school, say)
    return book.content()


def _ps(test: Test) -> tuple[str, str]:
    return shown_p(test.p), shown_p(test.corrected)


def _add_overview(sheet: Sheet, audit: Audit, say: Say) -> None:
    header, rows = OVERVIEW_HEADER, overview_rows(audit, say)
    sheet.set_widths([24, 10, 13, 10, 30, 14, 14])
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
    if figures.orders:
        sheet.add_row([])
        _add_orders(sheet, figures.orders, say)


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
            *_ps(each.test),
            f"{each.chi_square.statistic:.1f} ({each.chi_square.degrees})",
            shown_p(each.chi_square.p),
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
            shown_p(each.corrected),
        ]
        sheet.add_high_enough(row, ["label", *(["cell"] * 6)])
    sheet.add_high_enough(
        [say(t) for t in (Text("Test"), Text("p by lots"), Text("p, corrected"))], "header"
    )
    for test in (*score.tests, *score.even):
        row = [say(TESTS[test.name]), *_ps(test)]
        sheet.add_high_enough(row, ["label", "cell", "cell"])


def _add_orders(sheet: Sheet, orders: Sequence[OrderFigures], say: Say) -> None:
    """Add a line an order of the list: neighbours in one class, neighbours dealt out."""
    _add_section(sheet, say, Text("Orders of the list"))
    columns = (
        *(Text("Order"), Text("Neighbours in one class"), Text("by lots")),
        *(Text("p by lots"), Text("p, corrected")),
        *(Text("Blocks dealt out, %"), Text("by lots, %"), Text("p by lots"), Text("p, corrected")),
    )
    sheet.add_high_enough([say(text) for text in columns], "header")
    for each in orders:
        together, dealt = each.tests
        shares = (round(100 * share) for share in (each.dealt.real, each.dealt.lots))
        row = [say(ORDERS[each.order]), round(each.pairs.real), round(each.pairs.lots, 1)]
        row += [*_ps(together), *shares, *_ps(dealt)]
        sheet.add_high_enough(row, ["label", *(["cell"] * (len(row) - 1))])


def _add_section(sheet: Sheet, say: Say, text: Text) -> None:
    sheet.add_row([say(text)], "section")


def _print(sheet: Sheet, header: str, say: Say) -> None:
    page = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    sheet.print_on_a4(header, page, landscape=True, kept=2)
