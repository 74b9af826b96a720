"""What a method had to show at each moment: recorded while it runs, recounted when it is over."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.depth.cells import Excess, Judge


@dataclass(frozen=True)
class Point:
    """The answer a method would have given after so many seconds."""

    seconds: float
    excess: Excess


@dataclass
class Recorder:
    """Keeps the answers of a running method with their times; recounting comes afterwards.

    Preparation that would not be there in another language (compiling, importing) is done
    before `begin`; everything else counts, reading the columns and building the model too.
    """

    seconds: float
    _kept: list[tuple[float, list[int]]] = field(default_factory=list)
    _since: float = 0.0

    def begin(self, charged: float = 0.0) -> None:
        """Start the clock, with seconds already spent elsewhere charged to it."""
        self._since = time.perf_counter() - charged

    def passed(self) -> float:
        """Return the seconds since the beginning."""
        return time.perf_counter() - self._since

    def left(self) -> float:
        """Return the seconds that are left, below zero when the time is over."""
        return self.seconds - self.passed()

    def keep(self, class_of: Sequence[int], at: float | None = None) -> None:
        """Keep what the method would answer now, or would have answered at a time."""
        when = self.passed() if at is None else at
        self._kept.append((when, [int(c) for c in class_of]))

    def points(self, judge: Judge) -> list[Point]:
        """Return all that was kept, recounted."""
        return [Point(seconds, judge(class_of)) for seconds, class_of in self._kept]


def at(points: Sequence[Point], seconds: float) -> Excess | None:
    """Return the last answer of a run within so many seconds, None where there was none yet."""
    within = [point.excess for point in points if point.seconds <= seconds]
    return within[-1] if within else None
