"""What an audit found: a line a school, what there is a sign of, and all figures as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from balance_classes.domain.audit.all_schools_sentences import (
    answer_sentences,
    caveats,
    method_sentences,
    summary_sentences,
    tells,
)
from balance_classes.domain.audit.findings import Audit, Before, SchoolAudit
from balance_classes.domain.audit.school_sentences import school_sentences
from balance_classes.domain.result.result_sentences import ignored_sentence
from balance_classes.files.audit.overview import OVERVIEW_HEADER, overview_rows
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import print_answer, told_answer
from balance_classes.rendering.json_result_answers import (
    Audited,
    AuditedSchool,
    Difference,
    FindingAnswer,
)
from balance_classes.rendering.line_breaks import PHRASES, parts, print_line, print_section
from balance_classes.rendering.printer import console
from balance_classes.rendering.questions import yes_or_no
from balance_classes.workflows.audit import AuditResult

SCHOOL, SIGN, FIGURES = 0, 4, (1, 2, 3, 5, 6)
"""The columns of the overview: words, and what is read beside them."""
FEWEST_PLACES = 12
"""For words, on a screen that has room for nothing."""
MOST_SCHOOLS = 12
"""So many schools are told in words; the page has all of them."""


def show_audited(result: AuditResult, *, as_json: bool, verbose: bool = False) -> None:
    """Print what an audit found; `verbose`, of every school, and how it was tested."""
    if as_json:
        findings = _broken_rules(result)
        print_answer(audited_body(result), exit_code=result.exit_code, findings=findings)
        return
    say, audit = result.language.say, result.audit
    ordered = tuple(audit.schools[at] for at in audit.strong_first)
    whole = verbose or len(ordered) == 1
    shown = tuple(school for school in ordered if whole or tells(audit, school))
    for answer in answer_sentences(audit):
        print_line(say(answer), style="bold")
    _print_schools(result, shown)
    print()
    _print_table(result, ordered if len(ordered) <= MOST_SCHOOLS else shown)
    print_section(say(Text("Question by question")), map(say, summary_sentences(audit)))
    proves = method_sentences(audit) if verbose else caveats()
    print_section(say(Text("What this proves, and what it does not")), map(say, proves))
    notes = [*((ignored_sentence(result.ignored),) if result.ignored else ()), *result.notes]
    if result.unmatched:
        notes.append(
            Text("Scores without a student on the lists: {count}.", count=result.unmatched)
        )
    print_section(say(Text("How the lists were read")), map(say, notes))
    files = [
        Text("Figures: {path}", path=result.workbook),
        Text("In words: {path}", path=result.page),
    ]
    if result.letters:
        files.append(Text("Letters to schools, drafts: {path}", path=result.letters))
    print_section(say(Text("Files")), map(say, files))


def _print_schools(result: AuditResult, shown: Sequence[SchoolAudit]) -> None:
    """Print the schools in words, each under its name."""
    say, audit = result.language.say, result.audit
    for school in shown[:MOST_SCHOOLS]:
        print_section(say(school.classes.school), map(say, school_sentences(audit, school)))
    if shown[MOST_SCHOOLS:]:
        more = len(shown) - MOST_SCHOOLS
        print()
        print_line(say(Text("… and {count} more schools: see the page.", count=more)))


def ask_before(language: Language) -> Before:
    """Ask on the terminal whether the scores are from before the classes were formed."""
    question = Text(
        "Are the scores from before the classes were formed? [yes/no; Enter: not known]"
    )
    answer = yes_or_no(language, question)
    return "unknown" if answer is None else "yes" if answer else "no"


def audited_body(result: AuditResult) -> Audited:
    """Return the result as scripts read it."""
    audit, language = result.audit, result.language
    return {
        "folder": str(result.folder),
        "workbook": str(result.workbook),
        "page": str(result.page),
        "letters": str(result.letters) if result.letters else None,
        "scores_before_draw": audit.before,
        "scores_unmatched": result.unmatched,
        "ignored": list(result.ignored),
        "schools": [_school_body(audit, at, language) for at in range(len(audit.schools))],
        "pooled": [asdict(audit.pooled(question)) for question in audit.questions],
        "years": [
            {"figures": asdict(each), "p_all_schools": p}
            for each, p in zip(audit.years, audit.over_years, strict=True)
        ],
    }


def _school_body(audit: Audit, at: int, language: Language) -> AuditedSchool:
    school, classes = audit.schools[at], audit.schools[at].classes
    return {
        "school": classes.school,
        "students": classes.size,
        "classes": [
            {"name": name, "size": size}
            for name, size in zip(classes.classes, classes.sizes, strict=True)
        ],
        "cap": school.cap,
        "strata": list(classes.strata),
        "unplaced": classes.unplaced,
        "broken": _broken(school, language),
        "digest": classes.digest(),
        "permutations": school.figures.permutations,
        "free": school.figures.free,
        "p": audit.p(school),
        "p_all_schools": audit.over_schools[at],
        "signs": [
            {"question": q, "sign": audit.sign(school, q), "p": school.p(q)}
            for q in audit.questions
        ],
        "attributes_sign": audit.sign(school, "attribute"),
        "attributes_p": school.p("attribute"),
        "attributes": [asdict(each) for each in school.figures.attributes],
        "scores_sign": audit.sign(school, "score"),
        "scores_p": school.p("score"),
        "scores": [asdict(each) for each in school.figures.scores],
        "orders": [asdict(each) for each in school.figures.orders],
        "favours": [asdict(each) for each in school.figures.favours],
        "changes": asdict(school.changes) if school.changes else None,
    }


def _broken(school: SchoolAudit, language: Language) -> list[Difference]:
    say = language.say
    return [{"where": say(each.where), "what": say(each.what)} for each in school.broken]


def _broken_rules(result: AuditResult) -> list[FindingAnswer]:
    """Return the rules that schools break, each with the school where there are several."""
    schools = result.audit.schools
    return [
        told_answer(
            Text("{where}: {what}", where=school.classes.school, what=each.where)
            if schools[1:]
            else each.where,
            each.what,
            result.language,
        )
        for school in schools
        for each in school.broken
    ]


def _print_table(result: AuditResult, shown: Sequence[SchoolAudit]) -> None:
    """Print the figures of schools, with the words last: they have the room that is left."""
    from rich.cells import cell_len
    from rich.table import Table

    say, screen = result.language.say, console()
    rows = [list(map(str, row)) for row in overview_rows(result.audit, say, shown)]
    headings = [say(OVERVIEW_HEADER[at]) for at in FIGURES]
    # No lines between columns, so that no word and no number is broken at 80 columns.
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    room = screen.width
    for at, heading in zip(FIGURES, headings, strict=True):
        width = max(map(cell_len, [*heading.split(), *(row[at] for row in rows)]))
        table.add_column(heading, justify="right", width=width)
        room -= width + 2
    table.add_column(say(OVERVIEW_HEADER[SCHOOL]), overflow="fold")
    for row in rows:
        whole = say(Text("{school} ({sign})", school=row[SCHOOL], sign=row[SIGN]))
        words = [whole] if cell_len(whole) <= room else [row[SCHOOL], row[SIGN]]
        lines = (part for each in words for part in parts(each, max(FEWEST_PLACES, room), PHRASES))
        table.add_row(*(row[at] for at in FIGURES), "\n".join(lines))
    screen.print(table)
