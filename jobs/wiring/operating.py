"""What jobs that run by themselves work with: the ledger, who is told, and what is served on this machine."""

import shlex
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from adapters.signals.gauges import Gauges
from adapters.signals.heartbeat import Heartbeat
from adapters.signals.mail import Mail
from adapters.signals.program import Program
from adapters.signals.serving import Health, serving
from adapters.signals.webhook import Webhook
from adapters.state.ledger import Ledger
from adapters.state.peek import peek
from adapters.state.store import open_store
from jobs.settings import Settings
from jobs.wiring.past import looking_back
from jobs.wiring.services import now
from jobs.worker.ports import Herald
from jobs.worker.waiting import Waits, waits


@contextmanager
def ledger(settings: Settings, *, reading: bool = False) -> Iterator[Ledger | None]:
    """Yield the turns of jobs. With ``reading`` nothing is made or migrated; None where there is none yet.

    Raises ``StateError`` and ``Misconfigured`` as opening the store does.
    """
    if reading:
        with peek(settings.state_url()) as found:
            yield None if found is None else found.ledger
        return
    with open_store(settings.state_url()) as store:
        yield store.ledger


def waiting(settings: Settings) -> Waits:
    """Return what waits for people. Asks no service. Raises ``StateError``."""
    with looking_back(settings) as memories:
        known = [(mapping.name, memories(mapping).memory) for mapping in settings.mappings()]
        return waits((name, each.open_conflicts(), each.held()) for name, each in known if each is not None)


def heralds(settings: Settings) -> tuple[Herald, ...]:
    """Return the ways in which people are called. Raises ``Misconfigured`` where a secret cannot be fetched."""
    notify, mail = settings.notify, settings.mail
    found: list[Herald] = []
    url = settings.webhook()
    if url is not None:
        found.append(Webhook(url.get_secret_value()))
    if notify.mail_to:
        password = settings.mail_password()
        found.append(
            Mail(
                notify.mail_to,
                mail.sender or notify.mail_to[0],
                mail.host,
                mail.port,
                mail.security,
                mail.user,
                None if password is None else password.get_secret_value(),
            )
        )
    if notify.command is not None:
        words = shlex.split(notify.command) if isinstance(notify.command, str) else notify.command
        found.append(Program(tuple(words)))
    return tuple(found)


def monitor(settings: Settings) -> Heartbeat | None:
    """Return what is told of each run. Raises ``Misconfigured`` where its address cannot be fetched."""
    url, beat = settings.heartbeat_url(), settings.heartbeat
    return None if url is None else Heartbeat(url.get_secret_value(), beat.method.upper(), beat.fail_suffix)


def gauges() -> Gauges:
    return Gauges(now)


def health_served(
    port: int, *, live: Callable[[], Health], health: Callable[[], Health], metrics: Callable[[], bytes]
) -> AbstractContextManager[str]:
    """Serve health and metrics on this machine. Raises ``Misconfigured`` where the port is taken."""
    return serving(port, live=live, health=health, metrics=metrics)
