"""`python -m benchmarks`: run the registered cases and show or write their tables."""

from __future__ import annotations

import click

from benchmarks.cases import CASES
from benchmarks.tables import show, write


@click.command()
@click.option("--only", type=click.Choice(list(CASES)), multiple=True, help="A case; repeatable.")
@click.option(
    "--limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="The seconds a rival's solver may take for each run.",
)
@click.option("--write", "to_page", is_flag=True, help="Write the tables into the docs.")
def main(only: tuple[str, ...], limit: float, to_page: bool) -> None:
    """Run the benchmarks, all of them unless some are named."""
    for name in only or CASES:
        table = CASES[name](limit)
        show(name, table)
        if to_page:
            write(name, table)


if __name__ == "__main__":
    main()
