"""An integer program as a file that other solvers read: MPS or the LP format of CPLEX.

PuLP's own writers sort columns as text, add a dummy column to some objectives, mark each whole
column by itself and end lines as the machine does; here the same program is the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from balance_classes.domain.problem.linear_program import LinearProgram
from balance_classes.errors import UsageError
from balance_classes.files.disk.new_folder import write_file
from balance_classes.files.disk.opening import STANDARD
from balance_classes.language import Text

TERMS_A_LINE = 8
"""Some readers of the LP format take 255 characters a line."""

_MPS_SENSES = {"<=": "L", ">=": "G", "=": "E"}


def write_model(path: Path, program: LinearProgram) -> None:
    """Write a program into a new file, .mps or .lp; raise ResultError where something is there."""
    write_file(path, "".join(f"{line}\n" for line in _writer(path)(program)).encode("ascii"))


def require_format(path: Path) -> None:
    """Raise UsageError unless the name of a file says which format it is to have."""
    _writer(path)


def _writer(path: Path) -> Callable[[LinearProgram], Iterable[str]]:
    writer = _mps if path == STANDARD else _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise UsageError.at(
            "-o",
            Text("The name of the file must end in .mps or .lp."),
            Text("Name a new file, for example: {example}", example="-o intake.mps"),
        )
    return writer


def _mps(program: LinearProgram) -> Iterable[str]:
    """Yield the lines of a fixed MPS file; names are short, so that free readers take it too."""
    yield "NAME          CLASSES"
    yield "ROWS"
    yield " N  OBJ"
    for row in program.rows:
        yield f" {_MPS_SENSES[row.sense]}  {row.name}"
    yield "COLUMNS"
    yield "    MARKER                 'MARKER'                 'INTORG'"
    inside = _by_column(program)
    for column in program.columns:
        for row_name, times in inside[column.name]:
            yield f"    {column.name:<8}  {row_name:<8}  {times:>12}"
    yield "    MARKER                 'MARKER'                 'INTEND'"
    yield "RHS"
    for row in program.rows:
        if row.value:
            yield f"    RHS       {row.name:<8}  {row.value:>12}"
    yield "BOUNDS"
    for column in program.columns:
        # Both bounds are written: readers differ in what a whole column has by itself.
        yield f" LO BND       {column.name:<8}  {column.low:>12}"
        yield f" UP BND       {column.name:<8}  {column.high:>12}"
    yield "ENDATA"


def _by_column(program: LinearProgram) -> Mapping[str, Sequence[tuple[str, int]]]:
    inside: dict[str, list[tuple[str, int]]] = {column.name: [] for column in program.columns}
    inside[program.objective].append(("OBJ", 1))
    for row in program.rows:
        for name, times in row.terms:
            inside[name].append((row.name, times))
    return inside


def _lp(program: LinearProgram) -> Iterable[str]:
    """Yield the lines of a file in the LP format."""
    yield "Minimize"
    yield f" OBJ: {program.objective}"
    yield "Subject To"
    for row in program.rows:
        # A row needs a column even where nothing is in it, and nothing can then hold.
        terms = row.terms or ((program.objective, 0),)
        parts = [terms[i : i + TERMS_A_LINE] for i in range(0, len(terms), TERMS_A_LINE)]
        lines = [" ".join(_term(*term) for term in part) for part in parts]
        lines[0] = f"{row.name}: {lines[0]}"
        lines[-1] += f" {row.sense} {row.value}"
        yield from (f" {line}" for line in lines)
    yield "Bounds"
    yield from (f" {column.low} <= {column.name} <= {column.high}" for column in program.columns)
    yield "Generals"
    yield from (f" {column.name}" for column in program.columns)
    yield "End"


def _term(name: str, times: int) -> str:
    return f"{'-' if times < 0 else '+'} {abs(times)} {name}"


_WRITERS = {".mps": _mps, ".lp": _lp}
