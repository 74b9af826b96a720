"""Does a draw end where its own proof says that it could? Are chances equal where it is hard?

Run: python -m benchmarks.reach FILE FAMILY [first] [draws] [nodes]

Each draw is a line of FILE, and what FILE has is not drawn again: a run may be cut off and go on.
Families of one school tell its chances, too: of each child of each class, and of pairs of meeting.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import NormalDist, median
from typing import Any

import numpy as np
import numpy.typing as npt

from balance_classes.domain.lottery import Seed, SeedWords
from balance_classes.domain.problem.assignment import Assignment
from balance_classes.domain.rules.rules import TWO_WAY, Rules
from balance_classes.files.rules.rules_file import read_rules
from balance_classes.optimisation.draw import draw, effort_of, plan
from balance_classes.optimisation.prove import better_is_known
from benchmarks.feasible import AGAIN, FAMILIES

END_ABOVE = "above a limit that is known"
END_AT = "at the limit, proven, placed by"
END_OPEN = "limit not known, placed by"


def end_of(drawn: Assignment) -> str:
    """Tell where a draw ended: at its limit, above one that is known, or where none is known."""
    if better_is_known(drawn.proofs):
        return END_ABOVE
    proven = all(proof.proven for proof in drawn.proofs if proof.groups != (TWO_WAY,))
    by = "lot" if drawn.placed == "draw" else "the program"
    return f"{END_AT if proven else END_OPEN} {by}"


def main(file: Path, family: str, first: int, draws: int, nodes: int) -> None:
    """Draw what the file does not have yet, and tell how all that it has ended."""
    file.touch()
    known = {line["number"] for line in _lines(file, family)}
    for number in range(first, first + draws):
        if number not in known:
            with file.open("a") as lines:
                lines.write(json.dumps({"family": family, **_drawn(family, number, nodes)}) + "\n")
    _tell(_lines(file, family))


def _drawn(family: str, number: int, nodes: int) -> dict[str, Any]:
    problem, effort = FAMILIES[family](number), effort_of(read_rules(None, {"nodes": nodes}))
    seed = Seed((SeedWords("number", str(number)),), given=True)
    began = time.process_time()
    drawn = draw(problem, seed, effort, plan(problem, effort), lambda stage: None)
    tiers = [proof for proof in drawn.proofs if proof.groups != (TWO_WAY,)]
    return {
        "number": number,
        "size": f"{len(problem.keys)} x {len(problem.classes)}",
        "end": end_of(drawn),
        "step": drawn.step,
        "excess": [proof.excess for proof in tiers],
        "bound": [proof.bound for proof in tiers],
        "seconds": round(time.process_time() - began, 2),
        "classes": _by_key(drawn) if family in AGAIN else [],
    }


def _by_key(drawn: Assignment) -> list[int]:
    """Return the class of each student, in the order of keys."""
    classes = [drawn.class_of_group[group] for group in drawn.group_of]
    return [c for _, c in sorted(zip(drawn.problem.keys, classes, strict=True))]


def _lines(file: Path, family: str) -> list[dict[str, Any]]:
    lines = map(json.loads, file.read_text().splitlines())
    return [line for line in lines if line["family"] == family]


def _tell(lines: list[dict[str, Any]]) -> None:
    """Print each draw that is not at its limit by lot, and how many ended how."""
    for line in lines:
        if line["end"] != f"{END_AT} lot":
            print(*list(line.values())[:-1], sep="; ")
    for end, times in sorted(Counter(line["end"] for line in lines).items()):
        print(f"{end}: {times} of {len(lines)}")
    seconds = [line["seconds"] for line in lines] or [0]
    print(f"{median(seconds):.2f} s of processor a draw, {max(seconds):.0f} at most")
    if lines and lines[0]["classes"]:
        _tell_chances(np.array([line["classes"] for line in lines]))


def _tell_chances(drawn: npt.NDArray[np.int64]) -> None:
    """Print how far chances are from equal; a row a draw, a column a student."""
    draws, students = drawn.shape
    classes = int(drawn.max()) + 1
    share = np.array([(drawn == c).mean(axis=0) for c in range(classes)])
    z = np.abs(share - 1 / classes) / math.sqrt((classes - 1) / classes**2 / draws)
    fair = NormalDist().inv_cdf(1 - 0.025 / z.size)
    print(f"largest z of a child in a class: {z.max():.2f}; a fair draw stays below {fair:.2f}")
    met = np.zeros((students, students))
    for row in drawn:
        met += row[:, None] == row[None, :]
    pairs = met[np.triu_indices(students, 1)] / draws
    print(
        f"pairs meet in {pairs.min():.1%} to {pairs.max():.1%}, one half of them in up to "
        f"{np.median(pairs):.1%}"
    )
    print(
        f"pairs that meet in more than half, less than all: {((pairs > 0.5) & (pairs < 1)).sum()}"
    )


if __name__ == "__main__":
    usual = ("hostile", "0", "2000", str(Rules.nodes))
    named, family, *numbers = (*sys.argv[1:], *usual[len(sys.argv) - 2 :])
    main(Path(named), family, *map(int, numbers))
