"""One student's way to its class, as people and scripts are told it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from balance_classes.domain.problem.student_moves import Move, Served
from balance_classes.domain.result.shown_names import masked
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.domain.rules.class_names import letters
from balance_classes.language import Text
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_result_answers import Explained, MoveAnswer
from balance_classes.rendering.line_breaks import print_line

if TYPE_CHECKING:  # what is only told must not load the solver that others draw with
    from balance_classes.workflows.checking.explain import ExplainResult


def show_explained(result: ExplainResult, *, as_json: bool) -> None:
    """Print one student's way, step by step."""
    if as_json:
        print_answer(explained_body(result))
        return
    say = result.language.say
    print_line(say(Text("Student: {name}", name=masked(result.student.name))))
    for sentence in (*_way(result), *_wishes(result), *result.since):
        print_line(say(sentence))


def explained_body(result: ExplainResult) -> Explained:
    """Return one student's way as scripts read it."""
    way = result.way
    return {
        "lottery_number": result.lottery_number,
        "lottery_number_as_drawn": way.lottery_number if way else None,
        "dealt_to": letters(way.dealt_to) if way else None,
        "spread_to": letters(way.spread_to) if way else None,
        "moves": [_move_body(move) for move in way.moves] if way else [],
        "group": letters(way.group) if way else None,
        "class": result.school_class,
        "class_as_drawn": way.school_class if way else None,
        "since_the_draw": [result.language.say(text) for text in result.since],
        "classes_in_second_lot": way.lots if way else None,
        "placed": result.formed.assignment.placed,
        "pinned": bool(result.student.pinned_class),
        "barred_from": list(result.student.barred),
        "together_with": list(result.together),
        "apart_from": list(result.apart),
        "friends_named": list(result.named),
        "friends_met": list(result.met),
    }


def _way(result: ExplainResult) -> Iterator[Text]:
    way, size = result.way, result.formed.roster.size
    if way is None:
        yield Text("Lottery number {number}: it came after the draw.", number=result.lottery_number)
        return
    yield Text("Lottery number {number} of {size}.", number=way.lottery_number, size=size)
    if result.formed.assignment.placed == "program":
        yield Text("Placed by the solver; tickets chose among equal students.")
    else:
        yield Text("Dealt in lottery order to group {group}.", group=letters(way.dealt_to))
        if way.spread_to != way.dealt_to:
            yield Text(
                "Spreading took it to group {group}: who has much in common comes apart.",
                group=letters(way.spread_to),
            )
        for move in way.moves:
            yield from _move(move)
        if not way.moves:
            yield Text("No further exchange moved it.")
    values = {"group": letters(way.group), "name": way.school_class}
    if result.formed.assignment.lettered:
        yield Text("The draw ended with lettered groups: it was in group {group}.", **values)
    elif way.lots > 1:
        yield Text(
            "By a lot among {lots} class names, group {group} became the class {name}.",
            **values,
            lots=way.lots,
        )
    else:
        yield Text(
            "Group {group} is the class {name}; it took no part in the lot of names, since the "
            "rules treat no other class like it: by its cap, its size, or who may join it.",
            **values,
        )


def _wishes(result: ExplainResult) -> Iterator[Text]:
    """Yield what was asked for this student before the draw."""
    student, way = result.student, result.way
    if student.pinned_class and way is None:
        yield Text(
            "It was pinned to the class {name} when it came; reason: {reason}.",
            name=student.pinned_class,
            reason=student.reason,
        )
    elif student.pinned_class:
        yield Text(
            "It was pinned to the class {name} before the draw; reason: {reason}.",
            name=student.pinned_class
            if way is None or result.formed.assignment.lettered
            else way.school_class,
            reason=student.reason,
        )
    if student.barred:
        yield Text(
            "It could not join: {names}; reason: {reason}.",
            names=student.barred,
            reason=student.reason,
        )
    if result.together:
        numbers = tuple(map(str, result.together))
        yield Text("It had to come into one class with: {numbers}.", numbers=numbers)
    if result.named:
        yield Text(
            "It wished to be with at least one of: {numbers}; drawn into its class: {met}.",
            numbers=tuple(map(str, result.named)),
            met=tuple(map(str, result.met)) or Text("none"),
        )
    if result.apart:
        numbers = tuple(map(str, result.apart))
        yield Text("It had to be kept apart from: {numbers}.", numbers=numbers)


def _move(move: Move) -> Iterator[Text]:
    values = {"step": move.step, "source": letters(move.source), "target": letters(move.target)}
    back = tuple(str(student + 1) for student in move.back)
    if back:
        yield Text(
            "Step {step}: from group {source} to group {target}, in exchange for lottery "
            "number {back}.",
            **values,
            back=back,
        )
    else:
        yield Text("Step {step}: from group {source} to group {target}.", **values)
    if move.along:
        yield Text("    together with {along}", along=tuple(str(s + 1) for s in move.along))
    for served in move.served:
        yield _served(served)
    if move.cells_served > 0:
        yield Text("    served: every two attributes together, by {gain}", gain=move.cells_served)
    if move.cells_served < 0:
        yield Text(
            "    at the cost of: every two attributes together, by {loss}", loss=-move.cells_served
        )
    if move.friends_served > 0:
        yield Text("    served: wished friends, by {gain}", gain=move.friends_served)
    if move.friends_served < 0:
        yield Text("    at the cost of: wished friends, by {loss}", loss=-move.friends_served)
    if not (move.served or move.cells_served or move.friends_served):
        yield Text("    drawn at random; it left every balance as it was")


def _served(served: Served) -> Text:
    quota = served.quota
    values = {
        "group": letters(served.group),
        "attribute": field_label(quota.group),
        "level": level_label(quota.level, quota.group),
        "before": served.before,
        "after": served.after,
        "low": quota.low[served.group],
        "high": quota.high[served.group],
    }
    if served.gain > 0:
        return Text(
            "    served: {attribute} {level} in group {group} from {before} to {after} "
            "(even share {low} to {high})",
            **values,
        )
    return Text(
        "    at the cost of: {attribute} {level} in group {group} from {before} to {after} "
        "(even share {low} to {high})",
        **values,
    )


def _move_body(move: Move) -> MoveAnswer:
    return {
        "step": move.step,
        "from": letters(move.source),
        "to": letters(move.target),
        "along": [student + 1 for student in move.along],
        "in_exchange_for": [student + 1 for student in move.back],
        "served": [
            {
                "attribute": served.quota.group,
                "level": served.quota.level,
                "group": letters(served.group),
                "before": served.before,
                "after": served.after,
                "low": served.quota.low[served.group],
                "high": served.quota.high[served.group],
                "gain": served.gain,
            }
            for served in move.served
        ],
        "two_way_gain": move.cells_served,
        "friends_gain": move.friends_served,
    }
