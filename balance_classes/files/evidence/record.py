"""Formed classes written down as the record."""

from __future__ import annotations

from balance_classes.domain.result.formed_classes import Formed
from balance_classes.domain.roster.roster import Caution, Roster
from balance_classes.domain.rules.class_names import letters
from balance_classes.domain.rules.rules import Rules
from balance_classes.domain.teachers.staff import Staff
from balance_classes.files.evidence.forms import (
    OF_TABLE,
    AttributeForm,
    BalanceForm,
    BarForm,
    ClassForm,
    PinForm,
    ProofForm,
    Record,
    SeedForm,
    Source,
)
from balance_classes.version import __version__


def record(formed: Formed, source: Source) -> Record:
    """Return the record of a draw."""
    assignment = formed.assignment
    return Record(
        rehearsal=formed.seed.rehearsal,
        fixed=formed.fixed,
        fixed_digest=formed.fixed.digest(),
        draw=formed.entry,
        seed=SeedForm.of(formed.seed),
        placed=assignment.placed,
        dealt_excess=assignment.dealt,
        settled_at_step=assignment.step,
        classes=_classes(formed),
        pinned=tuple(
            PinForm(
                school_class=formed.classes[p.school_class].name, lottery_number=p.lottery_number
            )
            for p in formed.pinned()
        ),
        barred=tuple(
            BarForm(school_classes=p.student.barred, lottery_number=p.lottery_number)
            for p in formed.barred()
        ),
        attributes=tuple(
            AttributeForm(name=name, levels=tuple(formed.roster.level_counts(name).items()))
            for name in formed.roster.attributes
        ),
        balance=tuple(map(BalanceForm.of, formed.balance)),
        means=formed.means(),
        proofs=tuple(map(ProofForm.of, assignment.proofs)),
        result_digest=assignment.digest(),
        source=source,
    ).signed()


def source_of(roster: Roster, rules: Rules) -> Source:
    """Return what is kept of the roster file and the program."""
    return _source(roster, school_of(rules, roster.file), roster.cautions)


def staff_source(staff: Staff, school: str) -> Source:
    """Return what is kept of the table of teachers and the program."""
    return _source(staff, school, ())


PROGRAM = f"balance-classes {__version__}"
"""How a record names the program that read the roster."""


def _source(read: Roster | Staff, school: str, cautions: tuple[Caution, ...]) -> Source:
    return Source(
        program=PROGRAM,
        school=school,
        cautions=cautions,
        **{name: getattr(read, name) for name in OF_TABLE},
    ).signed()


def school_of(rules: Rules, file: str) -> str:
    """Return the school's name from the rules, else the stem of the roster file."""
    return rules.school or file.rsplit(".", 1)[0]


def _classes(formed: Formed) -> tuple[ClassForm, ...]:
    group_of = {c: group for group, c in enumerate(formed.assignment.class_of_group)}
    return tuple(
        ClassForm(
            name=school_class.name,
            group=letters(group_of[c]),
            size=len(formed.class_lists[c]),
            lottery_numbers=tuple(sorted(p.lottery_number for p in formed.class_lists[c])),
        )
        for c, school_class in enumerate(formed.classes)
    )
