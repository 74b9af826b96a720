"""Write docs/commands.md and commands.zh.md from the commands themselves.

`python -m tests.docs.make_reference`; a test holds the pages against the commands.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from balance_classes.cli import commands
from balance_classes.language import Language, Text
from balance_classes.spoken import let_click_speak

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
HEADINGS = {"en": ("option", "what it does"), "zh": ("选项", "作用")}


def page(code: str) -> str:
    """Return the reference in a language."""
    let_click_speak(Language(code))
    return OPENING[code] + "".join(
        section for name in commands.commands for section in _section(name, code)
    )


def _section(name: str, code: str) -> Iterator[str]:
    command, language = commands.commands[name], Language(code)
    context = click.Context(command, info_name=f"balance-classes {name}")
    usage = command.collect_usage_pieces(context)
    yield f"\n## `{name}`\n\n{language.say(Text(command.help or ''))}\n\n"
    yield f"    balance-classes {name} {' '.join(usage)}\n\n"
    option, about = HEADINGS[code]
    yield f"| {option} | {about} |\n| --- | --- |\n"
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield f"| `{_spelled(parameter, context)}` | {language.say(Text(parameter.help))} |\n"


def _spelled(parameter: click.Option, context: click.Context) -> str:
    names = ", ".join(parameter.opts)
    return (
        names
        if parameter.is_flag
        else f"{names} {parameter.make_metavar(context)}".replace("|", " or ")
    )


def main() -> None:
    """Write both pages."""
    for code, path in PAGES.items():
        path.write_text(page(code), encoding="utf-8")


if __name__ == "__main__":
    main()
