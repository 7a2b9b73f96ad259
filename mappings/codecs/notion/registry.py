"""The codec of each type of property, and the two functions the adapter calls."""

from collections.abc import Mapping

from mappings.codecs.notion.authors import AUTHOR
from mappings.codecs.notion.codec import Codec, Lookup, Raw, Unwritable, odd, shown, unreadable
from mappings.codecs.notion.computed import BUTTON, FORMULA, UNKNOWN, VERIFICATION
from mappings.codecs.notion.dates import DATE, MOMENT
from mappings.codecs.notion.files import FILES
from mappings.codecs.notion.options import MULTI_SELECT, SELECT, STATUS
from mappings.codecs.notion.places import PLACE
from mappings.codecs.notion.references import PEOPLE, RELATION
from mappings.codecs.notion.rollups import rollup
from mappings.codecs.notion.scalars import CHECKBOX, NUMBER, UNIQUE_ID
from mappings.codecs.notion.texts import EMAIL, PHONE, TEXT, URL
from mappings.fields import FieldType
from sync.message import say
from sync.model import Unreadable, Value

_PLAIN: Mapping[FieldType, Codec] = {
    FieldType.TITLE: TEXT,
    FieldType.RICH_TEXT: TEXT,
    FieldType.NUMBER: NUMBER,
    FieldType.CHECKBOX: CHECKBOX,
    FieldType.SELECT: SELECT,
    FieldType.MULTI_SELECT: MULTI_SELECT,
    FieldType.STATUS: STATUS,
    FieldType.DATE: DATE,
    FieldType.URL: URL,
    FieldType.EMAIL: EMAIL,
    FieldType.PHONE: PHONE,
    FieldType.PEOPLE: PEOPLE,
    FieldType.RELATION: RELATION,
    FieldType.FILES: FILES,
    FieldType.PLACE: PLACE,
    FieldType.UNIQUE_ID: UNIQUE_ID,
    FieldType.CREATED_TIME: MOMENT,
    FieldType.LAST_EDITED_TIME: MOMENT,
    FieldType.CREATED_BY: AUTHOR,
    FieldType.LAST_EDITED_BY: AUTHOR,
    FieldType.FORMULA: FORMULA,
    FieldType.VERIFICATION: VERIFICATION,
    FieldType.BUTTON: BUTTON,
    FieldType.UNKNOWN: UNKNOWN,
}
CODECS: Mapping[FieldType, Codec] = {
    **_PLAIN,
    FieldType.ROLLUP: rollup({kind.value: codec for kind, codec in _PLAIN.items()}),
}

_SINGLE_ITEMS = frozenset({FieldType.TITLE, FieldType.RICH_TEXT, FieldType.PEOPLE, FieldType.RELATION})
"""Lists whose entries come one by one from the property endpoint."""


def read(kind: FieldType, prop: object, lookup: Lookup) -> Value | Unreadable:
    """Return a page's property, or an item of one, as a value. What is not understood is ``Unreadable``.

    Never raises. A field that is mapped as ``unknown`` takes any type that this version has no name for.
    """
    if not isinstance(prop, dict):
        return odd(prop)
    found = prop.get("type", kind.value)
    if kind is FieldType.UNKNOWN and isinstance(found, str) and not FieldType.knows(found):
        return CODECS[kind].read(prop.get(found), lookup)
    if found != kind.value:
        return unreadable(
            prop, say("the property is of type {found}, mapped as {kind}", found=shown(found), kind=kind.value)
        )
    if kind.value not in prop:
        return odd(prop)
    raw = prop[kind.value]
    entry = prop.get("object") == "property_item" and kind in _SINGLE_ITEMS and isinstance(raw, dict)
    return CODECS[kind].read([raw] if entry else raw, lookup)


def write(kind: FieldType, value: Value, lookup: Lookup, current: object = None) -> Raw | Unwritable:
    """Return the property as a page write takes it, or why Notion would refuse the value.

    ``current`` is what the page last showed under the type's own key, so that what a value does not say survives:
    formatting, the names of files, a map's own id of a place. None: nothing is known of it.
    """
    codec = CODECS[kind]
    if kind in (FieldType.UNKNOWN, FieldType.BUTTON):
        return Unwritable(say("a property of the type {kind} cannot be written", kind=kind.value))
    if codec.write is None:
        return Unwritable(say("Notion computes {kind} itself", kind=kind.value))
    wire = codec.write(value, lookup, current)
    return wire if isinstance(wire, Unwritable) else {kind.value: wire}
