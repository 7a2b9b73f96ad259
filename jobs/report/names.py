"""What people call the records and fields of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jobs.report.line import safe
from jobs.report.voice import Voice
from mappings.fields import PairMapping
from sync.message import say
from sync.model import Address, FieldName, RecordId, Side


@dataclass(frozen=True, slots=True)
class Names:
    """``columns`` has, for each side, the header or property a field is called there."""

    titles: Mapping[RecordId, str]
    columns: Mapping[Side, Mapping[FieldName, str]] = field(default_factory=dict)

    def record(self, record: RecordId) -> tuple[str, str]:
        """Return the title (or nothing) and the id."""
        return safe(self.titles.get(record, "")), safe(record)

    def field(self, name: FieldName, side: Side | None = None) -> str:
        return safe(self.columns.get(side or Side.SHEET, {}).get(name, name))


def columns(mapping: PairMapping | None) -> dict[Side, dict[FieldName, str]]:
    if mapping is None:
        return {}
    return {
        Side.NOTION: {each.name: each.notion for each in mapping.fields},
        Side.SHEET: {each.name: each.sheet for each in mapping.fields},
    }


def place(side: Side | None, address: Address | None, voice: Voice) -> str:
    """Say where something stands: the row of a sheet, the page of a database."""
    if side is None:
        return ""
    if address is None:
        return voice.side(side)
    if side is Side.SHEET:
        return voice(say("row {row} of {side}", row=address, side=side))
    return voice(say("page {page} in {side}", page=address, side=side))
