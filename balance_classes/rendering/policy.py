"""What policies say, on a terminal and for scripts; and the question which one is gone by."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict

import click

from balance_classes.domain.canonical import digest, fingerprint
from balance_classes.domain.result.policy_departures import policy_sentences
from balance_classes.domain.roster.labels import field_label, limited_label
from balance_classes.domain.rules.policy import Policy, in_languages
from balance_classes.domain.rules.rules import EVERY_OTHER, Rules
from balance_classes.files.rules.policies import policy_names, read_policy
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_result_answers import Policies
from balance_classes.rendering.line_breaks import print_line
from balance_classes.rendering.printer import beside
from balance_classes.rendering.questions import asked, one_of
from balance_classes.workflows.draw.policy import PolicyResult

STAGES = {
    "primary": Text("primary school"),
    "junior": Text("junior high school"),
    "every": Text("every school"),
}


def show_policies(result: PolicyResult, language: Language, *, whole: bool, as_json: bool) -> None:
    """Print a policy `whole`, or the names and titles of all."""
    if as_json:
        print_answer(policies_body(result))
        return
    say = language.say
    with beside(result.template):
        for policy in result.policies:
            if whole:
                for line in policy_lines(policy):
                    print_line(say(line))
            else:
                print_line(say(_listed(policy)))
        if result.template:
            print_line(say(Text("A policy to fill in: {path}", path=result.template)))


def policies_body(result: PolicyResult) -> Policies:
    """Return the policies as scripts read them: as they are sealed."""
    return {
        "policies": [
            {"digest": digest(asdict(policy)), "policy": asdict(policy)}
            for policy in result.policies
        ],
        "template": str(result.template) if result.template else None,
    }


def _listed(policy: Policy) -> Text:
    return Text("{name}: {title}", name=policy.name, title=policy.called)


def policy_lines(policy: Policy) -> Iterator[Text]:
    """Yield what a policy is and what it asks for, each with its section."""
    yield from policy_sentences(policy)
    for stage, cap in policy.caps.items():
        yield Text(
            "{stage}: at most {cap} a class{cited}.",
            stage=STAGES[stage],
            cap=cap,
            cited=policy.cited("cap"),
        )
    if not policy.caps:
        yield Text("It names no cap.")
    for stage, (youngest, eldest) in policy.ages.items():
        yield Text(
            "{stage}: ages of entry {youngest} to {eldest}{cited}.",
            stage=STAGES[stage],
            youngest=youngest,
            eldest=eldest,
            cited=policy.cited("age"),
        )
    yield from _balanced(policy)
    for attribute, most in policy.at_most.items():
        yield Text(
            "{attribute}: at most {most} a class{cited}.",
            attribute=limited_label(attribute),
            most=most,
            cited=policy.cited("at_most"),
        )
    yield _sizes(policy)
    if policy.forbidden:
        yield Text(
            "Never read, beside what is never read: {headers}{cited}.",
            headers=policy.forbidden,
            cited=policy.cited("forbidden"),
        )
    if policy.notice:
        yield Text("On the notice: {text}", text=in_languages(policy.notice))
    shown = fingerprint(digest(asdict(policy)))
    yield Text("Fingerprint of the policy: {fingerprint}", fingerprint=shown)


def _balanced(policy: Policy) -> Iterator[Text]:
    cited = policy.cited("balance")
    if policy.required:
        fields = tuple(map(field_label, policy.required))
        yield Text("Must be known of everybody: {fields}{cited}.", fields=fields, cited=cited)
    for number, tier in enumerate(policy.tiers, start=1):
        groups = tuple(
            Text("every other attribute") if group == EVERY_OTHER else field_label(group)
            for group in tier
        )
        yield Text("Made even, {number}: {groups}.", number=number, groups=groups)
    yield Text("Never traded: {groups}.", groups=tuple(map(field_label, policy.hard)))


def _sizes(policy: Policy) -> Text:
    if policy.tolerance is None:
        return Text(
            "It does not say how far class sizes may differ: by {tolerance} at most, as this "
            "program does by itself.",
            tolerance=Rules.tolerance,
        )
    return Text(
        "Class sizes differ by {tolerance} at most{cited}.",
        tolerance=policy.tolerance,
        cited=policy.cited("tolerance"),
    )


def policy_question(*, quiet: bool) -> Callable[[Language], str] | None:
    """Return a way to ask for a policy, where somebody can answer."""
    return ask_policy if sys.stdin.isatty() and not quiet else None


def ask_policy(language: Language) -> str:
    """Ask by which policy classes are formed; return its name, or the path of its file."""
    names = policy_names()
    numbered = {str(number): name for number, name in enumerate(names, start=1)}
    other = str(len(names) + 1)
    for line in (
        Text("By which policy are the classes formed? It stands on every sheet."),
        *(
            Text("{number} {title}", number=number, title=read_policy(name).called)
            for number, name in numbered.items()
        ),
        Text("{number} another one, from a file", number=other),
    ):
        click.echo(language.say(line), err=True)
    chosen = one_of(language, Text("Number"), [*numbered, other])
    if chosen in numbered:
        return numbered[chosen]
    return asked(language, Text("The file of the policy (.toml)")).strip("\"'& ")
