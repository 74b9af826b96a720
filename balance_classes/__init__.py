"""Forms balanced school classes from a roster and records a draw that anyone can repeat.

For scripts it offers a few functions over pandas, loaded when they are first called:
docs/python.md.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from balance_classes.version import __version__ as __version__

if TYPE_CHECKING:
    from balance_classes.errors import (
        BalanceError,
        BudgetError,
        EvidenceError,
        Finding,
        InfeasibleError,
        ResultError,
        RosterError,
        RulesError,
        UnjudgedError,
        UsageError,
        VersionError,
    )
    from balance_classes.language import Language
    from balance_classes.scripting.functions import assign, check, rehearse, verify
    from balance_classes.scripting.results import Check, Draw, Verdict
    from balance_classes.scripting.rule_options import RuleOptions

__all__ = [
    "BalanceError",
    "BudgetError",
    "Check",
    "Draw",
    "EvidenceError",
    "Finding",
    "InfeasibleError",
    "Language",
    "ResultError",
    "RosterError",
    "RuleOptions",
    "RulesError",
    "UnjudgedError",
    "UsageError",
    "Verdict",
    "VersionError",
    "assign",
    "check",
    "rehearse",
    "verify",
]

_HOMES = {
    "Language": "language",
    "RuleOptions": "scripting.rule_options",
    **dict.fromkeys(("assign", "check", "rehearse", "verify"), "scripting.functions"),
    **dict.fromkeys(("Check", "Draw", "Verdict"), "scripting.results"),
}
"""Where a name is from that is none of the errors."""


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # else any name would be taken for one that is offered

    def __getattr__(name: str) -> Any:
        """Load what is offered when it is first asked for: pandas and the solver take a second."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
