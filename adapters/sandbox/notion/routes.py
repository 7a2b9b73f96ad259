"""The Notion API under /v1: authorisation, version, body, and the answer's form.

Beside the service's own headers three of the sandbox's are taken, for seeding and for playing other people:
``X-Sandbox-Id`` is the id of the database or page that is created (``X-Sandbox-Data-Source-Id`` that of a data source),
``X-Sandbox-User`` the id of the user who makes the call, ``X-Sandbox-Time`` the time (ISO 8601) at which it happens.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.sandbox.notion import older
from adapters.sandbox.notion.capabilities import REFUSED, Capability, needed
from adapters.sandbox.notion.dates import parsed
from adapters.sandbox.notion.endpoints import ENDPOINTS, Handler
from adapters.sandbox.notion.errors import ApiError, wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.request import BETAS, VERSIONS, Accepted, Call
from adapters.sandbox.notion.uploads import form_of
from adapters.sandbox.notion.workspace import BOT_ID, Workspace

MOST_BYTES = 500 * 1024
_NO_URL = ApiError(400, "invalid_request_url", "Invalid request URL.")
_UNAUTHORIZED = ApiError(401, "unauthorized", "API token is invalid.")


def routes(workspace: Workspace, token: str | None) -> list[Route]:
    """Return the routes; without a token any is taken, but there must be one."""
    known = [
        Route(path, _endpoint(workspace, token, handler, needed(method, path)), methods=[method])
        for method, path, handler in ENDPOINTS
    ]
    nothing = _endpoint(workspace, token, _nowhere)
    methods = ["GET", "POST", "PATCH", "PUT", "DELETE"]
    by_path: dict[str, set[str]] = {}
    for method, path, _ in ENDPOINTS:
        by_path.setdefault(path, set()).add(method)
    wrong_method = [
        Route(path, nothing, methods=[method for method in methods if method not in taken])
        for path, taken in by_path.items()
    ]
    return [*known, *wrong_method, Route("/v1/{rest:path}", nothing, methods=methods)]


def _nowhere(_call: Call) -> dict[str, Any]:
    raise _NO_URL


def _endpoint(
    workspace: Workspace, token: str | None, handler: Handler, capability: Capability | None = None
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        request_id = workspace.uuid()
        try:
            _authorise(request, token)
            call = await _call(workspace, request)
            if capability in workspace.lacking:
                raise REFUSED
            _act(workspace, call)
            old = older.is_old(call)
            answer = handler(older.renewed(call, request.url.path.rstrip("/")) if old else call)
            answer, status = older.shown(workspace, answer) if old else answer, 200
        except Accepted as accepted:
            answer, status = accepted.task, 202
        except ApiError as error:
            return _response(error.body(request_id), request_id, error.status)
        finally:
            workspace.editor, workspace.moment = BOT_ID, None
        if "object" in answer:
            answer["request_id"] = request_id
        return _response(answer, request_id, status)

    return endpoint


def _response(body: dict[str, Any], request_id: str, status: int) -> Response:
    headers = {"x-notion-request-id": request_id}
    return Response(orjson.dumps(body), status, headers, media_type="application/json; charset=utf-8")


def _authorise(request: Request, token: str | None) -> None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip() or (token is not None and given.strip() != token):
        raise _UNAUTHORIZED


async def _call(workspace: Workspace, request: Request) -> Call:
    version = request.headers.get("notion-version")
    if version not in VERSIONS:
        expected = " or ".join(f'`"{each}"`' for each in VERSIONS)
        clause = "defined" if version is None else expected
        seen = "undefined" if version is None else f'"{version}"'
        raise ApiError(
            400,
            "missing_version",
            f"Notion-Version header failed validation: Notion-Version header should be {clause}, instead was `{seen}`.",
        )
    beta = request.headers.get("notion-beta")
    if beta is not None and beta not in BETAS:
        raise ApiError(400, "invalid_beta", f"The beta {beta} is not known.")
    return Call(
        workspace=workspace,
        version=version,
        path=request.path_params,
        query=request.query_params.multi_items(),
        body=await _body(request),
        headers={name.lower(): value for name, value in request.headers.items()},
    )


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return form_of(raw, kind)
    if len(raw) > MOST_BYTES:
        raise ApiError(
            400,
            "validation_error",
            f"body failed validation: body.length should be ≤ `{MOST_BYTES}`, instead was `{len(raw)}`.",
        )
    if not raw or request.method in ("GET", "DELETE"):
        return {}
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError:
        raise ApiError(400, "invalid_json", "Error parsing JSON body.") from None
    if not isinstance(body, dict):
        raise wrong("body", "an object", body)
    return body


def _act(workspace: Workspace, call: Call) -> None:
    """Let the call be made by whom and when its headers say."""
    user, time = call.headers.get("x-sandbox-user"), call.headers.get("x-sandbox-time")
    if user is not None:
        workspace.editor = checked_uuid(user, "x-sandbox-user", part="header")
    if time is not None:
        moment = parsed(time)
        if not isinstance(moment, datetime):
            raise wrong("x-sandbox-time", "a time in ISO 8601", time, part="header")
        workspace.moment = moment
