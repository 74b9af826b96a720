"""Writes docs/schemas anew after a change of a form, and what the page of verifying knows of them.

`python -m tests.files.evidence.make_schemas`
"""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from balance_classes.domain import characters
from balance_classes.domain.result.fixed_before_draw import (
    LATER_OF_CLASSES,
    LATER_RULES,
    LATER_TERMS,
    Fixed,
)
from balance_classes.domain.roster import bins, labels
from balance_classes.domain.rules.rules import Rules
from balance_classes.files.after_draw.event_folder import EVENT_FILES
from balance_classes.files.batch.batch_folder import Batch
from balance_classes.files.evidence.document import Form
from balance_classes.files.evidence.forms import LedgerLine, Record, Seal
from balance_classes.files.evidence.seal import BatchSeal
from balance_classes.language import Language, Text

HOME = Path(__file__).parents[3]
SCHEMAS = HOME / "docs" / "schemas"
TABLES = HOME / "balance_classes" / "verify_page" / "tables.mjs"
FORMS: dict[str, type[Form]] = {
    "record": Record,
    "seal": Seal,
    "ledger": LedgerLine,
    "batch": Batch,
    "batch-seal": BatchSeal,
    **EVENT_FILES,
}
"""Each form that is a file, or a line of one, by the name of its schema."""


def said_of_fields(value: type) -> dict[str, str]:
    """Return what a class says under its fields."""
    body = ast.parse(inspect.getsource(value)).body[0].body  # type: ignore[attr-defined]
    return {
        field.target.id: ast.literal_eval(said.value)
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
    }


def schema(form: type[Form]) -> dict[str, Any]:
    """Return a form's schema, with what the domain says of the fields it holds.

    That no form has unknown keys not every pydantic writes down.
    """
    made = form.model_json_schema()
    for part in (made, *made.get("$defs", {}).values()):
        if "properties" in part:
            part["additionalProperties"] = False
    for value in (Fixed, Rules):
        fields = made.get("$defs", {}).get(value.__name__, {}).get("properties", {})
        for name, said in said_of_fields(value).items():
            if name in fields:
                fields[name]["description"] = said
    return made


LATER = {"Fixed": LATER_TERMS, "Rules": LATER_RULES, "SchoolClass": LATER_OF_CLASSES}
"""By their classes what is written only where it says something; all else always is."""
SAID = ("title", "description", "default", "discriminator")
"""What a schema tells readers, and no judge of a file needs."""


def tables() -> str:
    """Return the forms of the evidence, and which characters texts may hold, as JavaScript."""
    names = ("record", "seal", "ledger", *EVENT_FILES)
    forms = {name: _bare(schema(FORMS[name]), "") for name in names}
    assigned = " ".join(characters._ASSIGNED.split())
    return (
        "// Made by tests/files/evidence/make_schemas.py.\n\n"
        f"export const LABELS = {_compact(_labels())};\n\n"
        f'export const ASSIGNED = "{assigned}";\n\n'
        f"export const FORMS = {_compact(forms)};\n"
    )


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _labels() -> dict[str, list[str]]:
    """Return the words for groups, and for levels by their group, in English and in Chinese."""
    languages = (Language("en"), Language("zh"))
    words = {name: labels.field_label(name) for name in labels._GROUPS}
    for name, levels in labels._LEVELS.items():
        words |= {f"{name} {level}": text for level, text in levels.items()}
    bin_of = Text("bin {number} of {bins}", number="{number}", bins="{bins}")
    words |= {f"{name} bin": bin_of for name in bins.NUMBERS}
    words |= {f"one {labels.SEX} {level}": text for level, text in labels._ONE_STUDENT.items()}
    return {name: [language.say(text) for language in languages] for name, text in words.items()}


def _bare(part: Any, name: str) -> Any:
    """Return a part of a schema without what is said; `name` is that of its class."""
    if isinstance(part, list):
        return [_bare(entry, "") for entry in part]
    if not isinstance(part, dict):
        return part
    found = {key: value for key, value in part.items() if key not in SAID}
    for key in ("properties", "$defs"):
        if key in found:
            found[key] = {each: _bare(value, each) for each, value in part[key].items()}
    if "properties" in found:
        unsaid = LATER.get(name, ())
        found["required"] = [each for each in found["properties"] if each not in unsaid]
    kept = ("properties", "$defs", "required", "enum", "const")
    return {key: value if key in kept else _bare(value, "") for key, value in found.items()}


if __name__ == "__main__":
    TABLES.write_text(tables(), encoding="utf-8")
    for name, form in FORMS.items():
        text = json.dumps(schema(form), ensure_ascii=False, indent=1)
        (SCHEMAS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
