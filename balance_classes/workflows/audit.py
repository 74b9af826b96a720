"""Audit: are class lists from anywhere within the rules, and could a lottery have given them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from balance_classes.domain.audit.changes import Earlier, asked_of_changes, changes_since
from balance_classes.domain.audit.class_list import ClassList, Scores
from balance_classes.domain.audit.findings import Audit, Before, SchoolAudit
from balance_classes.domain.audit.list_problem import problem_of
from balance_classes.domain.audit.rule_checks import Declared, broken_by, cap_of, declared
from balance_classes.domain.audit.years import YearFigures, years_of
from balance_classes.domain.verdict import DIFFERENT
from balance_classes.errors import told_in
from balance_classes.files.audit.audit_page import audit_page
from balance_classes.files.audit.audit_workbook import audit_book
from balance_classes.files.audit.letters import letters_page
from balance_classes.files.disk.new_folder import require_new, write_folder
from balance_classes.files.lists.class_lists import ListColumns, ReadLists, read_class_lists
from balance_classes.files.lists.class_staff import seniority_of
from balance_classes.files.lists.earlier import earlier_classes
from balance_classes.files.lists.favours import favours_in_lists
from balance_classes.files.lists.list_orders import orders_of
from balance_classes.files.lists.scores import Matched, scores_in_lists, scores_of_file
from balance_classes.files.rules.rules_file import asked_rules, named_keys
from balance_classes.files.tables.file_kinds import Password
from balance_classes.language import Language, Text
from balance_classes.optimisation.draw import Report, drawn_optimum, effort_of
from balance_classes.statistics.figures import OtherTests, figures_of
from balance_classes.statistics.years import figures_over_years
from balance_classes.workers.local import Lost, run_locally

STEPS = 2_000
"""The budget of settling for the drawn optimum: it is shown, and nothing is tested against it."""
FEWEST = 8
"""For fewer schools starting other processes takes longer than they save."""
NAMES = {
    "zh": ("督查", "督查结果.xlsx", "督查报告.html", "致学校函.html"),
    "en": ("audit", "audit.xlsx", "audit.html", "letters.html"),
}
"""The end of the folder's name, the workbook, the page and the letters, by language."""


@dataclass(frozen=True)
class AuditRequest:
    """The lists, the rules they are held against, the scores, and how many lots to draw.

    `options` are rules of the command line. `before` says whether the scores are from before the
    draw; `ask` finds out where that is None, and only where there are scores.
    """

    lists: tuple[Path, ...]
    rules: Path | None
    options: Mapping[str, object]
    columns: ListColumns
    scores: Path | None
    before: Before | None
    ask: Callable[[], Before] | None
    permutations: int
    output: Path | None
    language: Language | None
    password: Password | None = None
    earlier: tuple[Path, ...] = ()
    """The lists before transfers: then it is asked who changed class since."""
    staff: Path | None = None
    """The teachers of the classes: it is asked whether the senior ones are where the best are."""
    workers: int = 1


@dataclass(frozen=True)
class AuditResult:
    """What was found, where it was written, and what was not read."""

    audit: Audit
    folder: Path
    workbook: Path
    page: Path
    letters: Path | None
    """Drafts to schools with a broken rule or a sign; none where there are none."""
    ignored: tuple[str, ...]
    notes: tuple[Text, ...]
    unmatched: int
    language: Language

    @property
    def exit_code(self) -> int:
        """0, or that a rule is broken; never because of a p-value."""
        return DIFFERENT if self.audit.broken else 0


def audit(request: AuditRequest, report: Report) -> AuditResult:
    """Audit class lists and write the figures and a page in words.

    Raises RosterError for lists or scores that cannot be read, RulesError for rules, ResultError
    where the result cannot be written.
    """
    asked = asked_rules(request.rules, request.options)
    named = request.columns if request.scores is None else replace(request.columns, scores=())
    lists = read_class_lists(request.lists, asked, named, request.password)
    rules = asked.under(lists.language)
    rules = replace(rules, steps=min(rules.steps, STEPS))
    held = declared(rules, named_keys(request.rules, request.options))
    language = request.language or Language(lists.language)
    with told_in(lists.language):
        folder = request.output or _beside(request.lists[0], language)
        require_new(folder)
        matched = _scores(request, lists)
        before = _before(request, matched, report)
        tasks = _tasks(request, lists, matched, before, held)
        report("lots")
        found = Audit(
            _schools(tasks, request.workers),
            before,
            held.policy,
            held.named,
            tuple(_over_years(request, lists, matched, before)),
        )
        report("write")
        _, workbook, page, drafts = NAMES[language.code]
        files = {workbook: audit_book(found, language), page: audit_page(found, language)}
        written = letters_page(found, language)
        write_folder(folder, {**files, **({drafts: written} if written else {})})
    return AuditResult(
        audit=found,
        folder=folder,
        workbook=folder / workbook,
        page=folder / page,
        letters=folder / drafts if written else None,
        ignored=lists.ignored,
        notes=lists.notes,
        unmatched=matched.unmatched,
        language=language,
    )


def _tasks(
    request: AuditRequest, lists: ReadLists, matched: Matched, before: Before, held: Declared
) -> list[AuditTask]:
    """Return what is asked of each school, with what else was given of it."""
    favours = favours_in_lists(lists, request.columns.favours)
    earlier = _earlier(request, lists)
    senior = seniority_of(request.staff, lists, request.password) if request.staff else ()
    return [
        AuditTask(
            at,
            classes,
            matched.scores[at],
            held,
            request.permutations,
            OtherTests(
                judged=before == "yes",
                formed=earlier[at] is None,
                orders={} if earlier[at] else orders_of(lists.lines[at]),
                favours=favours[at],
                seniority=senior[at] if senior else {},
            ),
            earlier[at],
        )
        for at, classes in enumerate(lists.classes)
    ]


def _beside(lists: Path, language: Language) -> Path:
    name = lists.resolve().name if lists.is_dir() else lists.stem
    return lists.absolute().parent / f"{name}-{NAMES[language.code][0]}"


def _scores(request: AuditRequest, lists: ReadLists) -> Matched:
    columns = request.columns.scores
    if request.scores is not None:
        return scores_of_file(request.scores, lists, columns, request.password)
    return scores_in_lists(lists, columns)


def _before(request: AuditRequest, matched: Matched, report: Report) -> Before:
    if request.before is None and request.ask is not None and any(matched.scores):
        report("ask")
        return request.ask()
    return request.before or "unknown"


@dataclass(frozen=True)
class AuditTask:
    """A school to be audited, by its number among the lists."""

    number: int
    classes: ClassList
    scores: Scores
    held: Declared
    permutations: int
    beside: OtherTests
    earlier: Earlier | None = None


def _schools(tasks: Sequence[AuditTask], workers: int) -> tuple[SchoolAudit, ...]:
    """Return what was found of each school; one whose worker died is done here."""
    if workers == 1 or len(tasks) < FEWEST:
        return tuple(map(audit_school, tasks))
    with closing(run_locally(audit_school, tasks, min(workers, len(tasks)))) as answers:
        found = {task.number: answer for task, answer in answers}
    lost = [task for task in tasks if isinstance(found[task.number], Lost)]
    done = {**found, **{task.number: audit_school(task) for task in lost}}
    return tuple(each for _, each in sorted(done.items()) if not isinstance(each, Lost))


def audit_school(task: AuditTask) -> SchoolAudit:
    """Return what is found of a school."""
    classes, earlier, class_of = task.classes, task.earlier, None
    if earlier is None:
        problem = problem_of(classes, task.held.rules)
        best = drawn_optimum(problem, classes.digest(), effort_of(task.held.rules))
        class_of = None if best is None else best.class_of
    asked = asked_of_changes(classes, earlier) if earlier else classes
    return SchoolAudit(
        classes=classes,
        cap=cap_of(task.held.rules),
        broken=broken_by(classes, task.held),
        figures=figures_of(asked, task.scores, task.permutations, class_of, task.beside),
        changes=changes_since(classes, earlier) if earlier else None,
    )


def _over_years(
    request: AuditRequest, lists: ReadLists, matched: Matched, before: Before
) -> Iterator[YearFigures]:
    """Yield what there is over the years; who changed class since is another question."""
    keys = [frozenset(line.student.key for line in lines) for lines in lists.lines]
    for years in () if request.earlier else years_of(lists.classes, keys):
        found = figures_over_years(
            years,
            [lists.classes[at] for at in years.lists],
            [matched.scores[at] for at in years.lists],
            request.permutations,
            judged=before == "yes",
        )
        if found:
            yield found


def _earlier(request: AuditRequest, lists: ReadLists) -> Sequence[Earlier | None]:
    if not request.earlier:
        return [None] * len(lists.lines)
    asked = asked_rules(request.rules, request.options)
    columns = replace(request.columns, scores=(), favours=(), strata=())
    return earlier_classes(
        lists, read_class_lists(request.earlier, asked, columns, request.password)
    )
