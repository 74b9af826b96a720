"""Write docs/commands.md and commands.zh.md from the commands themselves.

`python -m tests.docs.make_reference`; a test holds the pages against the commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from balance_classes.cli import commands
from balance_classes.language import Language, Text
from balance_classes.spoken import SpokenCommand, SpokenGroup, let_click_speak

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


def _parts(group: SpokenGroup, code: str) -> Iterator[str]:
    for heading, names in group.parts_of_work:
        yield f"\n## {Language(code).say(heading)}\n"
        for name in names:
            yield from _command(group, name, code)


def _command(group: SpokenGroup, name: str, code: str) -> Iterator[str]:
    command, language = group.commands[name], Language(code)
    assert isinstance(command, SpokenCommand)
    root = click.Context(group, info_name="balance-classes", **group.context_settings)
    context = click.Context(command, info_name=name, parent=root)
    usage = command.collect_usage_pieces(context)
    yield f"\n### `{name}`\n\n{language.say(Text(command.help or ''))}\n\n"
    yield f"    balance-classes {name} {' '.join(usage)}\n"
    for heading, rows in command.sections(context):
        yield f"\n| {language.say(heading)} | |\n| --- | --- |\n"
        for term, meaning in rows:
            escaped = term.replace("|", "\\|")
            yield f"| `{escaped}` | {meaning} |\n"


def main() -> None:
    """Write both pages."""
    for code, path in PAGES.items():
        path.write_text(page(code), encoding="utf-8")


if __name__ == "__main__":
    main()
