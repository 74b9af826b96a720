"""What a result says of its school, for the overview of a batch."""

from __future__ import annotations

from balance_classes.domain.batch import Classes
from balance_classes.domain.rules import TWO_WAY
from balance_classes.domain.sentences import caution_sentence
from balance_classes.files.forms import Record


def classes_of(record: Record) -> Classes:
    """Return the classes of a record in short; no student stands there, not even by number."""
    fixed = record.fixed
    return Classes(
        students=fixed.students,
        names=tuple(form.name for form in record.classes),
        sizes=tuple(form.size for form in record.classes),
        # In order: lettered groups have no names of classes yet.
        caps=tuple(school_class.cap for school_class in fixed.classes),
        excess=tuple(proof.excess for proof in record.proofs),
        proven=all(proof.proven for proof in record.proofs if proof.groups != (TWO_WAY,)),
        warnings=tuple(caution_sentence(c, fixed.rules) for c in record.source.cautions),
        left_out=record.source.left_out,
        draw=record.draw.number if record.draw else 0,
        reason=record.draw.reason if record.draw else "",
        rehearsal=record.rehearsal,
        record=record.digest,
    )
