"""What a console of an old code page gets."""

from __future__ import annotations

import codecs
import os
import subprocess
import sys
from pathlib import Path

import pytest

from balance_classes.__main__ import stand_in
from tests.workflows.stage import School

codecs.register_error("stand_in", stand_in)


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("✓ 通过", "cp936", "√ 通过"),
        ("✗ 不是", "gbk", "× 不是"),
        ("✓ yes", "ascii", "? yes"),
        ("一(1)班 12–13 …", "gbk", "一(1)班 12–13 …"),
        ("𠮷", "gbk", "?"),
    ],
)
def test_a_sign_that_is_lacking_has_a_stand_in(text: str, encoding: str, shown: str) -> None:
    assert text.encode(encoding, "stand_in").decode(encoding) == shown


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> School:
    found = School.at(tmp_path_factory.mktemp("school"))
    found.drawn()
    return found


@pytest.fixture(scope="module")
def counted(school: School) -> subprocess.CompletedProcess[bytes]:
    """A run of `verify --recount`, with a line on standard error for each module it loads."""
    verify = ("verify", str(school.folder), "--recount")
    command = [sys.executable, "-X", "importtime", "-m", "balance_classes", *verify]
    env = {**os.environ, "PYTHONIOENCODING": "gbk", "LC_ALL": "C"}
    return subprocess.run(command, capture_output=True, check=True, env=env)  # noqa: S603


def test_a_pipe_gets_utf_8_whatever_the_system_prefers(
    counted: subprocess.CompletedProcess[bytes],
) -> None:
    assert "✓ The record is as it was written." in counted.stdout.decode("utf-8")


def test_who_only_counts_waits_for_no_library_that_draws(
    counted: subprocess.CompletedProcess[bytes],
) -> None:
    loaded = {line.rpartition(" ")[2] for line in counted.stderr.decode().splitlines()}
    assert "openpyxl" in loaded
    assert not loaded & {"highspy", "numpy._core", "pandas", "pulp", "urllib.request"}


@pytest.mark.parametrize("words", ["-h", "check intake.csv --classes 19", "ledger none --json"])
def test_a_pipe_that_nobody_reads_is_no_crash(tmp_path: Path, words: str) -> None:
    School.at(tmp_path)
    command = [sys.executable, "-m", "balance_classes", *words.split()]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(  # noqa: S603
            command, stdout=closed, stderr=subprocess.PIPE, cwd=tmp_path, check=False
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is not of Windows")
def test_a_console_in_cp936_is_answered_in_cp936(school: School) -> None:
    import pty

    main, side = pty.openpty()
    command = [
        sys.executable, "-m", "balance_classes", "verify", str(school.folder), "--lang", "zh",
    ]  # fmt: skip
    env = {**os.environ, "PYTHONIOENCODING": "cp936"}
    with subprocess.Popen(command, stdout=side, stdin=side, env=env) as running:  # noqa: S603
        os.close(side)
        shown = b""
        try:
            while part := os.read(main, 4096):
                shown += part
        except OSError:  # the other end is closed
            pass
        assert running.wait() == 0
    os.close(main)
    assert "√ " in shown.decode("cp936")
    assert "通过：其规则、学生和种子得出这份结果" in shown.decode("cp936")
