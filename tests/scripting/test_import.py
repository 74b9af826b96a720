"""The package offers its functions at once, and loads what they need when one is called."""

from __future__ import annotations

import subprocess
import sys

import pytest

import balance_classes
from balance_classes import errors
from balance_classes.files.roster.fields import UNUSED
from balance_classes.files.rules.rules_file import SPREAD
from balance_classes.files.rules.rules_schema import RulesFile
from balance_classes.scripting.rule_options import RuleOptions

HEAVY = {"click", "highspy", "numpy", "openpyxl", "pandas", "pulp", "pydantic"}


def test_the_import_loads_nothing_heavy() -> None:
    script = "import balance_classes, sys; print(*sys.modules)"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603
    assert not HEAVY & {*done.stdout.split()}
    ours = [name for name in done.stdout.split() if name.startswith("balance_classes.")]
    assert ours == ["balance_classes.version"]


@pytest.mark.parametrize("name", balance_classes.__all__)
def test_every_name_that_is_offered_is_there_and_documented(name: str) -> None:
    assert getattr(balance_classes, name).__doc__
    assert name in dir(balance_classes)


def test_other_names_are_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'frame'"):
        balance_classes.frame  # type: ignore[attr-defined]  # noqa: B018


def test_every_error_is_offered() -> None:
    kinds = {name for name, kind in vars(errors).items() if isinstance(kind, type)
             and issubclass(kind, errors.BalanceError)}  # fmt: skip
    assert kinds < {*balance_classes.__all__}


def test_a_script_may_name_every_rule() -> None:
    assert {*RuleOptions.__annotations__} == {*RulesFile.model_fields, SPREAD, UNUSED} - {"notice"}
