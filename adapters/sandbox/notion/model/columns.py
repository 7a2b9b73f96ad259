"""The properties of a data source, as its schema shows them."""

from adapters.sandbox.notion.model.parts import UUID
from adapters.sandbox.notion.model.shape import EMPTY, either, listed, nullable, one_of, record, text, typed
from adapters.sandbox.notion.model.values import FUNCTIONS, OPTION_COLOR

_OPTION = record({"id": text, "name": text, "color": OPTION_COLOR}, {"description": nullable(text)})
_OPTIONS = record({"options": listed(_OPTION)})
_GROUP = record({"id": text, "name": text, "color": OPTION_COLOR, "option_ids": listed(text)})
_TARGET = {"database_id": UUID}
_TARGET_SOURCE = {"data_source_id": UUID}  # since 2025-09-03
_RELATION = either(
    record({**_TARGET, "type": one_of("single_property"), "single_property": EMPTY}, _TARGET_SOURCE),
    record(
        {
            **_TARGET,
            "type": one_of("dual_property"),
            "dual_property": record({"synced_property_name": text, "synced_property_id": text}),
        },
        _TARGET_SOURCE,
    ),
)
_ROLLUP = record(
    {
        "function": one_of(*FUNCTIONS),
        **{f"{part}_property_{end}": text for part in ("relation", "rollup") for end in ("name", "id")},
    }
)
_PLAIN = (
    *("title", "rich_text", "url", "people", "files", "email", "phone_number", "date", "checkbox"),
    *("created_by", "created_time", "last_edited_by", "last_edited_time", "button", "location", "verification"),
    *("last_visited_time", "place"),
)
COLUMN = typed(
    {
        **dict.fromkeys(_PLAIN, EMPTY),
        "number": record({"format": text}),
        "formula": record({"expression": text}),
        "select": _OPTIONS,
        "multi_select": _OPTIONS,
        "status": record({"options": listed(_OPTION), "groups": listed(_GROUP)}),
        "relation": _RELATION,
        "rollup": _ROLLUP,
        "unique_id": record({"prefix": nullable(text)}),
    },
    {"id": text, "name": text},
    {"description": nullable(text)},
)
