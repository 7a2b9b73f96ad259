"""What people edit while a run writes: Notion is asked again in between, so that few of their edits go unseen.

Notion has no compare-and-set, and the answer to a write does not show what stood there before. A page read right before
each write would leave a window as short as one call, and cost a call each. So one query for all that was edited lately
goes before the first write and, while writing goes on, before the next one whenever the last look is older than
``EVERY``. The window that remains: an edit of the very property that is being written, made since the last look, so
within ``EVERY`` and the calls in flight. Other properties of the page are never written, and so are never lost.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from sync.model import Address, Record

EVERY = timedelta(seconds=5)


@dataclass
class Freshness:
    """``ask`` returns the pages that were edited since a time; they may include more. Any thread may ask."""

    ask: Callable[[datetime], Iterable[Record]]
    now: Callable[[], datetime]
    _looked: datetime | None = None
    _edited: dict[Address, Record] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def looked(self, at: datetime) -> None:
        """A whole read, or a look at what was edited, began at this time."""
        with self._lock:
            self._looked = at
            self._edited.clear()

    def edited(self) -> Mapping[Address, Record]:
        """Return the pages that were edited since the plan was made; others wait for the answer, then write."""
        with self._lock:
            at = self.now()
            if self._looked is not None and at - self._looked >= EVERY:
                self._edited |= {record.address: record for record in self.ask(self._looked)}
                self._looked = at
            return self._edited
