"""Writes docs/schemas anew after a change of a form.

`python -m tests.files.evidence.make_schemas`
"""

from __future__ import annotations

import json
from pathlib import Path

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


def schema(form: type[Form]) -> str:
    """Return the text of a form's schema."""
    return f"{json.dumps(form.model_json_schema(), ensure_ascii=False, indent=1)}\n"


if __name__ == "__main__":
    for name, form in FORMS.items():
        (SCHEMAS / f"{name}.json").write_text(schema(form), encoding="utf-8")
