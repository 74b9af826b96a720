"""Makes the offline kit: a folder to carry to a machine without network and without rights.

    .venv/bin/pip install -q '.[kit]'
    .venv/bin/python .ci/kit/make_kit.py kit-windows
    .venv/bin/python .ci/kit/make_kit.py kit-windows --python python-3.11.9-embed-amd64.zip

With the second, Python itself is inside (the “embeddable package” of python.org, which is fetched
once by whoever makes the kit) and nothing at all is installed. Without it the machine needs a
Python 3.11 of its own, and the first start makes an environment in the folder from its wheels.
"""

from __future__ import annotations

import argparse
import email
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).parent
SOURCE = HOME.parent.parent
PROGRAM = "balance-classes"
VERSION = "3.11"
WHEELS, PACKAGES, PYTHON = "wheels", "packages", "python"
LAUNCHER = "balance-classes.cmd"
READ_ME = "README.txt"
UTF8_MARK = "utf-8-sig"


@dataclass(frozen=True)
class Target:
    """A platform by pip's name, and what wheels may be built for."""

    platform: str
    abis: tuple[str, ...] = ("cp311", "abi3", "none")
    # How markers of requirements (PEP 508) read there, where it is not this machine.
    markers: dict[str, str] = field(default_factory=dict)

    def options(self) -> list[str]:
        """Return pip's options that choose wheels for this platform; none for the one at hand."""
        if not self.platform:
            return []
        chosen = ["--platform", self.platform, "--python-version", VERSION]
        abis = [part for abi in self.abis for part in ("--abi", abi)]
        return [*chosen, "--implementation", "cp", *abis]


WINDOWS = Target(
    "win_amd64",
    markers={
        "os_name": "nt",
        "platform_machine": "AMD64",
        "platform_system": "Windows",
        "python_full_version": "3.11.9",
        "python_version": VERSION,
        "sys_platform": "win32",
    },
)
HERE = Target("")


def make_kit(folder: Path, target: Target = WINDOWS, python: Path | None = None) -> None:
    """Make the kit in a new folder: wheels, launcher, instructions; with Python ready to run."""
    folder.mkdir(parents=True)
    wheels = folder / WHEELS
    _pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(SOURCE))
    (own,) = wheels.glob("*.whl")
    wanted = [str(own)]
    while wanted:
        _pip("download", "--dest", str(wheels), "--only-binary=:all:", *target.options(), *wanted)
        wanted = missing(wheels, target)
    if python:
        _unpack_python(folder, python)
        # Wheels are unpacked here, for the machine there: it has no pip and needs none.
        _pip("install", "--no-index", "--find-links", str(wheels), "--only-binary=:all:",
             "--target", str(folder / PACKAGES), *target.options(), PROGRAM)  # fmt: skip
    write_words(folder)


def missing(wheels: Path, target: Target) -> list[str]:
    """Return what wheels of a folder require on the target, and no wheel there is.

    pip chooses wheels of another platform, but reads markers such as `sys_platform == "win32"` as
    they are here: without this a kit for Windows made elsewhere would lack what only Windows needs.
    """
    there = {canonicalize_name(path.name.split("-")[0]) for path in wheels.glob("*.whl")}
    wanted: set[str] = set()
    for path in sorted(wheels.glob("*.whl")):
        for requirement in map(Requirement, _required(path)):
            applies = not requirement.marker or requirement.marker.evaluate(
                {"extra": "", **target.markers}
            )
            if applies and canonicalize_name(requirement.name) not in there:
                wanted.add(f"{requirement.name}{requirement.specifier}")
    return sorted(wanted)


def _required(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        about = email.message_from_bytes(archive.read(name))
    return [str(each) for each in about.get_all("Requires-Dist", [])]


def write_words(folder: Path) -> None:
    """Write the launcher and the instructions, with the ends of lines that Windows expects."""
    for name, encoding in ((LAUNCHER, "ascii"), (READ_ME, UTF8_MARK)):
        text = (HOME / name).read_text("utf-8")
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))


def _unpack_python(folder: Path, python: Path) -> None:
    with zipfile.ZipFile(python) as archive:
        archive.extractall(folder / PYTHON)
    # This file, and no variable of the machine, says where that Python looks for packages.
    (paths,) = (folder / PYTHON).glob("python*._pth")
    paths.write_text(f"{paths.stem}.zip\n.\n..\\{PACKAGES}\n", encoding="ascii")


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    subprocess.run(command, check=True)  # noqa: S603


def main() -> None:
    """Parse the command line, and make the kit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", type=Path, help="Python's embeddable package (.zip)")
    parser.add_argument("--here", action="store_true", help="for this machine, to try the kit")
    asked = parser.parse_args()
    if asked.folder.exists():
        parser.error(f"{asked.folder} is there already")
    try:
        make_kit(asked.folder, HERE if asked.here else WINDOWS, asked.python)
    except BaseException:
        shutil.rmtree(asked.folder, ignore_errors=True)
        raise


if __name__ == "__main__":
    main()
