"""Files for their owner only, by bits and by the access lists of Windows."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from balance_classes.files.disk.new_folder import extend_folder, write_file, write_folder
from balance_classes.files.disk.private_files import is_private, none_but, who_may

OWN = "S-1-5-21-7-7-7-1001"
ALLOWED = {OWN, "SY", "BA"}


def opened_to_all(path: Path) -> None:
    if sys.platform == "win32":
        from balance_classes.files.disk import windows_access

        windows_access.write(path, "D:P(A;;FA;;;WD)")
    else:
        path.chmod(0o644)


def test_what_is_written_is_for_its_owner_only(tmp_path: Path) -> None:
    former = os.umask(0)
    try:
        write_folder(tmp_path / "result", {"a": b"", "b": b""})
        extend_folder(tmp_path / "result", {"a": b"new"}, ["a"], "before-1")
        write_file(tmp_path / "page", b"")
    finally:
        os.umask(former)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == 4
    assert all(is_private(path) for path in written)


def test_a_file_that_others_can_read_is_not_private(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_file(path, b"")
    opened_to_all(path)
    assert not is_private(path)


@pytest.mark.parametrize(
    "access",
    [
        f"D:P(A;;FA;;;{OWN})(A;;FA;;;SY)(A;;FA;;;BA)",
        f"D:PAI(A;ID;FA;;;SY)(A;OICI;FA;;;{OWN})",
        f"D:(D;;FA;;;WD)(A;;FA;;;{OWN})",
    ],
)
def test_access_lists_of_the_owner_alone(access: str) -> None:
    assert none_but(ALLOWED, access)


@pytest.mark.parametrize(
    "access",
    [
        f"D:(A;;FA;;;{OWN})(A;;0x1200a9;;;WD)",  # everyone may read
        f"D:AI(A;ID;FA;;;{OWN})(A;ID;FR;;;BU)",
        f"D:(A;;FR;;;{OWN}-500)",
        'D:(XA;;FR;;;AU;(@User.title=="PM"))',
        "D:NO_ACCESS_CONTROL",
        "O:BAG:SY",
        "D:",
        "D:P",
        "",
    ],
)
def test_access_lists_that_let_in_others_or_are_not_told(access: str) -> None:
    assert not none_but(ALLOWED, access)


def test_who_is_let_in_is_told_without_those_kept_out() -> None:
    assert who_may("D:(D;;FA;;;WD)(A;;FA;;;SY)") == {"SY"}
    assert who_may("") is None
