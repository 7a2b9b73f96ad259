"""The sandbox's two services as one ASGI app; their paths do not overlap."""

import random
from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.sandbox.calls import CallLog, CallRecorder, call_routes
from adapters.sandbox.clock import Clock, clock_routes
from adapters.sandbox.dated import Dated
from adapters.sandbox.faults.endpoints import fault_routes, quota_routes
from adapters.sandbox.faults.quota import Meter, Quotas
from adapters.sandbox.faults.unreliable import Faults
from adapters.sandbox.google.routes import FAKE_TOKEN
from adapters.sandbox.google.routes import routes as google_routes
from adapters.sandbox.loading import loading_routes
from adapters.sandbox.notion.admin import admin_routes
from adapters.sandbox.notion.routes import routes as notion_routes
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Store

Wrapper = Callable[[ASGIApp], ASGIApp]


class Flush:
    """ASGI middleware: what a request has put is in the file before its answer goes out."""

    def __init__(self, app: ASGIApp, store: Store) -> None:
        self._app = app
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def flushing_send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._store.flush()
            await send(message)

        await self._app(scope, receive, flushing_send)


def create_app(
    *,
    store: Store,
    clock: Clock,
    seed: int = 0,
    token: str | None = None,
    wrappers: Sequence[Wrapper] = (),
    faults: str = "",
    quotas: Quotas | None = None,
) -> Starlette:
    """Build the app. ``wrappers`` see each request before the services do, the first one first.

    Without a token any is taken. ``faults`` is a script; one with mistakes raises ``ScriptError``. Calls over the
    ``quotas`` are refused before faults are looked for. ``app.state`` has ``store``, ``clock``, ``calls``, ``notion``,
    ``faults`` and ``meter``.
    """
    calls = CallLog()
    notion = Workspace(store=store, clock=clock, random=_random(seed, store, "notion"))
    unreliable = Faults(clock=clock, workspace=notion, token=token or FAKE_TOKEN, seed=seed)
    unreliable.play(faults)
    meter = Meter(clock, seed, quotas)
    app = Starlette(
        routes=[
            *call_routes(calls),
            *clock_routes(clock),
            *fault_routes(unreliable),
            *quota_routes(meter),
            *admin_routes(notion),
            *loading_routes(notion),
            *notion_routes(notion, token),
            *google_routes(store=store, clock=clock, random=_random(seed, store, "google"), token=token),
        ],
        middleware=[
            Middleware(Dated, clock=clock),
            Middleware(CallRecorder, log=calls),
            *(Middleware(_wrapped, wrapper=wrapper) for wrapper in (*wrappers, meter.wrap, unreliable.wrap)),
            Middleware(Flush, store=store),
        ],
    )
    app.router.redirect_slashes = False
    app.state.store = store
    app.state.clock = clock
    app.state.calls = calls
    app.state.notion = notion
    app.state.faults = unreliable
    app.state.meter = meter
    return app


def _wrapped(app: ASGIApp, wrapper: Wrapper) -> ASGIApp:
    return wrapper(app)


def _random(seed: int, store: Store, part: str) -> random.Random:
    """A file that is opened again must not hand out the ids of its first run."""
    return random.Random(f"{seed}:{part}:{store.openings}")  # noqa: S311 - ids must be repeatable, not secret
