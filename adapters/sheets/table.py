"""The sheet side of a pair."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from adapters.sheets.client import SheetsClient
from adapters.sheets.draft import Verdicts
from adapters.sheets.drafting import Drafting
from adapters.sheets.finding import Finder, seen_in
from adapters.sheets.reader import Reader, spreadsheet_id
from adapters.sheets.reshaping import reshape
from adapters.sheets.rows import Tab
from adapters.sheets.tags import Marks
from adapters.sheets.writer import Writer
from mappings.codecs.sheet import Names
from mappings.fields import PairMapping
from sync.changes import Change, ColumnChange, Receipt
from sync.errors import Misconfigured, Refused, ServiceError
from sync.message import Message, say
from sync.model import ID_FIELD, Address, Column, FieldName, Record, RecordId, Side, Site, Snapshot, Whereabouts
from sync.moves import Key
from sync.objections import Objections
from sync.ports import Progress, silent

COLUMN_KIND = "column"
"""A sheet's columns have no type of their own."""


class SheetTable:
    """One tab of a spreadsheet, as ``sync.ports.Table``.

    ``known`` are the headers at which the fields were found in earlier runs: a known column that is gone is left out
    of the snapshot, one that never was is a mistake in the mapping. ``marked`` are the marks that their columns
    carried (``marks``), and ``site`` is the tab they were on. ``called`` tells, by field, what the entries of people
    and relations mean; without it they are ids and addresses.
    """

    side = Side.SHEET
    in_flight = 1
    names_records = False

    def __init__(
        self,
        mapping: PairMapping,
        client: SheetsClient,
        *,
        now: Callable[[], datetime],
        known: Mapping[FieldName, str] | None = None,
        marked: Mapping[FieldName, str] | None = None,
        site: Site | None = None,
        called: Mapping[FieldName, Names] | None = None,
    ) -> None:
        self._now = now
        self._reader = Reader(
            client=client,
            mapping=mapping,
            known=known or {},
            marks=Marks.of(mapping, marked),
            spreadsheet=spreadsheet_id(mapping.sheet.spreadsheet),
            site=site or Site(),
            called=called or {},
        )
        self._tab: Tab | None = None

    def read(self, progress: Progress = silent) -> Snapshot:
        """Read the tab whole, in one call.

        Raises ``Misconfigured`` for headers that are missing or stand twice, ``Refused``, and what the client raises.
        """
        read_at = self._now()
        tab = self._tab = self._reader.read()
        records = tuple(tab.records.values())
        progress(len(records))
        columns = {name: self._column(tab, name) for name in tab.layout.columns}
        site = Site(str(tab.grid.sheet_id), tab.grid.title, self._column(tab, ID_FIELD))
        return Snapshot(Side.SHEET, records, columns, read_at, site=site)

    def _column(self, tab: Tab, name: FieldName) -> Column:
        marks = self._reader.marks
        key = marks.shown(tab.grid, tab.layout).get(name, "")
        return Column(tab.layout.names[name], COLUMN_KIND, key, marks.headers[name])

    def marks(self) -> Mapping[FieldName, str]:
        """Return the marks that the last answer shows on the columns they belong to."""
        return {} if self._tab is None else self._reader.marks.shown(self._tab.grid, self._tab.layout)

    def column_keys(self) -> Mapping[FieldName, str]:
        """Return the headers at which the last read found the fields, to be remembered for ``known``."""
        return {} if self._tab is None else {name: self._tab.layout.names[name] for name in self._tab.layout.columns}

    def locate(self, places: Mapping[RecordId, Address]) -> Mapping[RecordId, Whereabouts]:
        """A read shows the whole tab, so what it did not show is not there."""
        return dict.fromkeys(places, Whereabouts.GONE)

    def recheck(self, seen: Snapshot) -> Snapshot:
        """Read once more. Where rows only changed places, the answer is ``seen`` with their new addresses."""
        now = self.read()
        if now.records == seen.records and now.columns == seen.columns:
            return seen
        if now.columns == seen.columns and _content(now.records) == _content(seen.records):
            return replace(seen, records=now.records)
        return now

    def objections(self, changes: Sequence[Change], seen: Snapshot) -> Objections:
        """Find formulas, protected cells and values that no cell can hold, on the tab as it was read last."""
        if self._tab is None or not changes:
            return {}
        finder, account = Finder(self._tab, seen, changes), self._reader.client.account
        drafting = Drafting(self._tab, finder, Verdicts(), account, self._reader.listed)
        drafting.draft(changes)
        found: dict[tuple[Key, FieldName | None], Message] = {}
        for key, refused in drafting.verdicts.refused.items():
            found |= {(key, name): why for name, why in refused.items()}
        return found | {(key, None): why for key, why in drafting.verdicts.failed.items()}

    def batches(self, changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
        """One call carries everything."""
        return [list(changes)] if changes else []

    def write(self, batch: Sequence[Change], seen: Snapshot) -> Sequence[Receipt]:
        """Write one batch: one call where nobody interferes. Addresses of ``seen`` matter only for rows without id."""
        writer = Writer(self._reader, batch, seen, self._tab or self._reader.read())
        try:
            return writer.write()
        except (Misconfigured, Refused) as changed:
            # the headers or ids that the answer shows: the run is to end as after any other failure of a write
            raise ServiceError(say("The tab was changed while we were writing: {why}", why=changed)) from changed
        finally:
            self._tab = writer.tab

    def reshape(self, changes: Sequence[ColumnChange]) -> None:
        """Add or rename columns. Raises ``Refused`` for what would take a person's column away."""
        if changes:
            self._tab = reshape(self._reader, self._tab or self._reader.read(), changes)


def _content(records: Sequence[Record]) -> Counter[str]:
    return Counter(
        repr((record.id, sorted((name, repr(seen_in(value))) for name, value in record.fields.items())))
        for record in records
    )
