"""Links that a relation no longer shows because the page at their end is in the trash, or cannot be seen.

Notion leaves such links out until the page is back. Taken for an edit, they would be dropped from the sheet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.notion.decoder import Decoder
from adapters.notion.related import Targets
from mappings.fields import FieldType
from sync.model import FieldName, Record, RecordId, Unreadable, Value

Agreed = Mapping[RecordId, Mapping[FieldName, Value]]
"""The values that both sides last agreed on, by record."""


@dataclass(frozen=True)
class Missing:
    decoder: Decoder
    targets: Targets
    agreed: Agreed

    def restored(self, records: Sequence[Record]) -> list[Record]:
        """Return the records with the links put back that are merely hidden."""
        found = list(records)
        for name, field in self.decoder.fields.items():
            if field.type is FieldType.RELATION and name in self.decoder.layout.properties:
                found = self._restored(found, name)
        return found

    def _restored(self, records: Sequence[Record], name: FieldName) -> list[Record]:
        place, relations = self.decoder.layout.properties[name], self.decoder.lookups[name].relations
        lost = {record.address: self._lost(record, name) for record in records}
        pages = {key: relations.page_of(key) for keys in lost.values() for key in keys}
        hidden = self.targets.hidden({page for page in pages.values() if page is not None}, place.target)
        kept = {key for key, page in pages.items() if page in hidden}
        return [
            _with(record, name, [key for key in lost[record.address] if key in kept], self._agreed(record, name))
            for record in records
        ]

    def _lost(self, record: Record, name: FieldName) -> list[str]:
        value = record.fields.get(name)
        if isinstance(value, Unreadable):
            return []
        shown = value if isinstance(value, tuple) else ()
        return [key for key in self._agreed(record, name) if key not in shown]

    def _agreed(self, record: Record, name: FieldName) -> tuple[str, ...]:
        value = self.agreed.get(record.id, {}).get(name) if record.id is not None else None
        return value if isinstance(value, tuple) else ()


def _with(record: Record, name: FieldName, kept: Sequence[str], agreed: tuple[str, ...]) -> Record:
    if not kept:
        return record
    shown = record.fields.get(name)
    value = (*(shown if isinstance(shown, tuple) else ()), *kept)
    return replace(record, fields={**record.fields, name: agreed if set(value) == set(agreed) else value})
