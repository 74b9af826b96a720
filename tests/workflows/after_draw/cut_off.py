"""What a run leaves that is killed at any step of its writing, as when the power goes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from balance_classes.files.disk import new_folder

ANOTHER_PROCESS = 1


def cut_off(run: Callable[[], object], home: Path, copies: Path) -> list[Path]:
    """Run once to its end; return copies of the home folder as a kill would leave it, each once.

    A kill is thought before and after each call that changes what others see; the files of a
    draft are one such call. What is on the disk then is all that is left of a killed process.
    """
    left: dict[frozenset[tuple[str, bytes]], Path] = {}

    def step() -> None:
        now = frozenset(
            (str(path.relative_to(home)), b"" if path.is_dir() else path.read_bytes())
            for path in home.rglob("*")
        )
        if now not in left:
            left[now] = shutil.copytree(home, copies / str(len(left)), symlinks=True)

    with pytest.MonkeyPatch.context() as patch:
        # The draft of a file has the number of its process, and who comes after is another one.
        patch.setattr(os, "getpid", lambda: ANOTHER_PROCESS)
        _at_each_step(patch, step)
        run()
    return list(left.values())


def _at_each_step(patch: pytest.MonkeyPatch, step: Callable[[], None]) -> None:
    drafts = set[str]()

    def in_draft(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any) -> None:
            if "had one" in drafts:
                drafts.add("in one")
            call(*args)
            drafts.discard("in one")
            drafts.add("had one")

        return wrapped

    def stepping(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **settings: Any) -> Any:
            if "in one" in drafts:
                return call(*args, **settings)
            step()
            made = call(*args, **settings)
            step()
            return made

        return wrapped

    calls = ((os, "fsync"), (os, "rename"), (tempfile, "mkdtemp"), (shutil, "rmtree"))
    for module, name in calls:
        patch.setattr(module, name, stepping(getattr(module, name)))
    patch.setattr(new_folder, "_write", in_draft(new_folder._write))
