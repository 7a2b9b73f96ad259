"""The fields of a table that are ours, by what they are for."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from jobs.rules.item import Role
from mappings.fields import Field, FieldType
from sync.errors import Misconfigured
from sync.message import Message, say

FLAGS = Role("flags")
NOTE = Role("flag_note")
SIMILAR = Role("similar")
DISMISS = Role("duplicate_dismiss")
SUGGESTIONS = Role("suggestions")
ACCEPT = Role("link_accept")
TURN_DOWN = Role("link_dismiss")
KINDS: Mapping[Role, FieldType] = {
    FLAGS: FieldType.MULTI_SELECT,
    NOTE: FieldType.RICH_TEXT,
    SIMILAR: FieldType.RICH_TEXT,
    DISMISS: FieldType.CHECKBOX,
    SUGGESTIONS: FieldType.RICH_TEXT,
    ACCEPT: FieldType.CHECKBOX,
    TURN_DOWN: FieldType.CHECKBOX,
}
"""What a field has to be that is for this."""


@dataclass(frozen=True)
class Columns:
    """One table's own fields; a role without a field is not written."""

    of: Mapping[Role, Field]

    def get(self, role: Role) -> Field | None:
        return self.of.get(role)

    def __bool__(self) -> bool:
        return bool(self.of)


def columns(table: str, fields: Mapping[Role, Field], wanted: Collection[Role]) -> Columns:
    """Return the own fields of a table. Raises ``Misconfigured`` for a field that is not ours, or of another type."""
    found = {role: fields[role] for role in wanted if role in fields}
    mistakes = list(_mistakes(table, found))
    if mistakes:
        raise Misconfigured(say("The configuration has mistakes; nothing was read."), mistakes)
    return Columns(found)


def _mistakes(table: str, found: Mapping[Role, Field]) -> Iterator[Message]:
    for role, each in found.items():
        if each.type is not KINDS[role]:
            yield say(
                "{table}: the field {field} has the role {role}; its type must be {wanted}, not {seen}",
                table=table,
                field=each.name,
                role=role,
                wanted=KINDS[role],
                seen=each.type,
            )
        if not each.own:
            yield say(
                "{table}: the field {field} has the role {role}, so it must belong to Bothways: write own = true",
                table=table,
                field=each.name,
                role=role,
            )
