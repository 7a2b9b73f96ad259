"""The Notion half of a pair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import RLock
from uuid import UUID

from adapters.notion.agreement import agree
from adapters.notion.client import Answer, Connection
from adapters.notion.creation import Claims
from adapters.notion.decoder import Decoder, Garbled
from adapters.notion.draft import Draft
from adapters.notion.facts import Facts, facts_of
from adapters.notion.failures import Rejected
from adapters.notion.freshness import Freshness
from adapters.notion.layout import Layout, lay_out
from adapters.notion.lists import whole
from adapters.notion.missing import Agreed, Missing
from adapters.notion.people import Directory
from adapters.notion.receipts import Writer
from adapters.notion.related import Targets
from adapters.notion.reshape import reshape
from adapters.notion.rows import Rows
from adapters.notion.source import resolve, retrieved
from adapters.notion.template import blocks_of
from mappings.codecs.notion import Lookup, PageIds, Relations
from mappings.fields import Field, FieldType, PairMapping
from sync.changes import Change, ColumnChange, Kind, Receipt, Reshape
from sync.errors import OutOfReach
from sync.message import say
from sync.model import Address, FieldName, Proof, Record, RecordId, Side, Snapshot, Twin, Whereabouts
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

    ``known`` has the property ids of earlier runs, by field, and ``source`` the id of their data source; ``relations``
    the records of other pairs, by pair; ``agreed`` the values that were last agreed on, by record.
    """

    side = Side.NOTION

    def __init__(
        self,
        connection: Connection,
        mapping: PairMapping,
        now: Callable[[], datetime],
        *,
        known: Mapping[FieldName, str] | None = None,
        source: str | None = None,
        relations: Mapping[str, Relations] | None = None,
        people: Directory | None = None,
        agreed: Agreed | None = None,
        in_flight: int = 3,
    ) -> None:
        self.in_flight = in_flight
        self.names_records = mapping.notion.id_property is None
        self._connection = connection
        self._mapping = mapping
        self._now = now
        self._known = dict(known or {})
        self._before = source
        self._relations = relations or {}
        self._people = people or Directory(connection)
        self._agreed = agreed or {}
        self._targets = Targets(connection)
        self._blocks = blocks_of(mapping.notion.template)
        self._schema = RLock()
        self._claims = Claims()
        self._freshness = Freshness(self._edited_since, now)
        self._source: str | None = None
        self._decoder: Decoder | None = None
        self._current: dict[Address, Mapping[FieldName, object]] = {}
        self._facts: dict[Address, Facts] = {}

    def marks(self) -> Mapping[FieldName, str]:
        return self.property_ids()

    def property_ids(self) -> Mapping[FieldName, str]:
        """Return the stable id of each property found by the last read, to be remembered for the next run."""
        return {} if self._decoder is None else self._decoder.layout.ids()

    def facts(self) -> Mapping[Address, Facts]:
        """Return what the pages that were read tell of themselves."""
        return self._facts

    def read(self, progress: Progress = silent) -> Snapshot:
        with self._people.reading():
            decoder = self._look()
            read_at = self._now()
            rows = Rows(self._connection, decoder.layout, progress=progress).fetch()
            agree(rows.pages.values(), decoder.layout, self._mapping, self._known)
            self._current.clear()
            self._facts.clear()
            records, proof = self._records(rows, decoder)
        layout = decoder.layout
        return Snapshot(
            Side.NOTION,
            tuple(records),
            layout.columns(),
            read_at,
            proof,
            site=layout.site(),
            twins=self._twins(layout),
            twofold=frozenset(name for name, each in layout.properties.items() if each.twin is not None),
        )

    def _twins(self, layout: Layout) -> dict[FieldName, Twin]:
        """Both ends have to speak of records in the same terms: by this pair's ids, or by pages."""
        related = {each.name: each.related for each in self._mapping.fields}
        return {
            name: Twin(other, by_address=related[name] is None)
            for name, other in layout.twins().items()
            if related[name] == related[other] and related[name] in (None, self._mapping.name)
        }

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        source = self._ready().layout.source
        return {name: self._whereabouts(address, source) for name, address in places.items()}

    def recheck(self, seen: Snapshot) -> Snapshot:
        read_at = self._now()
        records = self._edited_since(seen.read_at)
        self._freshness.looked(read_at)
        before = {record.address: record for record in seen.records}
        edited = {each.address: each for each in records if not _same_content(each, before.get(each.address))}
        if not edited:
            return seen
        return replace(seen, records=tuple((before | edited).values()), read_at=read_at)

    def _edited_since(self, time: datetime) -> Sequence[Record]:
        decoder = self._ready()
        since = (time.astimezone(UTC) - _OVERLAP).isoformat(timespec="milliseconds")
        condition = {"timestamp": "last_edited_time", "last_edited_time": {"on_or_after": since}}
        rows = Rows(self._connection, decoder.layout, condition).fetch()
        if rows.proof is not Proof.COMPLETE:
            raise OutOfReach(say("Notion did not show all that was edited since it was read"), say("Run again."))
        return self._records(rows, decoder, strict=True)[0]

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:  # noqa: ARG002 - the port's signature
        decoder = self._ready()
        return {
            (change.key, name): why
            for change in changes
            if change.kind in (Kind.UPDATE, Kind.CREATE)
            for name, why in self._drafted(decoder, change).refused.items()
        }

    def _drafted(self, decoder: Decoder, change: Change) -> Draft:
        current = self._current.get(change.address or Address(""), {})
        return Draft(decoder, current=current).take(change.cells)

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
        decoder = self._ready()
        known = any(change.kind is not Kind.CREATE for change in batch)
        edited = self._freshness.edited() if known else {}
        writer = Writer(self._connection, decoder, self._claims, seen, self._now, self._current, edited, self._blocks)
        return writer.write(batch)

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        layout = self._ready().layout
        answer = reshape(self._connection, layout, changes)
        properties = answer.get("properties")
        for change in changes:
            there = properties.get(change.name) if isinstance(properties, dict) else None
            if change.reshape is Reshape.ADD and isinstance(there, dict):
                self._known[change.field] = str(there.get("id"))
        self._decode(answer)

    def titles(self, name: FieldName) -> Mapping[str, str]:
        """Return the titles of the pages that a relation may lead to, by page id. Any thread may ask."""
        place = self._ready().layout.properties.get(name)
        return {} if place is None or place.target is None else self._targets.titles(place.target)

    def _look(self) -> Decoder:
        """Read the schema anew, and where the data source is, if that is not known yet."""
        text = self._mapping.notion.source
        with self._schema:
            if self._source is None:
                return self._decode(resolve(self._connection, text, self._before))
            return self._decode(retrieved(self._connection, self._source, text))

    def _ready(self) -> Decoder:
        with self._schema:
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
        place = layout.properties[field.name]
        leads_to = place.target if field.type is FieldType.RELATION else place.through
        elsewhere = leads_to not in (None, layout.source)
        return Lookup(
            self._people,
            relations,
            place.options,
            spellings=field.spellings,
            new_options=field.new_options,
            loose=field.loose,
            barred=self._targets.barred(str(leads_to)) if elsewhere else None,
        )

    def _records(self, rows: Rows, decoder: Decoder, *, strict: bool = False) -> tuple[list[Record], Proof]:
        records, proof = [], rows.proof
        pages = [whole(self._connection, page, decoder.layout) for page in rows.pages.values()]
        for full in pages:
            self._people.learn(full)
        for full in pages:
            try:
                records.append(decoder.record(full))
                self._remember(records[-1].address, decoder.current(full))
                self._facts[records[-1].address] = facts_of(full)
            except Garbled:
                if strict:
                    raise
                proof = Proof.PARTIAL
        return Missing(decoder, self._targets, self._agreed).restored(records), proof

    def _remember(self, address: Address, current: Mapping[FieldName, object]) -> None:
        """Keep what a write to the page must not lose: for most pages nothing."""
        self._current.pop(address, None)
        if current:
            self._current[address] = current

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
