"""Finding the one student that a person means: by lottery number, name or student number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from balance_classes.domain.result.formed_classes import Formed, Placement
from balance_classes.errors import UsageError
from balance_classes.language import Text

BIRTH_DATE = "birth_date"
BEGINNINGS = {
    **dict.fromkeys(("lot", "lottery", "签号", "抽签号", "lottery number"), "lot"),
    **dict.fromkeys(("number", "no", "id", "学号", "student number"), "number"),
    **dict.fromkeys(("name", "姓名"), "name"),
}
"""What says of a number or a name what it is."""


Choose = Callable[[Formed, Sequence[Placement]], Placement | None]
"""Asks a person which of several students is meant, or whether one is; None: nobody said."""


def student_meant(
    formed: Formed, written: str, choose: Choose | None, among: Iterable[Placement] | None = None
) -> Placement:
    """Return the one student that is meant, of those who are there unless others are named.

    `lot:7`, `number:7` and `name:7` say what is written; without such a beginning it is any of
    the three, and of several a person may `choose`. A bare lottery number could be the number of
    another list, so that a person is asked there, too. Raises UsageError where nobody is meant,
    or several are.
    """
    meant = students_meant(formed.placements if among is None else among, written)
    if len(meant) == 1 and not (choose and _is_lottery_number_alone(meant[0], written)):
        return meant[0]
    if meant and choose and (chosen := choose(formed, meant)):
        return chosen
    numbers = tuple(
        Text(
            "lottery number {number} ({name})",
            number=p.lottery_number,
            name=formed.told_name(p.school_class),
        )
        for p in meant
    )
    raise UsageError.at(
        Text("student"),
        Text("Several students are meant: {numbers}.", numbers=numbers)
        if meant
        else Text("There is no such student in this result."),
        _say_which(written, meant) if meant else _GIVE,
    )


_GIVE = Text("Give the lottery number from the internal list, the full name or the number.")


def _say_which(written: str, meant: Sequence[Placement]) -> Text:
    return Text(
        "Name one by the lottery number: {lots}; or say what “{written}” is: number:{written}, "
        "name:{written}.",
        written=_parted(written)[1],
        lots=tuple(f"lot:{p.lottery_number}" for p in meant),
    )


def students_meant(among: Iterable[Placement], written: str) -> list[Placement]:
    """Return who may be meant by a lottery number, a student number or a name."""
    said, wanted = _parted(written)
    wanted = _plain(wanted)
    return [
        p
        for p in among
        if any(wanted in words for kind, words in _words(p).items() if said in ("", kind))
        or (said in ("", "number") and _bare(wanted) in map(_bare, _words(p)["number"]))
    ]


def _is_lottery_number_alone(placement: Placement, written: str) -> bool:
    """Whether a number is written that nobody said is the lottery number, and is nothing else."""
    said, wanted = _parted(written)
    plain = _plain(wanted)
    own = {_bare(number) for number in _words(placement)["number"]}
    return not said and plain == str(placement.lottery_number) and _bare(plain) not in own


def says_lottery_number(written: str, number: int) -> bool:
    """Whether a lottery number is written, with its beginning or without."""
    said, wanted = _parted(written)
    return said in ("", "lot") and _plain(wanted) == str(number)


def _parted(written: str) -> tuple[str, str]:
    """Return what is said that a text is, empty where nothing is, and the text without that."""
    before, colon, after = written.partition(":" if ":" in written else "：")
    said = BEGINNINGS.get(before.strip().casefold(), "") if colon else ""
    return (said, after.strip()) if said else ("", written)


def _words(placement: Placement) -> dict[str, tuple[str, ...]]:
    """Return what a student is found by; dates of birth are no numbers."""
    student = placement.student
    numbers = (number for field, number in student.identities.items() if field != BIRTH_DATE)
    return {
        "lot": (str(placement.lottery_number),),
        "number": tuple(_plain(number) for number in (student.key, *numbers) if number),
        "name": (_plain(student.name),),
    }


def _bare(number: str) -> str:
    """Return a number without the zeros that people leave out: 7 for 007, s7 for S007."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", number)


def _plain(text: str) -> str:
    """Return a name or a number as it is compared: without spaces and capitals."""
    return "".join(text.split()).casefold()
