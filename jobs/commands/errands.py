"""The jobs by their names, each as its own command does it."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from rich.console import Console

from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.report import Voice
from jobs.schedule import JobName
from jobs.sync.outcome import Outcome
from jobs.sync.watch import Watch


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
        from jobs.commands import digest  # noqa: PLC0415 - as above

        telling = digest.Asked(order.config, dry=order.dry, as_json=order.as_json, language=order.language, watch=watch)
        return digest.run(telling, screen)
    from jobs.commands import flag, link  # noqa: PLC0415 - as above
    from jobs.commands.clerical import Asked  # noqa: PLC0415 - as above

    clerical = Asked(
        order.config, dry=order.dry, as_json=order.as_json, language=order.language, watch=watch, heed=heed
    )
    return link.run(clerical, screen) if job is JobName.LINK else flag.run(clerical, screen)


def unseen(voice: Voice, *, verbose: bool = False) -> tuple[Terminal, StringIO]:
    """Return a terminal nobody watches, and what is written to it."""
    out, err = StringIO(), StringIO()
    made = Terminal(voice, True, verbose, Console(file=out, width=100), Console(file=err, width=100))
    return made, out
