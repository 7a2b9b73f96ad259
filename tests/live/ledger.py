"""What a check has made in other people's workspace, on disk before it is made, so that it can always be taken away."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock


@dataclass
class Ledger:
    """``mark`` begins the title of everything below the page, and of no other thing: it is drawn anew for each check.

    ``there`` are the tabs that the spreadsheet had before, ``before`` the marks it had (developer metadata on the
    spreadsheet as a whole); ``tabs`` and ``marks`` those that were asked for, a mark by its key and value.
    """

    file: Path | None
    page: str
    spreadsheet: str
    mark: str
    there: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    tabs: list[int] = field(default_factory=list)
    marks: list[list[str]] = field(default_factory=list)
    databases: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    _lock: RLock = field(default_factory=RLock, repr=False)

    def add(self, tabs: Sequence[int], marks: Sequence[list[str]]) -> None:
        with self._lock:
            self.tabs += [each for each in tabs if each not in self.tabs]
            self.marks += [each for each in marks if each not in self.marks]
            self.save()

    def add_below(self, kind: str, key: str) -> None:
        """Take note of a database or page (``databases``, ``pages``) right below the page."""
        with self._lock:
            known = self.databases if kind == "databases" else self.pages
            if key not in known:
                known.append(key)
            self.save()

    def save(self) -> None:
        """Write it whole, or leave what was there."""
        if self.file is None:
            return
        with self._lock:
            kept = {name: value for name, value in _plain(self).items() if name not in ("file", "_lock")}
            beside = self.file.with_suffix(".new")
            with beside.open("w", encoding="utf-8") as out:
                json.dump(kept, out)
                out.flush()
                os.fsync(out.fileno())
            beside.replace(self.file)

    def forget(self) -> None:
        if self.file is not None:
            self.file.unlink(missing_ok=True)


def _plain(ledger: Ledger) -> dict[str, object]:
    return {name: getattr(ledger, name) for name in Ledger.__dataclass_fields__}


def left_over(file: Path) -> Ledger | None:
    """Return the ledger of a check that was killed before it could take everything away, or None."""
    if not file.exists():
        return None
    return Ledger(file, **json.loads(file.read_text("utf-8")))
