"""What an audit says of favours: which class has many of a column, or is better off at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from balance_classes.domain.audit.all_schools_sentences import shown_p
from balance_classes.domain.audit.findings import (
    WEAK,
    Audit,
    FavourFigures,
    Question,
    SchoolAudit,
    Sign,
    Test,
)
from balance_classes.language import Text

_FAVOURED: dict[Sign, Text] = {
    "none": Text("No sign of favours."),
    "weak": Text("Weak sign of favours ({p})."),
    "strong": Text("Strong sign of favours ({p})."),
}


def stands_out(test: Test | None) -> bool:
    """Tell whether a test shows a sign."""
    return test is not None and test.telling and test.corrected < WEAK


def least_p(school: SchoolAudit, question: Question) -> Text:
    """Return the least p-value of a question in words."""
    p = school.p(question)
    return Text("p {p}, corrected", p=shown_p(1.0 if p is None else p))


def favour_sentences(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    """Yield what is said of favours."""
    sign = audit.sign(school, "favour")
    if sign != "untested":
        yield Text(_FAVOURED[sign].message, p=least_p(school, "favour"))
    for favour in school.figures.favours:
        for test in favour.tests:
            if stands_out(test):
                yield _favoured(school, favour, test.name)


def _favoured(school: SchoolAudit, favour: FavourFigures, test: str) -> Text:
    names = school.classes.classes
    above = [count - even for count, even in zip(favour.counts, favour.expected, strict=True)]
    if test == "together":
        return Text(
            "{column}: students of the same entry sit in one class more often than by lots.",
            column=favour.column,
        )
    if test == "senior":
        return _senior(names, favour)
    at = above.index(min(above) if test == "fewest" else max(above))
    if test == "advantage":
        return Text(
            "{school_class} is better off than lots make any class, in {count} attributes and "
            "scores taken together.",
            school_class=names[at],
            count=favour.counted,
        )
    return Text(
        "{school_class} has {count} of {all} with an entry in {column}; by lots {expected}.",
        school_class=names[at],
        count=round(favour.counts[at]),
        all=favour.counted,
        column=favour.column,
        expected=f"{favour.expected[at]:.1f}",
    )


def _senior(names: Sequence[str], favour: FavourFigures) -> Text:
    order = sorted(range(len(names)), key=lambda at: -favour.expected[at])
    return Text(
        "The senior teachers are where the top quarter by {score} is, more than lots of the "
        "teachers put them. Class, how senior, share of the top quarter: {classes}.",
        score=favour.column,
        classes=tuple(
            Text(
                "{name} {seniority} {share} %",
                name=names[at],
                seniority=f"{favour.expected[at]:.1f}",
                share=round(100 * favour.counts[at]),
            )
            for at in order
            if favour.expected[at]
        ),
    )
