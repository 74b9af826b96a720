"""What a written program is: its size, and what the numbers in its names stand for."""

from __future__ import annotations

from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.domain.rules.rules import SIZE
from balance_classes.language import Text
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_result_answers import Modelled
from balance_classes.rendering.printer import beside, console
from balance_classes.workflows.draw.model import ModelResult


def show_model(result: ModelResult, *, as_json: bool) -> None:
    """Print where the program is, and its legend."""
    if as_json:
        print_answer(model_body(result))
        return
    with beside(result.path):
        _print_legend(result)


def _print_legend(result: ModelResult) -> None:
    say, tier = result.language.say, len(result.ceilings)
    print(say(Text("Integer program no. 2: {path}", path=result.path)))
    print(say(Text("{columns} columns, {rows} rows", columns=result.columns, rows=result.rows)))
    print(say(Text("To be minimised: t{tier}", tier=tier)))
    _print_tiers(result)
    for c, school_class in enumerate(result.problem.classes, start=1):
        print(say(Text("class {number}: {name}", number=c, name=school_class.name)))
    _print_quotas(result)
    print(
        say(
            Text(
                "x1_2 is how many of kind 1 join class 2; u3_2 and o3_2 are the members of quota 3 "
                "that class 2 has below and above its band."
            )
        )
    )


def model_body(result: ModelResult) -> Modelled:
    """Return the legend as scripts read it."""
    problem, tier = result.problem, len(result.ceilings)
    return {
        "file": str(result.path),
        "objective": f"t{tier}",
        "columns": result.columns,
        "rows": result.rows,
        "tiers": [
            {
                "name": f"t{number}",
                "groups": list(each.groups),
                "at_most": result.ceilings[number] if number < tier else None,
            }
            for number, each in enumerate(problem.all_tiers)
        ],
        "classes": [
            {"number": c, "name": each.name} for c, each in enumerate(problem.classes, start=1)
        ],
        "quotas": [
            {
                "number": number,
                "tier": f"t{problem.tier_of[number - 1]}",
                "group": quota.group,
                "level": quota.level,
                "students": len(quota.members),
                "low": list(quota.low),
                "high": list(quota.high),
            }
            for number, quota in enumerate(problem.quotas, start=1)
        ],
    }


def _print_tiers(result: ModelResult) -> None:
    say = result.language.say
    for number, tier in enumerate(result.problem.all_tiers):
        groups = tuple(field_label(group) for group in tier.groups)
        print(say(Text("t{number}: {groups}", number=number, groups=groups)))
        if number < len(result.ceilings):
            most = result.ceilings[number]
            print("  " + say(Text("at most {most} in this file", most=most)))


def _print_quotas(result: ModelResult) -> None:
    from rich.table import Table

    say, problem = result.language.say, result.problem
    table = Table()
    for heading in (Text("Quota"), Text("Tier"), Text("Level"), Text("Students")):
        table.add_column(say(heading), overflow="fold")
    for number, quota in enumerate(problem.quotas, start=1):
        words = [say(field_label(quota.group))]
        if quota.group != SIZE:
            words.append(say(level_label(quota.level, quota.group)))
        tier = f"t{problem.tier_of[number - 1]}"
        table.add_row(str(number), tier, " ".join(words), str(len(quota.members)))
    console().print(table)
