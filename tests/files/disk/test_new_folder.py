from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from balance_classes.errors import ResultError
from balance_classes.files.disk.new_folder import extend_folder, write_folder


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


@pytest.mark.parametrize("stopped", [OSError("no"), KeyboardInterrupt()])
def test_a_folder_that_grows_is_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped: BaseException
) -> None:
    folder = tmp_path / "result"
    write_folder(folder, {"a": b"1", "b": b"2"})
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise stopped
        return rename(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", failing)
        with pytest.raises((ResultError, KeyboardInterrupt)):
            extend_folder(folder, {"a": b"3"}, ("a",), "before-1")
    assert [path.name for path in tmp_path.iterdir()] == ["result"]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a": b"1", "b": b"2"}
    extend_folder(folder, {"a": b"3", "c": b"4"}, ("a",), "before-1")
    assert (folder / "before-1" / "a").read_bytes() == b"1"
    assert [(folder / name).read_bytes() for name in "abc"] == [b"3", b"2", b"4"]
