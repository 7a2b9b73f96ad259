"""The sandbox's own endpoints for its Notion half, under /_sandbox.

People, bulk, values nobody can write, cursors, limits, the lateness of search, what is shared, and capabilities.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.sandbox.notion.capabilities import Capability
from adapters.sandbox.notion.dates import parsed
from adapters.sandbox.notion.errors import ApiError, invalid, wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.pages import create_page
from adapters.sandbox.notion.rows import source_of
from adapters.sandbox.notion.schema import find
from adapters.sandbox.notion.shares import share, unshare
from adapters.sandbox.notion.workspace import (
    BOT_ID,
    PAGE,
    ROOT_PAGE_ID,
    USER,
    USER_KINDS,
    WORKSPACE_ID,
    WORKSPACE_NAME,
    Workspace,
    add_user,
    not_found,
)

Answer = dict[str, Any]


def admin_routes(workspace: Workspace) -> list[Route]:
    def route(path: str, method: str, handler: Callable[[Workspace, Request, Any], Answer]) -> Route:
        return Route(f"/_sandbox/{path}", _endpoint(workspace, handler), methods=[method])

    return [
        route("info", "GET", _info),
        route("users", "GET", _users),
        route("users", "POST", _add_user),
        route("pages", "POST", _add_pages),
        route("pages/{page_id}/values", "POST", _set_values),
        route("cursors", "DELETE", _expire),
        route("limits", "POST", _limits),
        route("search", "POST", _search),
        route("capabilities", "PUT", _capabilities),
        route("shares/{id}", "DELETE", _unshare),
        route("shares/{id}", "PUT", _share),
    ]


def _endpoint(
    workspace: Workspace, handler: Callable[[Workspace, Request, Any], Answer]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        raw = await request.body()
        try:
            body = orjson.loads(raw) if raw else {}
            answer, status = handler(workspace, request, body), 200
        except ApiError as error:
            answer, status = error.body(""), error.status
        except orjson.JSONDecodeError:
            answer, status = ApiError(400, "invalid_json", "The body is not JSON.").body(""), 400
        finally:
            workspace.editor, workspace.moment = BOT_ID, None
        return Response(orjson.dumps(answer), status, media_type="application/json")

    return endpoint


def _info(_workspace: Workspace, request: Request, _body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    base = str(request.base_url).rstrip("/")
    return {
        "notion": base,
        "google": base,
        "root_page_id": ROOT_PAGE_ID,
        "bot_id": BOT_ID,
        "workspace_id": WORKSPACE_ID,
        "workspace_name": WORKSPACE_NAME,
    }


def _users(workspace: Workspace, _request: Request, _body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    return {"users": [user for _, user in workspace.store.all(USER)]}


def _add_user(workspace: Workspace, _request: Request, body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """{name, email, kind} adds a person, or whoever the kind says, and answers with the id."""
    if not isinstance(body.get("name"), str) or not isinstance(body.get("email"), str):
        raise invalid("body.name and body.email should be strings.")
    kind = body.get("kind", "person")
    if kind not in USER_KINDS:
        raise wrong("body.kind", "one of " + ", ".join(USER_KINDS), kind)
    return {"id": add_user(workspace.store, body["name"], body["email"], kind)}


def _add_pages(workspace: Workspace, _request: Request, body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """{pages: […]} makes many pages; each is the body of a page creation, with ``id``, ``time``, ``user`` beside it."""
    made = []
    for number, given in enumerate(body.get("pages", ())):
        wish = {name: given[name] for name in given if name not in ("id", "time", "user")}
        time = given.get("time")
        moment = parsed(time) if isinstance(time, str) else None
        if time is not None and not hasattr(moment, "tzinfo"):
            raise invalid(f"body.pages[{number}].time should be a time in ISO 8601, instead was `{time}`.")
        workspace.moment = moment  # type: ignore[assignment]  # a day has no tzinfo
        workspace.editor = given.get("user", BOT_ID)
        made.append(create_page(workspace, wish, given.get("id"))["id"])
    return {"ids": made}


def _set_values(workspace: Workspace, request: Request, body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """{name: stored value} sets what the API cannot, a formula's result above all; no time of the page changes."""
    page = workspace.store.get(PAGE, request.path_params["page_id"])
    if page is None:
        raise not_found("page", request.path_params["page_id"])
    schema = source_of(workspace, page)["schema"]
    for name, value in body.items():
        prop = find(schema, name)
        if prop is None:
            raise invalid(f"{name} is not a property that exists.")
        page["values"][prop["id"]] = value
    workspace.put_page(page)
    return {"id": page["id"]}


def _expire(workspace: Workspace, _request: Request, _body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """Invalidate every query cursor."""
    workspace.sessions.expire()
    return {}


def _limits(workspace: Workspace, _request: Request, body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """Set any of the limits by name, so that a few rows are enough to meet one."""
    workspace.limits.set(body)
    return asdict(workspace.limits)


def _search(workspace: Workspace, _request: Request, body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """{late: true} keeps what is made from now on out of search; {late: false} lets search know all there is."""
    if not isinstance(body, dict) or not isinstance(body.get("late"), bool):
        raise wrong("body.late", "a boolean", body)
    workspace.index_is_late = body["late"]
    if not workspace.index_is_late:
        workspace.unindexed.clear()
    return {"late": workspace.index_is_late}


def _capabilities(workspace: Workspace, _request: Request, body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """{lacks: [names]} takes these capabilities from the connection and gives it all others."""
    names = body.get("lacks") if isinstance(body, dict) else None
    if not isinstance(names, list) or not set(names) <= {each.value for each in Capability}:
        raise wrong("body.lacks", "a list of " + ", ".join(Capability), body)
    workspace.lacking = {Capability(name) for name in names}
    return {"lacks": sorted(workspace.lacking)}


def _unshare(workspace: Workspace, request: Request, _body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    """Take a page, database, data source or person out of the connection's sight."""
    key = checked_uuid(request.path_params["id"], "path.id", part="path")
    unshare(workspace, key)
    return {"id": key, "shared": False}


def _share(workspace: Workspace, request: Request, _body: Any) -> Answer:  # noqa: ANN401 - unchecked JSON
    key = checked_uuid(request.path_params["id"], "path.id", part="path")
    share(workspace, key)
    return {"id": key, "shared": True}
