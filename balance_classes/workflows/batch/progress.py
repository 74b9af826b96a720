"""The course of a batch: what came of each school so far, and an overview of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

from balance_classes.domain.batch import INCOMPLETE, Outcome, SameChild, by_number
from balance_classes.errors import BalanceError, Finding
from balance_classes.files.batch.batch_folder import Batch, only_to_be_read
from balance_classes.files.batch.compared_children import (
    COMPARED,
    Compared,
    Roster,
    read_compared,
)
from balance_classes.files.batch.duplicate_children import Children
from balance_classes.files.batch.manifest import School
from balance_classes.files.batch.overview import Summary, write_summary
from balance_classes.files.disk.new_folder import replace_file
from balance_classes.language import Language, looks_chinese
from balance_classes.workers.local import Lost
from balance_classes.workflows.batch.chosen_schools import Chosen
from balance_classes.workflows.batch.on_workers import lost_finding
from balance_classes.workflows.batch.school import Task, failed

EVERY = 60.0
"""So many seconds lie between two overviews that are written while a batch is at work."""


@dataclass
class Course:
    """The schools that a run works on, in their order, and after them those that are `gone`.

    `chosen` says whether they are all; `unread` is what lies in the source and was not read;
    `asked` is the language that was asked for.
    """

    folder: Path
    begin: Batch
    chosen: Chosen
    tasks: Sequence[Task]
    gone: tuple[Outcome, ...]
    unread: tuple[Finding, ...]
    asked: Language | None
    _found: dict[str, Outcome] = field(default_factory=dict)
    _children: Children = field(default_factory=Children)
    _unread: list[Task] = field(default_factory=list)
    _told: float = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        self._compared = read_compared(self.folder)

    def ended(self, task: Task, answer: Outcome | Lost) -> Outcome:
        """Take what came of a school and return it; only the short is kept."""
        if isinstance(answer, Lost):
            answer = failed(task, lost_finding(task.school.code, answer))
        outcome = answer
        if outcome.children is None:
            self._unread.append(task)
        else:
            self._children.add(outcome.code, outcome.children)
        joined, carried = outcome.code not in self.begin.codes, task.school.carried
        outcome = replace(outcome, children=(), joined=joined, carried=carried)
        self._found[outcome.code] = outcome
        return outcome

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What came of all; those that were not yet reached say so."""
        tasks = {task.school.code: task for task in self.tasks}
        found = (self._found.get(code) or _not_yet(tasks[code]) for code in by_number([*tasks]))
        return (*found, *self.gone)

    @property
    def same_children(self) -> tuple[SameChild, ...]:
        """The children of several schools: found now, and of rosters that were compared before."""
        known = self._compared.among(self._rosters)
        return tuple(sorted({*self._children.in_several(), *known}, key=lambda same: same.places))

    @property
    def _rosters(self) -> set[Roster]:
        return {(o.code, o.roster) for o in self._found.values() if o.finished}

    def to_compare(self) -> Sequence[Task]:
        """Return the schools whose rosters have to be read again to find children of several.

        Where all were compared in an earlier run there are none.
        """
        if self.chosen.some or self._rosters <= {*self._compared.rosters}:
            return ()
        return self._unread

    def take_children(self, task: Task, children: Sequence[tuple[int, int]]) -> None:
        """Take the marks of a school that was finished before."""
        self._children.add(task.school.code, children)

    @property
    def language(self) -> Language:
        """The language that was asked for, else that of most rosters that were read."""
        counted = Counter(o.language for o in self.outcomes if o.language)
        if self.asked or not counted:
            return self.asked or guessed_language([task.school for task in self.tasks])
        return Language(max(sorted(counted, reverse=True), key=lambda code: counted[code]))

    def write_overview(self) -> tuple[Path, ...]:
        """Write the overview of a run of all schools into a folder that can be written to."""
        if self.chosen.some or only_to_be_read(self.folder):
            return ()
        summary = Summary(self.begin, self.outcomes, self.same_children, self.unread)
        return write_summary(self.folder, summary, self.language)

    def write_compared(self) -> None:
        """Write which rosters were compared, after all of them were."""
        if self.chosen.some or only_to_be_read(self.folder):
            return
        children = tuple(same.places for same in self.same_children)
        done = Compared(rosters=tuple(sorted(self._rosters)), children=children)
        if done != self._compared:
            replace_file(self.folder / COMPARED, done.content())

    def write_meanwhile(self, *, every: float = EVERY) -> None:
        """Write an overview if the last is so many seconds old; none ends a run that cannot be."""
        if monotonic() - self._told >= every:
            with suppress(BalanceError):
                self.write_overview()
            self._told = monotonic()


def guessed_language(schools: Sequence[School], source: Path | None = None) -> Language:
    """Return the language that the names of schools, rosters and their source are written in."""
    text = "".join(f"{school.name}{school.roster.name}" for school in schools)
    text += source.name if source else ""
    return Language("zh" if looks_chinese(text) else "en")


def _not_yet(task: Task) -> Outcome:
    school = task.school
    return Outcome(
        code=school.code,
        name=school.name,
        state="waiting",
        exit_code=INCOMPLETE,
        folder=str(task.folder),
        carried=school.carried,
    )
