"""What was there before a recording began, gathered from what its answers show.

An object counts as there before unless a call of the recording made it, or what it stands on. It is taken as it was
first shown. Nothing is gathered from an answer about what the recording itself made.
"""

from dataclasses import dataclass, field
from uuid import UUID

from tests.conformance.notion.recording import Json, seen

_WHOLE = {
    "page": ("properties",),
    "data_source": ("database_parent",),
    "database": ("data_sources", "properties"),
    "block": ("has_children",),
    "user": ("name",),
    "comment": ("discussion_id",),
    "file_upload": ("status",),
}
"""The keys that tell an object from a mere mention of it."""


@dataclass(slots=True)
class Premise:
    """``objects`` by kind and id, in the order in which they were first shown; ``children`` by the id they stand on."""

    bot: str | None = None
    objects: dict[str, dict[str, Json]] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    first_found: dict[str, int] = field(default_factory=dict)
    """By the id of what the recording made: the first search that shows it, the index being late."""
    named: dict[str, str] = field(default_factory=dict)
    """What is only named, by a path, a parent or a mention: its kind, by id."""
    titles: dict[str, str] = field(default_factory=dict)
    """What mentions call those."""
    emojis: dict[str, Json] = field(default_factory=dict)

    def of(self, kind: str) -> dict[str, Json]:
        return self.objects.setdefault(kind, {})


def premise(calls: list[Json]) -> Premise:
    found = Premise(bot=_bot(calls))
    for call in calls:
        if call["status"] >= 300 or not isinstance(call["response"], dict):
            continue
        _note_made(found, call)
        for each in seen(call["response"]):
            kind = each["object"]
            if kind in _WHOLE and any(key in each for key in _WHOLE[kind]) and not _is_made(found, each):
                found.of(kind).setdefault(each["id"], each)
        _note_children(found, call)
        _note_search(found, call)
    for call in calls:
        if call["status"] < 300:
            _note_named(found, call)
    return found


def _bot(calls: list[Json]) -> str | None:
    """Return the id of the connection: who is shown with its owner, who is named in an error, or who made something."""
    for call in calls:
        for each in seen(call["response"]):
            if each["object"] == "user" and "owner" in each.get("bot", {}):
                return str(each["id"])
            if each["object"] == "file_upload" and each["created_by"]["type"] == "bot":
                return str(each["created_by"]["id"])  # nobody sees the uploads of others
    for call in calls:
        answer = call["response"]
        if call["method"] != "GET" and isinstance(answer, dict) and isinstance(answer.get("last_edited_by"), dict):
            return str(answer["last_edited_by"]["id"])
    for call in calls:
        extra = call["response"].get("additional_data") if isinstance(call["response"], dict) else None
        if isinstance(extra, dict) and "integration_id" in extra:
            return str(extra["integration_id"])
    return None


def _note_made(found: Premise, call: Json) -> None:
    answer, path = call["response"], call["path"].strip("/").split("/")[1:]
    if call["method"] == "POST" and len(path) == 1 and "id" in answer:
        found.made.add(answer["id"])
        found.made.update(each["id"] for each in answer.get("data_sources", ()))
    if call["method"] == "POST" and path[-1] == "queries":
        found.made.add(answer["id"])
    if call["method"] == "PATCH" and path[-1] == "children":
        sent = len((call["request"] or {}).get("children", ()))
        found.made.update(each["id"] for each in answer["results"][:sent])


def _is_made(found: Premise, each: Json) -> bool:
    if each["id"] in found.made:
        return True
    parent = each.get("parent") or {}
    on = parent.get(parent.get("type", ""))
    if isinstance(on, str) and _known_made(found, on):
        found.made.add(each["id"])
        return True
    return False


def _known_made(found: Premise, key: str) -> bool:
    return key in found.made and not any(key in kind for kind in found.objects.values())


def _note_children(found: Premise, call: Json) -> None:
    path = call["path"].strip("/").split("/")
    if call["method"] == "GET" and path[-1] == "children":
        known = found.children.setdefault(str(UUID(path[2])), [])
        shown = (each["id"] for each in call["response"]["results"])
        known += [key for key in shown if key in found.of("block") and key not in known]


def _note_search(found: Premise, call: Json) -> None:
    if call["path"].endswith("/search"):
        for each in call["response"]["results"]:
            if each["id"] in found.made:
                found.first_found.setdefault(each["id"], call["n"])


_BY_PATH = {"pages": "page", "blocks": "page", "data_sources": "data_source", "databases": "database"}
_BY_KEY = {"page_id": "page", "database_id": "database"}


def _note_named(found: Premise, call: Json) -> None:
    path = call["path"].strip("/").split("/")
    if len(path) > 2 and path[1] in _BY_PATH:
        _name(found, path[2], _BY_PATH[path[1]])
    _note_parents(found, call["request"])
    _note_parents(found, call["response"])


def _note_parents(found: Premise, value: object) -> None:
    if isinstance(value, dict):
        for key, kind in _BY_KEY.items():
            if isinstance(value.get(key), str) and "data_source_id" not in value:
                _name(found, value[key], kind)
        mention = value.get("mention")
        if isinstance(mention, dict) and "plain_text" in value:
            for kind in ("page", "database"):
                if isinstance(mention.get(kind), dict):
                    _name(found, mention[kind]["id"], kind)
                    found.titles.setdefault(str(UUID(mention[kind]["id"])), value["plain_text"])
        if isinstance(value.get("custom_emoji"), dict):
            found.emojis.setdefault(value["custom_emoji"]["id"], value["custom_emoji"])
        for each in value.values():
            _note_parents(found, each)
    elif isinstance(value, list):
        for each in value:
            _note_parents(found, each)


def _name(found: Premise, given: str, kind: str) -> None:
    try:
        key = str(UUID(given))
    except ValueError:
        return
    if key not in found.made and not any(key in known for known in found.objects.values()):
        found.named.setdefault(key, kind)
