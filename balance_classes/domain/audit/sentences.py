"""What an audit says: of what there is a sign, what that proves, and what it does not prove."""

from __future__ import annotations

from collections.abc import Iterator

from balance_classes.domain.audit.findings import (
    STRONG,
    WEAK,
    AttributeFigures,
    Audit,
    SchoolAudit,
    Sign,
    sign_of,
)
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.language import Text

SIGNS: dict[Sign, Text] = {
    "none": Text("no sign"),
    "weak": Text("weak sign"),
    "strong": Text("strong sign"),
    "untested": Text("not judged"),
}
_SORTED: dict[Sign, Text] = {
    "none": Text("No sign that students were sorted by {what}."),
    "weak": Text("Weak sign that students were sorted by {what} ({p})."),
    "strong": Text("Strong sign that students were sorted by {what} ({p})."),
    "untested": Text(
        "Nothing could be tested: there are too few students who could sit in another class, or "
        "all are alike."
    ),
}
_STREAMED: dict[Sign, Text] = {
    "none": Text("No sign that classes were formed by score."),
    "weak": Text("Weak sign that classes were formed by score ({p})."),
    "strong": Text("Strong sign that classes were formed by score ({p})."),
    "untested": Text(
        "No verdict on scores: they are not known to be from before the classes were formed."
    ),
}
TESTS = {
    "means": Text("means of the classes"),
    "spreads": Text("spread within the classes"),
    "top": Text("top quarter"),
    "bottom": Text("bottom quarter"),
}
"""What is tested of a score."""


def shown_p(p: float) -> str:
    """Return a p-value as it is shown: more places where it is small."""
    return f"{p:.4f}" if p < 0.01 else f"{p:.3f}"  # noqa: PLR2004


def summary_sentences(audit: Audit) -> Iterator[Text]:
    """Yield what an inspector wants to know first, over all schools."""
    schools = audit.schools
    broken = [school for school in schools if school.broken]
    yield Text(
        "Schools: {schools}, classes: {classes}, students: {students}.",
        schools=len(schools),
        classes=sum(len(school.classes.classes) for school in schools),
        students=sum(school.classes.size for school in schools),
    )
    if audit.policy:
        yield Text("Policy: {policy}", policy=audit.policy.called)
    yield Text("Schools that break a rule: {count}.", count=len(broken))
    signs = [audit.attribute_sign(school) for school in schools]
    yield _counted(Text("Sorted by attributes"), signs)
    if any(school.figures.scores for school in schools):
        signs = [audit.score_sign(s) for s in schools if s.figures.scores]
        if audit.before == "yes":
            yield _counted(Text("Formed by score"), signs)
        else:
            yield late_scores(audit)
    if len(schools) > 1:
        yield _by_chance(audit)


def _counted(what: Text, signs: list[Sign]) -> Text:
    return Text(
        "{what}: strong sign in {strong}, weak sign in {weak}, no sign in {none}, not judged in "
        "{untested}.",
        what=what,
        **{sign: signs.count(sign) for sign in SIGNS},
    )


def late_scores(audit: Audit) -> Text:
    """Return why there is no verdict on scores."""
    if audit.before == "no":
        return Text(
            "The scores are from after the classes were formed: they hold what teachers did since "
            "then, so that classes differ without any streaming. The figures are given, without "
            "a verdict."
        )
    return Text(
        "It is not known whether the scores are from before the classes were formed; later ones "
        "hold what teachers did. The figures are given, without a verdict."
    )


def _by_chance(audit: Audit) -> Text:
    tested = [p for p in (s.attribute_p for s in audit.schools) if p is not None]
    corrected = audit.over_schools(tested)
    return Text(
        "Of {count} schools whose classes were drawn by lot about {expected} would show a sign by "
        "chance alone. Corrected for the number of schools as well, {left} of them show one.",
        count=len(tested),
        expected=f"{WEAK * len(tested):.1f}",
        left=sum(p is not None and p < WEAK for p in corrected),
    )


def school_sentences(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    """Yield what is said of one school: rules, attributes, what stands out, scores."""
    for difference in school.broken:
        yield Text("Broken rule: {where}: {what}", where=difference.where, what=difference.what)
    yield from _attribute_sentences(audit, school)
    if school.figures.scores:
        yield from _score_sentences(audit, school)
    if school.classes.parted:
        yield Text(
            "Blocks that do not sit together and were taken apart: {count}.",
            count=school.classes.parted,
        )
    if any(school.classes.pinned):
        yield Text(
            "Placed by hand, and left where they sit: {count}.", count=sum(school.classes.pinned)
        )
    if school.classes.unplaced:
        yield Text("Without a class, and left out: {count}.", count=school.classes.unplaced)


def _attribute_sentences(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    figures = school.figures.attributes
    sign = audit.attribute_sign(school)
    if not figures:
        yield Text("The list has no attribute that could be looked at.")
        return
    marked = [each for each in figures if sign_of(each.test.corrected) != "none"]
    named = marked if sign in ("weak", "strong") else figures
    yield Text(
        _SORTED[sign].message,
        what=tuple(field_label(each.attribute) for each in named),
        p=_least(school.attribute_p),
    )
    for each in marked if sign != "untested" else ():
        yield from _standing_out(each)
    evener = tuple(field_label(each.attribute) for each in figures if each.test.below < WEAK)
    if evener and sign != "untested":
        yield Text("More even than lots would be, as balanced classes are: {what}.", what=evener)


def _least(p: float | None) -> Text:
    return Text("p {p}, corrected", p=shown_p(1.0 if p is None else p))


def _standing_out(figures: AttributeFigures) -> Iterator[Text]:
    for cell in figures.cells:
        yield Text(
            "{school_class}, {attribute} {level}: {count} students; by lots {expected} on average.",
            school_class=cell.school_class,
            attribute=field_label(figures.attribute),
            level=level_label(cell.level, figures.attribute),
            count=cell.count,
            expected=f"{cell.expected:.1f}",
        )


def _score_sentences(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    sign = audit.score_sign(school)
    if audit.before == "yes" and sign == "untested":
        return
    yield Text(_STREAMED[sign].message, p=_least(school.score_p))
    if sign not in ("weak", "strong"):
        return
    for score in school.figures.scores:
        tests = tuple(TESTS[t.name] for t in score.tests if sign_of(t.corrected) != "none")
        if tests:
            yield Text(
                "{score}: unlike by more than lots: {tests}.", score=score.score, tests=tests
            )
        for each in score.classes:
            if each.corrected < WEAK and each.mean is not None:
                yield Text(
                    "{school_class}, {score}: mean {mean}, top quarter {top}, bottom quarter "
                    "{bottom} of {stated}.",
                    school_class=each.school_class,
                    score=score.score,
                    mean=f"{each.mean:.1f}",
                    top=each.top,
                    bottom=each.bottom,
                    stated=each.stated,
                )


def method_sentences(audit: Audit) -> Iterator[Text]:
    """Yield how it was tested, and what that proves and does not prove."""
    first = audit.schools[0]
    yield Text(
        "What is asked: could a lottery have given these classes? {permutations} times all "
        "students are dealt anew by lot over the same seats. Class sizes stay as they are, "
        "students of a block stay together, and who was placed by hand stays.",
        permutations=first.figures.permutations,
    )
    if first.classes.strata:
        yield Text(
            "Students change places only within: {strata}.",
            strata=tuple(field_label(name) for name in first.classes.strata),
        )
    yield Text(
        "The p-value is the share of lotteries whose classes are as uneven as the real ones or "
        "more so, corrected for the number of attributes or scores looked at. Below {weak} it is "
        "called a weak sign, below {strong} a strong one.",
        weak=WEAK,
        strong=STRONG,
    )
    yield Text(
        "A sign is no proof of intent. Parents' wishes, a language or a subject that the list "
        "does not have, and late arrivals sort students too: ask the school, and ask for the "
        "record of its draw."
    )
    yield Text(
        "No sign is no proof of a lottery either: in small schools much goes unseen, and what "
        "the list does not hold cannot be tested."
    )
    yield Text(
        "The drawn optimum is what this program would have drawn for the same students. It is "
        "shown beside the list and nothing is tested against it: a plain lottery is honest, and "
        "less even."
    )
    yield Text(
        "Only a broken rule is held against a school here (cap, class size, limit of a kind of "
        "students, forbidden column), never a p-value."
    )
