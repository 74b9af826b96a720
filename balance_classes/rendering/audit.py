"""What an audit found: a line a school, what there is a sign of, and all figures as JSON."""

from __future__ import annotations

from dataclasses import asdict

from balance_classes.domain.audit.findings import Audit, Before, SchoolAudit
from balance_classes.domain.audit.school_sentences import school_sentences
from balance_classes.domain.audit.sentences import method_sentences, summary_sentences
from balance_classes.domain.result.sentences import ignored_sentence
from balance_classes.files.audit.overview import OVERVIEW_HEADER, overview_rows
from balance_classes.language import Language, Text
from balance_classes.rendering.answers import print_answer
from balance_classes.rendering.asking import yes_or_no
from balance_classes.rendering.checking_bodies import (
    Audited,
    AuditedSchool,
    Difference,
    FindingAnswer,
)
from balance_classes.rendering.printer import console
from balance_classes.workflows.audit import AuditResult

LEFT = (0, 4)
"""The columns of words: the school, and what it shows a sign of."""
WIDEST = 16
"""Of a column, in places: Chinese may be broken anywhere, and its words have no end."""
MOST_SCHOOLS = 12
"""Of more schools only those are told in words that break a rule or show a sign, and so many."""


def show_audited(result: AuditResult, *, as_json: bool) -> None:
    """Print what an audit found."""
    if as_json:
        findings = _broken_rules(result)
        print_answer(audited_body(result), exit_code=result.exit_code, findings=findings)
        return
    say, audit = result.language.say, result.audit
    _print_table(result)
    for sentence in summary_sentences(audit):
        print(say(sentence))
    _print_schools(result)
    print()
    for sentence in method_sentences(audit):
        print(say(sentence))
    print()
    if result.ignored:
        print(say(ignored_sentence(result.ignored)))
    for note in result.notes:
        print(say(note))
    if result.unmatched:
        print(say(Text("Scores without a student on the lists: {count}.", count=result.unmatched)))
    print(say(Text("Figures: {path}", path=result.workbook)))
    print(say(Text("In words: {path}", path=result.page)))


def _print_schools(result: AuditResult) -> None:
    """Print the schools in words; of many only those that have something to be told."""
    say, audit = result.language.say, result.audit
    schools = tuple(audit.schools[at] for at in audit.strong_first)
    if len(schools) > MOST_SCHOOLS:
        schools = tuple(school for school in schools if school.broken or _shows(audit, school))
    for school in schools[:MOST_SCHOOLS]:
        print()
        print(school.classes.school)
        for sentence in school_sentences(audit, school):
            print("  " + say(sentence))
    if len(schools) > MOST_SCHOOLS:
        print()
        print(
            say(
                Text("… and {count} more schools: see the page.", count=len(schools) - MOST_SCHOOLS)
            )
        )


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
        "scores_before_draw": audit.before,
        "scores_unmatched": result.unmatched,
        "ignored": list(result.ignored),
        "schools": [_school_body(audit, at, language) for at in range(len(audit.schools))],
        "pooled": [asdict(audit.pooled(question)) for question in audit.questions],
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
    }


def _broken(school: SchoolAudit, language: Language) -> list[Difference]:
    say = language.say
    return [{"where": say(each.where), "what": say(each.what)} for each in school.broken]


def _broken_rules(result: AuditResult) -> list[FindingAnswer]:
    """Return the rules that schools break, each with the school where there are several."""
    schools = result.audit.schools
    return [
        {
            "where": f"{school.classes.school}: {each['where']}" if schools[1:] else each["where"],
            "what": each["what"],
            "mend": "",
        }
        for school in schools
        for each in _broken(school, result.language)
    ]


def _shows(audit: Audit, school: SchoolAudit) -> bool:
    signs = (audit.sign(school, question) for question in audit.questions)
    return any(sign in ("weak", "strong") for sign in signs)


def _print_table(result: AuditResult) -> None:
    from rich.cells import cell_len
    from rich.markup import escape
    from rich.table import Table

    say = result.language.say
    # No lines between columns: at 80 columns no word and no number is broken.
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    rows = [[escape(str(cell)) for cell in row] for row in overview_rows(result.audit, say)]
    for at, heading in enumerate(OVERVIEW_HEADER):
        text = say(heading)
        # Only the name of a school may be broken: it is as long as its file's.
        words = [word for cell in (text, *(row[at] for row in rows)) for word in cell.split()]
        table.add_column(
            text,
            justify="left" if at in LEFT else "right",
            overflow="fold",
            width=min(WIDEST, max(map(cell_len, words))) if at else None,
        )
    for row in rows:
        table.add_row(*row)
    console().print(table)
