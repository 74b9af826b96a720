from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.canonical import SYMBOLS, fingerprint, same_fingerprint

DIGESTS = st.binary().map(lambda content: hashlib.sha256(content).hexdigest())


def test_a_fingerprint_is_the_first_120_bits() -> None:
    assert fingerprint("f" * 64) == "-".join(["ZZZZ"] * 6)
    assert fingerprint("08421" + "0" * 59) == "1111-0000-0000-0000-0000-0000"


@given(DIGESTS)
def test_a_fingerprint_holds_exactly_these_bits(digest: str) -> None:
    number = 0
    for symbol in fingerprint(digest).replace("-", ""):
        number = number * 32 + SYMBOLS.index(symbol)
    assert f"{number:030x}" == digest[:30]


@given(DIGESTS)
def test_what_is_heard_or_typed_otherwise_is_still_the_same(digest: str) -> None:
    written = fingerprint(digest)
    assert same_fingerprint(written.lower().replace("-", " "), digest)
    assert same_fingerprint(written.replace("0", "O").replace("1", "l"), digest)
    assert same_fingerprint(written.translate({ord("-"): "－", ord("A"): "Ａ"}), digest)


@given(DIGESTS, DIGESTS)
def test_another_digest_has_another_fingerprint(one: str, other: str) -> None:
    assert same_fingerprint(fingerprint(one), other) == (one == other)


def test_a_part_is_no_fingerprint() -> None:
    digest = hashlib.sha256(b"x").hexdigest()
    assert not same_fingerprint(fingerprint(digest)[:-1], digest)
    assert not same_fingerprint("", digest)
