"""Every page in a browser: at the size of a telephone and of a desk, on paper, and under axe."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from balance_classes.cli import commands
from balance_classes.domain.batch import INCOMPLETE
from tests.builders import write_csv
from tests.commands.test_batch import start_none
from tests.workflows.checking.test_notice import published
from tests.workflows.stage import School, as_text
from tests.workflows.stage import pupils as rostered
from tests.workflows.test_audit import pupils
from tests.workflows.test_audit import run as audited

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
PHONE, DESK = 360, 1280
MEASURE = """<iframe src="{page}" width="{width}" height="800" style="border:0" onload="
  document.body.dataset.{name}_{width} = this.contentDocument.documentElement.scrollWidth + 'x'
    + this.contentDocument.documentElement.scrollHeight;
"></iframe>"""

PAGES = ["report", "verify", "notice", "seal", "ceremony", "hall", "summary", "audit"]
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
LOOK = """<script>axe.run({resultTypes: ["violations"]}).then(found => {
  document.documentElement.dataset.axe = JSON.stringify(
    found.violations.map(each => each.id + ": " + each.nodes.map(node => node.html).join(" ")));
});</script>"""

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
    """Every kind of page that the program writes, each where it was written."""
    with pytest.MonkeyPatch.context() as patch:
        start_none(patch)
        return written(tmp_path_factory.mktemp("pages"))


def written(home: Path) -> dict[str, Path]:
    school = School.at(home / "school")
    school.drawn()
    notice = published(school, home / "out").files[1]
    lettered = School.at(home / "lettered")
    lists, county = home / "lists", home / "county"
    for folder, lines in ((lists, pupils), (county, lambda: as_text(rostered()))):
        folder.mkdir()
        write_csv(folder / "A.csv", lines())
        write_csv(folder / "B.csv", "nothing, of, use")
    write_csv(lists / "B.csv", pupils(girls_first=True))
    audited(lists)
    for words in (
        ("batch", county, "--classes", 3, "--seed", "a=1"),
        ("hall", school.folder, "-o", home / "hall.html"),
        ("assign", lettered.roster, "--classes", 3, "--groups", "--seed", "a=1"),
        ("pair", lettered.folder, "--seed", "b=2", "--page", home / "ceremony.html"),
    ):
        told = CliRunner().invoke(commands, list(map(str, words)))
        assert told.exit_code in (0, INCOMPLETE), told.output
    return {
        "report": school.folder / "report.html",
        "verify": school.folder / "verify.html",
        "notice": notice,
        "seal": school.sealed.with_suffix(".html"),
        "ceremony": home / "ceremony.html",
        "hall": home / "hall.html",
        "summary": home / "county-classes" / "summary.html",
        "audit": home / "lists-audit" / "audit.html",
    }


def test_a_page_is_never_wider_than_its_window(pages: dict[str, Path], tmp_path: Path) -> None:
    frame, asked = tmp_path / "frame.html", [(name, w) for name in PAGES for w in (PHONE, DESK)]
    frames = (MEASURE.format(page=pages[n].as_uri(), name=n, width=w) for n, w in asked)
    frame.write_text("<!DOCTYPE html><body>" + "".join(frames), "utf-8")
    shown = browse(tmp_path, "--dump-dom", "--virtual-time-budget=5000", frame.as_uri())
    for name, width in asked:
        (found,) = re.findall(rf'data-{name}_{width}="(\d+)x(\d+)"', shown)
        assert int(found[0]) <= width, name
        assert int(found[1]) > 600, name


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints(pages: dict[str, Path], tmp_path: Path, name: str) -> None:
    target = tmp_path / "page.pdf"
    browse(tmp_path, f"--print-to-pdf={target}", "--no-pdf-header-footer", pages[name].as_uri())
    content = target.read_bytes()
    assert content.startswith(b"%PDF")
    sheets = len(re.findall(rb"/Type\s*/Page\b", content))
    assert sheets == 1 if name in ("notice", "seal") else sheets >= 1


@pytest.mark.slow
@pytest.mark.skipif(not AXE.exists(), reason="no axe-core here: npm ci --prefix tests/axe")
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_in_a_page(
    pages: dict[str, Path], tmp_path: Path, name: str, width: int
) -> None:
    # The page's own policy would keep the foreign script out.
    whole = re.sub("<meta http-equiv[^>]*>", "", pages[name].read_text("utf-8"))
    looked = tmp_path / "looked.html"
    script = f"<script>{AXE.read_text('utf-8')}</script>{LOOK}"
    looked.write_text(whole.replace("</body>", f"{script}</body>"), "utf-8")
    window = f"--window-size={width},900"
    shown = browse(tmp_path, "--dump-dom", "--virtual-time-budget=20000", window, looked.as_uri())
    (found,) = re.findall(r'<html[^>]* data-axe="([^"]*)"', shown)
    assert json.loads(html.unescape(found)) == []
