"""What is kept of a comparison, so that the next run reads only what has changed. All of it can be made anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

import numpy as np
import orjson

from jobs.rules.similar.kept import Kept, Unusable, packed, unpacked

_MAGIC = b"bothways meaning 1\n"


class Shelf(Protocol):
    """The shelf of a table's memory."""

    def shelved(self, names: Sequence[str]) -> Mapping[str, bytes]: ...

    def shelve(self, bodies: Mapping[str, bytes | None], at: datetime) -> None: ...


class Place:
    """One name on a shelf. ``at`` is None where nothing may be written; without a shelf nothing is there."""

    def __init__(self, shelf: Shelf | None, name: str, at: datetime | None) -> None:
        self._shelf, self._name, self._at = shelf, name, at
        self._found = None if shelf is None else shelf.shelved([name]).get(name)

    def index(self) -> Kept | None:
        """Return the index of the last run; ``None`` where there is none that can be used."""
        try:
            return None if self._found is None else unpacked(self._found)
        except Unusable:
            return None

    def keep_index(self, kept: Kept | None) -> None:
        if kept is not None and self._writes:
            self._keep(packed(kept))

    def meanings(self) -> dict[str, bytes]:
        """Return the encoded texts of the last run, by the hash of model and text."""
        head, _, rest = (self._found or b"").removeprefix(_MAGIC).partition(b"\n")
        if self._found is None or not self._found.startswith(_MAGIC):
            return {}
        try:
            names = orjson.loads(head)
            rows = np.frombuffer(rest, dtype="<f4").reshape(len(names), -1)
        except ValueError:
            return {}
        return {str(name): row.tobytes() for name, row in zip(names, rows, strict=True)}

    def keep_meanings(self, found: Mapping[str, bytes]) -> None:
        if found and self._writes:
            names = sorted(found)
            self._keep(_MAGIC + orjson.dumps(names) + b"\n" + b"".join(found[name] for name in names))

    @property
    def _writes(self) -> bool:
        return self._shelf is not None and self._at is not None

    def _keep(self, body: bytes) -> None:
        if self._shelf is not None and self._at is not None and body != self._found:
            self._shelf.shelve({self._name: body}, self._at)
            self._found = body
