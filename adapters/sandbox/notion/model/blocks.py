"""What a block of each type shows under its type's name."""

from adapters.sandbox.notion.model.parts import COLOR, FILE, ICON, RICH_TEXT, UUID
from adapters.sandbox.notion.model.shape import (
    EMPTY,
    Shape,
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

_COLORED = {"rich_text": RICH_TEXT, "color": COLOR}
_TEXT = record(_COLORED)
_HEADING = record({**_COLORED, "is_toggleable": boolean}, {"icon": nullable(ICON)})
_CAPTIONED = record({"url": text, "caption": RICH_TEXT})
_MEDIA = typed(FILE, {"caption": RICH_TEXT})
_TITLE = record({"title": text})
_MEETING = record(
    {},
    {
        "title": RICH_TEXT,
        "status": one_of(
            "transcription_not_started",
            "transcription_paused",
            "transcription_in_progress",
            "summary_in_progress",
            "notes_ready",
        ),
        "children": record({}, dict.fromkeys(("summary_block_id", "notes_block_id", "transcript_block_id"), UUID)),
        "calendar_event": record({"start_time": text, "end_time": text}, {"attendees": listed(UUID)}),
        "recording": record({}, {"start_time": text, "end_time": text}),
        "is_full_page": boolean,
    },
)
BLOCKS: dict[str, Shape] = {
    "paragraph": record(_COLORED, {"icon": nullable(ICON)}),
    **{f"heading_{level}": _HEADING for level in (1, 2, 3, 4)},
    "bulleted_list_item": _TEXT,
    "numbered_list_item": record(
        _COLORED, {"list_start_index": whole, "list_format": one_of("numbers", "letters", "roman")}
    ),
    "quote": _TEXT,
    "toggle": _TEXT,
    "to_do": record({**_COLORED, "checked": boolean}),
    "template": record({"rich_text": RICH_TEXT}),
    "callout": record({**_COLORED, "icon": nullable(ICON)}),
    "code": record({"rich_text": RICH_TEXT, "caption": RICH_TEXT, "language": text}),
    "equation": record({"expression": text}),
    **dict.fromkeys(("divider", "breadcrumb", "column_list", "tab"), EMPTY),
    "column": record({}, {"width_ratio": number}),
    "table_of_contents": record({"color": COLOR}),
    "table": record({"table_width": whole, "has_column_header": boolean, "has_row_header": boolean}),
    "table_row": record({"cells": listed(RICH_TEXT)}),
    "bookmark": _CAPTIONED,
    "embed": _CAPTIONED,
    **dict.fromkeys(("image", "video", "pdf", "audio"), _MEDIA),
    "file": typed(FILE, {"caption": RICH_TEXT, "name": text}),
    "link_preview": record({"url": text}),
    "link_to_page": either(
        *(record({"type": one_of(kind), kind: UUID}) for kind in ("page_id", "database_id", "comment_id"))
    ),
    "synced_block": record({"synced_from": nullable(record({"type": one_of("block_id"), "block_id": UUID}))}),
    "child_page": _TITLE,
    "child_database": _TITLE,
    "meeting_notes": _MEETING,
    "transcription": _MEETING,
    "unsupported": record({}, {"block_type": text}),
}
