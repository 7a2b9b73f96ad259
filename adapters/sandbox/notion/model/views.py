"""Views, the layout of each type, and queries of them."""

from adapters.sandbox.notion.model.parts import INSTANT, PARENT, PARTIAL_USER, UUID
from adapters.sandbox.notion.model.shape import (
    Shape,
    anything,
    boolean,
    either,
    listed,
    named,
    nullable,
    number,
    one_of,
    record,
    text,
    whole,
)

_COLUMNS = {"properties": nullable(listed(named(anything)))}
_GROUPING = nullable(named(anything))
_CARDS = {
    **_COLUMNS,
    "cover": nullable(named(anything)),
    **dict.fromkeys(("cover_size", "cover_aspect", "card_layout"), nullable(text)),
}
_CHART_TEXTS = (
    *("x_axis_property_id", "y_axis_property_id", "sort", "color_theme", "height", "legend_position", "axis_labels"),
    *("grid_lines", "group_style", "donut_labels", "caption"),
)
_CHART_FLAGS = (
    *("hide_empty_groups", "show_data_labels", "cumulative", "smooth_line", "hide_line_fill_area", "hide_title"),
    "color_by_value",
)
_LAYOUTS: dict[str, dict[str, Shape]] = {
    "table": {
        **_COLUMNS,
        "group_by": _GROUPING,
        "subtasks": nullable(named(anything)),
        "wrap_cells": boolean,
        "frozen_column_index": whole,
        "show_vertical_lines": boolean,
    },
    "board": {**_CARDS, "group_by": _GROUPING, "sub_group_by": _GROUPING},
    "calendar": {
        **_COLUMNS,
        "date_property_id": text,
        "date_property_name": text,
        "view_range": nullable(text),
        "show_weekends": nullable(boolean),
    },
    "timeline": {
        **_COLUMNS,
        "date_property_id": text,
        "date_property_name": text,
        "end_date_property_id": nullable(text),
        "end_date_property_name": nullable(text),
        "show_table": nullable(boolean),
        "table_properties": nullable(listed(named(anything))),
        "preference": nullable(named(anything)),
        "arrows_by": nullable(named(anything)),
        "color_by": nullable(boolean),
    },
    "gallery": _CARDS,
    "list": _COLUMNS,
    "map": {**_COLUMNS, "height": nullable(text), "map_by": nullable(text), "map_by_property_name": nullable(text)},
    "form": {
        "is_form_closed": nullable(boolean),
        "anonymous_submissions": nullable(boolean),
        "submission_permissions": nullable(text),
    },
    "chart": {
        "chart_type": text,
        **dict.fromkeys(("x_axis", "y_axis", "value", "stack_by"), _GROUPING),
        **dict.fromkeys(_CHART_TEXTS, nullable(text)),
        **dict.fromkeys(_CHART_FLAGS, nullable(boolean)),
        **dict.fromkeys(("y_axis_min", "y_axis_max"), nullable(number)),
        "reference_lines": nullable(listed(named(anything))),
    },
    "dashboard": {"rows": listed(named(anything))},
}
_TYPE = one_of(*_LAYOUTS)
_CONFIGURATION = either(*(record({"type": one_of(kind)}, keys) for kind, keys in _LAYOUTS.items()))
_HEAD = {"object": one_of("view"), "id": UUID}
_SORT = either(
    record({"property": text, "direction": one_of("ascending", "descending")}),
    record({"timestamp": text, "direction": one_of("ascending", "descending")}),
)
VIEW = either(
    record(
        {
            **_HEAD,
            "parent": PARENT,
            "data_source_id": nullable(UUID),
            "name": text,
            "type": _TYPE,
            "created_time": INSTANT,
            "created_by": nullable(PARTIAL_USER),
            "last_edited_time": INSTANT,
            "last_edited_by": nullable(PARTIAL_USER),
            "url": text,
            "filter": nullable(named(anything)),
            "sorts": nullable(listed(_SORT)),
            "quick_filters": nullable(named(anything)),
            "configuration": nullable(_CONFIGURATION),
        },
        {"request_id": text, "dashboard_view_id": UUID},
    ),
    record(_HEAD, {"parent": PARENT, "type": _TYPE, "request_id": text}),
)
_QUERY = {"object": one_of("view_query"), "id": UUID}
VIEW_QUERY = either(
    record(
        {
            **_QUERY,
            "view_id": UUID,
            "expires_at": INSTANT,
            "total_count": whole,
            "results": listed(record({"object": one_of("page"), "id": UUID})),
            "next_cursor": nullable(text),
            "has_more": boolean,
        },
        {"request_id": text, "request_status": named(anything)},
    ),
    record({**_QUERY, "deleted": one_of(True)}, {"request_id": text}),
)
