"""A file that one process holds at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.files.disk.lock import HeldError, held


def test_a_file_that_is_held_is_refused_to_who_does_not_wait(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held(path, wait=False), pytest.raises(HeldError), held(path, wait=False):
        pass


def test_it_is_given_back_and_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with held(path, wait=True) as file:
        file.write(b"a")
    with held(path, wait=False) as file:
        assert file.read() == b"a"


def test_a_place_that_cannot_be_opened_is_no_lock(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"), held(tmp_path / "missing" / "lock", wait=False):
        pass
