"""What the locks pin: every version, for whatever machine it is meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import canonicalize_name

from tests.shared import ROOT

DELIVERED = ("run.txt", "service.txt")
"""The locks of what is installed where Bothways runs."""
ALL = (*DELIVERED, "dev.txt", "build.txt")
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Pin:
    name: str
    version: str
    marker: str = ""

    @property
    def here(self) -> bool:
        """Say whether it is meant for this machine and this Python."""
        return not self.marker or Marker(self.marker).evaluate()


def pins(names: Iterable[str], folder: Path = ROOT / "requirements") -> list[Pin]:
    """Return what the locks of these names pin, each once."""
    found = {
        Pin(canonicalize_name(name), version, marker)
        for lock in names
        for name, version, marker in _PIN.findall((folder / lock).read_text("utf-8"))
    }
    return sorted(found)


def rounds(given: Iterable[Pin]) -> Iterator[list[Pin]]:
    """Yield the pins in lists that have no name twice: a package may have one version for each Python."""
    left = list({(each.name, each.version): each for each in given}.values())
    while left:
        turn = {each.name: each for each in reversed(left)}
        yield sorted(turn.values())
        left = [each for each in left if turn[each.name] is not each]
