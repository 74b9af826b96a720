"""Questions on the terminal: an answer that does not fit is told what would, in plain words."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Collection, Sequence
from typing import Any

import click

from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.domain.result.shown_names import masked, told_apart
from balance_classes.domain.result.student_search import Choose
from balance_classes.language import Language, Text
from balance_classes.rendering.line_breaks import fitted

YES = {"y", "yes", "是", "是的", "对", "好"}
NO = {"n", "no", "否", "不", "不是", "不对"}


def asked(language: Language, text: Text, **settings: Any) -> str:
    """Return the answer to a question, without the spaces around it.

    Who breaks off leaves the line of the question: what is said then stands on its own.
    """
    if "default" in settings:
        settings["show_default"] = False
    suffix = "：" if language.code == "zh" else ": "
    try:
        answer = click.prompt(
            fitted(language.say(text)), err=True, prompt_suffix=suffix, **settings
        )
    except click.Abort as stopped:
        click.echo(err=True)
        stopped.language = language.code  # type: ignore[attr-defined]
        raise
    # A password may begin or end with a space.
    return str(answer) if settings.get("hide_input") else str(answer).strip()


def one_of(language: Language, text: Text, answers: Collection[str]) -> str:
    """Return one of some answers, of which the empty one is Enter alone."""
    while (answer := plain(asked(language, text, default=""))) not in answers:
        typed = tuple(each for each in answers if each)
        told = Text("Please type one of: {answers}.", answers=typed)
        if "" in answers:
            told = Text("Please type one of: {answers}; or press Enter alone.", answers=typed)
        click.echo(language.say(told), err=True)
    return answer


def confirmed(language: Language, text: Text, *, default: bool) -> bool:
    """Return whether a question was answered by yes, in either language."""
    question = Text("{question} [yes/no; Enter: no]", question=text)
    if default:
        question = Text("{question} [yes/no; Enter: yes]", question=text)
    answer = yes_or_no(language, question)
    return default if answer is None else answer


def yes_or_no(language: Language, question: Text) -> bool | None:
    """Return what was answered, None for Enter alone."""
    while answer := plain(asked(language, question, default="")):
        if answer in YES or answer in NO:
            return answer in YES
        click.echo(language.say(Text("Please type yes or no, or y or n.")), err=True)
    return None


def ask_which(language: Language) -> Choose | None:
    """Return a way to ask which of several students is meant, where somebody can answer."""
    if not sys.stdin.isatty():
        return None

    def choose(formed: Formed, meant: Sequence[Placement]) -> Placement | None:
        say = language.say
        told = Text("Several students may be meant:")
        if len(meant) == 1:
            told = Text(
                "A number alone is read as the lottery number, not as that of another list:"
            )
        click.echo(say(told), err=True)
        for number, (each, name) in enumerate(
            zip(meant, told_apart(meant, masked), strict=True), start=1
        ):
            told = Text(
                "{number}: lottery number {lot}, {name}, {school_class}",
                number=number,
                lot=each.lottery_number,
                name=name,
                school_class=formed.told_name(each.school_class),
            )
            click.echo("  " + say(told), err=True)
        numbers = {str(number): each for number, each in enumerate(meant, start=1)}
        question = Text("Which one? Type its number, or press Enter alone to stop")
        return numbers.get(one_of(language, question, ["", *numbers]))

    return choose


def plain(answer: str) -> str:
    """Return an answer without what a keyboard in Chinese mode makes of it: wide letters."""
    return unicodedata.normalize("NFKC", answer).strip().casefold()
