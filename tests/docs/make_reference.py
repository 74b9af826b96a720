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

Written from the commands themselves; `--help` after any says the same. What several have alike
stands [at the end](#options-of-a-draw).

Values that are chosen from a list may be written in Chinese, in rules files, too: `--stage 小学`.
`-` in the place of a table, a rules file, a seal or a ledger is standard input; in the place of
the one file that `template`, `model` and `check --mark` write it is standard output. A roster
that comes so can be checked and rehearsed, not drawn.
""",
    "zh": """# 命令

[English](commands.md)

本页由命令自动生成；在任何命令后加 `--help`，看到的与本页相同。
多个命令共有的选项写在[最后](#抽签的选项)。

从若干值中选择的选项可以写中文，规则文件也一样：`--stage 小学`。
表格、规则文件、封存文件或台账的位置上写 `-`，表示标准输入；
`template`、`model` 和 `check --mark` 写出的那一个文件写 `-`，表示标准输出。
这样读入的名册可以检查和演练，不能正式抽签。
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
OF_A_DRAW = ("check", "assign", "model")
"""What these have alike says what is drawn from, by which rules."""
TOGETHER = {
    "en": ("Options of a draw", "Options of several commands", "Options of every command"),
    "zh": ("抽签的选项", "多个命令共有的选项", "所有命令共有的选项"),
}
SIGNS = {"en": (":", "Also: ", ", ", "."), "zh": ("：", "另有：", "、", "。")}
"""What stands after a heading, before names, between them, and after the last."""


def _parts(group: SpokenGroup, code: str) -> Iterator[str]:
    rows = {name: [row for _, some in _sections(group, name) for row in some]
            for name in group.commands}  # fmt: skip
    found = Counter(row for some in rows.values() for row in some)
    every = [row for row, count in found.items() if count == len(rows)]
    draw = [row for row in rows["assign"]
            if row not in every and all(row in rows[name] for name in OF_A_DRAW)]  # fmt: skip
    told = {*every, *draw}
    several = [row for row, count in found.items() if count >= SHARED and row not in told]
    for heading, names in group.parts_of_work:
        yield f"\n## {Language(code).say(heading)}\n"
        for name in names:
            yield from _command(group, name, code, (every, draw, several))
    for heading, some in zip(TOGETHER[code], (draw, several, every), strict=True):
        yield f"\n## {heading}\n\n"
        yield from (_line(row, code) for row in some)


def _context(group: SpokenGroup, name: str) -> click.Context:
    root = click.Context(group, info_name="balance-classes", **group.context_settings)
    return click.Context(group.commands[name], info_name=name, parent=root)


def _sections(group: SpokenGroup, name: str) -> list[tuple[Text, list[Row]]]:
    command = group.commands[name]
    assert isinstance(command, SpokenCommand)
    return [(heading, list(rows)) for heading, rows in command.sections(_context(group, name))]


def _line(row: Row, code: str) -> str:
    return f"* `{row[0]}`{SIGNS[code][0]} {row[1]}\n".replace("： ", "：")


def _command(
    group: SpokenGroup, name: str, code: str, shared: tuple[list[Row], list[Row], list[Row]]
) -> Iterator[str]:
    command, language = group.commands[name], Language(code)
    every, draw, several = shared
    usage = command.collect_usage_pieces(_context(group, name))
    yield f"\n### `{name}`\n\n{language.say(Text(command.help or ''))}\n\n"
    yield f"    balance-classes {name} {' '.join(usage)}\n"
    had: list[Row] = []
    for heading, rows in _sections(group, name):
        had += rows
        if own := [row for row in rows if row not in (*every, *draw, *several)]:
            yield f"\n{language.say(heading)}{SIGNS[code][0]}\n\n"
            yield from (_line(row, code) for row in own)
    also: list[str] = []
    if all(row in had for row in draw):
        also.append(f"[{TOGETHER[code][0]}](#{TOGETHER[code][0].lower().replace(' ', '-')})")
        had = [row for row in had if row not in draw]
    also += [f"`{_long(row)}`" for row in had if row in (*draw, *several)]
    if also:
        _, before, between, after = SIGNS[code]
        yield f"\n{before}{between.join(also)}{after}\n"


def _long(row: Row) -> str:
    return row[0].split(", ")[-1].split(" ")[0]


def main() -> None:
    """Write both pages."""
    for code, path in PAGES.items():
        path.write_text(page(code), encoding="utf-8")


if __name__ == "__main__":
    main()
