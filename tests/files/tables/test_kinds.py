"""Every kind of file that a roster comes in gives the same roster."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from balance_classes.errors import ResultError, RosterError
from balance_classes.files.roster.marked_copy import marked_copy
from balance_classes.files.roster.roster_reading import read_roster
from balance_classes.files.tables.file_kinds import MOST_BYTES
from balance_classes.files.tables.tables import read_tables
from tests.builders import some_rules, write_csv
from tests.files.tables.files import HEADER, ROWS, locked, names, ods, read, repacked, xls, xlsx

pytestmark = pytest.mark.smoke

TEXT = "\n".join(",".join(row) for row in [HEADER, *ROWS]) + "\n"
PAGE = (
    "<html><meta charset='gb2312'><body><table><tr><td colspan=4>新生名册</td></tr>"
    "<tr><th rowspan=2>学号<th rowspan=2>姓名<th colspan=2>情况</tr>"
    "<tr><th>性别</th><th>民族</th></tr>"
    "<tr><td>01<td>张&nbsp;三<td>男<td>汉</tr><tr><td>02</td><td>李四</td><td>女</td>"
    "<td>回族</td></tr></table></body></html>"
)


@pytest.mark.parametrize("make", [xlsx, xls, ods])
def test_workbooks_of_all_kinds(tmp_path: Path, make: object) -> None:
    path = make(tmp_path / "r.xlsx", [HEADER, *ROWS])  # type: ignore[operator]
    examined = read(path)
    assert names(examined) == ["张三", "李四"]
    assert examined.roster
    assert [s.levels["ethnicity"] for s in examined.roster.students] == ["汉族", "回族"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("name", ["r.csv", "r.xls", "r.txt"])
def test_text_whatever_it_is_called(
    tmp_path: Path, encoding: str, delimiter: str, name: str
) -> None:
    text = TEXT.replace(",", delimiter).replace("\n", "\r\n")
    assert names(read(write_csv(tmp_path / name, text, encoding))) == ["张三", "李四"]


def test_the_delimiter_may_be_named_on_the_first_line(tmp_path: Path) -> None:
    text = "sep=;\n学号;姓名;性别;民族\n1;a,b,c,d,e,f;男;汉\n"
    assert names(read(write_csv(tmp_path / "r.csv", text))) == ["a,b,c,d,e,f"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_web_page_named_as_a_workbook(tmp_path: Path, encoding: str) -> None:
    assert names(read(write_csv(tmp_path / "r.xls", PAGE, encoding))) == ["张三", "李四"]


def test_excels_guard_around_a_number_is_taken_off(tmp_path: Path) -> None:
    text = '学号,姓名,性别\n"=""0012""",张三,男\n'
    examined = read(write_csv(tmp_path / "r.csv", text))
    assert examined.roster
    assert examined.roster.students[0].key == "0012"


def test_a_workbook_under_a_password(tmp_path: Path) -> None:
    path = locked(tmp_path / "r.xlsx", xlsx(tmp_path / "p.xlsx", [HEADER, *ROWS]), "暗号 1")
    rules = some_rules()
    with pytest.raises(RosterError, match="protected by a password"):
        read_roster(path, rules)
    with pytest.raises(RosterError, match="does not open"):
        read_roster(path, rules, lambda: "other")
    assert read_roster(path, rules, lambda: "暗号 1").size == 2
    with pytest.raises(ResultError, match="lie open"):
        marked_copy(path, read(tmp_path / "p.xlsx"))


def test_a_workbook_that_anybody_may_read_needs_no_password(tmp_path: Path) -> None:
    plain = xlsx(tmp_path / "p.xlsx", [HEADER, *ROWS])
    path = locked(tmp_path / "r.xlsx", plain, "VelvetSweatshop")
    assert read_roster(path, some_rules()).size == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no table"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1 x}", "text document"),
        (b"\x89PNG\r\n", "picture"),
        (b"Rar!\x1a\x07", "archive"),
        (b"PK\x05\x06" + b"\0" * 18, "empty archive"),
        (b"MIME-Version: 1.0\n", "web page"),
        (b"<html><p>none</p></html>", "without a table"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><W/>', "old Excel"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "damaged"),
        (b"name,sex\nM\xfcller,m\nJos\xe9,m\n", "encoding"),
        (b"a\0b,c\n", "no table"),
    ],
)
def test_what_is_no_roster_is_told_by_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(content)
    with pytest.raises(RosterError, match=said):
        read_tables(path)


def test_a_document_and_an_archive_are_no_workbooks(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])
    content = path.read_bytes()
    for part, said in (("word/document.xml", "text document"), ("xl/workbook.bin", "binary")):
        path.write_bytes(content)
        repacked(path, lambda name, content: content, **{part: b"<x/>"})
        with pytest.raises(RosterError, match=said):
            read_tables(path)
    path.write_bytes(content)
    repacked(path, lambda name, content: None if name.startswith("xl/") else content)
    with pytest.raises(RosterError, match="archive"):
        read_tables(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_devices_are_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(RosterError, match="device"):
        read_tables(pipe)


def test_a_file_that_another_program_holds_is_to_be_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = xlsx(tmp_path / "r.xlsx", [HEADER, *ROWS])

    def refused(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refused)
    with pytest.raises(RosterError, match=r"has it open\. Close it in WPS or Excel"):
        read_tables(path)


def test_lock_files_and_large_files_are_refused(tmp_path: Path) -> None:
    lock = tmp_path / "~$新生.xlsx"
    lock.write_bytes(b"x")
    with pytest.raises(RosterError, match=r"lock file.*新生\.xlsx"):
        read_tables(lock)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(RosterError, match="larger than 50 MB"):
        read_tables(large)
