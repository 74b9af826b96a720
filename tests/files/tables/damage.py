"""Sound rosters of every kind, and ways to damage their bytes."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from tests.builders import write_csv
from tests.files.tables.files import HEADER, ROWS, locked, ods, xls, xlsx

KINDS = ("xlsx", "xls", "ods", "csv", "html", "locked")


def sample(folder: Path, kind: str) -> Path:
    """A sound roster of a kind."""
    rows = [HEADER, *([f"{i}{key}", *rest] for i in range(3) for key, *rest in ROWS)]
    if kind in ("xlsx", "locked"):
        path = xlsx(folder / "r.xlsx", rows)
        return locked(folder / "l.xlsx", path, "VelvetSweatshop") if kind == "locked" else path
    if kind == "xls":
        return xls(folder / "r.xls", rows)
    if kind == "ods":
        return ods(folder / "r.ods", rows)
    if kind == "csv":
        return write_csv(folder / "r.csv", "\n".join(map(",".join, rows)), "gb18030")
    cells = "".join("<tr>" + "".join(f"<td>{c}" for c in row) + "</tr>" for row in rows)
    return write_csv(folder / "r.html", f"<html><table>{cells}</table></html>")


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """The bytes with something cut, doubled, flipped or put in; in a zip also inside a part."""
    if whole.startswith(b"PK") and chance.random() < 0.6:
        return _damaged_inside(whole, chance)
    content = bytearray(whole)
    for _ in range(chance.choice([1, 1, 2, 8, 40])):
        place = chance.randrange(len(content) or 1)
        match chance.randrange(5):
            case 0:
                content[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[place : place + chance.choice([1, 4, 64, 4096])]
            case 2:
                content[place:place] = content[place : place + chance.choice([1, 16, 512])]
            case 3:
                content[place:place] = chance.choice(
                    [
                        b"<",
                        b">",
                        b'"',
                        b"\xff\xff\xff\xff",
                        b"999999999",
                        b"&#0;",
                        b"\x00",
                        b"=",
                        b",",
                    ]
                )
            case 4:
                content = content[:place]
    return bytes(content)


def _damaged_inside(whole: bytes, chance: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        hit = chance.choice(names)
        for name in names:
            part = old.read(name)
            new.writestr(name, damaged(part, chance) if name == hit else part)
    return out.getvalue()
