"""Numbers of people: what a resident identity number says of itself (GB 11643-1999)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

NEW_LENGTH = 18
REGISTER_SIGNS = "GLJ"
"""How register numbers begin: G with an identity number, L temporary, J generated."""


@dataclass(frozen=True)
class Resident:
    """What a resident identity number says: the day of birth and the sex."""

    born: date
    sex: str


def looks_resident(number: str) -> bool:
    """Whether a number without a named type can only be meant as a resident identity number.

    Register numbers, which begin with a letter and hold one, stand in the wrong column.
    """
    return bool(re.fullmatch(r"\d{10,17}[\dX]{0,3}|[GLJ]\d{14,}X?", number))


def read_resident(number: str) -> Resident | None:
    """Return what a resident identity number says, or None where it cannot be one.

    It can not where its length, its day of birth or its check character is wrong; numbers of 15
    digits, given out until 1999, have no check character.
    """
    from stdnum.cn import ric

    if re.fullmatch(r"\d{17}[\dX]", number):
        if ric.calc_check_digit(number) != number[-1]:
            return None
        birth, order = number[6:14], number[16]
    elif re.fullmatch(r"\d{15}", number):
        birth, order = f"19{number[6:12]}", number[14]
    else:
        return None
    try:
        born = date(int(birth[:4]), int(birth[4:6]), int(birth[6:]))
    except ValueError:
        return None
    return Resident(born, "male" if int(order) % 2 else "female")


def is_register_number(number: str) -> bool:
    """Whether a register number has one of the known forms."""
    if number.startswith("G"):
        rest = number[1:]
        return len(rest) != NEW_LENGTH or not rest[:-1].isdigit() or read_resident(rest) is not None
    return bool(re.fullmatch(r"L\d{6}(19|20)\d{6}\w{1,8}|J\w{6,24}", number))
