"""What is made when the package is built, and committed nowhere: catalogues, and the samples in it.

All else about the package stands in pyproject.toml.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import Command, setup
from setuptools.command.build import build

HOME = Path(__file__).parent
PACKAGE = "balance_classes"
CATALOGUES = "locale/*/LC_MESSAGES/*.po"
SAMPLES = ("samples/*.xlsx", "samples/*.csv")


class BuildMade(Command):
    """Compile the catalogues, and lay the samples into the package."""

    description = "compile the catalogues and lay the samples into the package"
    user_options: list[tuple[str, str, str]] = []  # noqa: RUF012 (as setuptools declares it)
    editable_mode: bool
    build_lib: str | None

    def initialize_options(self) -> None:
        """Set what setuptools knows better to nothing."""
        self.editable_mode, self.build_lib = False, None

    def finalize_options(self) -> None:
        """Learn where the package is built: in place, where it is installed as editable."""
        self.set_undefined_options("build_py", ("build_lib", "build_lib"))

    def run(self) -> None:
        """Make every file from its source."""
        for source, made in self._made().items():
            made.parent.mkdir(parents=True, exist_ok=True)
            if source.suffix == ".po":
                compile_catalogue(source, made)
            else:
                shutil.copyfile(source, made)

    def get_source_files(self) -> list[str]:
        """Return what is made from, for the source distribution."""
        return [str(source.relative_to(HOME)) for source in self._made()]

    def get_outputs(self) -> list[str]:
        """Return what is made."""
        return [str(made) for made in self._made().values()]

    def get_output_mapping(self) -> dict[str, str]:
        """Return what stands elsewhere while it is edited: nothing."""
        return {}

    def _made(self) -> dict[Path, Path]:
        """Return each source with what is made of it."""
        package = (HOME if self.editable_mode else Path(self.build_lib or "")) / PACKAGE
        catalogues = {
            source: (package / source.relative_to(HOME / PACKAGE)).with_suffix(".mo")
            for source in sorted((HOME / PACKAGE).glob(CATALOGUES))
        }
        samples = [source for pattern in SAMPLES for source in sorted(HOME.glob(pattern))]
        return {**catalogues, **{source: package / "samples" / source.name for source in samples}}


def compile_catalogue(source: Path, made: Path) -> None:
    """Compile one catalogue; its folder names the language."""
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parents[1].name)
    with made.open("wb") as file:
        write_mo(file, catalogue)


class BuildAll(build):
    """The build of setuptools, with what is made here."""

    sub_commands = [*build.sub_commands, ("build_made", None)]  # noqa: RUF012


setup(cmdclass={"build": BuildAll, "build_made": BuildMade})
