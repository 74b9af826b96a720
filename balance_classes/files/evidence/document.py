"""A part of the evidence as it is written: unchangeable, versioned, its bytes fixed by its content.

Every key is one of ours and plain ASCII, every number a whole one, so that sorted compact JSON is
the form of RFC 8785.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from balance_classes.domain.canonical import PROCEDURE, digest, spoken_text
from balance_classes.domain.result.fixed_before_draw import as_sealed
from balance_classes.errors import EvidenceError, Finding, VersionError
from balance_classes.language import Text

START = "0" * 64
"""Stands for the line before the first, and for a digest that is not computed yet."""


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


def spoken(text: str) -> str:
    """Return a text that people said if it is canonical; raise ValueError otherwise."""
    if spoken_text(text) != text:
        raise ValueError("not canonical")
    return text


Spoken = Annotated[str, AfterValidator(spoken)]
"""What people said: shown on terminals and lists as it stands."""


def day(text: str) -> str:
    """Return a date that people said, as 2026-08-12, or "" for none; raise ValueError otherwise."""
    if text and date.fromisoformat(text).isoformat() != text:
        raise ValueError("no date")
    return text


Day = Annotated[str, AfterValidator(day)]
"""A date that people said."""


def _holds_rules(plain: Mapping[str, Any]) -> bool:
    fixed = plain.get("fixed")
    return isinstance(fixed, dict) and "rules" in fixed


class Form(BaseModel):
    """A part of the evidence: unchangeable, without unknown keys, types as they stand."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    undigested: ClassVar[tuple[str, ...]] = ("digest",)
    """The keys that its digest does not cover, where it has one."""

    def signed(self) -> Self:
        """Return the form with its digest."""
        return self.model_copy(update={"digest": digest(self.plain(*self.undigested))})

    def plain(self, *without: str) -> dict[str, Any]:
        """Return the form as JSON values, but for some keys."""
        plain = self.model_dump(mode="json", exclude=set(without))
        return plain | ({"fixed": as_sealed(plain["fixed"])} if _holds_rules(plain) else {})


MOST_BYTES, MOST_VALUES = 32 * 2**20, 1_500_000
"""Of a file: 100,000 students in 2,500 classes have 6 MB and 700,000 values."""
MOST_NUMBER = 2**53
"""Numbers stay below it, so that every program reads the same."""


def whole_json(content: bytes) -> Any:
    """Return what JSON holds, if each key stands once and each number is whole and not huge.

    Raises ValueError for all else, RecursionError where it is nested without end.
    """
    return json.loads(
        content,
        object_pairs_hook=_once,
        parse_int=_whole,
        parse_float=_refused,
        parse_constant=_refused,
    )


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _whole(digits: str) -> int:
    if len(digits) > len(str(MOST_NUMBER)) or abs(int(digits)) >= MOST_NUMBER:
        raise ValueError("a huge number")
    return int(digits)


def _refused(number: str) -> Any:
    raise ValueError(number)


class Document(Form):
    """A form that is a file of its own."""

    def content(self) -> bytes:
        """Return the bytes of the file; equal forms are equal bytes."""
        text = json.dumps(self.plain(), ensure_ascii=False, sort_keys=True, indent=1)
        return f"{text}\n".encode()

    @classmethod
    def read(cls, name: str, content: bytes) -> Self:
        """Return the form that these bytes hold; `name` is the file's.

        Raises EvidenceError for bytes that are no such form, or one of another version.
        """
        if len(content) > MOST_BYTES or content.count(b",") > MOST_VALUES:
            raise EvidenceError(_finding(name, Text("It is larger than any this program writes.")))
        try:
            entries = whole_json(content)
        except (ValueError, RecursionError):  # no UTF-8, no JSON
            entries = None
        form, version = _form_and_version(entries)
        if form != cls.model_fields["format"].default:
            raise EvidenceError(_finding(name, NONE_OF_OURS))
        if version != cls.model_fields["version"].default:
            raise VersionError(_other_version(name, Text("version {it}", it=str(version))))
        fixed = entries.get("fixed")
        procedure = fixed.get("procedure") if isinstance(fixed, dict) else PROCEDURE
        if procedure != PROCEDURE:
            raise VersionError(_other_version(name, Text("procedure {it}", it=str(procedure))))
        try:
            return cls.model_validate_json(content)
        except ValidationError as error:
            key = ".".join(map(str, error.errors()[0]["loc"]))
            what = Text("The key {key} is not as this program wrote it.", key=key)
            raise EvidenceError(_finding(name, what if key else NONE_OF_OURS)) from None


NONE_OF_OURS = Text("This is none of this program's files.")


def _form_and_version(entries: object) -> tuple[object, object]:
    if not isinstance(entries, dict):
        return None, None
    return entries.get("format"), entries.get("version")


def _other_version(name: str, what: Text) -> Finding:
    return Finding(
        name,
        Text("It was made by another version of the program ({what}).", what=what),
        Text(
            "Judge it with the version of the program that made it; this says nothing against it."
        ),
    )


def _finding(name: str, what: Text) -> Finding:
    return Finding(name, what, Text("Name the file as the program wrote it."))
