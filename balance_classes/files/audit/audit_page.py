"""The page of an audit in words: a heading sheet, then the schools, what is strongest first."""

from __future__ import annotations

from dataclasses import dataclass

from balance_classes.domain.audit.all_schools_sentences import (
    FEWEST_SCHOOLS,
    answer_sentences,
    caveats,
    heading,
    method_sentences,
    question_name,
    summary_sentences,
    tells,
)
from balance_classes.domain.audit.findings import TENTHS, Audit, Pooled, SchoolAudit
from balance_classes.domain.audit.letter import asked_of_schools
from balance_classes.domain.audit.school_sentences import school_sentences
from balance_classes.domain.result.first_sentence import LOOK
from balance_classes.files.audit.overview import OVERVIEW_HEADER, Say, overview_rows
from balance_classes.files.pages.page_templates import page
from balance_classes.language import Language, Text

TITLE = Text("Audit of class lists")
HEIGHT, BAR, GAP = 60, 22, 2
"""Of a plot, in pixels: its bars at most, a bar's width, what parts two."""


def audit_page(audit: Audit, language: Language) -> bytes:
    """Return the page in a language; everything that a list wrote is escaped."""
    say = language.say
    first = [audit.schools[at] for at in audit.strong_first]
    telling = [school for school in first if tells(audit, school)]
    quiet = [school for school in first if not tells(audit, school)]
    pooled = [audit.pooled(question) for question in audit.questions]
    return page(
        "audit.html",
        lang=language.code,
        title=say(TITLE),
        answer=[say(text) for text in answer_sentences(audit)],
        look_title=say(LOOK),
        caveats=[say(text) for text in caveats()],
        questions_title=say(Text("Question by question")),
        summary=[say(sentence) for sentence in summary_sentences(audit)],
        plots_title=say(Text("p-values over all schools")),
        plots_text=say(
            Text(
                "A bar a tenth, from 0 at the left to 1 at the right; the line is what lots give. "
                "Bars of one height: honest lots. A heap at the left: more schools than chance "
                "gives show it."
            )
        ),
        plots=[
            _plot(each, say(question_name(audit, each.question)))
            for each in pooled
            if each.schools >= FEWEST_SCHOOLS
        ],
        limits_title=say(Text("How it was tested")),
        limits=[say(text) for text in method_sentences(audit) if text not in caveats()],
        ask_title=say(Text("What to ask the school for")),
        ask=[say(text) for text in asked_of_schools(audit)],
        schools_title=say(Text("All schools, strong signs first")),
        header=[say(text) for text in OVERVIEW_HEADER],
        less=(1, 2, 6),
        rows=overview_rows(audit, say),
        telling_title=say(Text("Schools with a broken rule or a sign")),
        quiet_title=say(Text("Schools without")),
        telling=[_in_words(audit, school, say) for school in telling],
        quiet=[_in_words(audit, school, say) for school in quiet],
    )


def _in_words(audit: Audit, school: SchoolAudit, say: Say) -> dict[str, object]:
    return {
        "heading": say(heading(audit, school)),
        "sentences": [say(sentence) for sentence in school_sentences(audit, school)],
    }


@dataclass(frozen=True)
class _Plot:
    """The p-values of a question over schools: bars, and the height that lots give."""

    name: str
    said: str
    width: int
    height: int
    bars: str
    line: float


def _plot(pooled: Pooled, name: str) -> _Plot:
    most = max(*pooled.shares, pooled.schools / TENTHS)
    bars = "".join(
        f"M{at * (BAR + GAP)} {HEIGHT}v{-HEIGHT * share / most:.1f}h{BAR}V{HEIGHT}z"
        for at, share in enumerate(pooled.shares)
    )
    line = HEIGHT - HEIGHT * pooled.schools / TENTHS / most
    counts = " ".join(map(str, pooled.shares))
    return _Plot(name, f"{name}: {counts}", TENTHS * (BAR + GAP), HEIGHT, bars, round(line, 1))
