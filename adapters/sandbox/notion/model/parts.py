"""What objects are made of: ids, times, people, parents, files, icons, dates, rich text."""

from adapters.sandbox.notion.model.shape import (
    anything,
    boolean,
    either,
    listed,
    matching,
    named,
    nullable,
    number,
    one_of,
    record,
    text,
    typed,
    whole,
)
from adapters.sandbox.notion.richtext import TEXT_COLORS

_DAY = r"\d{4}-\d\d-\d\d"
UUID = matching(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "a uuid")
MINUTE = matching(rf"{_DAY}T\d\d:\d\d:00\.000Z", "a time floored to the minute")
INSTANT = matching(rf"{_DAY}T\d\d:\d\d:\d\d\.\d{{3}}(Z|\+00:00)", "a time in milliseconds")
MOMENT = matching(rf"{_DAY}(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?", "a day or a time with an offset")
COLOR = one_of(*sorted(TEXT_COLORS))

DATE = record({"start": MOMENT, "end": nullable(MOMENT), "time_zone": nullable(text)})

PARTIAL_USER = record({"object": one_of("user"), "id": UUID}, {"request_id": text})
_PERSON = record({}, {"email": text, "email_verified": boolean})
_NAMED_USER = {"object": one_of("user"), "id": UUID, "name": nullable(text), "avatar_url": nullable(text)}
_OWNER = typed(
    {
        "workspace": one_of(True),
        "user": either(PARTIAL_USER, typed({"person": _PERSON}, _NAMED_USER)),
    }
)
_BOT = record(
    {},
    {
        "owner": _OWNER,
        "workspace_id": UUID,
        "workspace_name": nullable(text),
        "workspace_limits": record({"max_file_upload_size_in_bytes": whole}),
    },
)
_FULL_USER = typed({"person": _PERSON, "bot": _BOT, "agent": named(anything)}, _NAMED_USER, {"request_id": text})
GROUP = record({"object": one_of("group"), "id": UUID}, {"name": nullable(text)})
USER = either(_FULL_USER, PARTIAL_USER)
USER_OR_GROUP = either(_FULL_USER, PARTIAL_USER, GROUP)

PARENT = either(
    record({"type": one_of("page_id"), "page_id": UUID}),
    record({"type": one_of("block_id"), "block_id": UUID}),
    record({"type": one_of("database_id"), "database_id": UUID}),
    record({"type": one_of("data_source_id"), "data_source_id": UUID, "database_id": UUID}),
    record({"type": one_of("workspace"), "workspace": one_of(True)}),
    record({"type": one_of("agent_id"), "agent_id": UUID}),
)

_ADDRESS = record({"url": text})
_HOSTED = record({"url": text, "expiry_time": INSTANT})
FILE = {"external": _ADDRESS, "file": _HOSTED}
COVER = typed(FILE)
EMOJI = record({"id": UUID, "name": text, "url": text}, {"type": one_of("custom_emoji")})
ICON = typed(
    {**FILE, "emoji": text, "custom_emoji": EMOJI, "icon": record({"name": text, "color": text})},
)

_REFERENCE = record({"id": UUID})
_LINK_MENTION = record(
    {"href": text},
    {
        **dict.fromkeys(("title", "description", "link_author", "link_provider"), text),
        **dict.fromkeys(("thumbnail_url", "icon_url", "iframe_url"), text),
        **dict.fromkeys(("height", "padding", "padding_top"), number),
    },
)
_MENTION = typed(
    {
        "user": USER,
        "date": DATE,
        "page": _REFERENCE,
        "database": _REFERENCE,
        "data_source": _REFERENCE,
        "agent": _REFERENCE,
        "link_preview": _ADDRESS,
        "link_mention": _LINK_MENTION,
        "custom_emoji": EMOJI,
        "template_mention": typed(
            {"template_mention_date": one_of("today", "now"), "template_mention_user": one_of("me")}
        ),
    }
)
_ANNOTATIONS = record(
    {
        **dict.fromkeys(("bold", "italic", "strikethrough", "underline", "code"), boolean),
        "color": COLOR,
    }
)
SEGMENT = typed(
    {
        "text": record({"content": text, "link": nullable(_ADDRESS)}),
        "mention": _MENTION,
        "equation": record({"expression": text}),
    },
    {"annotations": _ANNOTATIONS, "plain_text": text, "href": nullable(text)},
)
RICH_TEXT = listed(SEGMENT)
