"""Conditions on one value, by the type of the filter."""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.notion.errors import invalid, wrong

Test = Callable[[Any], bool]
_TEXT: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda have, want: have == want,
    "does_not_equal": lambda have, want: have != want,
    "contains": lambda have, want: want in have,
    "does_not_contain": lambda have, want: want not in have,
    "starts_with": lambda have, want: have.startswith(want),
    "ends_with": lambda have, want: have.endswith(want),
}
_NUMBER: dict[str, Callable[[float, float], bool]] = {
    "equals": lambda have, want: have == want,
    "does_not_equal": lambda have, want: have != want,
    "greater_than": lambda have, want: have > want,
    "less_than": lambda have, want: have < want,
    "greater_than_or_equal_to": lambda have, want: have >= want,
    "less_than_or_equal_to": lambda have, want: have <= want,
}
_NEGATIONS = frozenset({"does_not_equal", "does_not_contain"})


def condition(given: object, path: str) -> tuple[str, Any]:
    """Return the one condition of a filter."""
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    if len(given) != 1:
        raise invalid(f"body failed validation: {path} should have exactly one condition, has {len(given)}.")
    return next(iter(given.items()))


def emptiness(name: str, want: object, path: str, empty: Test) -> Test | None:
    """Return the test of is_empty or is_not_empty, or None for another condition; the service takes true only."""
    if name not in ("is_empty", "is_not_empty"):
        return None
    if want is not True:
        raise wrong(f"{path}.{name}", "`true`", want)
    return empty if name == "is_empty" else lambda value: not empty(value)


def text_test(given: object, path: str) -> Test:
    """Compare as people do: without regard to case."""
    name, want = condition(given, path)
    test = emptiness(name, want, path, lambda value: not value)
    if test is not None:
        return test
    compare = _TEXT.get(name)
    if compare is None:
        raise _unknown(path, name, want)
    if not isinstance(want, str):
        raise wrong(f"{path}.{name}", "a string", want)
    low = want.casefold()
    return lambda value: compare((value or "").casefold(), low)


def number_test(given: object, path: str) -> Test:
    name, want = condition(given, path)
    test = emptiness(name, want, path, lambda value: value is None)
    if test is not None:
        return test
    compare = _NUMBER.get(name)
    if compare is None:
        raise _unknown(path, name, want)
    if isinstance(want, bool) or not isinstance(want, int | float):
        raise wrong(f"{path}.{name}", "a number", want)
    absent = name in _NEGATIONS
    return lambda value: absent if value is None else compare(value, want)


def checkbox_test(given: object, path: str) -> Test:
    name, want = condition(given, path)
    if name not in ("equals", "does_not_equal"):
        raise _unknown(path, name, want)
    if not isinstance(want, bool):
        raise wrong(f"{path}.{name}", "a boolean", want)
    return (lambda value: bool(value) is want) if name == "equals" else (lambda value: bool(value) is not want)


def choice_test(given: object, path: str) -> Test:
    """Compare the names a single choice answers to: its option's, and for a status its group's."""
    name, want = condition(given, path)
    test = emptiness(name, want, path, lambda value: not value)
    if test is not None:
        return test
    if name not in ("equals", "does_not_equal"):
        raise _unknown(path, name, want)
    if not isinstance(want, str):
        raise wrong(f"{path}.{name}", "a string", want)
    return (lambda value: want in value) if name == "equals" else (lambda value: want not in value)


def members_test(given: object, path: str) -> Test:
    """Look into a set of names or ids."""
    name, want = condition(given, path)
    test = emptiness(name, want, path, lambda value: not value)
    if test is not None:
        return test
    if name not in ("contains", "does_not_contain"):
        raise _unknown(path, name, want)
    if not isinstance(want, str):
        raise wrong(f"{path}.{name}", "a string", want)
    return (lambda value: want in value) if name == "contains" else (lambda value: want not in value)


def filled_test(given: object, path: str) -> Test:
    name, want = condition(given, path)
    test = emptiness(name, want, path, lambda value: not value)
    if test is None:
        raise _unknown(path, name, want)
    return test


def status_test(given: object, path: str) -> Test:
    name, want = condition(given, path)
    if name != "status" or want not in ("verified", "expired", "none"):
        raise _unknown(path, name, want)
    return lambda value: ((value or {}).get("state") == "verified") is (want == "verified")


def _unknown(path: str, name: str, want: object) -> Exception:
    return wrong(f"{path}.{name}", "not present", want)


TESTS: dict[str, Callable[..., Test]] = {
    "title": text_test,
    "rich_text": text_test,
    "url": text_test,
    "email": text_test,
    "phone_number": text_test,
    "string": text_test,
    "number": number_test,
    "unique_id": number_test,
    "checkbox": checkbox_test,
    "select": choice_test,
    "status": choice_test,
    "multi_select": members_test,
    "people": members_test,
    "created_by": members_test,
    "last_edited_by": members_test,
    "relation": members_test,
    "files": filled_test,
    "verification": status_test,
}
DATES = frozenset({"date", "created_time", "last_edited_time"})
