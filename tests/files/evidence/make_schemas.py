"""Writes docs/schemas anew after a change of a form.

`python -m tests.files.evidence.make_schemas`
"""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from balance_classes.domain.result.fixed import Fixed
from balance_classes.domain.rules.rules import Rules
from balance_classes.files.batch.folder import Batch
from balance_classes.files.events.event_files import EVENT_FILES
from balance_classes.files.evidence.document import Form
from balance_classes.files.evidence.forms import LedgerLine, Record, Seal
from balance_classes.files.evidence.seal import BatchSeal

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
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


if __name__ == "__main__":
    for name, form in FORMS.items():
        text = json.dumps(schema(form), ensure_ascii=False, indent=1)
        (SCHEMAS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
