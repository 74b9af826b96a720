"""The school that the tests of evidence and of later events start from, drawn once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.workflows.stage import School


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school that was sealed and drawn; no test changes it."""
    found = School.at(tmp_path_factory.mktemp("school"))
    found.drawn()
    return found


@pytest.fixture
def copy(school: School, tmp_path: Path) -> School:
    """A copy of it, to go on with or to tamper with."""
    shutil.copytree(school.home, tmp_path / "copy")
    return School(tmp_path / "copy")
