"""Whoever has the package alone gets at rosters to try it with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from balance_classes.cli import commands

SAMPLES = Path(__file__).parents[2] / "samples"
pytestmark = pytest.mark.smoke


def test_the_samples_of_the_package_are_those_of_the_sources(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["sample", str(tmp_path / "new"), "--json"])
    files = [Path(file) for file in json.loads(result.output)["files"]]
    kept = [path for path in SAMPLES.iterdir() if path.suffix in (".xlsx", ".csv")]
    assert {file.name: file.read_bytes() for file in files} == {
        path.name: path.read_bytes() for path in kept
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_that_is_named_reads_the_first_sample(tmp_path: Path, language: str) -> None:
    told = CliRunner().invoke(commands, ["sample", str(tmp_path / "new"), "--lang", language])
    command = told.output.splitlines()[-1]
    assert f'balance-classes assign "{tmp_path / "new" / "primary-roster.xlsx"}"' in command


def test_samples_are_written_into_a_new_folder_only(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert CliRunner().invoke(commands, ["sample", str(tmp_path)]).exit_code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
