"""Mistakes in what a field says of how its cells are formatted."""

from collections.abc import Iterator

from jobs.settings.mistakes import Names
from jobs.settings.pairs import FieldTable
from jobs.settings.typed import Mistakes
from mappings.fields import FieldType
from sync.message import say

_NUMBERS = (FieldType.NUMBER,)
_FORMATTED = (*_NUMBERS, FieldType.DATE, FieldType.CREATED_TIME, FieldType.LAST_EDITED_TIME)
_ALLOWED = {"unit": _NUMBERS, "pattern": _FORMATTED}


def senseless_formats(at: tuple[str, ...], field: FieldTable, names: Names) -> Mistakes:
    """Yield a unit or a number format for a type whose cells are neither numbers nor dates."""
    for key in _given(field):
        if field.type not in _ALLOWED[key]:
            yield (
                (*at, key),
                say(
                    "{path}: only {allowed} can have it, and this is {type}",
                    path=names([*at, key]),
                    allowed=", ".join(_ALLOWED[key]),
                    type=field.type,
                ),
            )


def _given(field: FieldTable) -> Iterator[str]:
    if field.unit is not None:
        yield "unit"
    if field.pattern is not None:
        yield "pattern"
