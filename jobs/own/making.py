"""What people make before anything of ours can be written: the property and the column of a field."""

from collections.abc import Iterator, Sequence

from mappings.fields import Field
from sync.errors import BothwaysError, Misconfigured
from sync.message import Message, say
from sync.model import Side


def to_make(each: Field, sides: Sequence[Side] = tuple(Side)) -> Message:
    """Say how the place of a field of our own is made."""
    if Side.SHEET not in sides:
        return say(
            "{field}: Bothways writes there; make the property {property} of the type {type} in Notion",
            field=each.name,
            property=each.notion,
            type=each.type,
        )
    if Side.NOTION not in sides:
        return say(
            "{field}: Bothways writes there; make the column {column} in the sheet", field=each.name, column=each.sheet
        )
    return say(
        "{field}: Bothways writes there; make the property {property} of the type {type} in Notion and the column "
        "{column} in the sheet",
        field=each.name,
        property=each.notion,
        type=each.type,
        column=each.sheet,
    )


def with_making(error: BothwaysError, fields: Sequence[Field], sides: Sequence[Side]) -> BothwaysError:
    """Add to the mistakes of a table how the fields of our own that they name are made."""
    if not isinstance(error, Misconfigured):
        return error
    hints = [to_make(each, sides) for each in fields if each.own and any(_named(each, error.mistakes))]
    return Misconfigured(error.seen, [*error.mistakes, *hints], error.way_out) if hints else error


def _named(each: Field, mistakes: Sequence[Message]) -> Iterator[bool]:
    for mistake in mistakes:
        values = {str(value).strip("'") for _, value in mistake.values}
        yield not values.isdisjoint({str(each.name), each.notion, each.sheet} - {""})
