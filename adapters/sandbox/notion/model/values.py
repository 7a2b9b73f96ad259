"""Property values: of a page, in a rollup's array, and as items of the property endpoint."""

from adapters.sandbox.notion.model.parts import (
    DATE,
    FILE,
    MINUTE,
    RICH_TEXT,
    SEGMENT,
    USER,
    USER_OR_GROUP,
    UUID,
)
from adapters.sandbox.notion.model.shape import (
    EMPTY,
    Shape,
    anything,
    boolean,
    either,
    listed,
    nullable,
    number,
    one_of,
    record,
    text,
    typed,
    whole,
)
from adapters.sandbox.notion.richtext import COLORS

FUNCTIONS = (
    *("count", "count_values", "empty", "not_empty", "unique", "show_unique", "percent_empty", "percent_not_empty"),
    *("sum", "average", "median", "min", "max", "range", "earliest_date", "latest_date", "date_range"),
    *("checked", "unchecked", "percent_checked", "percent_unchecked", "count_per_group", "percent_per_group"),
    *("show_original", "count_all"),
)
OPTION_COLOR = one_of(*COLORS)
_OPTION = record({"id": text, "name": text, "color": OPTION_COLOR}, {"description": nullable(text)})
_PLACE = record(
    {"lat": number, "lon": number},
    {name: nullable(text) for name in ("name", "address", "aws_place_id", "google_place_id")},
)
_FORMULA = typed(
    {
        "string": nullable(text),
        "number": nullable(number),
        "boolean": nullable(boolean),
        "date": nullable(DATE),
        "unsupported": EMPTY,
    }
)
_VERIFICATION = record(
    {"state": one_of("verified", "unverified", "expired"), "date": nullable(DATE), "verified_by": nullable(USER)}
)
RELATED = record({"id": UUID})
_SINGLE: dict[str, Shape] = {
    "number": nullable(number),
    "checkbox": boolean,
    "select": nullable(_OPTION),
    "multi_select": listed(_OPTION),
    "status": nullable(_OPTION),
    "date": nullable(DATE),
    "files": listed(typed(FILE, {"name": text})),
    "url": nullable(text),
    "email": nullable(text),
    "phone_number": nullable(text),
    "formula": _FORMULA,
    "created_time": MINUTE,
    "created_by": USER,
    "last_edited_time": MINUTE,
    "last_edited_by": USER,
    "unique_id": record({"prefix": nullable(text), "number": nullable(whole)}),
    "button": EMPTY,
    "verification": nullable(_VERIFICATION),
    "place": nullable(_PLACE),
    "location": anything,
    "last_visited_time": nullable(text),
}
"""Those that have the same form everywhere."""
_WHOLE: dict[str, Shape] = {
    **_SINGLE,
    "title": RICH_TEXT,
    "rich_text": RICH_TEXT,
    "people": listed(USER_OR_GROUP),
    "relation": listed(RELATED),
}


def _rollup(item: Shape) -> Shape:
    return typed(
        {
            "number": nullable(number),
            "date": nullable(DATE),
            "array": listed(item),
            "unsupported": EMPTY,
            "incomplete": EMPTY,
        },
        {"function": one_of(*FUNCTIONS)},
    )


_ROLLED = either(
    typed(_WHOLE, optional={"has_more": boolean}),
    typed({"rollup": _rollup(anything)}),
)
_HEAD = {"id": text}
VALUE = either(
    typed({**_WHOLE, "rollup": _rollup(_ROLLED)}, _HEAD),
    typed({"relation": listed(RELATED)}, {**_HEAD, "has_more": boolean}),
)
_ITEMS: dict[str, Shape] = {
    **_SINGLE,
    "title": SEGMENT,
    "rich_text": SEGMENT,
    "people": USER_OR_GROUP,
    "relation": RELATED,
    "rollup": _rollup(anything),
}
ITEM = typed(_ITEMS, {**_HEAD, "object": one_of("property_item")}, {"request_id": text})
ITEM_LIST = typed(
    {**dict.fromkeys(("title", "rich_text", "people", "relation"), EMPTY), "rollup": _rollup(anything)},
    {**_HEAD, "next_url": nullable(text)},
)
"""What a list of items says of the property they are of."""
