"""What another program holds open, and what the system says of a refusal."""

from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.errors import ResultError, reason_of
from balance_classes.files.disk.new_folder import write_folder
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


def test_a_path_too_long_for_windows_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    error = FileNotFoundError(2, "The system cannot find the path", "D:\\" + "x" * 260)
    assert str(reason_of(error)) == "the path is too long"


def test_reasons_of_the_system_are_told_in_the_readers_language() -> None:
    error = OSError(28, "No space left on device")
    assert Language("zh").say(reason_of(error)) == "磁盘已满"
    assert str(reason_of(OSError(9999, "odd"))) == "odd"
    assert str(reason_of(ValueError("embedded null byte"))) == "embedded null byte"
