"""Names of children that were corrected after the draw, where the draw would read them alike."""

from __future__ import annotations

from dataclasses import replace

from balance_classes.domain.problem.formulation import formulate, planned
from balance_classes.domain.result.fixed_before_draw import roster_digest
from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.roster import Roster
from balance_classes.domain.roster.row_ranges import place_of_rows
from balance_classes.language import Text


def corrected_names(drawn: Formed, now: Roster) -> Text | None:
    """Return in which rows a roster has other names than were drawn, if it differs in nothing else.

    What the draw computes with has to be the same by both names, and no new name may be one of
    those that were drawn: names that change places would change who sits where.
    """
    then = {student.key: student for student in drawn.roster.students}
    other = [s for s in now.students if s.key in then and s.name != then[s.key].name]
    if not other or {s.name for s in other} & {s.name for s in then.values()}:
        return None
    named = replace(
        now,
        students=tuple(
            replace(s, name=then[s.key].name, sound=then[s.key].sound, tone=then[s.key].tone)
            if s.key in then
            else s
            for s in now.students
        ),
    )
    rules = drawn.rules
    by_now, by_then = (formulate(each, rules, planned(each, rules)) for each in (now, named))
    if by_now.as_read() != by_then.as_read():
        return None
    if roster_digest(named, by_then) != drawn.fixed.roster_digest:
        return None
    return Text(
        "Names were corrected after the draw, which would read them alike: {place}. The lists have "
        "those of the draw.",
        place=place_of_rows(now, [student.row for student in other]),
    )
