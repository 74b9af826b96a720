"""Writes docs/schemas anew after a change of a form.

`python -m tests.files.evidence.make_schemas`
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from balance_classes.files.batch.folder import Batch
from balance_classes.files.events.forms import LATER_FILES
from balance_classes.files.evidence.batch_seal import BatchSeal
from balance_classes.files.evidence.document import Form
from balance_classes.files.evidence.forms import LedgerLine, Record, Seal

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
FORMS: dict[str, type[Form]] = {
    "record": Record,
    "seal": Seal,
    "ledger": LedgerLine,
    "batch": Batch,
    "batch-seal": BatchSeal,
    **LATER_FILES,
}
"""Each form that is a file, or a line of one, by the name of its schema."""


def schema(form: type[Form]) -> dict[str, Any]:
    """Return a form's schema; that no form has unknown keys not every pydantic writes down."""
    made = form.model_json_schema()
    for part in (made, *made.get("$defs", {}).values()):
        if "properties" in part:
            part["additionalProperties"] = False
    return made


if __name__ == "__main__":
    for name, form in FORMS.items():
        text = json.dumps(schema(form), ensure_ascii=False, indent=1)
        (SCHEMAS / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
