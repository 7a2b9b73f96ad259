"""The policy that the configuration gives to a field of our own."""

from jobs.settings.pairs import FieldTable
from mappings.fields import FieldType
from sync.policy import FieldPolicy, OnConflict


def own(kind: FieldType) -> FieldPolicy:
    return FieldTable(type=kind, own=True).field("x", OnConflict.ASK).policy
