"""Letters to schools as drafts, a sheet each: for whoever inspects, to be read and signed first."""

from __future__ import annotations

from balance_classes.domain.audit.findings import Audit
from balance_classes.domain.audit.letter import letters, opening
from balance_classes.files.pages.page_templates import page
from balance_classes.language import Language, Text


def letters_page(audit: Audit, language: Language) -> bytes | None:
    """Return the page of all letters; None where no school shows anything."""
    say, written = language.say, list(letters(audit))
    if not written:
        return None
    asked, caveat = opening(audit)
    return page(
        "letters.html",
        lang=language.code,
        title=say(Text("Letters to schools (drafts)")),
        draft=say(
            Text(
                "Draft. Each sheet is for its school alone: check it, sign it, and send no school "
                "the sheet of another."
            )
        ),
        subject=say(Text("Forming of classes: request for documents")),
        asked=say(asked),
        caveat=say(caveat),
        please=say(Text("Please send us:")),
        sign=[say(text) for text in (Text("by (date):"), Text("to:"), Text("signed:"))],
        letters=[
            {
                "to": say(Text("To: {school}", school=letter.school)),
                "found": [say(text) for text in letter.found],
                "asked": [say(text) for text in letter.asked],
            }
            for letter in written
        ],
    )
