"""Files made to harm: an error in words, soon, within bounds; never a traceback."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from balance_classes.errors import BalanceError, RosterError
from balance_classes.files.tables import zipped_workbook
from balance_classes.files.tables.file_kinds import MOST_BYTES
from balance_classes.files.tables.tables import read_tables
from balance_classes.files.tables.zipped_workbook import MOST_PARTS
from tests.builders import write_csv
from tests.files.tables.damage import KINDS, damaged, sample
from tests.files.tables.files import HEADER, ROWS, locked, names, ods, read, repacked, xlsx

Change = Callable[[str, bytes], bytes]


def in_sheet(old: bytes, new: bytes) -> Change:
    return lambda name, part: part.replace(old, new) if name.endswith("sheet1.xml") else part


@pytest.mark.parametrize(
    "cell", ["XFD1048576", "A99999999999", "XFE1", "ZZZZZZZ9", "A0", "1A", "&#88;FD1048576"]
)
def test_a_cell_far_out_reserves_no_room(tmp_path: Path, cell: str) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    far = f'<row r="1048576"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    repacked(path, in_sheet(b"</sheetData>", far))
    with pytest.raises(RosterError, match=r"too large|damaged"):
        read_tables(path)


def test_cells_that_do_not_say_where_they_are_are_counted(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    row = b'<row r="1048576">' + b"<c><v>1</v></c>" * 16_000 + b"</row></sheetData>"
    repacked(path, in_sheet(b"</sheetData>", row))
    with pytest.raises(RosterError, match="too large"):
        read_tables(path)


@pytest.mark.parametrize(
    ("rows", "column"),
    [(100_000, b"FD"), pytest.param(500_000, b"P", marks=pytest.mark.slow)],
)
def test_empty_rows_with_millions_of_cells_are_no_rows(
    tmp_path: Path, rows: int, column: bytes
) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    row = b'<row r="%d"><c r="%b%d" s="0"/></row>'
    empty = b"".join(row % (i, column, i) for i in range(4, rows))
    repacked(path, in_sheet(b"</sheetData>", empty + b"</sheetData>"))
    assert names(read(path)) == ["张三", "李四"]


@pytest.mark.parametrize("columns", [1_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_many_columns_are_too_many_or_read(tmp_path: Path, columns: int) -> None:
    wide = [*HEADER, *(f"x{i}" for i in range(columns))]
    assert names(read(xlsx(tmp_path / "r.xlsx", [wide, *ROWS]))) == ["张三", "李四"]


def test_what_unpacks_to_too_much_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert zipped_workbook.MOST_UNPACKED == 400 * 2**20
    monkeypatch.setattr(zipped_workbook, "MOST_UNPACKED", 4 * 2**20)
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    bomb = b"<x>" + b" " * zipped_workbook.MOST_UNPACKED
    repacked(path, lambda name, part: bomb if name.endswith("styles.xml") else part)
    assert path.stat().st_size < MOST_BYTES
    with pytest.raises(RosterError, match="larger than 4 MB"):
        read_tables(path)


def test_a_part_that_says_it_is_smaller_than_it_is(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    assert content.count(size) >= 1
    path.write_bytes(bytes(content).replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(RosterError, match="damaged"):
        read_tables(path)


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["sheet1.xml", "workbook.xml", "styles.xml"])
def test_entities_are_refused(tmp_path: Path, head: bytes, part: str) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    repacked(path, lambda name, content: head + content if name.endswith(part) else content)
    with pytest.raises(RosterError, match="damaged"):
        read_tables(path)


def test_parts_without_cells_are_never_looked_at(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    harmful = b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:1/">]><x>&a;</x>'
    more = ("vbaProject.bin", "externalLinks/externalLink1.xml", "media/image1.xml")
    repacked(path, lambda name, part: part, **{f"xl/{name}": harmful for name in more})
    assert names(read(path)) == ["张三", "李四"]


def test_too_many_parts(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER])
    repacked(path, lambda name, part: part, **{f"x{i}": b"" for i in range(MOST_PARTS)})
    with pytest.raises(RosterError, match="parts"):
        read_tables(path)


@pytest.mark.parametrize("sheet", ["../../etc", "a/b", "=1+1", "'", "\u202eslx"])
def test_strange_names_of_sheets_are_only_names(tmp_path: Path, sheet: str) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    name = sheet.replace("'", "&apos;").encode()
    repacked(
        path,
        lambda part, content: (
            content.replace(b'name="Sheet"', b'name="' + name + b'"')
            if part == "xl/workbook.xml"
            else content
        ),
    )
    assert names(read(path)) == ["张三", "李四"]


def test_an_ods_that_repeats_itself_without_end(tmp_path: Path) -> None:
    path = ods(tmp_path / "r.ods", [HEADER, *ROWS])
    for times in (b"1048576", b"99999999999"):
        repeated = b'<table:table-row table:number-rows-repeated="' + times + b'"'
        repacked(path, lambda name, part, new=repeated: part.replace(b"<table:table-row", new))
        with pytest.raises(RosterError, match=r"too large|damaged"):
            read_tables(path)


def test_a_password_that_would_be_tried_for_days(tmp_path: Path) -> None:
    path = locked(tmp_path / "r.xlsx", xlsx(tmp_path / "p.xlsx", [HEADER, *ROWS]), "x")
    content = path.read_bytes()
    assert b'spinCount="100000"' in content
    path.write_bytes(content.replace(b'spinCount="100000"', b'spinCount="999999999999"'[:18]))
    path.write_bytes(content.replace(b'spinCount="100000" ', b'spinCount="9999999"'))
    with pytest.raises(RosterError, match="damaged"):
        read_tables(path)


def test_a_page_whose_cells_span_everything(tmp_path: Path) -> None:
    cell = "<td colspan=99999 rowspan=99999>x</td>"
    page = f"<table>{('<tr>' + cell * 100 + '</tr>') * 100}</table>"
    with pytest.raises(RosterError, match="more than"):
        read_tables(write_csv(tmp_path / "r.xls", page))


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_files_are_read_or_refused_in_words(tmp_path: Path, kind: str) -> None:
    """A few hundred; the fuzz run of benchmarks/fuzz.py has many thousands."""
    chance = random.Random(f"damage {kind}")
    whole = sample(tmp_path, kind).read_bytes()
    path = tmp_path / "damaged"
    for _ in range(60):
        path.write_bytes(damaged(whole, chance))
        try:
            read(path)
        except BalanceError as error:
            assert error.findings
