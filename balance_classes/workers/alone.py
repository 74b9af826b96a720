"""A task in a process of its own that can be ended: a thread of a cluster's worker cannot."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from balance_classes.workers.local import TooLong

Task = TypeVar("Task")
Answer = TypeVar("Answer")


def alone(function: Callable[[Task], Answer], minutes: float, task: Task) -> Answer | TooLong:
    """Return the answer to a task, or that it took too long and was ended.

    Raises ChildProcessError where its process died. A process that a cluster started may start
    none by multiprocessing.
    """
    command = [sys.executable, "-m", __name__]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload] # noqa: S603 - our own
        try:
            answer, _ = process.communicate(pickle.dumps((function, task)), minutes * 60)
        except subprocess.TimeoutExpired:
            process.kill()
            return TooLong(None, minutes)
    if process.returncode:
        raise ChildProcessError(process.returncode)
    found: Answer = pickle.loads(answer)  # noqa: S301 - of our own process
    return found


def main() -> None:
    """Do the task that standard input brings; what is printed is no part of the answer."""
    threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    with os.fdopen(os.dup(1), "wb") as pipe:
        os.dup2(2, 1)
        function, task = pickle.load(sys.stdin.buffer)  # noqa: S301 - of the process that started us
        pickle.dump(function(task), pipe)


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
