from __future__ import annotations

from pathlib import Path

import pytest

from balance_classes.errors import RosterError
from balance_classes.files.tables.tables import read_tables
from tests.builders import write_csv, write_xlsx

pytestmark = pytest.mark.smoke


def test_a_workbook_keeps_text_text_and_numbers_numbers(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["001", 1, None], ["x", 2.5, "y"]])
    (table,), sha256 = read_tables(path)
    assert table.rows == [["001", 1, ""], ["x", 2.5, "y"]]
    assert len(sha256) == 64


def test_a_cell_is_named_by_file_sheet_and_letters(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["x"]], sheet="花名册")
    (table,), _ = read_tables(path)
    assert str(table.place(11, 27)) == "a.xlsx, sheet 花名册, cell AB12"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_the_encodings_and_delimiters_of_excel(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = "标题\n姓名,性别\n张三,男\n".replace(",", delimiter)
    (table,), _ = read_tables(write_csv(tmp_path / "a.csv", text, encoding))
    assert table.rows == [["标题", ""], ["姓名", "性别"], ["张三", "男"]]


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"PK\x03\x04 not a zip", b"\x89PNG\r\n\x1a\n\x00\x00", b'"unclosed\n'],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(RosterError, match=r"a\.xlsx"):
        read_tables(path)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="folder"):
        read_tables(tmp_path)
    with pytest.raises(RosterError, match="no such file"):
        read_tables(tmp_path / "none.xlsx")
