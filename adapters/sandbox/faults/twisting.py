"""What may be done to one place of a JSON document."""

import json
from abc import ABC, abstractmethod
from random import Random

from adapters.sandbox.faults.places import Place

HUGE_NUMBER = 10**400
HUGE_TEXT = 200_000
HUGE_LIST = 2_000
HALF = "\ud83d"
"""The first half of an emoji, which is no text of its own."""


class Again(str):
    """A key that stands a second time in its object."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def in_json(doc: object) -> bytes:
    """Write a document, also what is no strict JSON: NaN, keys that stand twice, halves of pairs."""
    return json.dumps(doc, separators=(",", ":")).encode()


class Twist(ABC):
    def can(self, _place: Place) -> bool:
        return True

    @abstractmethod
    def do(self, place: Place, random: Random) -> None: ...


class Drop(Twist):
    def do(self, place: Place, random: Random) -> None:  # noqa: ARG002 - the other twists need it
        del place.inside[place.key]


class Add(Twist):
    """A key that nobody knows beside it, or one more entry of the list, which is no entry."""

    def do(self, place: Place, random: Random) -> None:
        odd = random.choice(_ODD)
        if place.in_object:
            place.inside["x_unknown"] = odd
        else:
            place.inside.insert(place.key, odd)


class Null(Twist):
    def can(self, place: Place) -> bool:
        return place.value is not None

    def do(self, place: Place, random: Random) -> None:  # noqa: ARG002 - as above
        place.put(None)


class Retype(Twist):
    def do(self, place: Place, random: Random) -> None:
        place.put(random.choice([odd for odd in _ODD if type(odd) is not type(place.value)]))


class Cut(Twist):
    """A text, list or object that ends early."""

    def can(self, place: Place) -> bool:
        return isinstance(place.value, str | list | dict) and bool(place.value)

    def do(self, place: Place, random: Random) -> None:
        value = place.value
        if isinstance(value, dict):
            place.put(dict(list(value.items())[: random.randrange(len(value))]))
        elif isinstance(value, str | list):
            place.put(value[: random.randrange(len(value))])


class Huge(Twist):
    def do(self, place: Place, random: Random) -> None:
        value = place.value
        if isinstance(value, list):
            place.put(value * (HUGE_LIST // max(1, len(value))) if value else [None] * HUGE_LIST)
        else:
            place.put("x" * HUGE_TEXT if isinstance(value, str) else random.choice([HUGE_NUMBER, -HUGE_NUMBER]))


class NotANumber(Twist):
    def do(self, place: Place, random: Random) -> None:
        place.put(random.choice([float("nan"), float("inf"), -float("inf")]))


class Twice(Twist):
    """The key stands a second time, with another value; readers differ in which of the two they take."""

    def can(self, place: Place) -> bool:
        return place.in_object

    def do(self, place: Place, random: Random) -> None:
        place.inside[Again(place.key)] = random.choice(_ODD)


class Half(Twist):
    def can(self, place: Place) -> bool:
        return isinstance(place.value, str)

    def do(self, place: Place, random: Random) -> None:  # noqa: ARG002 - as above
        place.put(f"{place.value}{HALF}")


_ODD: tuple[object, ...] = (None, True, 7, -1.5, "odd", [], {}, [{}], [[]], {"": {}})
TWISTS: dict[str, Twist] = {
    "drop": Drop(),
    "add": Add(),
    "null": Null(),
    "retype": Retype(),
    "cut": Cut(),
    "huge": Huge(),
    "nan": NotANumber(),
    "twice": Twice(),
    "half": Half(),
}
