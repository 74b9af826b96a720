"""The page of the ceremony: one pairing at a time, in one file that needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from balance_classes.domain.paired import Post, Shown
from balance_classes.language import Language, Text

TEMPLATE = Path(__file__).with_name("ceremony.html")
HEADINGS = {
    "group": Text("Group"),
    "team": Text("Team"),
    "school_class": Text("Class"),
    "room": Text("Room"),
}


def ceremony_page(
    title: str, opening: Sequence[Text], pairings: Sequence[Shown], language: Language
) -> bytes:
    """Return the page as HTML; the same pairings give the same bytes."""
    import jinja2

    say = language.say
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True
    )
    fields = boxes_of(pairings)
    text = environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
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
        back=say(Text("Back")),
        next=say(Text("Next")),
    )
    return text.encode()


def boxes_of(pairings: Sequence[Shown]) -> list[str]:
    """Return what is shown of pairings: teams and rooms only where there are any."""
    return [name for name in HEADINGS if any(getattr(pairing, name) for pairing in pairings)]


def members_of(pairing: Shown) -> list[Text]:
    """Return the teachers of a class, the head teacher first."""
    return [_member(post) for post in pairing.members]


def _member(post: Post) -> Text:
    values = {"subject": post.teacher.subject, "name": post.teacher.name}
    if post.head:
        return Text("{subject}: {name} (head teacher)", **values)
    return Text("{subject}: {name}", **values)
