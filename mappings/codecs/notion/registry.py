"""The codec of each type of property, and the two functions the adapter calls."""

from collections.abc import Mapping

from mappings.codecs.notion.codec import Codec, Lookup, Raw, Unwritable, odd, shown, unreadable
from mappings.codecs.notion.dates import DATE, MOMENT
from mappings.codecs.notion.options import MULTI_SELECT, SELECT, STATUS
from mappings.codecs.notion.references import PEOPLE, RELATION
from mappings.codecs.notion.scalars import CHECKBOX, NUMBER, UNIQUE_ID
from mappings.codecs.notion.texts import EMAIL, PHONE, TEXT, URL
from mappings.fields import FieldType
from sync.message import say
from sync.model import Unreadable, Value

CODECS: Mapping[FieldType, Codec] = {
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
    FieldType.UNIQUE_ID: UNIQUE_ID,
    FieldType.CREATED_TIME: MOMENT,
    FieldType.LAST_EDITED_TIME: MOMENT,
}


def read(kind: FieldType, prop: object, lookup: Lookup) -> Value | Unreadable:
    """Return a page's property as a value. What is not understood is ``Unreadable``, never an exception."""
    if not isinstance(prop, dict):
        return odd(prop)
    found = prop.get("type", kind.value)
    if found != kind.value:
        return unreadable(
            prop, say("the property is of type {found}, mapped as {kind}", found=shown(found), kind=kind.value)
        )
    if kind.value not in prop:
        return odd(prop)
    return CODECS[kind].read(prop[kind.value], lookup)


def write(kind: FieldType, value: Value, lookup: Lookup) -> Raw | Unwritable:
    """Return the property as a page write takes it, or why Notion would refuse the value."""
    codec = CODECS[kind]
    if codec.write is None:
        return Unwritable(say("Notion computes {kind} itself", kind=kind.value))
    wire = codec.write(value, lookup)
    return wire if isinstance(wire, Unwritable) else {kind.value: wire}
