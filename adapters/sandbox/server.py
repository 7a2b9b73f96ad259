"""The sandbox on a port: in a thread of a test, or as a process that serves until it is told to stop."""

import asyncio
import json
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Self, TextIO

import uvicorn
from starlette.applications import Starlette

from adapters.sandbox.app import Wrapper, create_app
from adapters.sandbox.calls import Call, CallLog
from adapters.sandbox.clock import Clock
from adapters.sandbox.faults.line import BreakableProtocol
from adapters.sandbox.faults.quota import Quotas
from adapters.sandbox.faults.running import Fired
from adapters.sandbox.faults.script import parse
from adapters.sandbox.faults.unreliable import Faults
from adapters.sandbox.notion.workspace import ROOT_PAGE_ID, Workspace, add_user
from adapters.sandbox.store import Store

FAKE_TOKEN = "not-a-real-token"  # noqa: S105 - a fake one, taken where none is required
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class _Uvicorn(uvicorn.Server):
    """Uvicorn that leaves the signals alone and says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], leaving: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._leaving = leaving

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def main_loop(self) -> None:
        """Look every 20 ms whether to end, so that a test does not wait for it."""
        counter = 0
        while not await self.on_tick(counter):
            counter += 1
            await asyncio.sleep(0.02)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()
        await super().shutdown(sockets)


class SandboxServer:
    """The sandbox in a daemon thread on loopback, for a ``with`` block.

    Port 0 takes a free one. A store that is given is not closed at the end; one that is made here is.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        store: Store | None = None,
        clock: Clock | None = None,
        seed: int = 0,
        token: str | None = None,
        wrappers: Sequence[Wrapper] = (),
        faults: str = "",
        quotas: Quotas | None = None,
    ) -> None:
        self._own_store = store is None
        self.store = store or Store()
        self.clock = clock or Clock()
        self.token = token or FAKE_TOKEN
        self.app = create_app(
            store=self.store,
            clock=self.clock,
            seed=seed,
            token=token,
            wrappers=wrappers,
            faults=faults,
            quotas=quotas,
        )
        self._calls: CallLog = self.app.state.calls
        self._port = port
        self._thread: threading.Thread | None = None
        self._uvicorn: _Uvicorn | None = None
        self.url = ""

    @property
    def notion_base(self) -> str:
        return self.url

    @property
    def google_base(self) -> str:
        return self.url

    @property
    def root_page_id(self) -> str:
        return ROOT_PAGE_ID

    @property
    def notion(self) -> Workspace:
        workspace: Workspace = self.app.state.notion
        return workspace

    def calls(self, service: str | None = None) -> list[Call]:
        """Return the calls since the start or the last ``forget_calls``, of one service or of both."""
        return [call for call in self._calls.all() if service in (None, call.service)]

    def forget_calls(self) -> None:
        self._calls.clear()

    @property
    def faults(self) -> Faults:
        faults: Faults = self.app.state.faults
        return faults

    def script(self, text: str, seed: int | None = None) -> None:
        """Put a script of faults in force, or raise ``ScriptError``; an empty one ends them."""
        self.faults.play(text, seed)

    def fired(self) -> list[Fired]:
        """Return what the script in force has done so far."""
        return list(self.faults.running.fired)

    def limit(self, quotas: Quotas | None) -> None:
        """Count calls by these quotas from now on; None ends it."""
        self.app.state.meter.use(quotas)

    def add_person(self, name: str, email: str, kind: str = "person") -> str:
        """Add a person, guest, bot, agent or group to the Notion workspace and return the id."""
        return add_user(self.store, name, email, kind)

    def start(self) -> Self:
        listener = _bind("127.0.0.1", self._port)
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        ready = threading.Event()
        self._uvicorn = _Uvicorn(_config(self.app), ready.set, self.faults.release)
        self._thread = threading.Thread(
            target=self._uvicorn.run, kwargs={"sockets": [listener]}, name="sandbox", daemon=True
        )
        self._thread.start()
        if not ready.wait(20):
            raise RuntimeError("the sandbox did not start within 20 seconds")
        return self

    def stop(self) -> None:
        if self._uvicorn is not None and self._thread is not None:
            self._uvicorn.should_exit = True
            self._thread.join(20)
            self._uvicorn = self._thread = None
        if self._own_store:
            self.store.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_exc: object) -> None:
        self.stop()


def serve(
    port: int,
    store_file: Path | None,
    token: str | None,
    out: TextIO,
    host: str = "127.0.0.1",
    *,
    expose: bool = False,
    seed: int = 0,
    faults: str = "",
    quotas: Quotas | None = None,
    prepare: Callable[[str, str], None] | None = None,
) -> None:
    """Serve until SIGTERM or SIGINT; print one JSON line with the bases and a token once connections are taken.

    ``prepare`` is called with the base and the token before that line, while the server already answers; ``faults``
    and ``quotas`` are in force after it.

    A host that is not this machine's own raises ValueError unless ``expose`` is set: the sandbox has no protection.
    A script with mistakes raises ``ScriptError``.
    """
    parse(faults)
    if host not in LOOPBACK and not expose:
        raise ValueError(f"the sandbox serves this machine only ({', '.join(LOOPBACK)}), not {host}")
    store = Store(store_file)
    try:
        listener = _bind(host, port)
        shown = f"[{host}]" if ":" in host else host
        base = f"http://{shown}:{listener.getsockname()[1]}"

        def announce() -> None:
            try:
                if prepare is not None:
                    prepare(base, token or FAKE_TOKEN)
                app.state.faults.play(faults)
                app.state.meter.use(quotas)
            except BaseException:
                server.should_exit = True
                raise
            out.write(json.dumps({"notion": base, "google": base, "token": token or FAKE_TOKEN}) + "\n")
            out.flush()

        def ready() -> None:
            threading.Thread(target=announce, name="announce", daemon=True).start()

        app = create_app(store=store, clock=Clock(), seed=seed, token=token)
        server = _Uvicorn(_config(app), ready, app.state.faults.release)
        with _stopped_by_signals(server):
            server.run(sockets=[listener])
    finally:
        store.close()


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=BreakableProtocol,
        access_log=False,
        date_header=False,  # it would tell the time of this machine
        log_level="warning",
        log_config=None,
        lifespan="off",
        ws="none",
        loop="asyncio",
        timeout_graceful_shutdown=2,
    )


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves Nagle's delay on
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
