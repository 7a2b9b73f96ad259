"""Places as a line of text. Notion looks nothing up: a place without coordinates cannot be written."""

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, encodable, misfit, odd
from mappings.codecs.places import Place, joined, number, parsed
from mappings.text.clusters import units
from sync.message import say
from sync.model import Unreadable, Value

_KEPT = ("lat", "lon", "name", "address", "aws_place_id", "google_place_id")
_MOST = 2000
"""Characters of a name or an address; Notion documents none, and takes no longer text anywhere."""


def _read(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    if not isinstance(raw, dict):
        return odd(raw)
    name, address = (raw.get(key) if isinstance(raw.get(key), str) else "" for key in ("name", "address"))
    latitude, longitude = number(raw.get("lat")), number(raw.get("lon"))
    if latitude is None or longitude is None:
        text = joined(str(name), str(address))
    else:
        text = str(Place(latitude, longitude, str(name), str(address)))
    return text if text and encodable(text) else odd(raw)


def _write(value: Value, lookup: Lookup, current: object) -> object | Unwritable:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not encodable(value):
        return misfit(value, say("a place is expected"))
    before = current if isinstance(current, dict) else {}
    if _read(current, lookup) == value and number(before.get("lat")) is not None:
        return {key: before.get(key) for key in _KEPT}
    place = parsed(value)
    if place is None:
        return misfit(value, say("a place needs its latitude and longitude at the end: name | address | 35.66, 139.75"))
    if max(units(place.name), units(place.address)) > _MOST:
        return misfit(value, say("Notion takes at most {most} characters here", most=_MOST))
    wire: dict[str, object] = {
        "lat": place.latitude,
        "lon": place.longitude,
        "name": place.name or None,
        "address": place.address or None,
    }
    if (number(before.get("lat")), number(before.get("lon"))) == (place.latitude, place.longitude):
        wire |= {key: before[key] for key in _KEPT[4:] if isinstance(before.get(key), str)}
    return wire


PLACE = Codec(_read, _write)
