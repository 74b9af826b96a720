"""Rosters of many made-up schools, and batches over them as processes of their own."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path

from balance_classes.cli import commands
from balance_classes.workers import local

Results = dict[str, dict[str, bytes]]
"""The files of each school's result, by its code."""
SEED = ("--seed", "parents=3 1", "--seed", "notary=4 6")
COLUMNS = "学号,姓名,性别,民族,就读方式,随迁子女,毕业学校,出生日期,总分"
_SURNAMES, _NAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"


def write_county(folder: Path, schools: int, students: int) -> Path:
    """Write the rosters of a county, a school a file; the same numbers give the same files."""
    folder.mkdir(parents=True)
    for school in range(schools):
        chance = random.Random(school)
        rows = [COLUMNS, *(_row(chance, school, student) for student in range(students))]
        text = "\n".join(rows) + "\n"
        (folder / f"{6523000000 + school}.csv").write_text(text, encoding="utf-8-sig")
    return folder


def _row(chance: random.Random, school: int, student: int) -> str:
    values = (
        f"{school:05d}{student:05d}",
        chance.choice(_SURNAMES) + "".join(chance.choices(_NAMES, k=2)),
        chance.choice("男女"),
        chance.choices(("汉族", "哈萨克族", "维吾尔族", "回族"), (6, 3, 2, 1))[0],
        chance.choice(("走读", "住校")),
        chance.choice("是否"),
        chance.choice(("一小", "二小", "三小", "四小")),
        f"{chance.choice((2013, 2014))}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        str(chance.randint(0, 100)),
    )
    return ",".join(values)


def batch_command(source: Path, output: Path, *more: str) -> list[str]:
    """Return the command of a batch over a county."""
    command = [sys.executable, "-m", "balance_classes", "batch", str(source), "-o", str(output)]
    return [*command, "--stage", "junior", *SEED, *more]


def run_batch(source: Path, output: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a batch to its end."""
    return subprocess.run(  # noqa: S603 - our own command
        batch_command(source, output, *more), capture_output=True, text=True, check=False
    )


def start_batch(source: Path, output: Path) -> BaseProcess:
    """Start a batch in a group of processes of its own; forked, so that it is at work at once."""
    process = multiprocessing.get_context("fork").Process(target=_batch, args=(source, output))
    process.start()
    return process


def _batch(source: Path, output: Path) -> None:
    os.setsid()
    quiet = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(quiet, stream)
    local.START = "fork"
    arguments = batch_command(source, output)[3:]
    commands.main(arguments, prog_name="balance-classes")


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder but what is particular to a run."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in ("run.json", ".lock")
    }


def finished(folder: Path) -> Results:
    """Return the files of every school that has a result, by its code."""
    schools = folder / "schools"
    if not schools.is_dir():
        return {}
    found = [path for path in schools.iterdir() if path.is_dir() and path.name[0] != "."]
    return {path.name: contents(path) for path in found}


def clear(source: Path, output: Path) -> None:
    """Forget all draws of a county, so that it can begin anew."""
    shutil.rmtree(output, ignore_errors=True)
    for ledger in source.glob("*.ledger.jsonl"):
        ledger.unlink()


def differing(found: Results, whole: Results) -> Sequence[str]:
    """Return the schools whose result is not, byte for byte, the one of an undisturbed run."""
    return [code for code, files in found.items() if files != whole.get(code)]


def import_all() -> None:
    """Import what a batch imports as it goes, so that forked processes need not."""
    late = ("workflows.batch.batch", "files.batch.roster_split", "optimisation.spread")
    for name in ("rendering.batch", *late):
        importlib.import_module(f"balance_classes.{name}")
    for name in ("calamine", "lxml.etree", "pypinyin", "stdnum.cn.ric", "jinja2"):
        with suppress(ImportError):
            importlib.import_module(name)
