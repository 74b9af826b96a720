"""`python -m benchmarks`: run the registered cases and show or write their tables."""

from __future__ import annotations

import click

from benchmarks import all_cases  # noqa: F401 (registers everything)
from benchmarks.registry import CASES, INSTANCES, SECONDS
from benchmarks.tables import Table, show, write


@click.command()
@click.option("--list", "only_list", is_flag=True, help="List what is registered.")
@click.option("--only", type=click.Choice(sorted(CASES)), multiple=True, help="A case; repeatable.")
@click.option(
    "--instance", type=click.Choice(list(INSTANCES)), multiple=True, help="An instance; repeatable."
)
@click.option("--method", multiple=True, help="A method of the case; repeatable.")
@click.option(
    "--seconds",
    type=float,
    multiple=True,
    default=SECONDS,
    help="A time to compare at; repeatable.",
)
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="The seconds a rival's solver may take for each run, where it is to finish.",
)
@click.option("--write", "to_page", is_flag=True, help="Write tables and plots into the docs.")
def main(
    *,
    only_list: bool,
    only: tuple[str, ...],
    instance: tuple[str, ...],
    method: tuple[str, ...],
    seconds: tuple[float, ...],
    limit: float,
    to_page: bool,
) -> None:
    """Run the benchmarks, all of them unless some are named."""
    if only_list:
        show("registered", _listed())
        return
    _require_known(method)
    for name in only or sorted(CASES):
        table = CASES[name].run(limit, seconds, instance, method)
        show(name, table)
        if to_page:
            write(name, table)


def _listed() -> Table:
    rows = [
        [one.name, one.about, "; ".join(one.instances) or "–", "; ".join(one.methods) or "–"]
        for _, one in sorted(CASES.items())
    ]
    return Table(("Case", "What", "Instances", "Methods"), rows, (f"All: {'; '.join(INSTANCES)}.",))


def _require_known(methods: tuple[str, ...]) -> None:
    known = {name for one in CASES.values() for name in one.methods}
    for name in methods:
        if name not in known:
            raise click.BadParameter(f"no case has a method {name}; see --list")


if __name__ == "__main__":
    main()
