"""The overview of a batch: one line a school, as a workbook and as a page of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from balance_classes.domain.batch import JOINED, Outcome, SameChild, totals
from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.first_sentence import LOOK
from balance_classes.domain.result.result_sentences import left_out_sentences, seed_sentence
from balance_classes.errors import Finding
from balance_classes.files.batch.batch_folder import Batch
from balance_classes.files.batch.place_totals import TOTAL_HEADINGS, add_totals, total_cells
from balance_classes.files.disk.new_folder import replace_file
from balance_classes.files.lists.lists_by_school import SCHOOLS
from balance_classes.files.pages.page_templates import page
from balance_classes.files.pages.report import REPORT
from balance_classes.files.pages.verify_page import VERIFY_PAGE, verify_page
from balance_classes.files.workbook.workbook_writing import Book
from balance_classes.language import Language, Text

SUMMARY = "summary"
WIDTHS = (13, 22, 10, 8, 7, 9, 9, 12, 13, 9, 56, 31)
CARRIED_WIDTH = 14

STATES = {
    "drawn": Text("drawn"),
    "kept": Text("drawn"),
    "changed": Text("input changed"),
    "failed": Text("failed"),
    "gone": Text("gone"),
    "waiting": Text("not yet reached"),
}
"""A school that was finished before is no different from one that is finished now."""

Say = Callable[[Text | str], str]


@dataclass(frozen=True)
class Summary:
    """What came of a batch: what it began with, every school, children of several schools.

    `unread` is what lies in the source and was not read.
    """

    batch: Batch
    outcomes: tuple[Outcome, ...]
    same_children: tuple[SameChild, ...]
    unread: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class SchoolLine:
    """One school in words: what became of it (`kind`), its cells, and those to be looked at.

    `kind` is "finished", "changed", "failed" or "gone"; `cells` are as `headings` names them.
    """

    kind: str
    cells: tuple[str | int, ...]
    marked: tuple[int, ...]
    report: str = ""
    """Where its report lies, beside the overview; empty where there is none."""


def write_summary(folder: Path, summary: Summary, language: Language) -> tuple[Path, ...]:
    """Write summary.xlsx and summary.html, in place of older ones, each at once; and verify.html.

    Raises ResultError where they cannot be written.
    """
    files = {f"{SUMMARY}.xlsx": _workbook, f"{SUMMARY}.html": _page}
    for name, made in files.items():
        replace_file(folder / name, made(summary, language))
    replace_file(folder / VERIFY_PAGE, verify_page())
    return tuple(folder / name for name in files)


def carried_headers(outcomes: Sequence[Outcome], *, summed: bool = True) -> tuple[str, ...]:
    """Return the headers of what a manifest says beside the rules; those of places if `summed`."""
    cells = (cell for outcome in outcomes for cell in outcome.carried)
    return tuple(dict.fromkeys(cell.header for cell in cells if summed or not cell.summed))


def headings() -> tuple[Text, ...]:
    """Return what the columns of the overview hold, before those that a manifest adds."""
    return (
        Text("Code"),
        Text("School"),
        Text("State"),
        Text("Students"),
        Text("Classes"),
        Text("Sizes"),
        Text("Cap"),
        Text("Balance"),
        Text("Beyond even shares"),
        Text("Draws"),
        Text("To be looked at"),
        Text("Fingerprint"),
    )


LEFT = (0, 1)
MOST_SHOWN = 1_000
"""So many lines stand on the page at a time: a browser takes many seconds for tens of thousands."""
MOST_CODES = 20
"""So many schools without a result are named above the lines."""
STATE, BALANCE, DRAWS, REMARKS, FINGERPRINT = 2, 7, 9, 10, 11


def lines_of(summary: Summary, say: Say) -> list[SchoolLine]:
    """Return a line for each school, in the order of the batch."""
    headers = carried_headers(summary.outcomes)
    return [
        replace(line, cells=(*line.cells, *_carried(outcome, headers)))
        for outcome in summary.outcomes
        for line in [_line(outcome, say)]
    ]


def _carried(outcome: Outcome, headers: Sequence[str]) -> list[str | int]:
    """Return the cells that a manifest adds; what is a number is one."""
    said = {cell.header: cell.value for cell in outcome.carried}
    return [_number(said.get(header, "")) for header in headers]


def _number(text: str) -> str | int:
    """Return a text as the number that it writes; one with leading zeros is a code."""
    return int(text) if re.fullmatch(r"0|[1-9][0-9]{0,11}", text) else text


def _line(outcome: Outcome, say: Say) -> SchoolLine:
    remarks = " ".join(_remarks(outcome, say))
    head = (outcome.code, outcome.name, say(STATES[outcome.state]))
    kind = "finished" if outcome.finished else outcome.state
    marked = [] if outcome.finished else [STATE]
    classes = outcome.classes
    if outcome.joined or (classes and classes.unsettled):
        marked.append(REMARKS)
    if classes is None:
        return SchoolLine(kind, (*head, *[""] * 7, remarks, ""), (*marked, REMARKS))
    marked += [BALANCE] if not classes.even else []
    marked += [DRAWS] if classes.draw > 1 else []
    cells = (
        *head,
        classes.students,
        len(classes.sizes),
        _spread(classes.sizes),
        _spread(classes.caps),
        say(classes.balance),
        " / ".join(map(str, classes.excess)),
        say(Text("rehearsal")) if classes.rehearsal else classes.draw,
        remarks,
        "" if classes.rehearsal else fingerprint(classes.record),
    )
    report = f"{SCHOOLS}/{quote(Path(outcome.folder).name)}/{REPORT}"
    return SchoolLine(kind, cells, tuple(marked), report)


def _spread(values: Sequence[int]) -> str:
    """Return equal values once, others by the least and the greatest."""
    low, high = min(values, default=0), max(values, default=0)
    return str(low) if low == high else f"{low}–{high}"


def _remarks(outcome: Outcome, say: Say) -> list[str]:
    """Return why a school failed, a second draw, warnings, columns that were never read."""
    found = [finding.told for finding in outcome.findings]
    if outcome.joined:
        found.append(JOINED)
    if outcome.classes:
        if outcome.classes.reason:
            values = {"number": outcome.classes.draw, "reason": outcome.classes.reason}
            found.append(Text("Draw {number}; reason: {reason}.", **values))
        found += outcome.classes.since
        found += [*outcome.classes.warnings, *left_out_sentences(outcome.classes.left_out)]
    return [say(text) for text in found]


def answer(summary: Summary, lines: Sequence[SchoolLine]) -> list[Text]:
    """Return how many schools have their classes, and how many are worth a look."""
    finished = sum(outcome.finished for outcome in summary.outcomes)
    look = sum(bool(line.marked) for line in lines)
    values = {"done": finished, "all": len(summary.outcomes)}
    found = [Text("Schools with classes: {done} of {all}.", **values)]
    if look:
        found.append(Text("To be looked at: {look}.", look=look))
    elif not (summary.unread or summary.same_children):
        found.append(Text("None needs a look."))
    if summary.batch.rehearsal:
        found.insert(0, Text("Rehearsal: this is no draw and binds nobody."))
    return found


def looks(summary: Summary) -> list[Text]:
    """Return what else is worth a look: what was not read, schools without a result or gone."""
    without = tuple(o.code for o in summary.outcomes if o.state in ("changed", "failed"))
    gone = sum(outcome.state == "gone" for outcome in summary.outcomes)
    shown = (*without[:MOST_CODES], *(["…"] if without[MOST_CODES:] else []))
    return [
        *(finding.told for finding in summary.unread),
        *([Text("Without a result for its input: {codes}.", codes=shown)] if without else []),
        *gone_sentence(gone),
        *waiting_sentence(sum(o.state == "waiting" for o in summary.outcomes)),
    ]


def notes(summary: Summary) -> list[Text]:
    """Return how it was drawn: the seed, the seal, and how many schools came to what."""
    states = [outcome.state for outcome in summary.outcomes]
    return [
        seed_sentence(summary.batch.common),
        Text("Each school's seed is these words and, last, its code."),
        _sealed(summary.batch),
        *_ledgers(summary.batch),
        Text(
            "Schools: {all}; drawn: {drawn}; input changed: {changed}; failed: {failed}.",
            all=len(states),
            drawn=states.count("drawn") + states.count("kept"),
            changed=states.count("changed"),
            failed=states.count("failed"),
        ),
    ]


def gone_sentence(gone: int) -> list[Text]:
    """Return how many schools the batch had that its source has no more, if there are any."""
    return [Text("Gone from the source: {gone}.", gone=gone)] if gone else []


def waiting_sentence(waiting: int) -> list[Text]:
    """Return how many schools a run has not reached yet, if there are any."""
    what = Text("Not yet reached: {waiting}. The same command goes on.", waiting=waiting)
    return [what] if waiting else []


def _sealed(batch: Batch) -> Text:
    """Return whether the batch was sealed before its seed was known, and to what."""
    if not batch.sealed:
        return Text("Not sealed before the draw.")
    return Text(
        "Sealed before the draw; fingerprint of all seals: {digest}.",
        digest=fingerprint(batch.sealed),
    )


def _ledgers(batch: Batch) -> list[Text]:
    """Return where the ledgers lie, seen from the folder of the batch, if that was chosen."""
    return [Text("The ledgers lie in {folder}.", folder=batch.ledgers)] if batch.ledgers else []


def same_child_sentences(children: Sequence[SameChild]) -> list[Text]:
    """Return a sentence for each child of several schools; rows alone, no name and no number."""
    return [
        Text(
            "The same child: {places}.",
            places=tuple(
                Text("school {code}, row {row}", code=code, row=row) for code, row in child.places
            ),
        )
        for child in children
    ]


def _title(language: Language) -> str:
    return language.say(Text("Classes of all schools"))


def _workbook(summary: Summary, language: Language) -> bytes:
    say = language.say
    more = carried_headers(summary.outcomes)
    lines, columns = lines_of(summary, say), [*map(say, headings()), *more]
    book = Book(_title(language), language=language.code)
    sheet = book.add_sheet(_title(language))
    above = [*answer(summary, lines), *looks(summary), *notes(summary)]
    sheet.set_widths((*WIDTHS, *[CARRIED_WIDTH] * len(more)))
    footer = say(Text("page {page} of {pages}", page="{page}", pages="{pages}"))
    sheet.print_on_a4(_title(language), footer, landscape=True, kept=2)
    sheet.freeze(f"C{len(above) + 3}")
    sheet.repeat_rows(len(above) + 2, len(above) + 2)
    sheet.add_title(_title(language), len(columns))
    for note in above:
        sheet.add_row([say(note)])
    sheet.filter(len(above) + 2, len(columns), len(lines))
    sheet.add_row(columns, "header")
    for line in lines:
        sheet.add_high_enough(line.cells, [_style(line, at) for at in range(len(columns))])
    if summary.same_children:
        sheet.add_row([])
        sheet.add_row([say(Text("Children on the rosters of several schools"))], "section")
        for sentence in same_child_sentences(summary.same_children):
            sheet.add_row([say(sentence)])
    if sums := totals(summary.outcomes):
        add_totals(book, sums, language, footer)
    return book.content()


def _style(line: SchoolLine, column: int) -> str:
    if column == REMARKS:
        return "problem" if column in line.marked else "label"
    if column in line.marked:
        return "excess"
    return "label" if column in LEFT or column > FINGERPRINT else "cell"


LOOKS = (
    *("", "", "", "less", "less", "small less", "small less", "", "less", "small less"),
    *("remark", "small less mark"),
)
"""How the columns of the page look: narrow screens leave out what is `small`, phones `less`."""


def _page(summary: Summary, language: Language) -> bytes:
    say = language.say
    lines, carried = lines_of(summary, say), carried_headers(summary.outcomes)
    return page(
        "summary.html",
        lang=language.code,
        title=_title(language),
        answer=[say(text) for text in answer(summary, lines)],
        look_title=say(LOOK),
        look=[say(text) for text in looks(summary)],
        schools_title=say(Text("Schools")),
        words={
            "search": say(Text("Search")),
            "only": say(Text("only what needs a look")),
            "more": say(Text("(the first {most} are shown)", most=MOST_SHOWN)),
            "caption": say(Text("A line a school; its code leads to its report.")),
        },
        headings=[*map(say, headings()), *carried],
        looks=(*LOOKS, *["less"] * len(carried)),
        place_heading=say(Text("By place")),
        total_headings=[say(heading) for heading in TOTAL_HEADINGS],
        totals=[(total.column, total_cells(total, say)) for total in totals(summary.outcomes)],
        lines=lines,
        most=MOST_SHOWN,
        same_heading=say(Text("Children on the rosters of several schools")),
        same=[say(sentence) for sentence in same_child_sentences(summary.same_children)],
        drawn_title=say(Text("Draw")),
        notes=[say(note) for note in notes(summary)],
    )
