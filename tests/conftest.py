"""What holds for every test."""

from __future__ import annotations

import gc
import io
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import settings

from balance_classes.__main__ import SELDOM
from balance_classes.files.pages.report import report
from balance_classes.files.workbook.result_sheets import workbook
from balance_classes.optimisation.trial_draws import steering

# Else each process that a test starts would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No clock judges: on a machine with other work any example may take long.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits for other processes, so that nothing waits for it at the end."""
    items.sort(key=lambda item: "workers" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What was imported stays to the end, and need not be looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)


@pytest.fixture(scope="session", autouse=True)
def no_wait_for_the_disk() -> Iterator[None]:
    """No test cuts the power, which is all that some thousand waits for the disk are for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_twice() -> Iterator[None]:
    """What follows from its arguments alone, as tests of its own show, is worked out once.

    Most seals of the tests are of one and the same school, and most workbooks that are verified
    are compared with the same one.
    """
    with pytest.MonkeyPatch.context() as patch:
        for function, modules in FROM_ARGUMENTS_ALONE.items():
            once = remembered(function)
            for module in modules:
                patch.setattr(f"balance_classes.{module}.{function.__name__}", once)
        yield


FROM_ARGUMENTS_ALONE: dict[Callable[..., Any], Sequence[str]] = {
    steering: [f"workflows.{name}" for name in ("draw.check", "draw.seal", "checking.draw_again")],
    workbook: ["files.result.file_comparison", "files.result.result_writing"],
    report: ["files.result.file_comparison", "files.result.result_writing"],
}
"""Functions, and where they are called from."""
MOST_REMEMBERED = 500


def remembered(function: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[bytes, Any] = {}

    def once(*arguments: object) -> Any:
        told = io.BytesIO()
        pickler = _Telling(told)
        pickler.fast = True  # else equal arguments that share their parts otherwise would differ
        try:
            pickler.dump(arguments)
        except KeyError:  # so deeply nested that `fast` loses count of what it is in
            return function(*arguments)
        key = sha256(told.getvalue()).digest()
        if key not in known:
            if len(known) == MOST_REMEMBERED:
                known.clear()
            known[key] = function(*arguments)
        return known[key]

    return once


class _Telling(pickle.Pickler):
    """Tells of a value its fields, without what was worked out from them already."""

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, type) or not is_dataclass(value):
            return NotImplemented
        return type(value), tuple(getattr(value, field.name) for field in fields(value))
