"""A condition as a person writes it in an agreement file (TOML), and back.

condition = { kind = "at_least_share", of = "population", share = "4/5" }
"""

import json
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction

from core.condition import Condition, PriceAtLeast, PriceAtMost, kronor_from_ore


def toml_value(condition: Condition) -> str:
    """Return `condition` as a TOML value on one line: an inline table.

    What is as usual (base all, of members) is left out; amounts are in kronor. Reading it again
    gives the same condition.
    """
    return _value(_table(condition))


def _table(condition: Condition) -> dict[str, object]:
    fields = type(condition).model_fields
    said = {
        name: getattr(condition, name)
        for name, field in fields.items()
        if name != "kind" and getattr(condition, name) != field.default
    }
    if isinstance(condition, PriceAtMost | PriceAtLeast):
        said["amount"] = kronor_from_ore(said.pop("amount_ore"))
    return {"kind": condition.kind, **said}


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Enum():
            return _text(str(value.value))
        case str() | Fraction():
            return _text(str(value))
        case tuple():
            return f"[{', '.join(_value(each) for each in value)}]"
        case Mapping():
            pairs = ", ".join(f"{name} = {_value(each)}" for name, each in value.items())
            return f"{{ {pairs} }}"
        case _:
            return _value(_table(value))  # type: ignore[arg-type]  # what is left is a condition


def _text(text: str) -> str:
    """Return a TOML string; JSON's escapes are TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
