"""The page of the ceremony: one pairing at a time, in one file that needs no network."""

from __future__ import annotations

from collections.abc import Sequence

from balance_classes.domain.teachers.paired_classes import Post, ShownPairing
from balance_classes.files.pages.page_templates import page
from balance_classes.language import Language, Text

HEADINGS = {
    "group": Text("Group"),
    "team": Text("Team"),
    "school_class": Text("Class"),
    "room": Text("Room"),
}


def ceremony_page(
    title: str, opening: Sequence[Text], pairings: Sequence[ShownPairing], language: Language
) -> bytes:
    """Return the page as HTML; the same pairings give the same bytes."""
    say, fields = language.say, boxes_of(pairings)
    return page(
        "ceremony.html",
        lang=language.code,
        title=title,
        opening=[say(line) for line in opening],
        headings=[say(HEADINGS[name]) for name in fields],
        rows=[[getattr(pairing, name) for name in fields] for pairing in pairings],
        steps=[
            {
                "boxes": [(say(HEADINGS[name]), getattr(pairing, name)) for name in fields],
                "members": [say(member) for member in members_of(pairing)],
            }
            for pairing in pairings
        ],
        all=say(Text("All together")),
        back=say(Text("Back")),
        next=say(Text("Next")),
    )


def boxes_of(pairings: Sequence[ShownPairing]) -> list[str]:
    """Return what is shown of pairings: teams and rooms only where there are any."""
    called = any(pairing.team != pairing.room for pairing in pairings)
    headings = [name for name in HEADINGS if called or name != "team"]
    return [name for name in headings if any(getattr(pairing, name) for pairing in pairings)]


def members_of(pairing: ShownPairing) -> list[Text]:
    """Return the teachers of a class, the head teacher first."""
    return [_member(post) for post in pairing.members]


def _member(post: Post) -> Text:
    values = {"subject": post.teacher.subject, "name": post.teacher.name}
    if post.head:
        return Text("{subject}: {name} (head teacher)", **values)
    return Text("{subject}: {name}", **values)
