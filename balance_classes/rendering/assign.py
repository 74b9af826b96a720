"""What was formed: the answer first, what to look at, one table, the draw, files and next steps."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.canonical import fingerprint
from balance_classes.domain.result.first_sentence import LOOK, NEXT, answer_sentences
from balance_classes.domain.result.policy_departures import policy_sentences, unnamed_policy
from balance_classes.domain.result.result_sentences import (
    evenness_sentences,
    notes,
    posted_sentences,
    seed_sentence,
)
from balance_classes.files.pages.report import REPORT
from balance_classes.language import Text
from balance_classes.rendering.count_table import print_counts
from balance_classes.rendering.json_answer import print_answer
from balance_classes.rendering.json_draw_answers import Assigned
from balance_classes.rendering.line_breaks import print_line, print_section
from balance_classes.workflows.draw.assign import AssignResult

NOT_PRIVATE = Text(
    "Files cannot be kept for their owner alone here: whoever may open the folder can read the "
    "names. Keep it where only those may look who must."
)


def show_assigned(assigned: AssignResult, *, as_json: bool, verbose: bool = False) -> None:
    """Print what was formed; `verbose`, with every level and every proof."""
    if as_json:
        print_answer(assigned_body(assigned))
        return
    result, say = assigned.result, assigned.language.say
    formed = result.formed
    for sentence in answer_sentences(formed):
        print_line(say(sentence), style="bold")
    unnamed = unnamed_policy(formed.rules.policy, named=assigned.policy_named)
    looks = [
        *unnamed,
        *assigned.since,
        *(() if assigned.private else (NOT_PRIVATE,)),
        *notes(formed),
    ]
    print_section(say(LOOK), map(say, looks))
    print()
    print_counts(formed, assigned.language, full=verbose)
    if verbose:
        print_section(say(Text("Proofs")), map(say, evenness_sentences(formed)))
    policy = policy_sentences(formed.rules.policy)[0]
    drawn = [policy, seed_sentence(formed.seed), *posted_sentences(formed, result.posted)]
    if formed.entry is None:
        shown = fingerprint(result.record.digest)
        drawn.append(Text("Fingerprint of the rehearsal: {record}.", record=shown))
    print_section(say(Text("Draw")), map(say, drawn))
    files = [
        Text("The replaced result was moved to {path}.", path=path) for path in assigned.superseded
    ]
    files.append(Text("Result: {path}", path=assigned.workbook))
    files.append(Text("Report: {path}", path=assigned.folder / REPORT))
    print_section(say(Text("Files")), map(say, files))
    print_section(say(NEXT), map(say, _next_steps(assigned, verbose=verbose)))


def _next_steps(assigned: AssignResult, *, verbose: bool) -> Iterator[Text]:
    """Yield what to do now, as commands."""
    if not verbose:
        yield Text("Every level and every proof: the same command with -v, or the report.")
    if assigned.result.formed.entry is None:
        return
    values = {"folder": assigned.folder, "roster": assigned.roster}
    yield Text('Check it: balance-classes verify "{folder}" --roster "{roster}"', **values)


def assigned_body(assigned: AssignResult) -> Assigned:
    """Return the result as scripts read it; the record is the one that was written."""
    posted = assigned.result.posted
    return {
        "folder": str(assigned.folder),
        "workbook": str(assigned.workbook),
        "owner_only": assigned.private,
        "superseded": [str(path) for path in assigned.superseded],
        "since": [assigned.language.say(text) for text in assigned.since],
        "seconds": dict(assigned.seconds),
        "fingerprint": fingerprint(posted.record) if posted else None,
        "ledger": {"line": posted.line, "head": posted.head} if posted else None,
        "record": assigned.result.record.plain(),
    }
