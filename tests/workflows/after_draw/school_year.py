"""What happens to a small school after its draw: what the tests of later events start from."""

from __future__ import annotations

import csv
from pathlib import Path

from balance_classes.domain.after_draw.newcomers import PlaceMethod, Terms
from balance_classes.workflows.after_draw.amend import AmendRequest, AmendResult, amend
from balance_classes.workflows.after_draw.place import PlaceRequest, PlaceResult, place
from tests.builders import resident_number, write_csv
from tests.workflows.stage import School, as_text


def newcomer(number: int, **cells: str) -> list[str]:
    """Return a row of a newcomer, S100 and on, with the cells that are named."""
    sex = "female" if number % 2 else "male"
    row = {
        "student_id": f"S{number}",
        "identity_number": resident_number(number, sex),
        "name": f"Newcomer{number}",
        "sex": "F" if number % 2 else "M",
        "boarding": "no",
        "ethnicity": "Han",
        "together": "",
        "apart": "",
        "pinned class": "",
        "reason": "",
        "locker": "",
    }
    return [
        *{
            **row,
            **{name.replace("_class", " class"): cell for name, cell in cells.items()},
        }.values()
    ]


def placed(
    school: School,
    *rows: list[str],
    seed: tuple[str, ...] = ("parents=5 5",),
    leavers: str = "",
    method: PlaceMethod = "even",
    cap: int = 0,
    cap_reason: str = "",
    folder: Path | None = None,
    leavers_file: Path | None = None,
    **changes: object,
) -> PlaceResult:
    """Place newcomers (rows) and take leavers (lines of a list) out of the classes of a school."""
    coming = write_csv(school.home / "newcomers.csv", as_text(list(rows))) if rows else None
    going = leavers_file
    if leavers:
        going = write_csv(school.home / "leavers.csv", f"student_id\n{leavers}")
    wish: dict[str, object] = {
        "folder": folder or school.folder,
        "newcomers": coming,
        "leavers": going,
        "terms": Terms(method, cap, cap_reason),
        "seed": seed if rows or "newcomers" in changes else (),
        "ask": None,
        "date": "2026-09-10",
        "roster": None,
        "language": None,
        "other_givers": "the notary was ill",
    }
    return place(PlaceRequest(**{**wish, **changes}), lambda stage: None)  # type: ignore[arg-type]


def amended(school: School, student: object, **changes: object) -> AmendResult:
    """Move a student of a school, or let two change places, by an approval."""
    wish: dict[str, object] = {
        "folder": school.folder,
        "student": str(student),
        "to": "",
        "swap": "",
        "reason_code": "health",
        "approval": "2026-12",
        "by": "bureau",
        "date": "2026-10-08",
        "roster": None,
        "language": None,
    }
    return amend(AmendRequest(**{**wish, **changes}), lambda stage: None)  # type: ignore[arg-type]


def listed(school: School) -> dict[str, str]:
    """Return the class of each student as classes.csv has it."""
    text = (school.folder / "classes.csv").read_text("utf-8-sig")
    return dict(list(csv.reader(text.splitlines()))[1:])


def another(name: str) -> str:
    """Return a class of the school that is not this one."""
    return next(f"Class {c}" for c in (1, 2, 3) if f"Class {c}" != name)
