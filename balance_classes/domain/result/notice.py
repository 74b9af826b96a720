"""The notice: all that the public is told of a draw, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from balance_classes.domain.reason_codes import FEW
from balance_classes.domain.result.before_draw_sentences import rule_sentences, steering_sentence
from balance_classes.domain.result.fewer_open_classes import NARROWINGS, narrowed_of
from balance_classes.domain.result.fixed_before_draw import Posted
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.policy_departures import departures, policy_sentences
from balance_classes.domain.result.result_sentences import (
    evenness_sentences,
    posted_sentences,
    seed_sentence,
)
from balance_classes.domain.result.shown_names import shown_lists, whole
from balance_classes.domain.rules.policy import Policy, in_languages
from balance_classes.language import Text

NUMBERED = Text("The roster has no names: student numbers stand in their place.")
_AS_DRAWN = Text("How even the classes were when they were drawn, before later changes:")


@dataclass(frozen=True)
class Contact:
    """Whom to call, until when to object, and when; empty where nobody says.

    Not part of the sealed rules: no draw depends on it, and a new telephone number must neither
    change a fingerprint that was posted nor ask for another draw.
    """

    hotline: str = ""
    objection: str = ""
    date: str = ""
    """When it is published; empty where that is written by hand."""


@dataclass(frozen=True)
class SinceDraw:
    """What happened after the draw and is told on the notice.

    `head_teachers` names one for each class (by its name) that has one; `events` are sentences
    on who came, left or was moved with the bureau's consent, in numbers and without names.
    """

    head_teachers: Mapping[str, str]
    events: tuple[Text, ...] = ()


@dataclass(frozen=True)
class NoticeClass:
    """One class: its name, its head teacher if it has one, and its students' names as shown."""

    name: str
    head_teacher: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """All that is published; `narrowed` are students with fewer than all classes, by reason."""

    school: str
    rehearsal: bool
    classes: tuple[NoticeClass, ...]
    marks: tuple[Text, ...]
    narrowed: tuple[tuple[Text, int], ...]
    policy: tuple[Text, ...]
    """What the policy says first, and which one it is."""
    departures: tuple[Text, ...]
    rules: tuple[Text, ...]
    """Who is kept together and apart, what is spread, how even it came out, and trial draws."""
    events: tuple[Text, ...]
    contact: Contact
    naming: tuple[Text, ...] = ()
    """Why something else than names is shown."""

    @property
    def size(self) -> int:
        """The number of students."""
        return sum(len(school_class.students) for school_class in self.classes)


def notice_of(
    formed: Formed,
    posted: Posted | None,
    contact: Contact,
    later: SinceDraw,
    shown: Callable[[str], str] = whole,
    *,
    by: Callable[[str], tuple[Any, ...]] = lambda name: (name,),
) -> Notice:
    """Return the notice of formed classes.

    `shown` gives the name that is published, `by` what names are sorted by.
    """
    counts = narrowed_of(formed)
    return Notice(
        school=formed.school,
        rehearsal=formed.entry is None,
        classes=tuple(
            NoticeClass(name, later.head_teachers.get(name, ""), tuple(sorted(students, key=by)))
            for name, students in shown_lists(formed, shown)
        ),
        marks=(seed_sentence(formed.seed), *posted_sentences(formed, posted)),
        narrowed=tuple((NARROWINGS[code], count) for code, count in counts.items()),
        policy=_policy(formed.rules.policy),
        departures=departures(formed.as_drawn),
        rules=(
            *rule_sentences(formed),
            *((_AS_DRAWN,) if later.events else ()),
            *evenness_sentences(formed.as_drawn),
            steering_sentence(formed.fixed.steering),
        ),
        events=later.events,
        contact=contact,
        naming=(NUMBERED,) if nameless(formed) else (),
    )


def nameless(formed: Formed) -> bool:
    """Tell whether the roster had no names, so that numbers stand in their place."""
    return formed.fixed.key != "name" and all(
        p.student.name == p.student.key for p in formed.placements
    )


def _policy(policy: Policy) -> tuple[Text, ...]:
    words = (Text("{text}", text=in_languages(policy.notice)),) if policy.notice else ()
    return (*words, *policy_sentences(policy)[: 1 + bool(policy.issuer or policy.number)])


def narrowed_sentences(notice: Notice) -> tuple[Text, ...]:
    """Return how many students had fewer than all classes open to them, and by what.

    The number is told however small it is, since by pins a draw is steered; of each kind of few
    it is not.
    """
    total = sum(count for _, count in notice.narrowed)
    if not total:
        return (Text("All classes were open to every student."),)
    many = [(reason, count) for reason, count in notice.narrowed if count >= FEW]
    few = tuple(reason for reason, count in notice.narrowed if count < FEW)
    of_few = Text("Other reasons: {reasons}.") if many else Text("Reasons: {reasons}.")
    return (
        Text("Students with fewer than all classes open to them: {count}.", count=total),
        *(Text("{reason}: {count}.", reason=reason, count=count) for reason, count in many),
        *((Text(of_few.message, reasons=few),) if few else ()),
    )


def objection_sentences(contact: Contact) -> tuple[Text, ...]:
    """Return until when and where to object."""
    period = (Text("Objections: {period}.", period=contact.objection),) if contact.objection else ()
    line = (Text("Hotline: {hotline}.", hotline=contact.hotline),) if contact.hotline else ()
    return (*period, *line)
