"""The Notion half of a pair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from adapters.notion.client import Answer, Connection
from adapters.notion.creation import Claims
from adapters.notion.decoder import Decoder, Garbled
from adapters.notion.draft import Draft
from adapters.notion.failures import Rejected
from adapters.notion.layout import Layout, lay_out
from adapters.notion.lists import whole
from adapters.notion.people import Directory
from adapters.notion.receipts import Writer
from adapters.notion.reshape import reshape
from adapters.notion.rows import Rows
from adapters.notion.source import resolve, retrieved
from mappings.codecs.notion import Lookup, PageIds, People, Relations
from mappings.fields import Field, PairMapping
from sync.changes import Change, ColumnChange, Kind, Receipt, Reshape
from sync.errors import OutOfReach
from sync.message import say
from sync.model import Address, FieldName, Proof, Record, RecordId, Side, Snapshot, Whereabouts
from sync.objections import Objections
from sync.ports import Progress, silent

_OVERLAP = timedelta(minutes=2)
"""Edit times are cut to the minute, and the service's clock is not ours."""


class _NoRecords:
    """The related pair is not there, so no page is a record of it: relations to it are held."""

    def page_of(self, record_id: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        return None

    def record_of(self, page_id: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        return None


_NO_RECORDS = _NoRecords()


class NotionTable:
    """One data source, seen through a mapping. Implements ``sync.ports.Table``.

    ``known`` has the property ids of earlier runs, by field; ``relations`` the records of other pairs, by pair.
    """

    side = Side.NOTION

    def __init__(
        self,
        connection: Connection,
        mapping: PairMapping,
        now: Callable[[], datetime],
        *,
        known: Mapping[FieldName, str] | None = None,
        relations: Mapping[str, Relations] | None = None,
        people: People | None = None,
        in_flight: int = 3,
    ) -> None:
        self.in_flight = in_flight
        self.names_records = mapping.notion.id_property is None
        self._connection = connection
        self._mapping = mapping
        self._now = now
        self._known = dict(known or {})
        self._relations = relations or {}
        self._people = people or Directory(connection)
        self._claims = Claims()
        self._source: str | None = None
        self._decoder: Decoder | None = None

    def property_ids(self) -> Mapping[FieldName, str]:
        """Return the stable id of each property found by the last read, to be remembered for the next run."""
        return {} if self._decoder is None else self._decoder.layout.ids()

    def read(self, progress: Progress = silent) -> Snapshot:
        decoder = self._look()
        read_at = self._now()
        rows = Rows(self._connection, decoder.layout, progress=progress).fetch()
        records, proof = self._records(rows, decoder)
        return Snapshot(Side.NOTION, tuple(records), decoder.layout.columns(), read_at, proof)

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        source = self._ready().layout.source
        return {name: self._whereabouts(address, source) for name, address in places.items()}

    def recheck(self, seen: Snapshot) -> Snapshot:
        decoder = self._ready()
        since = (seen.read_at.astimezone(UTC) - _OVERLAP).isoformat(timespec="milliseconds")
        condition = {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": since}}
        read_at = self._now()
        rows = Rows(self._connection, decoder.layout, condition).fetch()
        if rows.proof is not Proof.COMPLETE:
            raise OutOfReach(say("Notion did not show all that was edited since it was read"), say("Run again."))
        records, _ = self._records(rows, decoder, strict=True)
        before = {record.address: record for record in seen.records}
        edited = {each.address: each for each in records if not _same_content(each, before.get(each.address))}
        if not edited:
            return seen
        return replace(seen, records=tuple((before | edited).values()), read_at=read_at)

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:  # noqa: ARG002 - the port's signature
        decoder = self._ready()
        return {
            (change.key, name): why
            for change in changes
            if change.kind in (Kind.UPDATE, Kind.CREATE)
            for name, why in Draft(decoder).take(change.cells).refused.items()
        }

    def batches(self, changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
        """One page a batch, so one call; a record that is linked and updated needs one call for both."""
        links = {change.record: change for change in changes if change.kind is Kind.LINK}
        updates = {change.record for change in changes if change.kind is Kind.UPDATE}
        made: list[list[Change]] = [[change] for name, change in links.items() if name not in updates]
        for kind in (Kind.UPDATE, Kind.CREATE, Kind.TRASH):
            for change in changes:
                if change.kind is kind:
                    link = links.get(change.record) if kind is Kind.UPDATE else None
                    made.append([change] if link is None else [link, change])
        return made

    def write(self, batch: Sequence[Change], seen: Snapshot) -> Sequence[Receipt]:
        return Writer(self._connection, self._ready(), self._claims, seen, self._now).write(batch)

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        layout = self._ready().layout
        answer = reshape(self._connection, layout, changes)
        properties = answer.get("properties")
        for change in changes:
            there = properties.get(change.name) if isinstance(properties, dict) else None
            if change.reshape is Reshape.ADD and isinstance(there, dict):
                self._known[change.field] = str(there.get("id"))
        self._decode(answer)

    def _look(self) -> Decoder:
        """Read the schema anew, and where the data source is, if that is not known yet."""
        text = self._mapping.notion.source
        answer = (
            resolve(self._connection, text) if self._source is None else retrieved(self._connection, self._source, text)
        )
        return self._decode(answer)

    def _ready(self) -> Decoder:
        return self._look() if self._decoder is None else self._decoder

    def _decode(self, answer: Answer) -> Decoder:
        layout = lay_out(answer, self._mapping, self._known)
        self._source = layout.source
        self._known |= layout.ids()
        fields = {each.name: each for each in self._mapping.fields}
        lookups = {name: self._lookup(fields[name], layout) for name in layout.properties}
        self._decoder = Decoder(layout, fields, lookups)
        return self._decoder

    def _lookup(self, field: Field, layout: Layout) -> Lookup:
        relations = PageIds() if field.related is None else self._relations.get(field.related, _NO_RECORDS)
        return Lookup(self._people, relations, layout.properties[field.name].options)

    def _records(self, rows: Rows, decoder: Decoder, *, strict: bool = False) -> tuple[list[Record], Proof]:
        records, proof = [], rows.proof
        for page in rows.pages.values():
            full = whole(self._connection, page, decoder.layout)
            try:
                records.append(decoder.record(full))
            except Garbled:
                if strict:
                    raise
                proof = Proof.PARTIAL
        return records, proof

    def _whereabouts(self, address: Address, source: str) -> Whereabouts:
        try:
            page = self._connection.page(str(UUID(address)))
        except (ValueError, Rejected):
            return Whereabouts.UNKNOWN
        parent = page.get("parent")
        if page.get("in_trash") is True:
            return Whereabouts.TRASHED
        if not isinstance(parent, dict) or page.get("object") != "page":
            return Whereabouts.UNKNOWN
        return Whereabouts.HERE if parent.get("data_source_id") == source else Whereabouts.MOVED


def _same_content(one: Record, two: Record | None) -> bool:
    return two is not None and (one.id, one.carries_id, one.fields) == (two.id, two.carries_id, two.fields)
