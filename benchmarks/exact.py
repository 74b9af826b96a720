"""Rosters by the thousand: no claim of a proof, a bound or an impossibility may be false.

Small rosters are held against all their assignments, larger ones against OR-Tools CP-SAT, which
is given the model of docs/model.md anew.

Run: python -m benchmarks.exact [small rosters] [larger rosters] [first number]
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence

from balance_classes.domain.problem.problem import Problem
from balance_classes.optimisation.solver import Solver
from tests.hostile_roster import SMALL, charged, hostile_roster, try_all, units_and_choices
from tests.judge import judge

LARGER = {2: 30, 3: 24, 4: 18}
FIRST = 10_000
"""The tests have the numbers before."""


class Oracle:
    """Knows what CP-SAT says of a problem."""

    def __init__(self, process: subprocess.Popen[str], problem: Problem) -> None:
        self._process = process
        self._known: dict[tuple[int, ...], int | None] = {}
        self._question = {
            "units": units_and_choices(problem),
            "quotas": list(charged(problem)),
            "tiers": len(problem.all_tiers),
        }

    def least(self, tier: int, achieved: Sequence[int]) -> int | None:
        """Return the least excess of a tier with the earlier ones at most as achieved."""
        before = tuple(achieved[:tier])
        if before not in self._known:
            assert self._process.stdin and self._process.stdout
            print(
                json.dumps(self._question | {"before": before}),
                file=self._process.stdin,
                flush=True,
            )
            self._known[before] = json.loads(self._process.stdout.readline())
        return self._known[before]


def main(small: int, larger: int, first: int) -> None:
    """Print what was claimed how often; the first false claim ends it with its number."""
    command = [sys.executable, "-m", "benchmarks.oracle"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        for name, rosters, most in (("small", small, SMALL), ("larger", larger, LARGER)):
            began, found = time.perf_counter(), Counter[str]()
            for number in range(first, first + rosters):
                problem = hostile_roster(number, most)
                knows = try_all(problem) if most is SMALL else Oracle(process, problem)
                solver = Solver(nodes=1 if number % 5 == 0 else 2_000)
                try:
                    found += judge(problem, knows, 0 if number % 2 else 300, solver)
                except AssertionError as error:
                    raise AssertionError(f"{name} roster {number}") from error
            print(f"{name}: {rosters:,} rosters, {time.perf_counter() - began:.0f} s")
            for claim, times in sorted(found.items()):
                print(f"    {claim}: {times:,}", flush=True)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*given, *(4_000, 1_000, FIRST)[len(given) :])
