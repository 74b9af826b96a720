"""What the keys of seals and records are called in words, wherever one of them differs."""

from __future__ import annotations

from balance_classes.language import Text

_WORDS = {
    "procedure": Text("the procedure of the draw"),
    "solver": Text("the solver"),
    "students": Text("how many students there are"),
    "key": Text("what students are told apart by"),
    "identities": Text("which numbers of students are read"),
    "attributes": Text("which attributes are read"),
    "numbers": Text("which numbers are spread"),
    "roster_digest": Text("the students, as they were read"),
    "rules_digest": Text("the rules and the classes"),
    "classes": Text("the classes"),
    "tiers": Text("what is spread, tier by tier"),
    "givers": Text("who gives the seed"),
    "seed_source": Text("how the seed is obtained"),
    "few_seeds": Text("why there are few seeds"),
    "steering": Text("what trial draws said"),
    "seats": Text("how many seats all students take"),
    "rules.policy": Text("the policy"),
    "rules.school": Text("the name of the school"),
    "rules.stage": Text("the stage"),
    "rules.cap": Text("the most students in a class"),
    "rules.cap_reason": Text("why the cap is above the policy's"),
    "rules.classes": Text("how many classes there are"),
    "rules.names": Text("the names of the classes"),
    "rules.grade": Text("the grade"),
    "rules.columns": Text("what columns mean"),
    "rules.min_size": Text("the fewest students in a class"),
    "rules.tolerance": Text("how far sizes may differ"),
    "rules.year": Text("the year of entry"),
    "rules.plan": Text("the approved number of students"),
    "rules": Text("the rules"),
    "seed": Text("the seed"),
    "placed": Text("who placed the students"),
    "settled_at_step": Text("at which step exchanges ended"),
    "proofs": Text("what is proven"),
    "draw": Text("which draw it is"),
    "source": Text("the file of the roster"),
}


def key_words(key: str) -> Text | str:
    """Return what a key is called, and itself; one without words is told as it stands.

    What has no words of its own goes by those of what it is a part of.
    """
    parts = key.removeprefix("fixed.").split(".")
    for length in range(len(parts), 0, -1):
        if words := _WORDS.get(".".join(parts[:length])):
            return Text("{words} ({key})", words=words, key=key)
    return key
