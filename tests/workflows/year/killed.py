"""Runs that are killed at any step of their writing, as when the power goes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from typing import Any

import pytest

from balance_classes.files.disk import folder

KILLED = 9


def killed(run: Callable[[], object], step: int) -> bool:
    """Run in a process of its own that ends, with no word more, at a step of writing.

    Each call that changes what others see is two steps: before it and after it; the files of a
    draft are one such call. Tells whether the process came so far.
    """
    child = os.fork()
    if not child:
        try:
            with pytest.MonkeyPatch.context() as patch:
                _count(patch, step)
                run()
            os._exit(0)
        finally:
            os._exit(1)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, KILLED), "the run failed by itself"
    return code == KILLED


def _count(patch: pytest.MonkeyPatch, step: int) -> None:
    left, drafts = [step], set[str]()

    def tick() -> None:
        if "in one" in drafts:
            return
        if not left[0]:
            os._exit(KILLED)
        left[0] -= 1

    def in_draft(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any) -> None:
            if "had one" in drafts:
                drafts.add("in one")
            call(*args)
            drafts.discard("in one")
            drafts.add("had one")

        return wrapped

    def dying(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **settings: Any) -> Any:
            tick()
            made = call(*args, **settings)
            tick()
            return made

        return wrapped

    calls = ((os, "fsync"), (os, "rename"), (tempfile, "mkdtemp"), (shutil, "rmtree"))
    for module, name in calls:
        patch.setattr(module, name, dying(getattr(module, name)))
    patch.setattr(folder, "_write", in_draft(folder._write))
