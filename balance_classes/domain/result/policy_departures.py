"""Which policy is in force, and where the rules of a draw are not its own."""

from __future__ import annotations

from collections.abc import Iterable

from balance_classes.domain.result.before_draw_sentences import setting_departures
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.labels import field_label, limited_label
from balance_classes.domain.rules.policy import Policy, in_languages
from balance_classes.language import Either, Text, day


def policy_sentences(policy: Policy) -> tuple[Text, ...]:
    """Return which policy is in force: its title, who issued it, and where its text is from."""
    about = (in_languages(policy.issuer), policy.number, day(policy.date))
    issued = tuple(each for each in about if each not in ("", Either("", "")))
    return (
        Text("Policy: {policy}", policy=policy.called),
        *((Text("Issued: {about}.", about=issued),) if issued else ()),
        *((Text("{text}", text=in_languages(policy.origin)),) if policy.origin else ()),
    )


def departures(formed: Formed) -> tuple[Text, ...]:
    """Return where the rules of this draw are not those of the policy."""
    return tuple(_departures(formed))


def _departures(formed: Formed) -> Iterable[Text]:
    rules = formed.rules
    limits = dict(rules.at_most)
    for name, allowed in rules.policy.at_most.items():
        most = limits.get(name)
        if most is None or most > allowed:
            yield Text(
                "The policy allows at most {allowed} a class ({attribute}){cited}; here: {most}.",
                allowed=allowed,
                attribute=limited_label(name),
                cited=rules.policy.cited("at_most"),
                most=Text("no limit") if most is None else most,
            )
    if rules.cap and rules.policy_cap and rules.cap > rules.policy_cap:
        yield Text(
            "The cap {cap} is above the policy's {allowed}: {reason}.",
            cap=rules.cap,
            allowed=rules.policy_cap,
            reason=rules.cap_reason,
        )
    balanced = {group for tier in formed.assignment.problem.all_tiers for group in tier.groups}
    dropped = tuple(field_label(name) for name in rules.policy.required if name not in balanced)
    if dropped:
        yield Text(
            "Not balanced, although the policy asks for it: {fields}{cited}.",
            fields=dropped,
            cited=rules.policy.cited("balance"),
        )
    if rules.policy.tolerance and rules.tolerance > rules.policy.tolerance:
        yield Text(
            "By the policy class sizes may differ by {allowed}{cited}; here by {tolerance}.",
            allowed=rules.policy.tolerance,
            cited=rules.policy.cited("tolerance"),
            tolerance=rules.tolerance,
        )
    if not rules.stage and rules.cap is None and rules.policy.depends_on_stage:
        yield Text(
            "No stage was named, so the policy's largest cap was taken: {allowed}.",
            allowed=rules.policy_cap,
        )
    yield from setting_departures(rules)
    if formed.assignment.placed == "program":
        yield Text(
            "Placed by solver: integer program no. 2 gave the counts, tickets chose "
            "among equal students."
        )
