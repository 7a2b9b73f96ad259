"""The door by which tables that were read from the services come in: ``POST /_sandbox/load``."""

from collections import Counter
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.sandbox.google.errors import GoogleError
from adapters.sandbox.google.library import Library
from adapters.sandbox.google.loading import load as load_spreadsheet
from adapters.sandbox.notion.loading import load as load_workspace
from adapters.sandbox.notion.workspace import Workspace

Json = dict[str, Any]


def load(workspace: Workspace, given: Json) -> Counter[str]:
    """Put in ``notion`` (users, databases, data_sources, pages, related) and ``spreadsheets``, as the APIs show them.

    Return, by kind, how much could not be kept as it was. To be called once, before anybody looks at the tables.
    """
    left: Counter[str] = Counter()
    load_workspace(workspace, given.get("notion", {}), left)
    library = Library(workspace.store, workspace.clock, workspace.random)
    for spreadsheet in given.get("spreadsheets", ()):
        load_spreadsheet(library, spreadsheet, left)
    workspace.store.flush()
    return +left


def loading_routes(workspace: Workspace) -> list[Route]:
    async def endpoint(request: Request) -> Response:
        try:
            answer: Json = {"left": load(workspace, orjson.loads(await request.body()))}
            status = 200
        except GoogleError as error:
            answer, status = error.body, error.code
        except (orjson.JSONDecodeError, LookupError, TypeError, AttributeError) as odd:
            answer, status = {"error": {"message": f"not in the form of the APIs: {type(odd).__name__} {odd}"}}, 400
        return Response(orjson.dumps(answer), status, media_type="application/json")

    return [Route("/_sandbox/load", endpoint, methods=["POST"])]
