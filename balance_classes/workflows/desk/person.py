"""The person at the desk: all that a registrar is shown and asked, whoever shows and asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from balance_classes.domain.lottery import SeedWords
from balance_classes.domain.result.notice import Contact
from balance_classes.domain.seed_words import Giver
from balance_classes.errors import BalanceError
from balance_classes.language import Language
from balance_classes.workflows.checking.latest_draw import Standing
from balance_classes.workflows.checking.verify import VerifyResult
from balance_classes.workflows.draw.assign import AssignResult
from balance_classes.workflows.draw.check import CheckResult
from balance_classes.workflows.draw.seal import SealResult

Choice = Literal["draw", "rehearsal", "seal", "stop", "look", "redraw", "again"]
"""What a person wants; the last three where the roster was drawn already."""
Names = Literal["whole", "masked", ""]


@dataclass(frozen=True)
class SealTerms:
    """What is promised of the seed: its givers, how it is obtained, why there are few seeds."""

    givers: tuple[str, ...]
    source: str
    few_seeds: str


class Person(Protocol):
    """Whoever sits at the desk: is shown things and asked for things."""

    def speaks(self, language: Language) -> None:
        """Learn the language of the roster, in which all is said from now on."""

    def standing(self, standing: Standing) -> Choice:
        """Tell that the roster was drawn already, and ask what to do."""

    def looked(self, verified: VerifyResult, published: Path | None) -> None:
        """Show where the result lies, whether it is as it was drawn, and where its notice lies."""

    def settles(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask what columns are, and what becomes of marked rows; empty: the roster is mended."""

    def options(self, checked: CheckResult, school: str) -> Mapping[str, object]:
        """Ask for what no rule says: policy, the school's name, else `school`, stage and grade."""

    def classes(self, checked: CheckResult) -> Mapping[str, object]:
        """Ask for the number of classes, where it is not known or does not fit."""

    def wants_other_classes(self, checked: CheckResult) -> bool:
        """Tell that the rules cannot all hold, and ask whether to form another number."""

    def refused(self, error: BalanceError) -> None:
        """Tell why an answer cannot be taken; it is asked for again."""

    def show(self, checked: CheckResult) -> None:
        """Show how the roster is understood and what is wrong with it."""

    def evens(self, checked: CheckResult) -> Sequence[str]:
        """Ask which of the columns that are not used are to be made even, too."""

    def agrees(self, checked: CheckResult) -> bool:
        """Ask whether the wishes are understood as they are meant."""

    def wants_mark(self, path: Path) -> bool:
        """Ask whether a copy with the bad cells marked is to be written."""

    def mended(self, marked: Path | None) -> bool:
        """Ask that the roster be mended; False: not now."""

    def choose(self, sealed: Path | None) -> Choice:
        """Ask whether to rehearse, to seal, to draw, or to stop."""

    def terms(self) -> SealTerms | None:
        """Ask who gives the seed, one after the other, and how; None: it is not sealed."""

    def sealed(self, result: SealResult) -> None:
        """Show what was sealed."""

    def reason(self) -> str:
        """Ask why the last draw is replaced."""

    def date(self) -> str:
        """Ask for the date that is printed and entered."""

    def seed(self, language: Language, givers: tuple[Giver, ...]) -> Sequence[SeedWords]:
        """Ask for the words of the seed."""

    def closed(self, folder: Path) -> bool:
        """Ask that an open file be closed."""

    def minutes(self) -> float:
        """Ask in how many minutes the draw is shown before the hall; 0: it is not."""

    def drawn(self, assigned: AssignResult) -> None:
        """Show what was formed."""

    def publish(self) -> Names:
        """Ask whether to write the notice, and how names are to be shown on it."""

    def contact(self, known: Contact) -> Contact:
        """Ask whom to call and until when to object, as far as no rule says it."""

    def wants_lists(self) -> bool:
        """Ask whether to write the roster with its classes, and class lists."""

    def opens(self, path: Path) -> None:
        """Open a file that was written."""
