"""What another program holds open, and where files cannot be kept for their owner."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from balance_classes.errors import ResultError, reason_of
from balance_classes.files.folder import is_private, write_folder
from balance_classes.language import Language


def held(patch: pytest.MonkeyPatch, times: int) -> None:
    """Let so many attempts to move a folder fail, as Windows does while a file in it is open."""
    real, left = Path.rename, [times]

    def rename(self: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "Access is denied", str(self))
        return real(self, target)

    patch.setattr(Path, "rename", rename)


def test_an_open_file_is_asked_to_be_closed_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, aside = tmp_path / "result", tmp_path / "superseded" / "result"
    write_folder(old, {"a": b"old"})
    asked: list[Path] = []
    held(monkeypatch, 2)

    def closed(folder: Path) -> bool:
        asked.append(folder)
        return True

    write_folder(old, {"a": b"new"}, aside, closed)
    assert asked == [old, old]
    assert [(path / "a").read_bytes() for path in (old, aside)] == [b"new", b"old"]


@pytest.mark.parametrize("answer", [None, lambda folder: False])
def test_who_does_not_close_it_keeps_the_old_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: None
) -> None:
    old = tmp_path / "result"
    write_folder(old, {"a": b"old"})
    held(monkeypatch, 1)
    with pytest.raises(ResultError, match="another program has it open"):
        write_folder(old, {"a": b"new"}, tmp_path / "aside", answer)
    assert (old / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["result"]


@pytest.mark.skipif(sys.platform == "win32", reason="there, no file is known to be private")
def test_a_file_that_others_can_read_is_not_private(tmp_path: Path) -> None:
    write_folder(tmp_path / "result", {"a": b""})
    path = tmp_path / "result" / "a"
    assert is_private(path)
    path.chmod(0o644)
    assert not is_private(path)


def test_a_system_without_owners_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(tmp_path / "result", {"a": b""})
    monkeypatch.setattr("sys.platform", "win32")
    assert not is_private(tmp_path / "result" / "a")


def test_a_path_too_long_for_windows_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    error = FileNotFoundError(2, "The system cannot find the path", "D:\\" + "x" * 260)
    assert str(reason_of(error)) == "the path is too long"


def test_reasons_of_the_system_are_told_in_the_readers_language() -> None:
    error = OSError(28, "No space left on device")
    assert Language("zh").say(reason_of(error)) == "磁盘已满"
    assert str(reason_of(OSError(9999, "odd"))) == "odd"
    assert str(reason_of(ValueError("embedded null byte"))) == "embedded null byte"
