"""Policy: list those there are, read one, or write one to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from balance_classes.domain.rules.policy import Policy
from balance_classes.files.disk.new_folder import write_file
from balance_classes.files.rules.policies import policy_names, policy_template, read_policy
from balance_classes.language import Language


@dataclass(frozen=True)
class PolicyResult:
    """The policies that were asked for, and the template that was written, if one was."""

    policies: tuple[Policy, ...]
    template: Path | None


def policy(named: str, template: Path | None, language: Language) -> PolicyResult:
    """Return the policy of a name or a file, all of the program where none is named.

    Raises RulesError with all that is wrong in a file, ResultError where something is in the
    place of the template.
    """
    found = tuple(map(read_policy, [named] if named else policy_names()))
    if template:
        write_file(template, policy_template(language.code))
    return PolicyResult(found, template)
