"""A forger who knows the program: edits any value of the evidence, and signs all of it again.

Digests, chain, seed values and what one file repeats of another are made to fit, so that nothing
but what counting and drawing find can give an edit away. The workbook's own comparison is left
out: a forger writes it anew, too.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from balance_classes.domain.after_draw.amend_event import amendment_digest
from balance_classes.domain.after_draw.newcomers import Terms, placing_digest
from balance_classes.domain.after_draw.place_event import Placing
from balance_classes.domain.canonical import digest
from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.result.later_states import states
from balance_classes.domain.teachers.pair_event import PairingEvent, pairing_digest
from balance_classes.domain.verdict import Check, Verdict
from balance_classes.errors import BalanceError, UnjudgedError
from balance_classes.files.evidence.forms import LedgerLine
from balance_classes.files.result.result_reading import read_kept
from balance_classes.language import Text
from balance_classes.workflows.checking.recount import VerifyRequest
from balance_classes.workflows.checking.verify import verify
from tests.workflows.stage import formed_of

Doc = dict[str, Any]
Path_ = tuple[str | int, ...]
RECOUNT = "balance_classes.workflows.checking.recount"
WORDS = ("", "draw", "program", "zero", "plan", "none", "2026-01-01", "tomorrow", "A", "Class 1")
UNSAID = ("gone", "scores", "few_seeds", "steering", "note", "zh", "sex")
"""Keys that forms leave out where they say nothing, and keys that no form has."""
HOSTILE = ("\x1b[31mred", "\u202eabc", "a\nb", "9" * 40, "_x0041_", "\ud7ff")


TORN = (KeyError, TypeError, AttributeError, StopIteration, ValueError, IndexError)
"""What signing meets where an edit took a part of a form away: it stays unsigned."""


@dataclass(frozen=True)
class Edit:
    """One value that was changed: in which document, where, from what to what."""

    document: str
    place: Path_
    then: object
    now: object

    @property
    def key(self) -> str:
        """The place without its numbers: record.classes.lottery_numbers."""
        names = (str(part) for part in self.place if isinstance(part, str))
        return ".".join((self.document.split("-")[0], *names))


class Evidence:
    """The evidence in a folder, as JSON, by the names of its files; the ledger as its lines."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.later = sorted(
            (path.name for path in folder.glob("*-[0-9].json")), key=lambda name: name[-6:]
        )
        self.documents: dict[str, Any] = {
            name: json.loads((folder / name).read_bytes())
            for name in ("record.json", "seal.json", *self.later)
        }
        lines = (folder / "ledger.jsonl").read_text("utf-8").splitlines()
        self.documents["ledger.jsonl"] = [json.loads(line)["what"] for line in lines]

    def edited(self, chance: random.Random) -> tuple[Evidence, Edit]:
        """Return the evidence with one value changed."""
        other = copy.copy(self)
        other.documents = copy.deepcopy(self.documents)
        name = chance.choice(sorted(self.documents))
        holder: Any = other.documents
        # All lines of a ledger are one value, too: one is missing, doubled, in another place.
        whole: list[Path_] = [()] if isinstance(holder[name], list) else []
        place = chance.choice([*whole, *_places(holder[name])])
        *way, last = (name, *place)
        for part in way:
            holder = holder[part]
        then = holder[last]
        now = holder[last] = _forged(then, other.documents, chance)
        edit = Edit(name, place, then, now)
        with suppress(*TORN):
            other._repeat(edit)
        return other, edit

    def write(self, document: str = "record.json") -> None:
        """Sign everything and write it, twice where what was asked could be another thing now."""
        for _ in range(2):
            with suppress(*TORN):
                self._sign()
            self._write()
            asked = False
            with suppress(*TORN):
                asked = document not in ("record.json", "seal.json") and self._ask_anew()
            if not asked:
                return

    def _repeat(self, edit: Edit) -> None:
        """Copy an edit to where another file repeats it."""
        record, seal = self.documents["record.json"], self.documents["seal.json"]
        if edit.document == "seal.json":
            record["fixed"] = copy.deepcopy(seal["fixed"])
        elif edit.document == "record.json":
            seal["fixed"] = copy.deepcopy(record["fixed"])
        events = self.documents["ledger.jsonl"]
        draw = next(event for event in events if event["event"] == "draw")
        names = {"number": "draw", **{n: n for n in ("replaces", "replaced", "reason", "date")}}
        if edit.document == "ledger.jsonl":
            record["draw"].update({here: draw.get(there) for here, there in names.items()})
            record["draw"]["sealed"], record["seed"] = draw.get("sealed"), draw.get("seed")
        else:
            draw.update({there: record["draw"].get(here) for here, there in names.items()})
            draw["sealed"], draw["seed"] = record["draw"].get("sealed"), record["seed"]
        begun = [e for e in events if e["event"] in ("place", "amend", "pair")]
        for event, name in zip(begun, self.later, strict=True):
            file = self.documents[name]
            for key in ("draw", "number", "asked", "date", "seed", "other_givers"):
                if edit.document == "ledger.jsonl" and key in event and key in file:
                    file[key] = event[key]
                elif key in file:
                    event[key] = file[key]

    def _sign(self) -> None:
        record, seal = self.documents["record.json"], self.documents["seal.json"]
        events = self.documents["ledger.jsonl"]
        for document in (record, seal):
            fixed = document["fixed"]
            fixed["rules_digest"] = digest([fixed.get("rules"), fixed.get("classes")])
            document["fixed_digest"] = digest(fixed)
            _sign_source(document)
        before = ""
        later = iter(self.later)
        for number, event in enumerate(events, start=1):
            kind, head = event.get("event"), self._head(number)
            if kind == "seal":
                event["fixed"] = seal["fixed_digest"]
            elif kind == "draw":
                event["fixed"] = record["fixed_digest"]
                event["roster"] = record["fixed"].get("roster_digest")
                _sign_seed(record.get("seed"), rehearsal=False)
                event["seed"] = record.get("seed")
                record["draw"].update(line=number, head=self._head(number))
                record["digest"] = _digest(record)
            elif kind == "result":
                event["record"] = before = record["digest"]
            elif kind == "outcome":
                event["digest"] = before
            else:
                file = self.documents[next(later)]
                _sign_source(file)
                _sign_seed(file.get("seed"), rehearsal=False)
                event["before"], event["seed"] = before, file.get("seed")
                head = self._head(number)
                file.update(before=before, line=number, head=head)
                file["digest"] = before = _digest(file)

    def _head(self, number: int) -> str:
        """Return the hash of a line, as far as the lines before are signed."""
        try:
            *_, last = _chained(self.documents["ledger.jsonl"][:number])
        except ValueError:
            return "0" * 64
        return last.head()

    def _write(self) -> None:
        for name, document in self.documents.items():
            if name != "ledger.jsonl":
                text = json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1)
                (self.folder / name).write_bytes(f"{text}\n".encode(errors="replace"))
        try:
            lines = [line.text() for line in _chained(self.documents["ledger.jsonl"])]
        except (ValueError, TypeError):
            lines = ["{}"]
        text = "".join(f"{line}\n" for line in lines)
        (self.folder / "ledger.jsonl").write_bytes(text.encode(errors="replace"))

    def _ask_anew(self) -> bool:
        """Make the digests of what was asked fit, where the edited files still tell of events."""
        try:
            formed = formed_of(read_kept(self.folder))
            asked = list(_asked(formed))
        except Exception:
            return False
        changed = False
        for name, digest_now in zip(self.later, asked, strict=False):
            changed |= self.documents[name].get("asked") != digest_now
            self.documents[name]["asked"] = digest_now
        events = self.documents["ledger.jsonl"]
        begun = [e for e in events if e.get("event") in ("place", "amend", "pair")]
        for event, name in zip(begun, self.later, strict=False):
            event["asked"] = self.documents[name]["asked"]
        return changed


def _asked(formed: Formed) -> Iterator[str]:
    for event, before in zip(formed.later, states(formed.as_drawn, formed.later), strict=False):
        if isinstance(event, PairingEvent):
            staff = event.paired.teams.staff if event.paired.teams else None
            yield pairing_digest(before, staff, event.paired.conflicts, event.paired.rooms)
        elif isinstance(event, Placing):
            arrived = [newcomer.placement.student for newcomer in event.newcomers]
            terms = Terms(event.method, event.cap, event.cap_reason)
            yield placing_digest(before, arrived, event.leavers, terms)
        else:
            amended: Any = event
            said = (amended.reason_code, amended.approval, amended.by)
            yield amendment_digest(before, amended.moves, *said)


def _digest(document: Doc) -> str:
    return digest({k: v for k, v in document.items() if k not in ("source", "digest")})


def _sign_source(document: Doc) -> None:
    source = document.get("source")
    if isinstance(source, dict):
        source["digest"] = digest({k: v for k, v in source.items() if k != "digest"})


def _sign_seed(seed: object, *, rehearsal: bool) -> None:
    try:
        words = tuple(SeedWords(**entry) for entry in seed["words"])  # type: ignore[index]
        seed["value"] = Seed(words, seed["given"], rehearsal).value  # type: ignore[index]
    except (TypeError, KeyError, AttributeError, ValueError):
        return


def _chained(events: list[Doc]) -> Iterator[LedgerLine]:
    previous = "0" * 64
    for number, event in enumerate(events, start=1):
        whole = {"line": number, "previous": previous, "what": event}
        line = LedgerLine.model_validate_json(json.dumps(whole))
        previous = line.head()
        yield line


def _places(value: object, at: Path_ = ()) -> Iterator[Path_]:
    """Yield the places of all values within a value, lists and mappings too."""
    entries: list[tuple[str | int, Any]] = []
    if isinstance(value, Mapping):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    for key, inner in entries:
        yield (*at, key)
        yield from _places(inner, (*at, key))


def _forged(then: Any, documents: Doc, chance: random.Random) -> Any:
    """Return another value, now and then one that stands elsewhere in the evidence."""
    if chance.random() < 0.1:
        others = [value for value in _values(documents) if type(value) is type(then)]
        borrowed = copy.deepcopy(chance.choice(others))
        if borrowed != then:
            return borrowed
    return _another(then, chance)


def _values(value: object) -> Iterator[Any]:
    """Yield all values within a value, lists and mappings too."""
    inner: Iterable[object] = ()
    if isinstance(value, Mapping):
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    for each in inner:
        yield each
        yield from _values(each)


def _another(then: Any, chance: random.Random) -> Any:
    """Return another value of the same kind, now and then of another one."""
    found = then
    while found == then and type(found) is type(then):
        if chance.random() < 0.03:
            found = chance.choice([None, True, 0, "", [], {}, -1, 2**60, "x"])
        elif isinstance(then, bool):
            found = not then
        elif isinstance(then, int):
            found = chance.choice(
                [then + 1, then - 1, 0, -then, 10**7, 2**52, chance.randrange(40)]
            )
        elif isinstance(then, str):
            found = _another_text(then, chance)
        elif isinstance(then, list):
            found = _another_list(then, chance)
        elif isinstance(then, Mapping):
            found = _another_mapping(then, chance)
        else:
            found = chance.choice([0, "", []])
    return found


def _another_mapping(then: Mapping[str, Any], chance: random.Random) -> Any:
    if chance.random() < 0.5:
        return {**then, chance.choice(UNSAID): chance.choice([None, "leave-out", ["x"], {}, 1])}
    gone = chance.choice([*then, ""])
    return {key: value for key, value in then.items() if key != gone} or 1


def _another_text(then: str, chance: random.Random) -> str:
    if then.isdecimal() and chance.random() < 0.7:
        return str(int(then) + chance.choice([1, -1, 7]))
    if len(then) == 64:
        return digest(chance.random())
    return chance.choice([then + "x", then[:-1], then.upper(), *WORDS, *HOSTILE])


def _another_list(then: list[Any], chance: random.Random) -> list[Any]:
    if not then:
        return [chance.choice([1, "x", {}])]
    at = chance.randrange(len(then))
    other = chance.randrange(len(then))
    swapped = [*then]
    swapped[at], swapped[other] = then[other], then[at]
    return chance.choice([[*then[:at], *then[at + 1 :]], [*then, then[at]], swapped, []])


@contextmanager
def files_written_anew() -> Iterator[None]:
    """Leave out the comparison of files that a forger writes anew to match."""
    nothing = mock.Mock(return_value=())
    with (
        mock.patch(f"{RECOUNT}.file_checks", nothing),
        mock.patch(f"{RECOUNT}.former_checks", nothing),
        mock.patch(f"{RECOUNT}.report_check", return_value=Check("report.html", Text(""))),
    ):
        yield


def outcome(folder: Path, edit: Edit | None = None) -> str:
    """Return how a forged folder is judged: refused, counted, drawn, named, unjudged or passed.

    Counting and drawing find an edit, a claim names it; it is unjudged where the program fails.
    """
    verdict = None
    for recount, found in ((True, "counted"), (False, "drawn")):
        try:
            with files_written_anew():
                request = VerifyRequest(folder, recount=recount)
                verdict = verify(request, lambda stage: None).verdict
        except UnjudgedError:
            return "unjudged"
        except BalanceError:
            return "refused"
        if not verdict.passed:
            return found
        if edit and named(edit, verdict):
            return "named"
    return "passed"


CLAIMED = {
    "fixed.solver": "the solver and its version",
    "fixed.seed_source": "how the seed was obtained",
    "fixed.few_seeds": "why there are so few seeds",
    "source": "how lists of students and teachers were read",
    "fixed.rules": "rules on which nothing here depends",
    "seed": "who gave the words of a seed",
    "fixed.givers": "who gave the words of a seed",
    "reason": "the reason of the draw",
    "date": "the dates",
    "asked": "what was asked",
    "approval": "what was asked",
    "other_givers": "what was asked",
    "by": "what was asked",
    "pairings.room": "what was asked",
    "amend.moves": "what was asked",
    "reason_code": "what was asked",
    "cap": "what was asked",
    "cap_reason": "what was asked",
    "sealed": "that it was sealed",
}
"""By the ends or middles of keys: the beginning of the claim that names what cannot be known."""


def named(edit: Edit, verdict: Verdict) -> bool:
    """Tell whether the verdict names an edited value as something that cannot be known."""
    claims = [str(claim) for claim in verdict.claims]
    return any(
        f".{key}." in f"{edit.key}." and any(part in claim for claim in claims)
        for key, part in CLAIMED.items()
    )
