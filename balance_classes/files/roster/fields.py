"""The columns that a roster may have, as fields.toml declares them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

LONGEST_HEADER = 60
UNUSED = "unused"
"""What the rules map a column to that no draw is to use."""


@dataclass(frozen=True)
class Field:
    """A declared column: how its cells are read and which headers mean it.

    `asked` are those of the headers that ask a question, and `asked_codes` the codes of its
    answers: under 是否住校 a 1 is a yes, under 就读方式 it is a day pupil.

    `codes` names a table of codes; `closed` says that no other value is allowed. A field of the
    kind "check" or "year" is compared with others and not kept; a "number" is read only where
    the rules ask for it, and spread by its bins. "years", "classes" (whole numbers) and "list"
    (names in the order in which they stand) are of teacher tables.
    """

    name: str
    kind: Literal[
        "identity", "name", "date", "code", "codes", "attribute", "age", "number", "check", "year",
        "years", "classes", "list",
    ]  # fmt: skip
    headers: tuple[str, ...] = ()
    codes: str = ""
    closed: bool = False
    asked: tuple[str, ...] = ()
    asked_codes: str = ""

    @property
    def is_attribute(self) -> bool:
        """Whether the field is spread over the classes."""
        return self.kind in ("attribute", "age")


def declared_fields() -> Mapping[str, Field]:
    """Return the fields of a roster by name, in the order in which fields.toml declares them."""
    return read_fields(Path(__file__).with_name("fields.toml"))


@cache
def read_fields(file: Path) -> Mapping[str, Field]:
    """Return the fields that a file declares, by name and in its order."""
    text = file.read_text(encoding="utf-8")
    return {
        name: Field(
            name,
            entry["kind"],
            tuple(map(plain_header, entry["headers"])),
            entry.get("codes", ""),
            entry.get("closed", False),
            tuple(map(plain_header, entry.get("asked", ()))),
            entry.get("asked_codes", ""),
        )
        for name, entry in tomllib.loads(text).items()
    }


_ASKED = "是否"
_PREFIX = re.compile(
    r"^(学生|新生|学员|孩子)的?|^是否(为|是|系|属于)?|^(students?|pupils?)('?s)?'?(?=.)"
)
_NUMBER = re.compile(r"^\d{1,2}[.、)](?=\D)")
"""What numbers the columns of a form: 1.学号."""


def known_header(header: str, known: Container[str]) -> str:
    """Return how a header is spelt among known ones, "" where it is none of them.

    学生性别 and Student's gender are 性别 and gender; 是否随迁 is 随迁, and asks.
    """
    return next((word for word in _spellings(header) if word in known), "")


@lru_cache(maxsize=4096)
def _spellings(header: str) -> tuple[str, str]:
    plain = plain_header(header)
    return plain, _PREFIX.sub("", _NUMBER.sub("", plain), count=1)


def asks(header: str, field: Field) -> bool:
    """Whether the cells below a header are the answers to a question."""
    plain = plain_header(header)
    return plain in field.asked or (bool(field.asked) and plain.startswith(_ASKED))


@lru_cache(maxsize=4096)
def plain_header(header: str) -> str:
    """Return a header as it is compared: *是否 留守儿童（必填） equals 是否留守儿童."""
    text = unicodedata.normalize("NFKC", header[:LONGEST_HEADER]).casefold()
    return re.sub(
        r"(?<=.)[(\[【〔<〈].*[)\]】〕>〉]$", "", re.sub(r"[\s_\-*:\u200b-\u200f\ufeff]", "", text)
    )
