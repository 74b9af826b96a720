from __future__ import annotations

import json
import re
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from balance_classes.domain.canonical import canonical_json
from balance_classes.errors import EvidenceError
from balance_classes.files.evidence.forms import Record, Seal
from tests.files.evidence.make_schemas import FORMS, SCHEMAS, TABLES, schema, tables

pytestmark = pytest.mark.smoke
PLAIN = st.recursive(
    st.text() | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1), inner, max_size=4)
    ),
)


@given(PLAIN)
def test_what_is_hashed_is_written_as_rfc_8785_asks(value: object) -> None:
    assert canonical_json(value).encode() == rfc8785.dumps(value)  # type: ignore[arg-type]


def without_words(part: Any) -> Any:
    """Return a schema without descriptions, which one pydantic writes and another does not."""
    if isinstance(part, list):
        return [without_words(each) for each in part]
    if not isinstance(part, dict):
        return part
    words = isinstance(part.get("description"), str)
    return {k: without_words(v) for k, v in part.items() if not (words and k == "description")}


@pytest.mark.parametrize("name", FORMS)
def test_the_schemas_in_the_documentation_are_those_of_the_forms(name: str) -> None:
    documented = json.loads((SCHEMAS / f"{name}.json").read_text("utf-8"))
    assert without_words(documented) == without_words(schema(FORMS[name]))


@pytest.mark.parametrize("form", [Record, Seal])
@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"format": "x"}', b'{"format": 1}'])
def test_what_is_no_form_is_refused(form: type[Record], content: bytes) -> None:
    with pytest.raises(EvidenceError, match="none of this program's files"):
        form.read("record.json", content)


def test_another_version_is_refused_with_words_that_accuse_nobody() -> None:
    content = b'{"format": "balance-classes/record", "version": 2}'
    with pytest.raises(EvidenceError, match=r"another version .* says nothing against it"):
        Record.read("record.json", content)


def test_another_procedure_is_refused_with_words_that_accuse_nobody() -> None:
    content = b'{"format": "balance-classes/seal", "version": 1, "fixed": {"procedure": "x/9"}}'
    with pytest.raises(EvidenceError, match="procedure x/9"):
        Seal.read("seal.json", content)


def meant(script: str) -> dict[str, object]:
    """What each constant of a script is: other versions of pydantic order a schema's keys anew."""
    constants = re.findall(r"^export const (\w+) = (.*);$", script, re.MULTILINE)
    return {name: json.loads(value) for name, value in constants}


def test_the_page_of_verifying_knows_the_forms_as_they_are() -> None:
    known = meant(TABLES.read_text("utf-8"))
    assert known == meant(tables())
    assert list(known) == ["LABELS", "ASSIGNED", "FORMS"]
