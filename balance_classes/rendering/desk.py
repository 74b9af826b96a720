"""The person at the desk, on a terminal: what is shown there, and what is asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from balance_classes.domain.canonical import plain_text
from balance_classes.domain.lottery import SeedWords, letters_and_digits
from balance_classes.domain.result.notice import Contact
from balance_classes.domain.rules.rules import LEAVE_IN, LEAVE_OUT
from balance_classes.domain.seed_words import Giver
from balance_classes.errors import BalanceError
from balance_classes.files.rules.policies import read_policy
from balance_classes.language import Language, Text, day
from balance_classes.rendering.assign import assigned_body, show_assigned
from balance_classes.rendering.check import checked_body, problem_answers, show_checked
from balance_classes.rendering.desk_questions import (
    MOST_MINUTES,
    WHY_SEAL,
    ask_evens,
    ask_grade,
    ask_terms,
)
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_draw_answers import Led
from balance_classes.rendering.json_result_answers import FindingAnswer
from balance_classes.rendering.line_breaks import fitted
from balance_classes.rendering.notice import listed_body, notice_body, show_lists, show_notice
from balance_classes.rendering.policy import ask_policy
from balance_classes.rendering.printer import ask_closed, ask_seed, told_once
from balance_classes.rendering.questions import asked, confirmed, one_of, plain
from balance_classes.rendering.seal import show_sealed
from balance_classes.rendering.verify import check_lines, failed_checks, verdict_body
from balance_classes.workflows.checking.latest_draw import Standing
from balance_classes.workflows.checking.verify import VerifyResult
from balance_classes.workflows.desk.desk import DeskResult
from balance_classes.workflows.desk.person import Choice, Names, SealTerms
from balance_classes.workflows.draw.assign import AssignResult
from balance_classes.workflows.draw.check import CheckResult
from balance_classes.workflows.draw.seal import SealResult

STAGES = {"1": "primary", "2": "junior"}
STAGED = set(STAGES.values())
NAMES: dict[str, Names] = {"1": "whole", "2": "masked", "": ""}
CHOICES: dict[str, Choice] = {"1": "rehearsal", "2": "draw", "3": "seal", "0": "stop"}
STANDING: dict[str, Choice] = {"1": "look", "2": "redraw", "3": "rehearsal", "0": "stop"}
COLUMNS = {"1": "", "2": "together", "3": "apart", "4": "", "0": ""}
GONE = {"1": LEAVE_OUT, "2": LEAVE_IN, "0": ""}
BROKEN_OFF: dict[str, Choice] = {**STANDING, "1": "again"}


def ask_roster(language: Language) -> Path:
    """Ask for the roster; a path dragged onto a console stands in quotes."""
    text = Text("Drag the roster onto this window and press Enter")
    return Path(asked(language, text).strip("\"'& "))


class AtDesk:
    """A person who is shown and asked things on the terminal."""

    def __init__(self, language: Language, *, quiet: bool) -> None:
        self._language, self._quiet = language, quiet

    def speaks(self, language: Language) -> None:
        """Learn the language of the roster, in which all is said from now on."""
        self._language = language

    def standing(self, standing: Standing) -> Choice:
        """Tell that the roster was drawn already, and ask what to do."""
        told = Text("This roster was drawn already: draw {draw}.", draw=standing.draw)
        if standing.date:
            told = Text(
                "This roster was drawn already: draw {draw}, on {date}.",
                draw=standing.draw,
                date=day(standing.date),
            )
        self._tell(told)
        if standing.folder:
            self._tell(Text("Its result: {path}", path=standing.folder))
        else:
            self._tell(
                Text("It was broken off, or its result was moved away: it does not lie here.")
            )
        self._tell(
            Text(
                "Another draw replaces it: number and reason stand in the record, the ledger and "
                "on the notice."
            )
        )
        if standing.folder:
            text = Text("1 look at the result, 2 draw again, 3 rehearse, 0 stop")
            return STANDING[one_of(self._language, text, STANDING)]
        text = Text("1 write its result, from its seed; 2 draw again, 3 rehearse, 0 stop")
        return BROKEN_OFF[one_of(self._language, text, BROKEN_OFF)]

    def looked(self, verified: VerifyResult, published: Path | None) -> None:
        """Show where the result lies, whether it is as it was drawn, and where its notice lies."""
        if self._quiet:
            return
        say = self._language.say
        for check in verified.verdict.checks:
            if not check.passed:
                for line in check_lines(check, self._language):
                    print(line)
        if verified.verdict.passed:
            print(say(Text("Recounted: it is as it was drawn.")))
        else:
            print(say(Text("It is not as it was drawn; see above, and ask verify for all of it.")))
        print(say(Text("Result: {path}", path=verified.folder)))
        if published:
            print(say(Text("Notice: {path}", path=published)))
        sys.stdout.flush()

    def settles(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask what columns are, and what becomes of marked rows; empty: the roster is mended."""
        examined, found = checked.examined, dict[str, object]()
        columns, unused, spread = dict[str, str](), list[str](), list[str]()
        for finding in told_once(checked.problems):
            self._tell(Text("{where}: {what}", where=finding.where, what=finding.what))
        for header, _ in examined.open_columns:
            text = Text(
                "Column “{header}”: 1 not for the draw, 2 who is to be together, 3 who is to be "
                "apart, 4 spread it evenly, 0 stop and mend the roster",
                header=header,
            )
            answer = one_of(self._language, text, COLUMNS)
            if answer == "0":
                return {}
            if answer == "1":
                unused.append(header)
            elif answer == "4":
                spread.append(header)
            else:
                columns[header] = COLUMNS[answer]
        if examined.open_rows:
            text = Text(
                "Rows marked as gone, or as staff: {count}. 1 leave them out, 2 keep them, "
                "0 stop and mend the roster",
                count=examined.open_rows,
            )
            found["gone"] = GONE[one_of(self._language, text, GONE)]
            if not found["gone"]:
                return {}
        several = {"unused": tuple(unused), "spread": tuple(spread), "columns": columns}
        return {**found, **{name: said for name, said in several.items() if said}}

    def options(self, checked: CheckResult, school: str) -> Mapping[str, object]:
        """Ask for what no rule says: policy, the school's name, else `school`, stage."""
        rules, found = checked.rules, dict[str, object]()
        if not (checked.classes and rules.school and checked.policy_named):
            self._tell(Text("Students: {count}", count=checked.examined.students))
        policy = rules.policy
        if not checked.policy_named and self._language.code == "zh":
            found["policy"] = ask_policy(self._language)
            policy = read_policy(str(found["policy"]))
        if not rules.school:
            found["school"] = self._school(school)
        if not (rules.stage or rules.classes or rules.cap) and policy.caps.keys() & STAGED:
            text = Text("Which school: 1 primary, 2 junior high")
            found["stage"] = STAGES[one_of(self._language, text, STAGES)]
        if self._language.code == "zh" and not (rules.grade or rules.names):
            grade = ask_grade(self._language, str(found.get("stage") or rules.stage))
            found |= {"grade": grade} if grade else {}
        return found

    def classes(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask for the number of classes, where it is not known or does not fit."""
        fewest = checked.rules.highest_cap is not None
        text = Text("Number of classes")
        told = Text("Please type a whole number, such as 6.")
        if fewest:
            text = Text("Number of classes (Enter: as few as the cap allows)")
            told = Text("Please type a whole number, such as 6; or press Enter alone.")
        while True:
            answer = plain(asked(self._language, text, default=""))
            if answer.isdecimal() and int(answer):
                return {"classes": int(answer)}
            if fewest and not answer:
                return {"classes": None}
            self._tell(told)

    def wants_other_classes(self, checked: CheckResult) -> bool:
        """Tell that the rules cannot all hold, and ask whether to form another number."""
        for finding in told_once(checked.problems):
            self._tell(finding.told)
        return confirmed(self._language, Text("Form another number of classes?"), default=False)

    def refused(self, error: BalanceError) -> None:
        """Tell why an answer cannot be taken; it is asked for again."""
        for finding in told_once(error.findings):
            if isinstance(finding.where, Text):  # a place, and no name of an option
                self._tell(finding.told)
            else:
                self._tell(Text("{what} {mend}", what=finding.what, mend=finding.mend))

    def evens(self, checked: CheckResult) -> Sequence[str]:
        """Ask which of the columns that are not used are to be made even, too."""
        return ask_evens(self._language, checked)

    def agrees(self, checked: CheckResult) -> bool:
        """Ask whether the wishes are understood as they are meant."""
        text = Text("Are the wishes above understood as they are meant?")
        return confirmed(self._language, text, default=True)

    def mended(self, marked: Path | None) -> bool:
        """Ask that the roster be mended; False: not now."""
        text = Text("Mend the roster, save and close it. Enter: read it again; 0: stop")
        return one_of(self._language, text, ["", "0"]) == ""

    def show(self, checked: CheckResult) -> None:
        """Show how the roster is understood and what is wrong with it."""
        if not self._quiet:
            show_checked(checked, as_json=False, led=True)
            print(flush=True)

    def wants_mark(self, path: Path) -> bool:
        """Ask whether a copy with the bad cells marked is to be written."""
        text = Text("Write a copy with the bad cells marked ({name})?", name=path.name)
        return confirmed(self._language, text, default=True)

    def choose(self, sealed: Path | None) -> Choice:
        """Ask whether to rehearse, to draw, or to stop."""
        if sealed:
            self._tell(Text("The draw goes by the seal {name}.", name=sealed.name))
        told = Text(
            "A rehearsal can be repeated as often as you like. A draw counts: it is entered in the "
            "ledger, and another one would be shown in public."
        )
        self._tell(told)
        if sealed:
            text = Text("1 rehearse, 2 draw, 3 seal anew, 0 stop")
        else:
            self._tell(WHY_SEAL)
            text = Text("1 rehearse, 2 draw now, 3 seal first, 0 stop")
        return CHOICES[one_of(self._language, text, CHOICES)]

    def terms(self) -> SealTerms | None:
        """Ask who gives the seed, one after the other, and how; None: it is not sealed."""
        return ask_terms(self._language)

    def sealed(self, result: SealResult) -> None:
        """Show what was sealed."""
        if not self._quiet:
            show_sealed(result, as_json=False)
            print(flush=True)

    def reason(self) -> str:
        """Ask why the last draw is replaced."""
        text = Text("Reason for the new draw, as it will be shown in public")
        while not letters_and_digits(given := asked(self._language, text, default="")):
            self._tell(Text("A new draw needs a reason. To stop, press Ctrl-C."))
        return given

    def date(self) -> str:
        """Ask for the date that is printed and entered."""
        return asked(self._language, Text("Date, such as 2026-08-26 (Enter: none)"), default="")

    def seed(self, language: Language, givers: tuple[Giver, ...]) -> Sequence[SeedWords]:
        """Ask for the words of the seed."""
        self._tell(Text("Now the givers: all write down their words before any are read aloud."))
        return ask_seed(language, givers)

    def closed(self, folder: Path) -> bool:
        """Ask that an open file be closed."""
        ask = ask_closed(self._language)
        return ask is not None and ask(folder)

    def minutes(self) -> float:
        """Ask in how many minutes the draw is shown before the hall; 0: it is not."""
        text = Text("Drawn. In how many minutes is it shown before the hall (Enter: not at all)")
        while answer := plain(asked(self._language, text, default="")):
            if answer.isdecimal() and 0 < int(answer) <= MOST_MINUTES:
                return int(answer)
            self._tell(Text("Please type a whole number, such as 3; or press Enter alone."))
        return 0

    def drawn(self, assigned: AssignResult) -> None:
        """Show what was formed."""
        if not self._quiet:
            show_assigned(assigned, as_json=False)
            print(flush=True)

    def publish(self) -> Names:
        """Ask whether to write the notice, and how names are to be shown on it."""
        text = Text("List to publish: 1 whole names, 2 masked as J*** **e, Enter: not now")
        return NAMES[one_of(self._language, text, NAMES)]

    def contact(self, known: Contact) -> Contact:
        """Ask whom to call and until when to object, as far as no rule says it."""
        hotline, objection = known.hotline, known.objection
        if not hotline:
            text = Text("Telephone for objections (Enter: none)")
            hotline = asked(self._language, text, default="")
        if not objection:
            text = Text("Until when to object, such as 27 to 29 August (Enter: not said)")
            objection = asked(self._language, text, default="")
        return Contact(hotline, objection)

    def wants_lists(self) -> bool:
        """Ask whether to write the roster with its classes, and class lists."""
        text = Text("Write the roster with its classes, and class lists to hand out?")
        return confirmed(self._language, text, default=True)

    def opens(self, path: Path) -> None:
        """Open a file that was written, where somebody sits before the screen."""
        if sys.stdin.isatty() and not self._quiet:
            click.launch(str(path))

    def _school(self, school: str) -> str:
        text = Text("Name of the school, for lists and notice (Enter: {school})", school=school)
        while given := asked(self._language, text, default=""):
            try:
                return plain_text(given)
            except ValueError as wrong:
                self._tell(Text("Please write it without “{sign}”.", sign=str(wrong)))
        return ""

    def _tell(self, text: Text) -> None:
        click.echo(fitted(self._language.say(text)), err=True)


def show_desk(result: DeskResult, language: Language, *, as_json: bool) -> None:
    """Print what came of it; what was checked and drawn has been shown already."""
    if as_json:
        print_answer(desk_body(result), exit_code=result.exit_code, findings=_findings(result))
        return
    say = language.say
    if result.marked:
        print(say(Text("Marked copy: {path}", path=result.marked)))
    if result.checked.problems:
        print(say(Text("Mend the roster and drop it here again.")))
    elif result.verified is None and (
        result.assigned is None or result.assigned.result.formed.entry is None
    ):
        print(say(Text("Nothing was drawn.")))
    if result.notice:
        show_notice(result.notice, as_json=False)
    if result.lists:
        show_lists(result.lists, as_json=False)
    sys.stdout.flush()


def desk_body(result: DeskResult) -> Led:
    """Return what was checked and drawn as scripts read it."""
    return {
        "check": checked_body(result.checked),
        "marked": str(result.marked) if result.marked else None,
        "sealed": str(result.sealed) if result.sealed else None,
        "assign": assigned_body(result.assigned) if result.assigned else None,
        "verify": verdict_body(result.verified.verdict, result.verified.language)
        if result.verified
        else None,
        "notice": notice_body(result.notice) if result.notice else None,
        "lists": listed_body(result.lists) if result.lists else None,
    }


def _findings(result: DeskResult) -> list[FindingAnswer]:
    """Return what is wrong with the roster, or with the result that was looked at."""
    if result.verified:
        return failed_checks(result.verified.verdict, result.verified.language)
    return problem_answers(result.checked)
