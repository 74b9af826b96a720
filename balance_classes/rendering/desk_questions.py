"""Longer questions of the desk: the grade, what is to be even, who gives the seed of a seal."""

from __future__ import annotations

import re

import click

from balance_classes.domain.roster.labels import field_label
from balance_classes.domain.rules.class_names import CHINESE_GRADES
from balance_classes.domain.rules.rules import APART, NAMES_ALIKE, TWO_WAY
from balance_classes.domain.seed_words import FEW_SEEDS, Giver, seeds_of, too_few
from balance_classes.language import Language, Text
from balance_classes.rendering.line_breaks import fitted
from balance_classes.rendering.printer import ask_givers
from balance_classes.rendering.questions import asked, plain
from balance_classes.workflows.desk.person import SealTerms
from balance_classes.workflows.draw.check import CheckResult

MOST_MINUTES = 60
WHY_SEAL = Text(
    "A seal fixes roster, rules and givers; its fingerprint is posted before the draw. Without one "
    "nobody can know afterwards whether anything was changed or tried beforehand."
)


def ask_grade(language: Language, stage: str) -> int | None:
    """Ask for the grade in the names of the classes; None: that of the stage."""
    text = Text("Grade in the names of the classes, 1 to 9 (Enter: none)")
    if stage:
        text = Text("Grade in the names of the classes, 1 to 9 (Enter: the first of the school)")
    while answer := plain(asked(language, text, default="")):
        digits = re.sub("(年级|年)$", "", answer)
        for grade in range(1, len(CHINESE_GRADES)):
            if digits in (str(grade), CHINESE_GRADES[grade]):
                return grade
        _tell(language, Text("Please type a whole number, such as 3; or press Enter alone."))
    return None


def ask_evens(language: Language, checked: CheckResult) -> tuple[str, ...]:
    """Ask which of the columns that are not used are to be made even, too."""
    headers = [header for header in checked.examined.ignored if header]
    if not headers:
        return ()
    uneven = (APART, TWO_WAY, *NAMES_ALIKE)
    groups = [g for limit in checked.limits for g in limit.groups if g not in uneven]
    if groups:
        _tell(language, Text("Made even: {groups}.", groups=tuple(map(field_label, groups))))
    numbered = {str(number): header for number, header in enumerate(headers, start=1)}
    shown = tuple(
        Text("{number} {title}", number=number, title=header) for number, header in numbered.items()
    )
    _tell(language, Text("Not used: {columns}.", columns=shown))
    text = Text("Which of them are to be even, too? Numbers, such as 2 4 (Enter: none)")
    while answer := plain(asked(language, text, default="")):
        chosen = [number for number in re.split(r"[\s,、;]+", answer) if number]
        if all(number in numbered for number in chosen):
            return tuple(numbered[number] for number in dict.fromkeys(chosen))
        told = Text("Please type one of: {answers}; or press Enter alone.", answers=tuple(numbered))
        _tell(language, told)
    return ()


def ask_terms(language: Language) -> SealTerms | None:
    """Ask who gives the seed, one after the other, in which form, and how it is obtained."""
    _tell(language, Text("Who gives words of the seed, such as a parent and an inspector?"))
    while names := ask_givers(language):
        givers = tuple(_with_form(language, name) for name in names)
        reason = ""
        if too_few(givers):
            values = {"seeds": seeds_of(givers) or 0, "enough": FEW_SEEDS}
            _tell(language, Text("That makes {seeds} seeds; {enough} are enough.", **values))
            text = Text("Why are there so few? It is posted (Enter: name the givers anew)")
            reason = asked(language, text, default="")
            if not reason:
                continue
        text = Text("How do they come to their words, such as: each throws three dice")
        return SealTerms(tuple(map(str, givers)), asked(language, text, default=""), reason)
    return None


def _with_form(language: Language, name: str) -> Giver:
    """Return a giver with the form of the words, asked until it is one."""
    text = Text("What {giver} gives, such as 3 numbers 1-6 (Enter: any words)", giver=name)
    while form := asked(language, text, default=""):
        try:
            return Giver.read(f"{name}={form}")
        except ValueError:
            _tell(language, Text("Please type how many numbers, from what to what."))
    return Giver(name)


def _tell(language: Language, text: Text) -> None:
    click.echo(fitted(language.say(text)), err=True)
