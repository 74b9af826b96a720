"""The page of an audit in words, for whoever reads no tables: one HTML file that needs no other."""

from __future__ import annotations

from balance_classes.domain.audit.findings import Audit
from balance_classes.domain.audit.sentences import (
    method_sentences,
    school_sentences,
    summary_sentences,
)
from balance_classes.files.audit.audit_book import TITLE, overview_header, overview_rows
from balance_classes.files.pages.pages import page
from balance_classes.language import Language, Text


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
