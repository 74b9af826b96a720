from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from kit.make_kit import (
    HERE,
    LAUNCHER,
    PACKAGES,
    PYTHON,
    READ_ME,
    WHEELS,
    WINDOWS,
    make_kit,
    missing,
    write_words,
)
from kit.make_kit import _unpack_python as unpack_python

SAMPLE = Path(__file__).parent.parent.parent / "samples" / "primary-roster.xlsx"


def launcher(folder: Path) -> str:
    write_words(folder)
    return (folder / LAUNCHER).read_bytes().decode("ascii")


def test_the_launcher_has_the_ends_of_lines_of_windows_and_is_plain_ascii(tmp_path: Path) -> None:
    text = launcher(tmp_path)
    assert "\r\n" in text
    assert not re.search(r"(?<!\r)\n", text)


def test_every_path_in_the_launcher_is_quoted(tmp_path: Path) -> None:
    for line in launcher(tmp_path).splitlines():
        for place in re.finditer(r"%HERE%|%PY%|%~1", line):
            assert line[: place.start()].count('"') % 2 == 1, line


def test_the_launcher_never_reaches_for_the_network(tmp_path: Path) -> None:
    installs = [line for line in launcher(tmp_path).splitlines() if "pip install" in line]
    assert len(installs) == 1
    assert "--no-index" in installs[0]


def test_every_jump_of_the_launcher_has_its_label_and_every_way_ends_in_a_pause(
    tmp_path: Path,
) -> None:
    text = launcher(tmp_path)
    jumps = set(re.findall(r"goto (\w+)", text))
    assert jumps == set(re.findall(r"^:(\w+)\r?$", text, re.MULTILINE))
    assert text.rstrip().endswith("pause")
    assert "exit" not in text


def test_notepad_reads_the_instructions(tmp_path: Path) -> None:
    write_words(tmp_path)
    assert (tmp_path / READ_ME).read_bytes().startswith(b"\xef\xbb\xbf")


def test_pip_is_asked_for_wheels_of_windows() -> None:
    options = WINDOWS.options()
    assert options[:4] == ["--platform", "win_amd64", "--python-version", "3.11"]
    assert HERE.options() == []


def wheel(folder: Path, name: str, *required: str) -> None:
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
        lines += [f"Requires-Dist: {each}" for each in required]
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines))


def test_what_only_the_target_needs_is_fetched_too(tmp_path: Path) -> None:
    wheel(tmp_path, "click", 'colorama>=0.4; platform_system == "Windows"', "Type_Hints")
    wheel(tmp_path, "type_hints", 'uvloop; sys_platform != "win32"', 'docs; extra == "docs"')
    assert missing(tmp_path, WINDOWS) == ["colorama>=0.4"]
    wheel(tmp_path, "colorama")
    assert missing(tmp_path, WINDOWS) == []


def test_an_embedded_python_looks_for_packages_in_the_kit_alone(tmp_path: Path) -> None:
    package = tmp_path / "python-3.11.9-embed-amd64.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("python.exe", b"")
        archive.writestr("python311._pth", "python311.zip\n.\n")
    unpack_python(tmp_path, package)
    paths = (tmp_path / PYTHON / "python311._pth").read_text("ascii").splitlines()
    assert paths == ["python311.zip", ".", f"..\\{PACKAGES}"]


@pytest.mark.skipif(
    "KIT" not in os.environ, reason="fetches 60 MB of wheels: KIT=1 pytest tests/kit tries it"
)
def test_a_kit_installs_without_an_index_and_forms_classes(tmp_path: Path) -> None:
    kit = tmp_path / "离线 包"
    make_kit(kit, HERE)
    venv.create(kit / "env", with_pip=True)
    python = kit / "env" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    clean |= {"PIP_CONFIG_FILE": os.devnull, "HTTPS_PROXY": "http://127.0.0.1:9"}
    install = ["-m", "pip", "install", "-q", "--no-index", "--find-links", str(kit / WHEELS)]
    subprocess.run([python, *install, "balance-classes"], check=True, env=clean)  # noqa: S603
    roster = Path(shutil.copy(SAMPLE, kit / "新生 名册.xlsx"))
    done = subprocess.run(  # noqa: S603
        [python, "-P", "-m", "balance_classes", "desk", str(roster)],
        input="1\n\n1\n\n\n\n是\n1\n0\n", text=True, encoding="utf-8",
        capture_output=True, check=True, env=clean,
    )  # fmt: skip
    assert "已证明" in done.stdout
    assert (kit / "新生 名册-演练" / "分班结果.xlsx").exists()
