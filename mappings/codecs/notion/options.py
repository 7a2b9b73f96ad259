"""Select, multi-select and status: options by name."""

from collections.abc import Sequence

from mappings.aliases import Spellings
from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, encodable, misfit, odd
from mappings.fields import NewOptions
from mappings.suggest import nearest
from mappings.text.clusters import units
from sync.message import say
from sync.model import Unreadable, Value

MOST_NAME = 100
MOST_CHOSEN = 100


def _name(raw: object) -> str | None:
    name = raw.get("name") if isinstance(raw, dict) else None
    return name if isinstance(name, str) and name and encodable(name) else None


def _read_one(raw: object, lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    name = _name(raw)
    return odd(raw) if name is None else lookup.spellings.meaning(name)


def _read_many(raw: object, lookup: Lookup) -> Value | Unreadable:
    if not isinstance(raw, list):
        return odd(raw)
    names = [_name(each) for each in raw]
    known = [lookup.spellings.meaning(name) for name in names if name is not None]
    if len(known) < len(names):
        return odd(raw)
    return tuple(dict.fromkeys(known)) or None


def _write_select(value: Value, lookup: Lookup, _current: object) -> object | Unwritable:
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return misfit(value, say("the name of one option is expected"))
    known = lookup.options or ()
    return _option(lookup.spellings.spelled(value, known, loose=lookup.loose), known, lookup)


def _write_many(value: Value, lookup: Lookup, current: object) -> object | Unwritable:
    if value is None:
        return []
    if not isinstance(value, tuple):
        return misfit(value, say("names of options are expected"))
    known = list(lookup.options or ())
    names = lookup.spellings.worded(value, _chosen(current), known, loose=lookup.loose)
    if len(names) > MOST_CHOSEN:
        return misfit(value, say("Notion takes at most {most} options at once", most=MOST_CHOSEN))
    wire = []
    for name in names:
        option = _option(name, known, lookup)
        if isinstance(option, Unwritable):
            return option
        known.append(name)
        wire.append(option)
    return wire


def _chosen(current: object) -> list[str]:
    """Return the options that the page has now."""
    names = (_name(each) for each in current) if isinstance(current, list) else ()
    return [name for name in names if name is not None]


def spelled_otherwise(current: object, spellings: Spellings) -> bool:
    """Say whether an option that the page has is called otherwise in values."""
    return any(spellings.meaning(name) != name for name in _chosen(current))


def _write_status(value: Value, lookup: Lookup, _current: object) -> object | Unwritable:
    if value is None or value == "":
        return Unwritable(say("a status cannot be empty in Notion: it would fall back to the default"))
    if not isinstance(value, str):
        return misfit(value, say("the name of one option is expected"))
    name = lookup.spellings.spelled(value, lookup.options or (), loose=lookup.loose)
    if lookup.options is not None and name not in lookup.options:
        listed = ", ".join(lookup.options)
        return misfit(value, say("a status has to be one of: {options}", options=listed))
    return {"name": name}


def _option(name: str, known: Sequence[str], lookup: Lookup) -> object | Unwritable:
    """Return the option by name, which need not exist yet, or why it cannot be or is not to be made."""
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
    if lookup.new_options is NewOptions.HOLD:
        return Unwritable(
            say(
                "{name} is no option in Notion, and the mapping makes none; there are: {options} (nearest: {near})",
                name=name,
                options=", ".join(known) or "-",
                near=nearest(name, known) or "-",
            )
        )
    return {"name": name}


SELECT = Codec(_read_one, _write_select)
MULTI_SELECT = Codec(_read_many, _write_many)
STATUS = Codec(_read_one, _write_status)
