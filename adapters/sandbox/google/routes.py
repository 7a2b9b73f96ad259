"""The paths of Google's Sheets and Drive APIs, as Starlette routes."""

import random as randomness
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from adapters.sandbox.google import drive_api, masks, spreadsheets_api, values_api
from adapters.sandbox.google.call import Call
from adapters.sandbox.google.errors import GoogleError, drive_unauthenticated, sheets_unauthenticated
from adapters.sandbox.google.library import DEFAULT_USER, Documents, Library, Now
from adapters.sandbox.google.together import HEADER, Together

Json = dict[str, Any]
Endpoint = Callable[..., Json | bytes | None]

FAKE_TOKEN = "not-a-real-token"  # noqa: S105 - a fake one, taken where none is required
_NO_SUCH_PAGE = (
    "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error 404 (Not Found)!!1</title>\n"
    "  <p><b>404.</b> <ins>That’s an error.</ins>\n  <p>The requested URL was not found on this server.\n"
)
_ID = r"([^/:]+)"
_SHEETS: tuple[tuple[str, str, Endpoint], ...] = (
    ("POST", "", spreadsheets_api.create),
    ("GET", f"/{_ID}", spreadsheets_api.get),
    ("POST", f"/{_ID}:batchUpdate", spreadsheets_api.batch_update),
    ("POST", f"/{_ID}:getByDataFilter", spreadsheets_api.get_by_data_filter),
    ("POST", rf"/{_ID}/sheets/(-?\d+):copyTo", spreadsheets_api.copy_to),
    ("POST", f"/{_ID}/developerMetadata:search", spreadsheets_api.search_metadata),
    ("GET", rf"/{_ID}/developerMetadata/(-?\d+)", spreadsheets_api.get_metadata),
    ("GET", f"/{_ID}/values:batchGet", values_api.batch_get),
    ("POST", f"/{_ID}/values:batchUpdate", values_api.batch_update),
    ("POST", f"/{_ID}/values:batchClear", values_api.batch_clear),
    ("POST", f"/{_ID}/values:batchGetByDataFilter", values_api.batch_get_by_data_filter),
    ("POST", f"/{_ID}/values:batchUpdateByDataFilter", values_api.batch_update_by_data_filter),
    ("POST", f"/{_ID}/values:batchClearByDataFilter", values_api.batch_clear_by_data_filter),
    ("POST", f"/{_ID}/values/(.+):append", values_api.append),
    ("POST", f"/{_ID}/values/(.+):clear", values_api.clear),
    ("GET", f"/{_ID}/values/(.+)", values_api.get),
    ("PUT", f"/{_ID}/values/(.+)", values_api.update),
)
_FILE = r"([^/]+)"
_DRIVE: tuple[tuple[str, str, Endpoint], ...] = (
    ("POST", "", drive_api.create),
    ("GET", "", drive_api.listed),
    ("GET", f"/{_FILE}", drive_api.get),
    ("PATCH", f"/{_FILE}", drive_api.update),
    ("DELETE", f"/{_FILE}", drive_api.delete),
    ("POST", f"/{_FILE}/copy", drive_api.copy),
    ("GET", f"/{_FILE}/export", drive_api.export),
    ("GET", f"/{_FILE}/permissions", drive_api.permissions),
    ("POST", f"/{_FILE}/permissions", drive_api.share),
    ("GET", f"/{_FILE}/permissions/{_FILE}", drive_api.permission),
    ("PATCH", f"/{_FILE}/permissions/{_FILE}", drive_api.change_permission),
    ("DELETE", f"/{_FILE}/permissions/{_FILE}", drive_api.unshare),
    ("GET", f"/{_FILE}/comments", drive_api.comments),
    ("POST", f"/{_FILE}/comments", drive_api.comment),
)
_UPLOAD_V2: tuple[tuple[str, str, Endpoint], ...] = (("PUT", f"/{_FILE}", drive_api.upload_v2),)
_UPLOAD_V3: tuple[tuple[str, str, Endpoint], ...] = (
    ("POST", "", drive_api.upload),
    ("PATCH", f"/{_FILE}", drive_api.upload),
)
_ANSWERS: dict[Endpoint, str] = {
    spreadsheets_api.create: "Spreadsheet",
    spreadsheets_api.get: "Spreadsheet",
    spreadsheets_api.get_by_data_filter: "Spreadsheet",
    spreadsheets_api.batch_update: "BatchUpdateSpreadsheetResponse",
    spreadsheets_api.copy_to: "SheetProperties",
    spreadsheets_api.search_metadata: "SearchDeveloperMetadataResponse",
    spreadsheets_api.get_metadata: "DeveloperMetadata",
    values_api.get: "ValueRange",
    values_api.update: "UpdateValuesResponse",
    values_api.append: "AppendValuesResponse",
    values_api.clear: "ClearValuesResponse",
    values_api.batch_get: "BatchGetValuesResponse",
    values_api.batch_update: "BatchUpdateValuesResponse",
    values_api.batch_clear: "BatchClearValuesResponse",
    values_api.batch_get_by_data_filter: "BatchGetValuesByDataFilterResponse",
    values_api.batch_update_by_data_filter: "BatchUpdateValuesByDataFilterResponse",
    values_api.batch_clear_by_data_filter: "BatchClearValuesByDataFilterResponse",
}
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
Table = Sequence[tuple[str, str, Endpoint]]


def routes(*, store: Documents, clock: Now, random: randomness.Random, token: str | None) -> list[Route]:
    """Return the routes of Sheets v4, Drive v3, its uploads, and an OAuth token endpoint.

    Without a token any caller is taken. ``X-Sandbox-User`` names who calls (an e-mail address), ``X-Sandbox-Id`` the
    id a new file is to have. ``X-Sandbox-Together: 2`` holds an append until two of them have found their place.
    """
    library = Library(store, clock, random)

    def served(prefix: str, table: Table, refusal: Callable[[], GoogleError]) -> list[Route]:
        endpoint = _endpoint(library, prefix, table, token, refusal)
        return [Route(prefix, endpoint, methods=_METHODS), Route(prefix + "{rest:path}", endpoint, methods=_METHODS)]

    return [
        *served("/v4/spreadsheets", _SHEETS, sheets_unauthenticated),
        *served("/drive/v3/files", _DRIVE, drive_unauthenticated),
        *served("/upload/drive/v2/files", _UPLOAD_V2, drive_unauthenticated),
        *served("/upload/drive/v3/files", _UPLOAD_V3, drive_unauthenticated),
        Route("/token", _token_endpoint(token), methods=["POST"]),
    ]


def _endpoint(
    library: Library, prefix: str, table: Table, token: str | None, refusal: Callable[[], GoogleError]
) -> Callable[[Request], Any]:
    compiled = [(method, re.compile(pattern, re.DOTALL), handler) for method, pattern, handler in table]
    together = Together()

    async def endpoint(request: Request) -> Response:
        if token is not None and request.headers.get("authorization") != f"Bearer {token}":
            challenge = {"WWW-Authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"'}
            return _json(refusal().body, 401, challenge)
        path = request.scope["path"].removeprefix(prefix)
        for method, pattern, handler in compiled:
            found = pattern.fullmatch(path)
            if found and method == request.method:
                call = await _call(library, request)
                if handler is values_api.append and HEADER in call.headers:
                    call = await _at_once(call, together, found.groups())
                return _answer(call, handler, found.groups())
        return HTMLResponse(_NO_SUCH_PAGE, 404)

    return endpoint


async def _at_once(call: Call, together: Together, parts: Sequence[str]) -> Call:
    try:
        with call.library.lock:
            target = values_api.append_target(call, *parts)
    except GoogleError:
        return call
    await together.meet(int(call.headers[HEADER]))
    return replace(call, target=target)


async def _call(library: Library, request: Request) -> Call:
    return Call(
        library=library,
        query=list(request.query_params.multi_items()),
        raw=await request.body(),
        caller=request.headers.get("x-sandbox-user", DEFAULT_USER),
        sandbox_id=request.headers.get("x-sandbox-id"),
        headers=dict(request.headers),
    )


def _answer(call: Call, handler: Endpoint, parts: Sequence[str]) -> Response:
    fields = call.params.get("fields")
    try:
        if fields and handler in _ANSWERS:
            masks.check(_ANSWERS[handler], masks.parse(fields))
        with call.library.lock:
            out = handler(call, *parts)
        if isinstance(out, dict) and fields:
            out = masks.project(out, masks.parse(fields))
    except GoogleError as error:
        return _json(error.body, error.code)
    if out is None:
        return Response(status_code=204)
    if isinstance(out, bytes):
        return Response(out, media_type=call.params.get("mimeType"))
    return _json(out, 200)


def _json(body: Json | bytes | None, status: int, headers: dict[str, str] | None = None) -> Response:
    content = orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS)
    return Response(content, status, media_type="application/json; charset=UTF-8", headers=headers)


def _token_endpoint(token: str | None) -> Callable[[Request], Any]:
    """Answer any grant, so that a service account whose ``token_uri`` is this server can sign in."""

    async def issue(request: Request) -> Response:
        await request.body()
        return _json({"access_token": token or FAKE_TOKEN, "expires_in": 3600, "token_type": "Bearer"}, 200)

    return issue
