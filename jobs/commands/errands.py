"""The jobs by their names, each as its own command does it."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass, fields
from io import StringIO
from pathlib import Path

from rich.console import Console

from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.report import Voice
from jobs.schedule import JobName
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch
from sync.errors import Misconfigured
from sync.message import say


@dataclass(frozen=True)
class Order:
    """How a job is to be done. ``dry`` writes nothing."""

    config: Path | None = None
    dry: bool = False
    as_json: bool = False
    language: str | None = None


def carry_out(job: JobName, order: Order, screen: Terminal, watch: Watch, heed: Callable[[Outcome], None]) -> Exit:
    """Do a job within the time of ``watch``. Raises ``BothwaysError`` where it stops before any table."""
    if job is JobName.SYNC:
        from jobs.commands import run as syncing  # noqa: PLC0415 - each job is loaded when it is due

        asked = syncing.Asked(
            "plan" if order.dry else "sync",
            order.config,
            as_json=order.as_json,
            language=order.language,
            watch=watch,
            heed=heed,
        )
        return syncing.run(asked, screen)
    if job is JobName.DIGEST:
        return _digest(order, screen, watch, heed)
    from jobs.commands import flag, link  # noqa: PLC0415 - as above
    from jobs.commands.clerical import Asked  # noqa: PLC0415 - as above

    clerical = Asked(
        order.config, dry=order.dry, as_json=order.as_json, language=order.language, watch=watch, heed=heed
    )
    return link.run(clerical, screen) if job is JobName.LINK else flag.run(clerical, screen)


def _digest(order: Order, screen: Terminal, watch: Watch, heed: Callable[[Outcome], None]) -> Exit:
    """Make the digest; its command takes of the order what it knows."""
    try:
        command = importlib.import_module("jobs.commands.digest")
    except ModuleNotFoundError:
        raise Misconfigured(
            say("This Bothways makes no digest."), way_out=say("Take {key} out.", key="[jobs.digest]")
        ) from None
    given = {
        "config": order.config,
        "dry": order.dry,
        "as_json": order.as_json,
        "language": order.language,
        "watch": watch,
        "heed": heed,
    }
    known = {each.name for each in fields(command.Asked)}
    return Exit(command.run(command.Asked(**{name: each for name, each in given.items() if name in known}), screen))


def unseen(voice: Voice, *, verbose: bool = False) -> tuple[Terminal, StringIO]:
    """Return a terminal nobody watches, and what is written to it."""
    out, err = StringIO(), StringIO()
    made = Terminal(voice, True, verbose, Console(file=out, width=100), Console(file=err, width=100))
    return made, out
