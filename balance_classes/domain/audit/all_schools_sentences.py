"""What an audit says of all schools: signs beside what chance gives, and what it proves."""

from __future__ import annotations

from collections.abc import Iterator
from math import floor, log10

from balance_classes.domain.audit.findings import (
    QUESTIONS,
    STRONG,
    WEAK,
    Audit,
    Pooled,
    Question,
    SchoolAudit,
    Sign,
    sign_of,
)
from balance_classes.domain.audit.years import YearFigures
from balance_classes.domain.roster.labels import field_label
from balance_classes.language import Text

SIGNS: dict[Sign, Text] = {
    "none": Text("no sign"),
    "weak": Text("weak sign"),
    "strong": Text("strong sign"),
    "untested": Text("not judged"),
}
QUESTION_NAMES: dict[Question, Text] = {
    "attribute": Text("Sorted by attributes"),
    "score": Text("Formed by score"),
    "even": Text("Scores too even for lots"),
    "order": Text("Along an order of the list"),
    "favour": Text("Favours"),
}
_CHANGE_NAMES: dict[Question, Text] = {
    "attribute": Text("Attributes of who changed class"),
    "score": Text("Scores of who changed class"),
}
SHORT_NAMES: dict[Question, Text] = {
    "attribute": Text("attributes"),
    "score": Text("scores"),
    "even": Text("scores too even"),
    "order": Text("order of the list"),
    "favour": Text("favours"),
}
LEAST_P = 1e-6
"""What is smaller is said to be below it: nobody reads farther, and no fit says more."""
FEW_PLACES = 0.0001
FEWEST_SCHOOLS = 10
"""What fewer schools show together may be the doing of one, which is named."""


def shown_p(p: float) -> str:
    """Return a p-value as it is shown: more places where it is small, or just below a limit."""
    if p < LEAST_P:
        return f"<{LEAST_P:.6f}"
    if p < FEW_PLACES:
        return f"{p:.{-floor(log10(p))}f}".rstrip("0")
    places = 4 if p < 0.01 else 3  # noqa: PLR2004
    while any(p < limit <= float(f"{p:.{places}f}") for limit in (STRONG, WEAK)):
        places += 1
    return f"{p:.{places}f}"


def answer_sentences(audit: Audit) -> Iterator[Text]:
    """Yield what an inspector wants to know first."""
    schools = audit.schools
    if len(schools) == 1:
        broken, sign = len(schools[0].broken), signs_of(audit, schools[0])
        if not audit.named:
            yield Text("{sign}; no rule was named.", sign=sign)
        elif broken:
            yield Text("{sign}; broken rules: {count}.", sign=sign, count=broken)
        else:
            yield Text("{sign}; no rule is broken.", sign=sign)
        return
    signs = [strongest(audit, school) for school in schools]
    tested = len(schools) - signs.count("untested")
    yield Text(
        "Of {schools} schools that can be judged {strong} show a strong sign, {weak} a weak one; "
        "by chance alone about {expected} would show one.",
        strong=signs.count("strong"),
        weak=signs.count("weak"),
        schools=tested,
        expected=f"{WEAK * tested:.1f}",
    )
    if tested >= FEWEST_SCHOOLS:
        yield from _all_together(audit)
    yield _rules(audit)


def _all_together(audit: Audit) -> Iterator[Text]:
    """Yield the questions by which all schools together are not what lots give."""
    for question in audit.questions:
        p = min(1.0, len(audit.questions) * audit.pooled(question).p)
        if p < WEAK:
            yield Text(
                "All schools taken together: {sign}, {what} (p {p}, corrected for the number of "
                "questions).",
                sign=SIGNS[sign_of(p)],
                what=SHORT_NAMES[question],
                p=shown_p(p),
            )


def _rules(audit: Audit) -> Text:
    if not audit.named:
        return Text("No rule was named (a policy, a stage, a cap), so that none can be broken.")
    count = sum(bool(school.broken) for school in audit.schools)
    return Text("Schools that break a rule: {count}.", count=count)


def strongest(audit: Audit, school: SchoolAudit) -> Sign:
    """Return the strongest sign that a school shows of anything."""
    signs = {audit.sign(school, question) for question in QUESTIONS}
    return next(
        (sign for sign in ("strong", "weak") if sign in signs),
        "untested" if audit.p(school) is None else "none",
    )


def tells(audit: Audit, school: SchoolAudit) -> bool:
    """Tell whether a school breaks a rule or shows a sign."""
    return bool(school.broken) or strongest(audit, school) in ("weak", "strong")


def caveats() -> tuple[Text, Text]:
    """Return what a sign is not, and what its lack is not."""
    return (
        Text(
            "A sign is no proof of intent. Parents' wishes, a language or a subject that the list "
            "does not have, and late arrivals sort students too: ask the school, and ask for the "
            "record of its draw."
        ),
        Text(
            "No sign is no proof of a lottery either: in small schools much goes unseen, and what "
            "the list does not hold cannot be tested."
        ),
    )


def summary_sentences(audit: Audit) -> Iterator[Text]:
    """Yield what an inspector wants to know first, over all schools."""
    schools = audit.schools
    yield Text(
        "Schools: {schools}, classes: {classes}, students: {students}.",
        schools=len(schools),
        classes=sum(len(school.classes.classes) for school in schools),
        students=sum(school.classes.size for school in schools),
    )
    if audit.policy:
        yield Text("Policy: {policy}", policy=audit.policy.called)
    yield _rules(audit)
    for question in audit.questions:
        yield _counted(audit, question)
        if len(schools) > 1:
            yield _together(audit.pooled(question))
    if any(school.figures.scores for school in schools) and audit.before != "yes":
        yield late_scores(audit)
    for years, p in zip(audit.years, audit.over_years, strict=True):
        yield from over_years(years, p)
    if len(schools) > 1:
        yield _by_chance(audit)


def _counted(audit: Audit, question: Question) -> Text:
    signs = [audit.sign(school, question) for school in audit.schools]
    return Text(
        "{what}: strong sign in {strong}, weak sign in {weak}, no sign in {none}, not judged in "
        "{untested}.",
        what=question_name(audit, question),
        **{sign: signs.count(sign) for sign in SIGNS},
    )


def question_name(audit: Audit, question: Question) -> Text:
    """Return what a question is called, of classes or of changes."""
    names = _CHANGE_NAMES if audit.of_changes else QUESTION_NAMES
    return names.get(question, QUESTION_NAMES[question])


def _together(pooled: Pooled) -> Text:
    return Text(
        "Asked alone, it has p below {limit} in {below} of {schools} schools, by chance in about "
        "{expected}; all schools together: p {p} (Fisher).",
        limit=WEAK,
        below=pooled.below,
        schools=pooled.schools,
        expected=f"{pooled.expected:.1f}",
        p=shown_p(pooled.p),
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
    ps = [audit.p(school) for school in audit.schools]
    tested = [p for p in ps if p is not None]
    return Text(
        "{signs} of {count} schools show a sign of anything; of as many whose classes were drawn "
        "by lot about {expected} would by chance alone. Corrected for the number of schools as "
        "well, {left} of them show one.",
        signs=sum(p < WEAK for p in tested),
        count=len(tested),
        expected=f"{WEAK * len(tested):.1f}",
        left=sum(p is not None and p < WEAK for p in audit.over_schools),
    )


_YEARS: dict[Sign, Text] = {
    "none": Text("{school}, {years}: no sign that one class gets the better students every year."),
    "weak": Text(
        "{school}, {years}: weak sign that {school_class} gets the better students every year "
        "(p {p}, corrected with those of all lists)."
    ),
    "strong": Text(
        "{school}, {years}: strong sign that {school_class} gets the better students every year "
        "(p {p}, corrected with those of all lists)."
    ),
}


def over_years(years: YearFigures, p: float) -> Iterator[Text]:
    """Yield what is said of all years of a school; `p` is corrected with those of all lists."""
    best = years.advantages.index(max(years.advantages))
    yield Text(
        _YEARS[sign_of(p)].message,
        school=years.of.school,
        years=years.of.years,
        school_class=years.classes[best],
        p=shown_p(p),
    )
    if p < WEAK:
        yield Text(
            "{school_class} is {size} standard deviations better off in a year on average; by lots "
            "the best of all classes is {typical}.",
            school_class=years.classes[best],
            size=f"{years.advantages[best]:.1f}",
            typical=f"{years.typical / len(years.of.years) ** 0.5:.1f}",
        )
    if years.of.same_students:
        yield Text(
            "Lists of {school} with the same students as another year, which were left out here: "
            "{count}.",
            school=years.of.school,
            count=years.of.same_students,
        )


def signs_of(audit: Audit, school: SchoolAudit) -> Text:
    """Return the signs of a school in a few words, strong ones first."""
    found = {q: audit.sign(school, q) for q in QUESTIONS}
    shown = [q for sign in ("strong", "weak") for q in QUESTIONS if found[q] == sign]
    if not shown:
        return SIGNS["untested" if audit.p(school) is None else "none"]
    return Text(
        "{sign}: {what}",
        sign=SIGNS[found[shown[0]]],
        what=tuple(SHORT_NAMES[question] for question in shown),
    )


def heading(audit: Audit, school: SchoolAudit) -> Text:
    """Return the name of a school with its signs."""
    return Text("{school} ({sign})", school=school.classes.school, sign=signs_of(audit, school))


def method_sentences(audit: Audit) -> Iterator[Text]:
    """Yield how it was tested, and what that proves and does not prove."""
    first = audit.schools[0]
    if audit.of_changes:
        yield Text(
            "What is asked: could chance have chosen who changed class? {permutations} times the "
            "students of each class before are dealt anew by lot over the seats that they have "
            "now. How many move, and where to, stays; who it is does not.",
            permutations=audit.permutations,
        )
    else:
        yield Text(
            "What is asked: could a lottery have given these classes? Up to {permutations} times "
            "all students are dealt anew by lot over the same seats. Class sizes stay as they are, "
            "students of a block stay together, and who was placed by hand stays.",
            permutations=audit.permutations,
        )
    if first.classes.strata:
        yield Text(
            "Students change places only within: {strata}.",
            strata=tuple(field_label(name) for name in first.classes.strata),
        )
    yield Text(
        "The p-value is the share of lotteries that go as far as the real classes or farther, "
        "corrected for everything that is judged of the school. Below {weak} it is called a weak "
        "sign, below {strong} a strong one.",
        weak=WEAK,
        strong=STRONG,
    )
    if "even" in audit.questions:
        yield Text(
            "Scores that are too even are a sign, too: lots leave classes uneven by a known "
            "amount. Whoever deals students out by score, or balances classes by it, has used "
            "scores. Attributes that are more even than lots are none: balanced classes are."
        )
    yield from caveats()
    if not audit.of_changes:
        yield Text(
            "The drawn optimum is what this program would have drawn for the same students. It is "
            "shown beside the list and nothing is tested against it: a plain lottery is honest, "
            "and less even."
        )
    yield Text(
        "Only a rule that was named is held against a school here (cap, class size, limit of a "
        "kind of students, forbidden column), never a p-value."
    )
