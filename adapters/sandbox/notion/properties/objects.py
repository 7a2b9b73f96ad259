"""Dates, people, files, places and verification."""

from typing import Any

from adapters.sandbox.notion.dates import written_date
from adapters.sandbox.notion.errors import ApiError, invalid, missing, too_long, wrong
from adapters.sandbox.notion.files import signed, written_file
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.properties.kind import Kind, Reader, Writing, constant
from adapters.sandbox.notion.users import seen_user
from adapters.sandbox.notion.workspace import BOT_ID, USER, Workspace, not_found
from adapters.sandbox.store import Doc

MOST = 100


def _date(_writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    return written_date(value, path)


def _people(writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    keys = []
    for number, item in enumerate(_array(value, path)):
        given = item.get("id") if isinstance(item, dict) else None
        key = checked_uuid(given, f"{path}[{number}].id")
        if writing.workspace.store.get(USER, key) is None or key in writing.workspace.unshared:
            raise _no_user(key)
        keys.append(key)
    return list(dict.fromkeys(keys))


def _no_user(key: str) -> ApiError:
    lost = not_found("user", key)
    return ApiError(404, lost.code, lost.message, lost.additional_data)


def _bind_people(workspace: Workspace, _source: Doc, _prop: Doc, limit: int | None) -> Reader:
    return lambda value, _page: [seen_user(workspace, key) for key in (value or ())[:limit]]


def _files(writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    return [
        written_file(writing.workspace, item, f"{path}[{number}]", named=True)
        for number, item in enumerate(_array(value, path))
    ]


def _many(workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
    return lambda value, _page: [signed(workspace, each) for each in value or ()]


def _place(_writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    if value is None:
        return None
    if not isinstance(value, dict):
        raise wrong(path, "an object or `null`", value)
    for name in ("lat", "lon"):
        given = value.get(name)
        if given is None:
            raise missing(f"{path}.{name}")
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise wrong(f"{path}.{name}", "a number", given)
    return {name: value.get(name) for name in ("lat", "lon", "name", "address", "aws_place_id", "google_place_id")}


def _verification(writing: Writing, _prop: Doc, value: object, path: str) -> Any:  # noqa: ANN401 - stored JSON
    state = value.get("state") if isinstance(value, dict) else None
    if not isinstance(value, dict) or state not in ("verified", "unverified"):
        raise wrong(f"{path}.state", '`"verified"` or `"unverified"`', state)
    if state == "unverified":
        return {"state": state, "date": None, "verified_by": None}
    date = written_date(value.get("date"), f"{path}.date")
    if date is None:
        start = writing.workspace.minute().replace("Z", "+00:00")
        date = {"start": start, "end": None, "time_zone": None}
    if "T" not in date["start"]:
        raise invalid(f"body failed validation: {path}.date.start should include a time.")
    return {"state": state, "date": date, "verified_by": BOT_ID}


def _bind_verification(workspace: Workspace, _source: Doc, _prop: Doc, _limit: int | None) -> Reader:
    def read(value: Any, _page: Doc) -> Doc | None:  # noqa: ANN401 - stored JSON
        if value is None:
            return {"state": "unverified", "date": None, "verified_by": None}
        by = value["verified_by"]
        return {**value, "verified_by": None if by is None else seen_user(workspace, by)}

    return read


def _array(value: object, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise wrong(path, "an array", value)
    if len(value) > MOST:
        raise too_long(path, MOST, len(value))
    return value


OBJECTS = {
    "date": Kind(bind=constant, write=_date),
    "people": Kind(bind=_bind_people, write=_people, listed=True),
    "files": Kind(bind=_many, write=_files),
    "place": Kind(bind=constant, write=_place),
    "verification": Kind(bind=_bind_verification, write=_verification),
    "location": Kind(bind=constant),
    "last_visited_time": Kind(bind=constant),
}
