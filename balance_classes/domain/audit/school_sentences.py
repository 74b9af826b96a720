"""What an audit says of one school: rules, signs with their effect in words, what stands out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from balance_classes.domain.audit.all_schools_sentences import shown_p
from balance_classes.domain.audit.changes import Changes, moves_by_class
from balance_classes.domain.audit.favour_sentences import favour_sentences, least_p, stands_out
from balance_classes.domain.audit.findings import (
    WEAK,
    AttributeFigures,
    Audit,
    OrderFigures,
    Question,
    SchoolAudit,
    ScoreFigures,
    Sign,
)
from balance_classes.domain.roster.labels import field_label, level_label
from balance_classes.language import Text

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
        "No verdict on scores: only those from before the classes were formed can be judged."
    ),
}
_CHANGED_BY: dict[Sign, Text] = {
    "none": Text("No sign that {what} decided who changed class."),
    "weak": Text("Weak sign that {what} decided who changed class ({p})."),
    "strong": Text("Strong sign that {what} decided who changed class ({p})."),
}
_EVENED: dict[Sign, Text] = {
    "none": Text("No sign that scores were used to make classes alike."),
    "weak": Text("Weak sign that scores were used to make classes alike ({p})."),
    "strong": Text("Strong sign that scores were used to make classes alike ({p})."),
}
_ALONG: dict[Sign, Text] = {
    "none": Text("No sign that classes follow an order of the list."),
    "weak": Text("Weak sign that classes follow an order of the list ({p})."),
    "strong": Text("Strong sign that classes follow an order of the list ({p})."),
}
TESTS = {
    "means": Text("means of the classes"),
    "spreads": Text("spread within the classes"),
    "top": Text("top quarter"),
    "bottom": Text("bottom quarter"),
    "even means": Text("means of the classes, too even"),
    "dealt": Text("dealt out by score"),
    "drift": Text("even from the first rank to the last"),
    "dealt by sex": Text("dealt out by score within each sex"),
}
"""What is tested of a score."""
ORDERS = {
    "name": Text("names by the alphabet"),
    "number": Text("numbers of students"),
    "row": Text("rows of the list"),
}
"""The orders of a list."""


def school_sentences(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    """Yield what is said of one school: rules, questions with signs first, what was left out."""
    for difference in school.broken:
        yield Text("Broken rule: {where}: {what}", where=difference.where, what=difference.what)
    if school.changes:
        yield from _change_sentences(school, school.changes)
    asked = sorted(_ANSWERS, key=lambda q: _FIRST.index(audit.sign(school, q)))
    signs = [q for q in asked if audit.sign(school, q) in ("weak", "strong")]
    for question in signs:
        yield from _ANSWERS[question](audit, school)
    if signs:
        yield from _among_all(audit, school)
    for question in asked[len(signs) :]:
        yield from _ANSWERS[question](audit, school)
    yield from _left_out(school)


def _among_all(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    """Say of a school alone what is no sign once that many schools were looked at."""
    p = audit.among_all(school)
    if p is not None and p >= WEAK:
        yield Text(
            "Among {schools} schools that were looked at it is no sign: chance alone lets one of "
            "them go as far (p {p}, corrected for their number).",
            schools=len(audit.schools),
            p=shown_p(p),
        )


def _change_sentences(school: SchoolAudit, changes: Changes) -> Iterator[Text]:
    yield Text(
        "Since the lists before {moved} students changed class, {joined} joined and {left} left.",
        moved=changes.moved,
        joined=changes.joined,
        left=changes.left,
    )
    rows = moves_by_class(school.classes, changes)
    if rows:
        yield Text(
            "By class: {classes}.",
            classes=tuple(
                Text("{name}: {coming} came, {going} went", name=name, coming=coming, going=going)
                for name, coming, going in rows
            ),
        )
    yield Text(
        "What is asked below is not how the classes were formed, but whether chance could have "
        "chosen who changed: students of one class before are dealt anew over the seats that they "
        "have now."
    )


def _left_out(school: SchoolAudit) -> Iterator[Text]:
    if school.classes.forbidden and not school.broken:
        yield Text(
            "Columns that no draw may read, which were not read: {headers}.",
            headers=tuple(each.header for each in school.classes.forbidden),
        )
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
    sign = audit.sign(school, "attribute")
    if not figures:
        yield Text("The list has no attribute that could be looked at.")
        return
    marked = [each for each in figures if stands_out(each.test)]
    if marked or sign in ("none", "untested"):
        named = marked or figures
        words = _CHANGED_BY.get(sign) if school.changes else None
        yield Text(
            (words or _SORTED[sign]).message,
            what=tuple(field_label(each.attribute) for each in named),
            p=least_p(school, "attribute"),
        )
    for each in marked:
        yield from _standing_out(each)
    yield from _blanks([each for each in figures if each.missing])
    evener = tuple(field_label(each.attribute) for each in figures if stands_out(each.even))
    if evener and sign != "untested" and not school.changes:
        yield Text("More even than lots would be, as balanced classes are: {what}.", what=evener)


def _blanks(figures: Sequence[AttributeFigures]) -> Iterator[Text]:
    for each in figures:
        if each.blank and stands_out(each.blank):
            yield Text(
                "{attribute} is left blank for {count} students, who sit together more than by "
                "lots ({p}): students of one kind may have been left blank, or one class was not "
                "asked.",
                attribute=field_label(each.attribute),
                count=each.missing,
                p=Text("p {p}, corrected", p=shown_p(each.blank.corrected)),
            )
    rest = [each for each in figures if not stands_out(each.blank)]
    if rest:
        yield Text(
            "Left blank: {what}. From three students on it is asked whether they sit together: no "
            "sign of it.",
            what=tuple(
                Text("{level} {count}", level=field_label(each.attribute), count=each.missing)
                for each in rest
            ),
        )


def _standing_out(figures: AttributeFigures) -> Iterator[Text]:
    index = figures.dissimilarity
    yield Text(
        "{attribute} ({p}): for even shares {real} % as many students would have to change class "
        "as if classes were wholly apart; by lots {lots} %.",
        attribute=field_label(figures.attribute),
        p=Text("p {p}, corrected", p=shown_p(figures.test.corrected)),
        real=round(100 * index.real),
        lots=round(100 * index.lots),
    )
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
    sign = audit.sign(school, "score")
    if not school.figures.scores or (audit.before == "yes" and sign == "untested"):
        return
    words = _CHANGED_BY.get(sign) if school.changes else None
    yield Text((words or _STREAMED[sign]).message, what=Text("scores"), p=least_p(school, "score"))
    if sign not in ("weak", "strong"):
        return
    for score in school.figures.scores:
        tests = tuple(TESTS[test.name] for test in score.tests if stands_out(test))
        if tests:
            yield Text(
                "{score}: unlike by more than lots: {tests}.", score=score.score, tests=tests
            )
            if not school.changes:
                yield _between(score)
            yield from _classes_of_score(score)


def _between(score: ScoreFigures) -> Text:
    return Text(
        "{score}: {real} % of all differences lie between the means of the classes; by lots "
        "{lots} %.",
        score=score.score,
        real=round(100 * score.between.real),
        lots=round(100 * score.between.lots),
    )


def _classes_of_score(score: ScoreFigures) -> Iterator[Text]:
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


def _evened_sentences(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    sign = audit.sign(school, "even")
    if sign == "untested":
        return
    yield Text(_EVENED[sign].message, p=least_p(school, "even"))
    marked = [s for s in school.figures.scores if any(map(stands_out, s.even))]
    for score in marked:
        yield Text(
            "{score}: more alike than lots make them: {tests}. Of blocks of as many neighbours by "
            "score as there are classes, {real} % lie evenly over the classes; by lots {lots} %.",
            score=score.score,
            tests=tuple(TESTS[test.name] for test in score.even if stands_out(test)),
            real=round(100 * score.dealt.real),
            lots=round(100 * score.dealt.lots),
        )
    if marked:
        yield Text(
            "Where scores may not form classes (§7), ask how these were formed: lots alone seldom "
            "are so even."
        )


def _order_sentences(audit: Audit, school: SchoolAudit) -> Iterator[Text]:
    sign = audit.sign(school, "order")
    if sign != "untested":
        yield Text(_ALONG[sign].message, p=least_p(school, "order"))
    for order in school.figures.orders:
        yield from _of_order(order)


def _of_order(order: OrderFigures) -> Iterator[Text]:
    name = ORDERS[order.order]
    if order.numbered:
        if order.order == "number":
            yield Text(
                "Numbers of students run class by class: they were given after the classes were "
                "formed, or classes were filled by number. Ask which."
            )
        return
    together, dealt = order.tests
    if stands_out(together):
        yield Text(
            "{order}: neighbours sit in one class {real} times; by lots {lots} times.",
            order=name,
            real=round(order.pairs.real),
            lots=round(order.pairs.lots),
        )
    if stands_out(dealt):
        yield Text(
            "{order}: students were dealt out in turn. Of blocks of as many neighbours as there "
            "are classes, {real} % lie evenly over the classes; by lots {lots} %.",
            order=name,
            real=round(100 * order.dealt.real),
            lots=round(100 * order.dealt.lots),
        )


_ANSWERS: dict[Question, Callable[[Audit, SchoolAudit], Iterator[Text]]] = {
    "attribute": _attribute_sentences,
    "score": _score_sentences,
    "even": _evened_sentences,
    "order": _order_sentences,
    "favour": favour_sentences,
}
_FIRST: tuple[Sign, ...] = ("strong", "weak", "none", "untested")
