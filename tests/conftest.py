"""What holds for every test."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from dataclasses import fields

import pytest

from balance_classes.domain.problem.problem import Problem
from balance_classes.domain.problem.steering import Steering
from balance_classes.optimisation.draw import Effort
from balance_classes.optimisation.trial_draws import steering

# Else each process that a test starts would compile the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

WHO_TRY = ("draw.check", "draw.seal", "checking.draw_again")


def pytest_collection_finish() -> None:
    """What was imported stays to the end, and need not be looked through for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_wait_for_the_disk() -> Iterator[None]:
    """No test cuts the power, which is all that some thousand waits for the disk are for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda file: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_trial_draw_twice() -> Iterator[None]:
    """Trial draws follow from their problem and what is fixed alone, as their own tests show.

    Most seals of the tests are of one and the same school.
    """
    known: dict[bytes, Steering] = {}

    def tried(problem: Problem, fixed: str, effort: Effort, bounds: Sequence[int]) -> Steering:
        told = [getattr(problem, field.name) for field in fields(problem)]
        key = pickle.dumps((told, fixed, effort, tuple(bounds)))
        if key not in known:
            known[key] = steering(problem, fixed, effort, bounds)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        for module in WHO_TRY:
            patch.setattr(f"balance_classes.workflows.{module}.steering", tried)
        yield
