"""A table in memory is read as the same cells in a file."""

from __future__ import annotations

import math
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from balance_classes.errors import RosterError, UsageError
from balance_classes.files.roster.roster_reading import Examined, examine
from balance_classes.scripting.roster_source import as_workbook, named
from tests.builders import some_rules

HEADER = ("student number", "name", "sex", "birth date", "ethnicity", "age", "together")
TEXTS = ["", "男", "F", "Han", "007", "Li  Na", "1e5", "NA", " x ", "2016/3/7"]
VALUES = [None, math.nan, pd.NA, pd.NaT, math.inf, True, np.int64(7), np.float32(0.5)]
CELLS = st.one_of(
    st.sampled_from([*TEXTS, *VALUES]),
    st.integers(-5, 10**19),
    st.floats(-2, 1e18),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
    st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), allow_imaginary=False),
)


def understood(examined: Examined) -> object:
    """All that was read and found."""
    found = [[str(f.where), str(f.what)] for f in (*examined.errors, *examined.warnings)]
    roster = examined.roster
    return examined.columns, examined.levels, found, roster and (roster.as_read(), roster.language)


@settings(max_examples=12)
@given(st.lists(st.tuples(*[CELLS] * len(HEADER)), min_size=1, max_size=4))
@example([("1", "A", "m", datetime(2016, 3, 7), "Han", 7, ""), (2, "B", "f", "", "Hui", 8.0, 5)])
@example([(110105194912310020, "A", "m", "", "Han", 7, ""), (1.1e17, "B", "f", "", "Hui", 7, "")])
def test_a_table_is_read_as_the_file_that_pandas_makes_of_it(
    rows: list[tuple[object, ...]],
) -> None:
    table = pd.DataFrame(rows, columns=HEADER)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "intake.xlsx"
        table.to_excel(path, index=False, sheet_name="intake")
        filed = understood(examine(path, some_rules()))
    assert understood(examine(path, some_rules(), held=as_workbook(table, path))) == filed


def test_a_number_of_too_many_digits_is_refused_as_in_a_workbook() -> None:
    table = pd.DataFrame({"student number": [110105194912310020], "name": ["A"], "sex": ["m"]})
    path = Path("intake.xlsx")
    (finding,) = examine(path, some_rules(), held=as_workbook(table, path)).errors
    assert "its last digits are lost" in str(finding.what)
    assert "cell A2" in str(finding.where)


def test_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(RosterError, match=r"U\+D800"):
        as_workbook(pd.DataFrame({"name": ["\ud800"]}), Path("intake.xlsx"))


def test_a_table_that_no_sheet_can_hold_is_refused() -> None:
    with pytest.raises(RosterError, match="more than 8000000 cells"):
        as_workbook(pd.DataFrame([["a"] * 20_000]), Path("intake.xlsx"))


def test_equal_tables_are_equal_bytes_whatever_their_index() -> None:
    table = pd.DataFrame({"name": ["A", None], "sex": ["m", "f"]})
    other = table.set_axis(["x", "x"])
    assert as_workbook(table, Path("a.xlsx")) == as_workbook(other, Path("a.xlsx"))


def test_a_table_is_kept_in_its_file_unless_no_draw_begins(tmp_path: Path) -> None:
    source = named(pd.DataFrame({"name": ["A"], "sex": ["m"]}), tmp_path / "a.xlsx")
    with pytest.raises(RosterError), source.kept():
        assert source.path.read_bytes() == source.held
        raise RosterError
    assert not source.path.exists()
    begun = RosterError()
    begun.begun = True
    with pytest.raises(RosterError), source.kept():
        raise begun
    with pytest.raises(RosterError), source.kept():
        raise RosterError
    assert source.path.exists()


def test_another_roster_in_the_place_of_a_table_is_never_replaced(tmp_path: Path) -> None:
    there = tmp_path / "a.xlsx"
    there.write_bytes(b"a roster of last year")
    source = named(pd.DataFrame({"name": ["A"], "sex": ["m"]}), there)
    with pytest.raises(UsageError, match="Another roster lies here"), source.kept():
        pass
    assert there.read_bytes() == b"a roster of last year"
