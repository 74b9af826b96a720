"""Write docs/commands.md and commands.zh.md from the commands themselves.

`python -m tests.docs.make_reference`; a test holds the pages against the commands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from balance_classes.cli import commands
from balance_classes.language import Language, Text
from balance_classes.translated_help import SpokenCommand, SpokenGroup, let_click_speak

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "commands.md", "zh": DOCS / "commands.zh.md"}
OPENING = {
    "en": """# Commands

[中文](commands.zh.md)

Written from the commands themselves. What rules, files and exit codes mean stands in
[rules.md](rules.md); `--help` after any command says the same as this page.
""",
    "zh": """# 命令

[English](commands.md)

本页由命令自动生成。规则、文件和退出码的含义见[规则](rules.zh.md)。
在任何命令后加 `--help`，看到的与本页相同。
""",
}


def page(code: str) -> str:
    """Return the reference in a language."""
    let_click_speak(Language(code))
    assert isinstance(commands, SpokenGroup)
    commands.language = Language(code)
    return OPENING[code] + "".join(_parts(commands, code))


Row = tuple[str, str]
SHARED = 3
"""What so many commands have alike is told once, at the end."""
TOGETHER = {
    "en": ("Options of several commands", "options-of-several-commands", "Also, as told [once]"),
    "zh": ("多个命令共有的选项", "多个命令共有的选项", "另有[共有选项]"),
}
SIGNS = {"en": (": ", ", ", "."), "zh": ("：", "、", "。")}
"""What stands before names, between them, and after the last."""


def _parts(group: SpokenGroup, code: str) -> Iterator[str]:
    found = Counter(row for name in group.commands for _, rows in _sections(group, name)
                    for row in rows)  # fmt: skip
    shared = {row: count for row, count in found.items() if count >= SHARED}
    for heading, names in group.parts_of_work:
        yield f"\n## {Language(code).say(heading)}\n"
        for name in names:
            yield from _command(group, name, code, set(shared))
    yield f"\n## {TOGETHER[code][0]}\n\n| | |\n| --- | --- |\n"
    yield from map(_line, shared)


def _context(group: SpokenGroup, name: str) -> click.Context:
    root = click.Context(group, info_name="balance-classes", **group.context_settings)
    return click.Context(group.commands[name], info_name=name, parent=root)


def _sections(group: SpokenGroup, name: str) -> list[tuple[Text, list[Row]]]:
    command = group.commands[name]
    assert isinstance(command, SpokenCommand)
    return [(heading, list(rows)) for heading, rows in command.sections(_context(group, name))]


def _line(row: Row) -> str:
    term, meaning = row[0].replace("|", "\\|"), row[1]
    return f"| `{term}` | {meaning} |\n"


def _command(group: SpokenGroup, name: str, code: str, shared: set[Row]) -> Iterator[str]:
    command, language = group.commands[name], Language(code)
    usage = command.collect_usage_pieces(_context(group, name))
    yield f"\n### `{name}`\n\n{language.say(Text(command.help or ''))}\n\n"
    yield f"    balance-classes {name} {' '.join(usage)}\n"
    also: list[str] = []
    for heading, rows in _sections(group, name):
        also += [row[0] for row in rows if row in shared]
        if own := [row for row in rows if row not in shared]:
            yield f"\n| {language.say(heading)} | |\n| --- | --- |\n"
            yield from map(_line, own)
    if also:
        before, between, after = SIGNS[code]
        names = between.join(f"`{term.split(', ')[-1].split(' ')[0]}`" for term in also)
        yield f"\n{TOGETHER[code][2]}(#{TOGETHER[code][1]}){before}{names}{after}\n"


def main() -> None:
    """Write both pages."""
    for code, path in PAGES.items():
        path.write_text(page(code), encoding="utf-8")


if __name__ == "__main__":
    main()
