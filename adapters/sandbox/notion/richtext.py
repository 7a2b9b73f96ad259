"""Rich text: checked as it is written, and kept as it is read."""

from collections.abc import Callable
from typing import Any

from adapters.sandbox.notion.dates import written_date
from adapters.sandbox.notion.errors import invalid, is_one_of, missing, too_long, wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.users import seen_user
from adapters.sandbox.notion.workspace import DATA_SOURCE, DATABASE, EMOJI, PAGE, Workspace
from adapters.sandbox.store import Doc

MOST_OBJECTS = 100
MOST_TEXT = 2000
MOST_EQUATION = 1000
COLORS = ("default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red")
TEXT_COLORS = frozenset((*COLORS, *(f"{color}_background" for color in COLORS)))
_MARKS = ("bold", "italic", "strikethrough", "underline", "code")
_TEMPLATES = {"template_mention_date": ("today", "now"), "template_mention_user": ("me",)}
_PLAIN: Doc = {**dict.fromkeys(_MARKS, False), "color": "default"}


def text_of(content: str) -> Doc:
    """Return one plain segment."""
    return {
        "type": "text",
        "text": {"content": content, "link": None},
        "annotations": dict(_PLAIN),
        "plain_text": content,
        "href": None,
    }


def plain(segments: list[Doc]) -> str:
    return "".join(segment["plain_text"] for segment in segments)


def written(workspace: Workspace, value: object, path: str) -> list[Doc]:
    """Check rich text and return it as it is read: extra fields filled in, equal neighbours merged."""
    if not isinstance(value, list):
        raise wrong(path, "an array", value)
    if len(value) > MOST_OBJECTS:
        raise too_long(path, MOST_OBJECTS, len(value))
    segments = [_segment(workspace, item, f"{path}[{number}]") for number, item in enumerate(value)]
    return merged([segment for segment in segments if segment["plain_text"] or segment["type"] != "text"])


def merged(segments: list[Doc]) -> list[Doc]:
    """Join neighbouring texts of the same format and link, as the service does on read."""
    kept: list[Doc] = []
    for segment in segments:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last["type"] == segment["type"] == "text"
            and last["annotations"] == segment["annotations"]
            and last["text"]["link"] == segment["text"]["link"]
        ):
            content = last["text"]["content"] + segment["text"]["content"]
            joined = {"content": content, "link": last["text"]["link"]}
            kept[-1] = {**last, "text": joined, "plain_text": content}
        else:
            kept.append(segment)
    return kept


def mention_cut(segments: list[Doc], limit: int) -> list[Doc]:
    """Return the segments up to the last mention that a page read may show."""
    seen = 0
    for number, segment in enumerate(segments):
        seen += segment["type"] == "mention"
        if seen > limit:
            return segments[:number]
    return segments


def _segment(workspace: Workspace, item: object, path: str) -> Doc:
    if not isinstance(item, dict):
        raise wrong(path, "an object", item)
    kind = item.get("type") or next((name for name in _READERS if name in item), None)
    if not is_one_of(kind, _READERS):
        raise missing(f"{path}.text") if kind is None else wrong(f"{path}.type", '`"text"`', kind)
    if kind not in item:
        raise missing(f"{path}.{kind}")
    content, plain_text, href = _READERS[kind](workspace, item[kind], f"{path}.{kind}")
    return {
        "type": kind,
        kind: content,
        "annotations": _annotations(item.get("annotations"), f"{path}.annotations"),
        "plain_text": plain_text,
        "href": href,
    }


def _annotations(given: object, path: str) -> Doc:
    if given is None:
        return dict(_PLAIN)
    if not isinstance(given, dict):
        raise wrong(path, "an object or `undefined`", given)
    marks = dict(_PLAIN)
    for name, value in given.items():
        if name == "color":
            if value is not None and not is_one_of(value, TEXT_COLORS):
                raise wrong(f"{path}.color", '`"default"`, `"gray"`, or another color', value)
            marks["color"] = value or "default"
        elif name in _PLAIN:
            if not isinstance(value, bool):
                raise wrong(f"{path}.{name}", "a boolean or `undefined`", value)
            marks[name] = value
        else:
            raise wrong(f"{path}.{name}", "not present", value)
    if marks["color"] == "default_background":
        marks["color"] = "default"
    return marks


def _text(_workspace: Workspace, given: object, path: str) -> tuple[Doc, str, str | None]:
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    content = given.get("content")
    if not isinstance(content, str):
        raise missing(f"{path}.content") if content is None else wrong(f"{path}.content", "a string", content)
    if len(content) > MOST_TEXT:
        raise too_long(f"{path}.content", MOST_TEXT, len(content))
    link = given.get("link")
    url = None
    if link is not None:
        url = link.get("url") if isinstance(link, dict) else None
        if not isinstance(url, str):
            raise wrong(f"{path}.link.url", "a string", url)
        if len(url) > MOST_TEXT:
            raise too_long(f"{path}.link.url", MOST_TEXT, len(url))
        if not url:
            raise invalid("Invalid URL for link.")
    return {"content": content, "link": None if url is None else {"url": url}}, content, url


def _equation(_workspace: Workspace, given: object, path: str) -> tuple[Doc, str, str | None]:
    expression = given.get("expression") if isinstance(given, dict) else None
    if not isinstance(expression, str):
        raise wrong(f"{path}.expression", "a string", expression)
    if len(expression) > MOST_EQUATION:
        raise too_long(f"{path}.expression", MOST_EQUATION, len(expression))
    return {"expression": expression}, expression, None


def _mention(workspace: Workspace, given: object, path: str) -> tuple[Doc, str, str | None]:
    if not isinstance(given, dict):
        raise wrong(path, "an object", given)
    kind = given.get("type") or next((name for name in given if name != "type"), None)
    target: Any = given.get(str(kind))
    if kind == "date":
        found = written_date(target, f"{path}.date")
        if found is None:
            raise missing(f"{path}.date.start")
        end = "" if found["end"] is None else f" → {found['end']}"
        return {"type": "date", "date": found}, f"{found['start']}{end}", None
    if kind == "custom_emoji" and isinstance(target, dict):
        known = workspace.store.get(EMOJI, checked_uuid(target.get("id"), f"{path}.custom_emoji.id")) or target
        emoji = {name: str(known.get(name, "")) for name in ("id", "name", "url")}
        return {"type": kind, kind: emoji}, f":{emoji['name']}:", None
    if kind == "template_mention" and isinstance(target, dict):
        return _template(target, f"{path}.template_mention")
    if kind not in ("user", "page", "database", "data_source") or not isinstance(target, dict):
        raise wrong(f"{path}.type", '`"user"`, `"page"`, `"database"`, or `"date"`', kind)
    key = checked_uuid(target.get("id"), f"{path}.{kind}.id")
    if kind == "user":
        user = seen_user(workspace, key)
        return {"type": "user", "user": user}, f"@{user.get('name', 'Anonymous')}", None
    bare = key.replace("-", "")
    return {"type": kind, kind: {"id": key}}, _title(workspace, key), f"https://www.notion.so/{bare}"


def _template(given: Doc, path: str) -> tuple[Doc, str, str | None]:
    kind = next((name for name in _TEMPLATES if name in given), None)
    if kind is None or not is_one_of(given[kind], _TEMPLATES[kind]):
        raise wrong(path, "a template mention", given.get(str(kind)))
    found = {"type": kind, kind: given[kind]}
    return {"type": "template_mention", "template_mention": found}, f"@{given[kind].capitalize()}", None


def _title(workspace: Workspace, key: str) -> str:
    page = workspace.store.get(PAGE, key)
    if page is not None:
        return plain(page["values"].get("title", [])) or "Untitled"
    database = workspace.store.get(DATABASE, key) or workspace.store.get(DATA_SOURCE, key)
    return plain(database["title"]) if database is not None else "Untitled"


_READERS: dict[str, Callable[[Workspace, object, str], tuple[Doc, str, str | None]]] = {
    "text": _text,
    "mention": _mention,
    "equation": _equation,
}
