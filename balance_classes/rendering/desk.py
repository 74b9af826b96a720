"""The person at the desk, on a terminal: what is shown there, and what is asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from balance_classes.domain.lottery import SeedWords
from balance_classes.language import Language, Text
from balance_classes.rendering.assigned import assigned_json, show_assigned
from balance_classes.rendering.checked import checked_json, show_checked
from balance_classes.rendering.printer import ask_closed, ask_seed, print_json
from balance_classes.workflows.check import CheckResult
from balance_classes.workflows.desk import Choice, DeskResult

STAGES = {"1": "primary", "2": "junior"}
CHOICES: dict[str, Choice] = {"1": "rehearsal", "2": "draw", "": "stop"}


def ask_roster(language: Language) -> Path:
    """Ask for the roster; a path dragged onto a console stands in quotes."""
    text = Text("Drag the roster onto this window and press Enter")
    return Path(_asked(language, text).strip("\"'& "))


class AtDesk:
    """A person who is shown and asked things on the terminal."""

    def __init__(self, language: Language, *, quiet: bool) -> None:
        self._language, self._quiet = language, quiet

    def options(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask for stage and number of classes."""
        self._language = checked.language
        say = self._language.say
        students = Text("Students: {count}", count=checked.examined.students)
        click.echo(say(students), err=True)
        found: dict[str, object] = {}
        if not checked.rules.stage:
            text = Text("Which school: 1 primary, 2 junior high")
            found["stage"] = STAGES[self._one_of(text, list(STAGES))]
        text = Text("Number of classes (Enter: as few as the cap allows)")
        while answer := _asked(self._language, text, default=""):
            if answer.isdecimal() and int(answer):
                return {**found, "classes": int(answer)}
        return found

    def show(self, checked: CheckResult) -> None:
        """Show how the roster is understood and what is wrong with it."""
        self._language = checked.language
        if not self._quiet:
            show_checked(checked, as_json=False)
            print(flush=True)

    def wants_mark(self, path: Path) -> bool:
        """Ask whether a copy with the bad cells marked is to be written."""
        text = Text("Write a copy with the bad cells marked ({name})?", name=path.name)
        return click.confirm(self._language.say(text), default=True, err=True)

    def choose(self, sealed: Path | None) -> Choice:
        """Ask whether to rehearse, to draw, or to stop."""
        say = self._language.say
        if sealed:
            click.echo(say(Text("The draw goes by the seal {name}.", name=sealed.name)), err=True)
        told = Text(
            "A rehearsal can be repeated as often as you like. A draw counts: it is entered in the "
            "ledger, and another one would be shown in public."
        )
        click.echo(say(told), err=True)
        text = Text("1 rehearse, 2 draw, Enter: stop")
        return CHOICES[self._one_of(text, list(CHOICES))]

    def seed(self, language: Language, givers: tuple[str, ...]) -> Sequence[SeedWords]:
        """Ask for the words of the seed."""
        return ask_seed(language, givers)

    def closed(self, folder: Path) -> bool:
        """Ask that an open file be closed."""
        ask = ask_closed(self._language)
        return ask is not None and ask(folder)

    def _one_of(self, text: Text, answers: Sequence[str]) -> str:
        while (answer := _asked(self._language, text, default="")) not in answers:
            pass
        return answer


def show_desk(result: DeskResult, language: Language, *, as_json: bool) -> None:
    """Print what came of it; what was checked has been shown already."""
    if as_json:
        print_json(desk_json(result))
        return
    say = language.say
    if result.marked:
        print(say(Text("Marked copy: {path}", path=result.marked)))
    if result.checked.problems:
        print(say(Text("Mend the roster and drop it here again.")))
    elif result.assigned is None:
        print(say(Text("Nothing was drawn.")))
    else:
        show_assigned(result.assigned, as_json=False)
        if result.assigned.result.posted:
            notice = Text("For the list to publish: {command}",
                          command=f'balance-classes notice "{result.assigned.folder}"')  # fmt: skip
            print(say(notice))
    sys.stdout.flush()


def desk_json(result: DeskResult) -> dict[str, Any]:
    """Return what was checked and drawn as scripts read it."""
    return {
        "ok": not result.checked.problems,
        "check": checked_json(result.checked),
        "marked": str(result.marked) if result.marked else None,
        "assign": assigned_json(result.assigned) if result.assigned else None,
    }


def _asked(language: Language, text: Text, **settings: Any) -> str:
    if "default" in settings:
        settings["show_default"] = False
    return str(click.prompt(language.say(text), err=True, **settings)).strip()
