"""Who may work on a pair, until when. Every write of the holder renews it, and fails once it was taken over."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from adapters.state.row import Pair, save
from adapters.state.tables import aware, iso
from sync.errors import Busy
from sync.message import say


@dataclass(frozen=True)
class Lease:
    holder: str
    now: Callable[[], datetime]
    lasts: timedelta
    term: int = 0

    def take(self, connection: Connection, pair: Pair) -> "Lease":
        """Raises ``Busy`` while another holder's lease lives. One that cannot be read is taken over."""
        until = _until(pair)
        if until is not None and until > self.now() and pair.lease_holder != self.holder:
            raise Busy(
                say(
                    "{holder} is working on the pair {pair}; its lease ends at {until}.",
                    holder=pair.lease_holder,
                    pair=pair.name,
                    until=until.isoformat(timespec="seconds"),
                ),
                say("Wait for it to end. If it was killed, its lease ends by itself: run again after that time."),
            )
        taken = replace(self, term=pair.lease_term + 1)
        save(connection, taken.renew(replace(pair, lease_term=taken.term)))
        return taken

    def renew(self, pair: Pair) -> Pair:
        """Return the row with the lease renewed. Raises ``Busy`` where somebody else took it over."""
        if pair.lease_term != self.term:
            raise Busy(
                say(
                    "The lease on the pair {pair} ran out and {holder} took it over.",
                    pair=pair.name,
                    holder=pair.lease_holder or say("another run"),
                ),
                say("Nothing more is written by this run; the next one settles what it left open."),
            )
        until = iso(self.now() + self.lasts)
        return replace(pair, lease_holder=self.holder, lease_until=until)

    def release(self, connection: Connection, pair: Pair) -> None:
        if pair.lease_term == self.term:
            save(connection, replace(pair, lease_holder=None, lease_until=None))


def _until(pair: Pair) -> datetime | None:
    try:
        return None if pair.lease_holder is None else aware(pair.lease_until or "")
    except (TypeError, ValueError):
        return None
