"""Descriptions of JSON: which keys there are and what stands under them. What is not described is a problem."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Problems = Iterator[str]
Shape = Callable[[Any, str], Problems]
"""Takes a value and where it stands, and yields a sentence for each problem."""


def anything(_value: object, _path: str) -> Problems:
    return iter(())


def text(value: object, path: str) -> Problems:
    if not isinstance(value, str):
        yield f"{path} is {_seen(value)}, not a text"


def boolean(value: object, path: str) -> Problems:
    if not isinstance(value, bool):
        yield f"{path} is {_seen(value)}, not true or false"


def number(value: object, path: str) -> Problems:
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield f"{path} is {_seen(value)}, not a number"


def whole(value: object, path: str) -> Problems:
    if isinstance(value, bool) or not isinstance(value, int):
        yield f"{path} is {_seen(value)}, not a whole number"


def matching(pattern: str, what: str) -> Shape:
    compiled = re.compile(pattern)

    def check(value: object, path: str) -> Problems:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield f"{path} is {_seen(value)}, not {what}"

    return check


def one_of(*allowed: object) -> Shape:
    def check(value: object, path: str) -> Problems:
        if not any(type(value) is type(each) and value == each for each in allowed):
            yield f"{path} is {_seen(value)}, none of {', '.join(map(str, allowed))}"

    return check


def nullable(shape: Shape) -> Shape:
    return lambda value, path: iter(()) if value is None else shape(value, path)


def listed(shape: Shape) -> Shape:
    def check(value: object, path: str) -> Problems:
        if not isinstance(value, list):
            yield f"{path} is {_seen(value)}, not a list"
            return
        for index, item in enumerate(value):
            yield from shape(item, f"{path}[{index}]")

    return check


def named(shape: Shape) -> Shape:
    """An object with names that people chose, and values of one shape."""

    def check(value: object, path: str) -> Problems:
        if not isinstance(value, dict):
            yield f"{path} is {_seen(value)}, not an object"
            return
        for name, item in value.items():
            yield from shape(item, f"{path}.{name}")

    return check


def record(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """An object with these keys and no others."""
    known = {**required, **(optional or {})}

    def check(value: object, path: str) -> Problems:
        if not isinstance(value, dict):
            yield f"{path} is {_seen(value)}, not an object"
            return
        for name in required:
            if name not in value:
                yield f"{path}.{name} is missing"
        for name, item in value.items():
            shape = known.get(name)
            if shape is None:
                yield f"{path}.{name} is not a key there"
            else:
                yield from shape(item, f"{path}.{name}")

    return check


EMPTY = record({})


def typed(
    kinds: Mapping[str, Shape],
    required: Mapping[str, Shape] | None = None,
    optional: Mapping[str, Shape] | None = None,
) -> Shape:
    """An object that names its ``type`` and has what the type brings under a key of that name."""
    shapes = {
        kind: record({"type": text, kind: shape, **(required or {})}, {**(optional or {})})
        for kind, shape in kinds.items()
    }

    def check(value: object, path: str) -> Problems:
        if not isinstance(value, dict):
            yield f"{path} is {_seen(value)}, not an object"
            return
        shape = shapes.get(str(value.get("type")))
        if shape is None:
            yield f"{path}.type is {_seen(value.get('type'))}, which is no type there"
            return
        yield from shape(value, path)

    return check


def either(*shapes: Shape) -> Shape:
    """Any one of several shapes; where none fits, the problems of the one that has the fewest are told."""

    def check(value: object, path: str) -> Problems:
        fewest: list[str] | None = None
        for shape in shapes:
            problems = list(shape(value, path))
            if not problems:
                return
            if fewest is None or len(problems) < len(fewest):
                fewest = problems
        yield from fewest or ()

    return check


def _seen(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
