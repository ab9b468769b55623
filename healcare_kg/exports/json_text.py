"""JSON as this project writes it: readable, the same on every run, safe inside a web page."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

__all__ = ["json_bytes", "plain_number", "without_empty"]


def json_bytes(value: Any) -> bytes:
    """Indented UTF-8 JSON, ending in a newline.

    `</` is written `<\\/` so that a text can't close the script element of a page that embeds it.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return (text.replace("</", "<\\/") + "\n").encode("utf-8", "replace")


def plain_number(value: Decimal | int) -> int | float:
    """A number as JSON has it: whole ones without a point."""
    return int(value) if value == int(value) else float(value)


def without_empty(node: dict[str, Any]) -> dict[str, Any]:
    """A JSON object without the keys that have no value; a list of one value becomes the value."""
    kept = {k: v for k, v in node.items() if v not in (None, [], (), "", {})}
    return {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in kept.items()}
