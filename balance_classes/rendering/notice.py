"""What was published: where it was written, and what it tells beside the lists."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from balance_classes.domain.batch import INCOMPLETE
from balance_classes.domain.result.notice import narrowed_sentences, objection_sentences
from balance_classes.errors import Finding
from balance_classes.language import Language, Text
from balance_classes.rendering.json_answer import finding_answer, print_answer, told_answer
from balance_classes.rendering.json_draw_answers import Listed, Noticed, NoticedBatch, NoticedSchool
from balance_classes.rendering.json_result_answers import FindingAnswer
from balance_classes.rendering.streams import whoever_reads
from balance_classes.workflows.batch.notice_batch import SchoolNotice
from balance_classes.workflows.checking.hall import HallResult
from balance_classes.workflows.checking.inspect import InspectResult
from balance_classes.workflows.checking.lists import ListsResult
from balance_classes.workflows.checking.notice import NoticeResult


def show_notice(result: NoticeResult, *, as_json: bool) -> None:
    """Print where the notice is, and what it tells beside the lists."""
    if as_json:
        print_answer(notice_body(result))
        return
    say, notice = result.language.say, result.notice
    for sentence in (*notice.events, *narrowed_sentences(notice), *notice.departures):
        print(say(sentence))
    told = objection_sentences(notice.contact)
    for sentence in told or (Text("No hotline and no time for objections: see [notice]."),):
        print(say(sentence))
    for sentence in result.unchecked:
        print(say(sentence))
    print()
    for path in result.files:
        print(say(Text("Notice: {path}", path=path)))


def show_notices(
    notices: Iterable[SchoolNotice], idle: Sequence[Finding], language: Language, *, as_json: bool
) -> int:
    """Print a line for each school of a batch as its notice is written; return the exit code.

    `idle` are workers of a cluster that were given nothing, as they come to be known.
    """
    missing: list[FindingAnswer] = []
    schools = 0
    for each in notices:
        schools += 1
        with whoever_reads():
            _show_school(each, language, as_json=as_json)
        if each.result is None:
            missing.append(told_answer(Text("school {code}", code=each.code), _NONE, language))
    exit_code = INCOMPLETE if missing else 0
    counts: NoticedBatch = {"schools": schools, "missing": len(missing)}
    if as_json:
        unfit = [finding_answer(finding, language) for finding in idle]
        print_answer(counts, exit_code=exit_code, findings=[*missing, *unfit])
    else:
        for finding in idle:
            print(language.say(finding.told), file=sys.stderr)
        said = Text("Schools: {schools}; without a notice: {missing}.", **counts)
        print(language.say(said))
    return exit_code


def _show_school(each: SchoolNotice, language: Language, *, as_json: bool) -> None:
    if as_json:
        published = notice_body(each.result) if each.result else None
        line: NoticedSchool = {"school": each.code, "notice": published}
        findings = [finding_answer(finding, language) for finding in each.findings]
        print_answer(line, exit_code=each.exit_code, findings=findings)
    elif each.result:
        print(f"{each.code}: {each.result.folder}")
    else:
        print(f"{each.code}: {language.say(_NONE)}", file=sys.stderr)
        for finding in each.findings:
            print(f"  {language.say(finding.told)}", file=sys.stderr)


_NONE = Text("No notice was written.")


def show_lists(result: ListsResult, *, as_json: bool) -> None:
    """Print where the lists are that a school takes home."""
    if as_json:
        print_answer(listed_body(result))
        return
    say = result.language.say
    print(say(Text("Students: {count}", count=result.students)))
    if result.elsewhere:
        print(
            say(
                Text(
                    "Not on this roster, and on the lists with the name alone: {count}. Give the "
                    "whole roster of now to have them whole.",
                    count=result.elsewhere,
                )
            )
        )
    for path in result.files:
        print(say(Text("List: {path}", path=path)))
    print(say(Text("Internal: they hold whatever the roster holds, and are not for publication.")))


def show_inspected(result: InspectResult, *, as_json: bool) -> None:
    """Print where an inspector finds what he needs, and that it is not for others."""
    if as_json:
        print_answer(listed_body(result))
        return
    say = result.language.say
    print(say(Text("For the inspector: {path}", path=result.folder)))
    print(
        say(
            Text(
                "Open verify.html there in a browser; put in the draw file, and from the result "
                "its record, seal and ledger."
            )
        )
    )
    print(say(Text("Private: the draw file has the names and numbers of all students.")))


def show_hall(result: HallResult, *, as_json: bool) -> None:
    """Print where the page to project lies."""
    if as_json:
        print_answer({"file": str(result.page)})
        return
    print(result.language.say(Text("Page to project: {path}", path=result.page)))


def listed_body(result: ListsResult | InspectResult) -> Listed:
    """Return what was written as scripts read it."""
    return {
        "folder": str(result.folder),
        "files": [str(path) for path in result.files],
        "students": result.students,
    }


def notice_body(result: NoticeResult) -> Noticed:
    """Return the notice as scripts read it, without names."""
    say, notice = result.language.say, result.notice
    return {
        "folder": str(result.folder),
        "files": [str(path) for path in result.files],
        "students": notice.size,
        "narrowed": [{"reason": say(reason), "students": n} for reason, n in notice.narrowed],
        "departures": [say(departure) for departure in notice.departures],
        "events": [say(event) for event in notice.events],
        "hotline": notice.contact.hotline,
        "objection": notice.contact.objection,
        "unchecked": [say(sentence) for sentence in result.unchecked],
    }
