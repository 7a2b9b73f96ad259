"""What is to be written to one page: the fields still in it, those refused, and what the page should show after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from adapters.notion.decoder import Decoder
from mappings.codecs.notion import Lookup, Nobody, PageIds, Raw, Unwritable, write
from mappings.fields import FieldType
from sync.changes import Cell
from sync.message import Message, say
from sync.model import FieldName, Record, RecordId, Unreadable, Value
from sync.policy import Compare
from sync.values import same

_PLAIN = Lookup(Nobody(), PageIds())
_UNORDERED = (FieldType.PEOPLE, FieldType.RELATION)


@dataclass(frozen=True)
class Draft:
    """``link`` is the record id that is to stand in the id property; None where it stands there already.

    ``blind`` means that nobody knows what stood in the page before; ``current`` is what its properties showed besides
    their values.
    """

    decoder: Decoder
    cells: dict[FieldName, Cell] = field(default_factory=dict)
    wire: dict[FieldName, Raw] = field(default_factory=dict)
    refused: dict[FieldName, Message] = field(default_factory=dict)
    link: RecordId | None = None
    blind: bool = False
    current: Mapping[FieldName, object] = field(default_factory=dict)

    def take(self, cells: Iterable[Cell]) -> Self:
        """Add cells; those that Notion is known to refuse are refused here and never sent."""
        for cell in cells:
            wire = self._encoded(cell)
            if isinstance(wire, Unwritable):
                self.refused[cell.field] = wire.why
            else:
                self.wire[cell.field] = wire
                self.cells[cell.field] = cell
        return self

    def again(self, current: Mapping[FieldName, object]) -> None:
        """Encode the cells anew for a page of which this is known."""
        cells = list(self.cells.values())
        self.cells.clear()
        self.wire.clear()
        known = replace(self, current=current)
        known.take(cells)

    def _encoded(self, cell: Cell) -> Raw | Unwritable:
        place = self.decoder.layout.properties.get(cell.field)
        if place is None:
            return Unwritable(say("Notion has no property for {field}", field=cell.field))
        kind, lookup = self.decoder.fields[cell.field].type, self.decoder.lookups[cell.field]
        return write(kind, cell.after, lookup, self.current.get(cell.field))

    @property
    def empty(self) -> bool:
        return not self.wire and self.link is None

    def body(self) -> dict[str, Raw]:
        """Return the properties by the key that Notion takes."""
        places = self.decoder.layout.properties
        body = {places[name].key: wire for name, wire in self.wire.items()}
        identity = self.decoder.layout.id_property
        if self.link is not None and identity is not None:
            wire = write(FieldType(identity.kind), self.link, _PLAIN)
            if not isinstance(wire, Unwritable):
                body[identity.key] = wire
        return body

    def refuse(self, name: FieldName, why: Message) -> None:
        del self.wire[name], self.cells[name]
        self.refused[name] = why

    def alone(self, name: FieldName | None) -> "Draft":
        """Return a draft of one field, or, without a name, of the record id."""
        wire = {} if name is None else {name: self.wire[name]}
        cells = {} if name is None else {name: self.cells[name]}
        return replace(self, wire=wire, cells=cells, refused={}, link=self.link if name is None else None)

    def held_by(self, record: Record) -> bool:
        """Say whether the page shows all that was to be written."""
        linked = self.link is None or record.id == self.link
        return linked and all(self.shows(record, name) for name in self.wire)

    def untouched(self, record: Record) -> bool:
        """Say whether each field stands as it stood before, or as it was to be written."""
        return self.blind or not self.edited(record)

    def edited(self, record: Record) -> list[FieldName]:
        """Return the fields that stand neither as they stood before nor as they were to be written."""
        return [
            name
            for name, cell in self.cells.items()
            if not (self.shows(record, name) or self._like(name, record.fields.get(name), cell.before))
        ]

    def shows(self, record: Record, name: FieldName) -> bool:
        """Say whether the record has what was written. Notion's own form of it counts: minutes, one line break."""
        wanted = self.decoder.value(name, self.wire[name])
        found = record.fields.get(name)
        return self._like(name, found, self.cells[name].after) or (
            not isinstance(wanted, Unreadable) and self._like(name, found, wanted)
        )

    def _like(self, name: FieldName, found: Value | Unreadable, meant: Value) -> bool:
        place = self.decoder.fields[name]
        how = Compare.SET if place.type in _UNORDERED else place.policy.compare
        return not isinstance(found, Unreadable) and same(found, meant, how)
