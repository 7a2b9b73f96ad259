"""Select, multi-select and status: options by name."""

from collections.abc import Sequence

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, encodable, misfit, odd, units
from sync.message import say
from sync.model import Unreadable, Value

MOST_NAME = 100
MOST_CHOSEN = 100


def _name(raw: object) -> str | None:
    name = raw.get("name") if isinstance(raw, dict) else None
    return name if isinstance(name, str) and name and encodable(name) else None


def _read_one(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    name = _name(raw)
    return odd(raw) if name is None else name


def _read_many(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if not isinstance(raw, list):
        return odd(raw)
    names = [_name(each) for each in raw]
    known = [name for name in names if name is not None]
    if len(known) < len(names):
        return odd(raw)
    return tuple(known) or None


def _write_select(value: Value, lookup: Lookup) -> object | Unwritable:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return misfit(value, say("the name of one option is expected"))
    return _new(value, lookup.options or ())


def _write_many(value: Value, lookup: Lookup) -> object | Unwritable:
    if value is None:
        return []
    if not isinstance(value, tuple):
        return misfit(value, say("names of options are expected"))
    if len(value) > MOST_CHOSEN:
        return misfit(value, say("Notion takes at most {most} options at once", most=MOST_CHOSEN))
    wire = []
    for name in value:
        option = _new(name, lookup.options or ())
        if isinstance(option, Unwritable):
            return option
        wire.append(option)
    return wire


def _write_status(value: Value, lookup: Lookup) -> object | Unwritable:
    if value is None or value == "":
        return Unwritable(say("a status cannot be empty in Notion: it would fall back to the default"))
    if not isinstance(value, str):
        return misfit(value, say("the name of one option is expected"))
    if lookup.options is not None and value not in lookup.options:
        listed = ", ".join(lookup.options)
        return misfit(value, say("a status has to be one of: {options}", options=listed))
    return {"name": value}


def _new(name: str, known: Sequence[str]) -> object | Unwritable:
    """Return the option by name, which need not exist yet, or why Notion would not make it."""
    if name in known:
        return {"name": name}
    if not name or not encodable(name):
        return misfit(name, say("an option needs a name"))
    if "," in name:
        return misfit(name, say("Notion allows no comma in an option"))
    if units(name) > MOST_NAME:
        return misfit(name, say("Notion takes option names of at most {most} characters", most=MOST_NAME))
    twin = next((each for each in known if each.casefold() == name.casefold()), None)
    if twin is not None:
        return misfit(name, say("Notion would take it for its option {twin}", twin=twin))
    return {"name": name}


SELECT = Codec(_read_one, _write_select)
MULTI_SELECT = Codec(_read_many, _write_many)
STATUS = Codec(_read_one, _write_status)
