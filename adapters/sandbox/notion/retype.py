"""What becomes of a value when its property changes its type: text where there is one, else nothing."""

from typing import Any

from adapters.sandbox.notion.richtext import plain, text_of
from adapters.sandbox.store import Doc

_STRINGS = ("url", "email", "phone_number")


def retyped(value: Any, old: Doc, new: Doc) -> Any:  # noqa: ANN401 - stored JSON
    """Return the value for the new type, or None where the two have nothing in common."""
    if new["type"] == old["type"]:
        return value
    text = _text(value, old)
    if new["type"] == "rich_text":
        return [text_of(text)] if text else []
    if new["type"] in _STRINGS:
        return text or None
    if new["type"] == "number":
        try:
            return float(text)
        except ValueError:
            return None
    if new["type"] in ("select", "multi_select") and old["type"] in ("select", "multi_select", "status"):
        names = [part for part in text.split(", ") if part]
        keys = [option["id"] for option in new[new["type"]]["options"] if option["name"] in names]
        return keys if new["type"] == "multi_select" else next(iter(keys), None)
    return None


def _text(value: Any, old: Doc) -> str:  # noqa: ANN401 - stored JSON
    kind = old["type"]
    if kind == "rich_text":
        return plain(value)
    if kind in ("select", "multi_select", "status"):
        names = {option["id"]: option["name"] for option in old[kind]["options"]}
        keys = value if isinstance(value, list) else [value]
        return ", ".join(names[key] for key in keys if key in names)
    if kind == "date":
        return str(value["start"])
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
