"""The local services, for the demo and for a rehearsal of one's own configuration."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.sandbox.faults.quota import Quotas
from adapters.sandbox.faults.script import ScriptError
from adapters.sandbox.server import SandboxServer, serve
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
) -> None:
    """Serve the local services until SIGTERM or Ctrl+C; one JSON line on stdout says when they are ready.

    Raises ``Misconfigured`` where the script of faults has mistakes.
    """
    prepare = _fill if demo else None
    limits = Quotas() if quotas else None
    try:
        script = "" if faults is None else faults.read_bytes().decode("utf-8-sig")
        serve(port, store, token, sys.stdout, seed=seed, faults=script, quotas=limits, prepare=prepare)
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
