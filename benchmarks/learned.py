"""What is learned for certain of single children by who has all that is public, at two dates.

The attacker knows everybody's student number (they run on), the lists of before and after each
change, and every document that docs/evidence.md gives to everybody. Documents named beside the
rosters are given to him, too: that is how it was before reports and records were kept back.

Run: python -m benchmarks.learned [ROSTERS.csv, with a column school] [record.json report.html …]
"""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import pairwise
from pathlib import Path

from click.testing import CliRunner

from balance_classes.cli import commands
from balance_classes.domain.canonical import digest
from balance_classes.domain.lottery import lottery_order
from balance_classes.domain.reason_codes import REASON_CODES
from benchmarks.registry import Asked, case
from benchmarks.tables import DOCS, Table

SCHOOLS, A_CLASS = 6, 22
FIELDS = ("sex", "ethnicity", "birth_quarter", "free_lunch")
WAYS = {
    "uniform": "a class has one level only",
    "two reports": "counts of before and after",
    "reason": "a reason beside a change",
    "ledger": "the digest of a change, by tries",
    "lottery": "lottery numbers of who was pinned",
}
PARTS = re.compile(r'<(?P<mark>h3|b)>(?P<said>.*?)</|aria-label="(?P<spoken>[^"]*)"')
Rows = list[dict[str, str]]
Learned = set[tuple[str, str, str]]
"""Children, what is learned of each, and by which way."""


@dataclass(frozen=True)
class Posted:
    """What there is at a date: the class of each child by number, and a folder of documents."""

    lists: Mapping[str, str]
    documents: Path

    def text(self, name: str) -> str:
        """Return a document, empty where it is not public."""
        found = next(iter(self.documents.glob(name)), None)
        return found.read_text("utf-8") if found else ""


@case("learned", "what public documents of two dates tell for certain of single children")
def learned_of_generated(asked: Asked) -> Table:
    """Return the table for generated schools."""
    return table([_generated(number) for number in range(SCHOOLS)], ())


def table(schools: Sequence[Rows], also: Sequence[str]) -> Table:
    """Return, for each way, of how many children something is learned by it, and for all."""
    ways, children, total = Counter[str](), 0, 0
    for number, rows in enumerate(schools):
        with tempfile.TemporaryDirectory() as home:
            found = attacked(Path(home), rows, number, also)
        for way in WAYS:
            ways[way] += len({child for child, _, by in found if by == way})
        children += len({child for child, _, _ in found})
        total += len(rows)
        print(f"{number}: {len(rows)} children, learned of {children} of {total}", file=sys.stderr)
    lines = [[about, f"{ways[way]:,}"] for way, about in WAYS.items()]
    share = f"{children:,} of {total:,} ({children / total:.1%})"
    return Table(("way", "children"), [*lines, ["any", share]])


def attacked(home: Path, rows: Rows, number: int, also: Sequence[str]) -> Learned:
    """Draw a school, let a child leave and one be moved by approval, and attack at each date."""
    chance = random.Random(f"learned {number}")
    pinned, leaver = (row["student_number"] for row in chance.sample(rows, 2))
    classes = max(2, round(len(rows) / A_CLASS))
    roster, folder = home / "intake.csv", home / "intake-classes"
    _write(roster, rows, pinned)
    rules = ["--classes", str(classes), "--policy", "none"]
    rules += [part for name in FIELDS[1:] for part in ("--spread", name)]
    _run("seal", roster, *rules, "--giver", "a")
    _run("assign", roster, "--sealed", home / "intake-seal.json", "--seed", f"a={number}1")
    dates = [_posted(home, folder, 0, also)]
    (home / "gone.csv").write_text(f"student_number\n{leaver}\n", "utf-8")
    _run("place", folder, "--leavers", home / "gone.csv")
    dates.append(_posted(home, folder, 1, also))
    moved, to = _movable(dates[-1].lists, pinned, chance)
    why = ("--reason-code", chance.choice(REASON_CODES), "--approval", "2026-31")
    _run("amend", folder, "--student", moved, "--to", to, *why, "--approved-by", "bureau")
    dates.append(_posted(home, folder, 2, also))
    found: Learned = set()
    for date in dates:
        found |= {*uniform(date), *pins(date, rows)}
    for before, after in pairwise(dates):
        found |= {*two_reports(before, after), *reasons(before, after)}
        found |= {*by_tries(before, after, rows)}
    return found


def uniform(date: Posted) -> Iterator[tuple[str, str, str]]:
    """Yield who sits in a class of which all have one level."""
    record = json.loads(date.text("record.json") or "{}")
    for name, counts in _counts(date).items():
        for school_class, count in counts.items():
            mates = [child for child, at in date.lists.items() if at == school_class]
            if count == len(mates):
                yield from ((child, name, "uniform") for child in mates)
    names = [each["name"] for each in record.get("classes", ())]
    for line in record.get("balance", ()):
        for name, size, count in zip(names, _sizes(record), line["counts"], strict=True):
            if line["group"] != "size" and count == size:
                mates = [child for child, at in date.lists.items() if at == name]
                yield from ((child, line["group"], "uniform") for child in mates)


def two_reports(before: Posted, after: Posted) -> Iterator[tuple[str, str, str]]:
    """Yield whose levels follow from counts of before and after: of one who left, came or moved."""
    touched = [
        child
        for child in {*before.lists, *after.lists}
        if before.lists.get(child) != after.lists.get(child)
    ]
    then, now = _counts(before), _counts(after)
    if len(touched) == 1 and then and now:
        names = (name for name in {*then, *now} if then.get(name) != now.get(name))
        yield from ((touched[0], name, "two reports") for name in names)


def reasons(before: Posted, after: Posted) -> Iterator[tuple[str, str, str]]:
    """Yield who was moved for a reason that the second notice tells and the first did not."""
    moved = [c for c in after.lists if before.lists.get(c, after.lists[c]) != after.lists[c]]
    told = [
        re.findall(r"moved with approval.*?reason: ", d.text("notice.html"))
        for d in (before, after)
    ]
    if len(told[1]) - len(told[0]) == 1:
        yield from ((child, "reason", "reason") for child in moved)


def by_tries(before: Posted, after: Posted, rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield whose reason is found by hashing all changes that there can have been."""
    events = [json.loads(line)["what"] for line in after.text("*ledger.jsonl").splitlines()]
    number_of = _lottery_numbers(events, rows)
    asked = {event["asked"] for event in events if event["event"] == "amend"}
    said = re.findall(r"approval (.+?) of (.+?);", after.text("notice.html"))
    for child, joins in after.lists.items():
        leaves = before.lists.get(child, joins)
        for reason in REASON_CODES if leaves != joins else ():
            for approval, by in said:
                moves = [[number_of[child], leaves, joins]]
                if digest(["amend", moves, reason, approval, by]) in asked:
                    yield child, "reason", "ledger"


def pins(date: Posted, rows: Rows) -> Iterator[tuple[str, str, str]]:
    """Yield who is named as pinned or barred by a lottery number, which follows from the seed."""
    record = json.loads(date.text("record.json") or "{}")
    events = [json.loads(line)["what"] for line in date.text("*ledger.jsonl").splitlines()]
    child_of = {number: child for child, number in _lottery_numbers(events, rows).items()}
    for entry in (*record.get("pinned", ()), *record.get("barred", ())):
        yield child_of[entry["lottery_number"]], "pinned", "lottery"


def _lottery_numbers(events: Sequence[dict[str, object]], rows: Rows) -> dict[str, int]:
    """Return everybody's lottery number: student numbers run on, and the seed is public."""
    (seed,) = (event["seed"] for event in events if event["event"] == "draw")
    assert isinstance(seed, dict)
    keys = sorted(row["student_number"] for row in rows)
    order = lottery_order(seed["value"], "student", keys)
    return {keys[position]: rank for rank, position in enumerate(order, start=1)}


def _counts(date: Posted) -> dict[str, dict[str, int]]:
    """Return the counts by class of each level that a report shows, by group and level."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    heard = {"h3": "", "b": ""}
    for part in PARTS.finditer(date.text("report.html")):
        if part["mark"]:
            heard[part["mark"]] = part["said"]
        elif heard["h3"] and "size" not in heard["h3"].lower():
            pairs = (each.rpartition(" ") for each in part["spoken"].split(", "))
            found[f"{heard['h3']}: {heard['b']}"] |= {name: int(count) for name, _, count in pairs}
    return found


def _sizes(record: Mapping[str, list[dict[str, int]]]) -> list[int]:
    return [each["size"] for each in record["classes"]]


def _movable(lists: Mapping[str, str], pinned: str, chance: random.Random) -> tuple[str, str]:
    """Return a child of a largest class, and a smallest class that it may be moved to."""
    sizes = Counter(lists.values())
    largest, smallest = max(sizes, key=sizes.__getitem__), min(sizes, key=sizes.__getitem__)
    if largest == smallest:
        smallest = next(name for name in sizes if name != largest)
    return chance.choice([c for c, at in lists.items() if at == largest and c != pinned]), smallest


def _posted(home: Path, folder: Path, number: int, also: Sequence[str]) -> Posted:
    """Return what is public at a date, copied into a folder of its own."""
    notice, target = home / f"{number}-notice", home / f"date {number}"
    _run("notice", folder, "-o", notice)
    patterns = [*_public(), *also]
    target.mkdir()
    for path in (*notice.iterdir(), *folder.iterdir(), *home.glob("intake*")):
        if path.is_file() and any(fnmatch(path.as_posix(), f"*/{p}") for p in patterns):
            shutil.copy(path, target / path.name)
    with (folder / "classes.csv").open(encoding="utf-8-sig", newline="") as file:
        lists = {row[0]: row[1] for row in [*csv.reader(file)][1:]}
    return Posted(lists, target)


def _public() -> list[str]:
    """Return the patterns of files that the documentation gives to everybody."""
    text = (DOCS / "evidence.md").read_text("utf-8")
    return [
        pattern
        for line in text.splitlines()
        if " | everybody | " in line
        for pattern in re.findall("`([^`]+)`", line.split(" | everybody | ")[0])
    ]


def _write(path: Path, rows: Rows, pinned: str) -> None:
    header = ("student_number", "name", *FIELDS, "pinned class", "reason")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            pin = ("Class 1", "as agreed") if row["student_number"] == pinned else ("", "")
            writer.writerow([*(row[name] for name in header[:-2]), *pin])


def _run(*arguments: object) -> None:
    result = CliRunner().invoke(commands, [*map(str, arguments), "--lang", "en"])
    if result.exit_code:
        raise SystemExit(f"{arguments}: {result.output}")


def _generated(number: int) -> Rows:
    chance = random.Random(f"children {number}")
    levels = {
        "sex": "FM", "ethnicity": "AAAAABC", "birth_quarter": "1234", "free_lunch": "YNN",
    }  # fmt: skip
    return [
        _row(place, {name: chance.choice(of) for name, of in levels.items()})
        for place in range(chance.randint(45, 100))
    ]


def read_schools(path: Path) -> list[Rows]:
    """Return the rosters of a file that has a column of schools."""
    schools = defaultdict[str, Rows](list)
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            rows = schools[line["school"]]
            rows.append(_row(len(rows), {name: line[name] for name in FIELDS}))
    return [*schools.values()]


def _row(place: int, levels: Mapping[str, str]) -> dict[str, str]:
    return {"student_number": f"2026{place + 1:04d}", "name": f"Child {place + 1:04d}", **levels}


if __name__ == "__main__":
    files = [Path(word) for word in sys.argv[1:] if Path(word).is_file()]
    schools = read_schools(files[0]) if files else [_generated(n) for n in range(SCHOOLS)]
    measured = table(schools, sys.argv[1 + len(files) :])
    for row in measured.rows:
        print(f"{row[0]}: {row[1]}")
