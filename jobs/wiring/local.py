"""The local services, for the demo and for a rehearsal of one's own configuration."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.sandbox.faults.quota import Quotas
from adapters.sandbox.faults.script import ScriptError
from adapters.sandbox.server import LOOPBACK, SandboxServer, serve
from sync.errors import Misconfigured
from sync.message import say


@contextmanager
def start_sandbox() -> Iterator[SandboxServer]:
    """Serve the local services in this process, on a free port."""
    with SandboxServer() as server:
        yield server


def serve_sandbox(
    *,
    port: int,
    store: Path | None,
    token: str | None,
    demo: bool,
    faults: Path | None = None,
    seed: int = 0,
    quotas: bool = False,
    host: str | None = "127.0.0.1",
) -> None:
    """Serve the local services until SIGTERM or Ctrl+C; one JSON line on stdout says when they are ready.

    No host means one that was refused. Raises ``Misconfigured`` for it, for a script of faults with mistakes, and
    where the port or the file cannot be had.
    """
    if host is None:
        seen = say(
            "the sandbox has no protection, so it serves this machine alone ({hosts})", hosts=", ".join(LOOPBACK)
        )
        raise Misconfigured(
            seen, way_out=say("Add --expose if everybody who reaches the address may change all in it.")
        )
    prepare = _fill if demo else None
    limits = Quotas() if quotas else None
    try:
        script = "" if faults is None else faults.read_bytes().decode("utf-8-sig")
        exposed = host not in LOOPBACK
        serve(
            port,
            store,
            token,
            sys.stdout,
            host,
            expose=exposed,
            seed=seed,
            faults=script,
            quotas=limits,
            prepare=prepare,
        )
    except OSError as error:
        seen = say("the sandbox cannot serve on {host}, port {port}: {why}", host=host, port=port, why=error.strerror)
        raise Misconfigured(
            seen, way_out=say("Take another port (--port 0 takes a free one) or another file.")
        ) from None
    except UnicodeDecodeError as error:
        seen = say("{path} is not UTF-8 text (byte {place}).", path=faults, place=error.start)
        raise Misconfigured(seen, way_out=say("Save it as UTF-8.")) from None
    except ScriptError as error:
        mistakes = [
            say("line {line}: {seen}; allowed: {allowed}", line=each.line, seen=each.seen, allowed=each.allowed)
            for each in error.mistakes
        ]
        raise Misconfigured(say("The script of faults {file} has mistakes.", file=faults), mistakes) from None


def _fill(base: str, token: str) -> None:
    from jobs.demo.fill import fill_at  # noqa: PLC0415 - only a sandbox with the demo's tables needs it

    fill_at(base, base, token)
