"""A place as one line of text: ``name | address | latitude, longitude``.

A name alone stands before the coordinates, an address alone behind an empty name (``| address | 35.6, 139.7``). A bar
or backslash that belongs to a name has a backslash before it. Full-width digits are read.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_COORDINATES = re.compile(rf"({_NUMBER})\s*[,、]\s*({_NUMBER})", re.ASCII)
_MOST_PARTS = 3
_POLE, _DATE_LINE = 90, 180


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees, north and east positive. The two texts are of one line and may be empty."""

    latitude: float
    longitude: float
    name: str = ""
    address: str = ""

    def __str__(self) -> str:
        return joined(self.name, self.address, f"{_plain(self.latitude)}, {_plain(self.longitude)}")


def joined(name: str, address: str, coordinates: str = "") -> str:
    """Return the parts as one line; what is empty is left out where the rest still tells what it is."""
    parts = [_escaped(_one_line(name))]
    if _one_line(address):
        parts.append(_escaped(_one_line(address)))
    if coordinates:
        parts = [*parts, coordinates] if len(parts) > 1 or parts[0] else [coordinates]
    return " | ".join(parts).strip()


def parsed(text: str) -> Place | None:
    """Return the place that a line names, or None where it gives no coordinates on Earth."""
    parts = [part.strip() for part in _BAR.sub(r"\1\0", text).split("\0")]
    found = _COORDINATES.fullmatch(unicodedata.normalize("NFKC", parts[-1]).strip())
    if found is None or len(parts) > _MOST_PARTS or "\0" in text:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > _POLE or abs(longitude) > _DATE_LINE:
        return None
    name, address = [*map(_bare, parts[:-1]), "", ""][:2]
    return Place(latitude, longitude, name, address)


def canonical(text: str) -> str:
    """Return the one form of a line that names a place; any other text as it is."""
    found = parsed(text)
    return text if found is None else str(found)


def number(raw: object) -> float | None:
    """Return a coordinate of any JSON, or None where it is none."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    try:
        found = float(raw)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def _plain(degrees: float) -> str:
    text = format(Decimal(repr(degrees + 0.0)), "f")
    return text.removesuffix(".0")


def _one_line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _bare(text: str) -> str:
    return _one_line(re.sub(r"\\([\\|])", r"\1", text))
