"""What a page shows of a property that its value does not say, and that a write must not lose."""

from mappings.aliases import AS_THEY_ARE, Spellings
from mappings.codecs.notion.options import spelled_otherwise
from mappings.codecs.notion.runs import is_formatted
from mappings.fields import FieldType

_TEXTS = (FieldType.TITLE, FieldType.RICH_TEXT)
_OTHERS = (FieldType.FILES, FieldType.PLACE)


def current(kind: FieldType, prop: object, spellings: Spellings = AS_THEY_ARE) -> object:
    """Return the part of a property that ``write`` is to be given; None where the value says all there is."""
    part = prop.get(kind.value) if isinstance(prop, dict) else None
    if kind is FieldType.MULTI_SELECT:
        return part if spelled_otherwise(part, spellings) else None
    if kind in _TEXTS:
        return part if is_formatted(part) else None
    return part or None if kind in _OTHERS else None
