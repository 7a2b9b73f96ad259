"""A property's value from words, as people would put it in."""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.people.hand import Hand, NotMade


def written(kind: str, text: str | None, hand: Hand) -> Any:  # noqa: ANN401 - JSON of the kind's own form
    """Return the payload for a property of a type; lists are told with commas, a span of dates with a slash."""
    if kind not in _FORMS:
        raise NotMade(f"nobody can set a property of type {kind}")
    empty, form = _FORMS[kind]
    return empty if text is None else form(text, hand)


def _number(text: str, _hand: Hand) -> float:
    try:
        return float(text)
    except ValueError:
        raise NotMade(f"{text} is no number") from None


def _rich(text: str, _hand: Hand) -> object:
    return [{"text": {"content": text}}]


def _plain(text: str, _hand: Hand) -> str:
    return text


def _option(text: str, _hand: Hand) -> object:
    return {"name": text}


def _date(text: str, _hand: Hand) -> object:
    start, _, end = text.partition("/")
    return {"start": start, "end": end or None}


def _list(of: Callable[[str, Hand], object]) -> "_Form":
    return lambda text, hand: [of(part.strip(), hand) for part in text.split(",")]


_Form = Callable[[str, Hand], object]
_FORMS: dict[str, tuple[object, _Form]] = {
    "title": ([], _rich),
    "rich_text": ([], _rich),
    "url": (None, _plain),
    "email": (None, _plain),
    "phone_number": (None, _plain),
    "select": (None, _option),
    "status": (None, _option),
    "checkbox": (False, lambda text, _hand: text.casefold() in ("true", "yes")),
    "number": (None, _number),
    "date": (None, _date),
    "multi_select": ([], _list(_option)),
    "people": ([], _list(lambda name, hand: {"object": "user", "id": hand.person(name)})),
    "relation": ([], _list(lambda key, _hand: {"id": key})),
}
"""By type: the empty value, and how words become one."""
