"""Writes docs/schemas/answer.json from the types of the answers.

`python -m tests.rendering.make_answer_schema`
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import (
    Annotated,
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from balance_classes.rendering.json_answer import BODIES, Answer

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
PATH = SCHEMAS / "answer.json"
PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}

Schema = dict[str, Any]


def answers() -> Schema:
    """Return the schema of every line: an answer of findings alone, or one with a body."""
    definitions: dict[str, Schema] = {}
    known = _object(Answer, definitions)
    failed = _named(known, ok={"const": False}, findings={**known["properties"]["findings"]})
    failed["properties"]["findings"]["minItems"] = 1
    lines = {"Failure": failed}
    for command, bodies in BODIES.items():
        for body in bodies:
            own = _object(body, definitions)
            whole = _named(known, command={"const": command}, **own["properties"])
            whole["description"] = body.__doc__ or f"Of {command}."
            lines[f"{command}-{body.__name__}"] = whole
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of what a command prints with --json",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in lines],
        "$defs": {**lines, **definitions},
    }


def _named(known: Schema, **properties: Schema) -> Schema:
    both = {**known["properties"], **properties}
    return {**known, "properties": both, "required": list(both)}


def _object(kind: type, definitions: dict[str, Schema]) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    if is_dataclass(kind):
        hints = {field.name: hints[field.name] for field in fields(kind)}
    properties = {name: _schema(hint, definitions) for name, hint in hints.items()}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _schema(hint: Any, definitions: dict[str, Schema]) -> Schema:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is None:
        return {"type": PLAIN[hint]} if hint in PLAIN else _reference(hint, definitions)
    if origin is Annotated:
        return _annotated(hint.__metadata__, definitions)
    if origin is Literal:
        return {"enum": list(arguments)} if arguments[1:] else {"const": arguments[0]}
    if origin in (types.UnionType, Union):
        return {"anyOf": [_schema(each, definitions) for each in arguments]}
    if origin in (list, tuple):
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    assert origin in (dict, Mapping), hint
    value = arguments[1]
    more = True if value is Any else _schema(value, definitions)
    return {"type": "object", "additionalProperties": more}


def _reference(kind: type, definitions: dict[str, Schema]) -> Schema:
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _annotated(meant: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    """Return what a JSON object is meant to be: the form of a file, or a dataclass."""
    found = [{"$ref": m} if isinstance(m, str) else _schema(m, definitions) for m in meant]
    return found[0] if len(found) == 1 else {"anyOf": found}


def text() -> str:
    """Return the text of the schema."""
    return f"{json.dumps(answers(), ensure_ascii=False, indent=1)}\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
