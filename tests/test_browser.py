"""Report and notice in a browser, at the size of a telephone and of a desk; printed, too."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.workflows.checking.test_notice import published
from tests.workflows.stage import School

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
PHONE, DESK = 360, 1280
MEASURE = """<!DOCTYPE html><body style="margin:0">
<iframe src="{page}" width="{width}" height="800" style="border:0" onload="
  document.body.dataset.wide = this.contentDocument.documentElement.scrollWidth;
  document.body.dataset.high = this.contentDocument.documentElement.scrollHeight;
"></iframe>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")


def browse(folder: Path, *arguments: str) -> str:
    """Return what Chromium prints, run without a window and with a profile of its own."""
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu",
        "--allow-file-access-from-files", f"--user-data-dir={folder / 'profile'}", *arguments,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)  # noqa: S603
    return done.stdout.decode()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report and a notice in a folder of their own."""
    home = tmp_path_factory.mktemp("pages")
    school = School.at(home / "school")
    school.drawn()
    notice = published(school, home / "out").files[1]
    return {"report": school.folder / "report.html", "notice": notice}


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", ["report", "notice"])
def test_a_page_is_never_wider_than_its_window(
    pages: dict[str, Path], tmp_path: Path, name: str, width: int
) -> None:
    frame = tmp_path / "frame.html"
    frame.write_text(MEASURE.format(page=pages[name].as_uri(), width=width), "utf-8")
    shown = browse(tmp_path, "--dump-dom", "--virtual-time-budget=5000", frame.as_uri())
    wide, high = (int(re.findall(rf'data-{way}="(\d+)"', shown)[0]) for way in ("wide", "high"))
    assert wide <= width
    assert high > 600


@pytest.mark.parametrize("name", ["report", "notice"])
def test_a_page_prints(pages: dict[str, Path], tmp_path: Path, name: str) -> None:
    target = tmp_path / "page.pdf"
    browse(tmp_path, f"--print-to-pdf={target}", "--no-pdf-header-footer", pages[name].as_uri())
    content = target.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) >= 1
