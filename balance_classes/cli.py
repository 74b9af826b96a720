"""The group of commands: `balance-classes`."""

from __future__ import annotations

import click

from balance_classes.command_group import ErrorsAsCodes
from balance_classes.commands.amend import amend
from balance_classes.commands.assign import assign
from balance_classes.commands.audit import audit
from balance_classes.commands.batch import batch
from balance_classes.commands.check import check
from balance_classes.commands.commit import commit
from balance_classes.commands.desk import desk
from balance_classes.commands.explain import explain
from balance_classes.commands.inspect import inspect
from balance_classes.commands.ledger import ledger
from balance_classes.commands.lists import lists
from balance_classes.commands.model import model
from balance_classes.commands.notice import notice
from balance_classes.commands.pair import pair
from balance_classes.commands.place import place
from balance_classes.commands.policy import policy
from balance_classes.commands.sample import sample
from balance_classes.commands.seal import seal
from balance_classes.commands.template import template
from balance_classes.commands.verify import verify
from balance_classes.language import Text
from balance_classes.translated_help import EVERY, SpokenOption
from balance_classes.version import __version__


@click.group(
    cls=ErrorsAsCodes,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Form balanced classes from a roster, proven, by a draw that anyone can repeat.",
    epilog="Begin with “balance-classes desk roster.xlsx”, which leads through all steps, or with "
    "check, then assign. Each command has its own --help; examples stand in docs/tutorial.md. "
    "“-” in the place of a table is standard input; --json answers scripts.",
)
@click.version_option(
    __version__,
    package_name="balance-classes",
    cls=SpokenOption,
    section=EVERY,
    help="Show the version and exit.",
    message="%(prog)s %(version)s",
)
def commands() -> None:
    """Hold the commands together."""


assert isinstance(commands, ErrorsAsCodes)
commands.add_part(Text("Before the draw"), sample, template, policy, check, commit, seal)
commands.add_part(Text("The draw"), desk, assign, pair)
commands.add_part(Text("After the draw"), lists, notice, place, amend)
commands.add_part(Text("To check a result"), verify, inspect, explain, ledger, audit, model)
commands.add_part(Text("Many schools"), batch)
