"""What a command costs: wall time, processor time and peak memory of one run.

As a script it runs the command in its arguments and prints its cost as JSON. It is a process
between us and the command, because a child's peak memory begins at the size of its parent.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
"""Linux tells the peak memory in kibibytes, macOS in bytes."""


@dataclass(frozen=True)
class Cost:
    """The cost of a command: seconds on the clock, seconds of processor, peak memory in MB."""

    wall: float
    cpu: float
    peak: float


def cost(command: Sequence[str], env: dict[str, str]) -> Cost:
    """Run a command once in a small process of its own; raise CalledProcessError if it fails."""
    helper = [sys.executable, "-P", __file__, *command]
    done = subprocess.run(helper, env=env, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return Cost(**json.loads(done.stdout))


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure, the greatest peak."""
    return Cost(
        median(one.wall for one in costs),
        median(one.cpu for one in costs),
        max(one.peak for one in costs),
    )


def peak() -> float:
    """Return the most memory this process has had, in MB.

    On Linux its own mark is read: the one that getrusage tells begins at that of the parent.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+(\d+)", status.read_text("utf-8"))[0]) * 1024 / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT / 1e6


def _measure(command: Sequence[str]) -> Cost:
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        sys.exit(os.waitstatus_to_exitcode(status))
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(wall, cpu, usage.ru_maxrss * PEAK_UNIT / 1e6)


if __name__ == "__main__":
    print(json.dumps(asdict(_measure(sys.argv[1:]))))
