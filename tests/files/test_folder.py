from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from balance_classes.errors import ResultError
from balance_classes.files.folder import write_folder


def test_all_files_appear_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "新生-分班"
    write_folder(folder, {"a.txt": b"a", "b.txt": b"b"})
    assert sorted(path.name for path in folder.iterdir()) == ["a.txt", "b.txt"]
    if os.name == "posix":
        assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in folder.iterdir())
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_result_is_never_overwritten(tmp_path: Path) -> None:
    write_folder(tmp_path / "r", {"a.txt": b"first"})
    with pytest.raises(ResultError, match="never overwritten"):
        write_folder(tmp_path / "r", {"a.txt": b"second"})
    assert (tmp_path / "r" / "a.txt").read_bytes() == b"first"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    write_folder(tmp_path / "r", {"a.txt": b"a"})
    assert (tmp_path / "r" / "a.txt").exists()


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="cannot be written"):
        write_folder(tmp_path / "r", {"a.txt": b"a", "no/such/folder.txt": b"b"})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="cannot be written"):
        write_folder(tmp_path / "none" / "r", {"a.txt": b"a"})


def test_a_file_in_the_way_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("mine")
    with pytest.raises(ResultError):
        write_folder(tmp_path / "r", {"a.txt": b"a"})
    assert (tmp_path / "r").read_text() == "mine"
