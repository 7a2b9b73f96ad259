"""Sets a scenario up on two tables in memory (or a real tab) and the real state store, and lets its events happen."""

import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.sandbox.server import SandboxServer
from adapters.sheets.table import COLUMN_KIND
from adapters.state.store import open_store
from jobs.demo.clients import Clients
from jobs.sync import Outcome, Tools, plan_pair, sync_pair
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.changes import Kind
from sync.model import Address, Column, FieldName, Proof, RecordId, Side, Snapshot, Value, Whereabouts
from sync.moves import Agree, Move, Place
from sync.ports import Memory
from tests.fakes.table import Cells, Crash, MemoryTable, Row
from tests.scenarios.form import TRASHED, Json, Rows, Scenario
from tests.scenarios.policies import SIDES, policy_of
from tests.scenarios.stand import SheetStand

START = datetime(2026, 11, 21, 9, tzinfo=UTC)


class Unsupported(Exception):
    """The scenario needs something this bench does not have; the message is the reason for skipping it."""


def value_of(seen: Json) -> Value:
    if isinstance(seen, list):
        return tuple(str(entry) for entry in seen) or None
    if seen is None or isinstance(seen, bool | int | float | str):
        return seen
    raise Unsupported(f"a value of type {type(seen).__name__}")


def cells_of(fields: dict[str, Json]) -> Cells:
    return {FieldName(name): value_of(value) for name, value in fields.items()}


@dataclass
class Bench:
    """The tables, the store and the runs of one scenario."""

    scenario: Scenario
    folder: Path
    stack: ExitStack
    workers: int = 1
    tables: dict[Side, MemoryTable] = field(default_factory=dict)
    now: datetime = START
    outcomes: list[Outcome] = field(default_factory=list)
    runs: int = 0

    def __post_init__(self) -> None:
        self.policy = policy_of(self.scenario)
        data = self.scenario.data
        for word, side in SIDES.items():
            self.tables[side] = self._table(word, side)
            self.set_rows(side, data.get(word) or {})
        self.file = self.folder / "state.db"
        self._open()
        self._seed()
        self._events()

    def _table(self, word: str, side: Side) -> MemoryTable:
        """Return a table in memory, or a real tab where the event is one that only a sheet knows."""
        event = self.scenario.event
        told = {key: event[f"{word}_{key}"] for key in ("before_write", "sheet") if f"{word}_{key}" in event}
        if not told:
            return MemoryTable(side, self._columns(word), in_flight=self.workers, now=self.now)
        if side is not Side.SHEET:
            raise Unsupported(f"{word} stands for Notion here, and the event is one of a sheet")
        server = self.stack.enter_context(SandboxServer())
        clients = self.stack.enter_context(Clients(server.notion_base, server.google_base, server.token))
        stand = SheetStand(server, clients, self._columns(word))
        stand.event, stand.layout = told.get("before_write", ""), told.get("sheet", "")
        stand.mapping = replace(self.mapping(stand.columns), sheet=SheetPlace(stand.book, "tab", "id"))
        return stand  # type: ignore[return-value]  # it has all of a table that the bench uses

    def _open(self) -> None:
        store = open_store(str(self.file))
        self.stack.callback(store.close)
        self.memory: Memory = store.pair("scenario", "left", "right")

    def _names(self) -> list[str]:
        data = self.scenario.data
        tables = [data.get(word) or {} for word in ("base", "left", "right")]
        rows = [row for table in tables for row in table.values() if isinstance(row, dict)]
        for step in self.scenario.steps:
            rows += [row for word in SIDES for row in (step.get(word) or {}).values() if isinstance(row, dict)]
        return list(dict.fromkeys(name for row in rows for name in row))

    def _columns(self, word: str) -> dict[FieldName, Column]:
        schema = self.scenario.data.get("schema")
        names = schema.get(word) if schema else self._names()
        types = self.scenario.data.get("field_types", {})
        called = names if isinstance(names, dict) else {name: name for name in names or ()}

        def kind(name: str) -> str:
            given = types.get(name, "text")
            return str(given[word] if isinstance(given, dict) else given)

        return {FieldName(name): Column(str(label), kind(name)) for name, label in called.items()}

    def set_rows(self, side: Side, rows: Rows) -> None:
        """Let a side hold just these rows, as if people had typed them."""
        table = self.tables[side]
        word = next(word for word, each in SIDES.items() if each is side)
        ids = self.scenario.event.get(f"{word}_ids")
        stamps = self.scenario.event.get("stamps", {})
        edited = stamps.get(word) if isinstance(stamps, dict) else None
        stamp = datetime.fromisoformat(edited).replace(tzinfo=UTC) if edited else None
        before, after = table.rows, dict[Address, Row]()
        for place, (name, fields) in enumerate(rows.items()):
            if fields == TRASHED:
                table.trash[Address(name)] = Row(RecordId(name), {})
                continue
            record = RecordId(ids[place] if ids else name) if self.scenario.linked else None
            old = next((address for address, row in before.items() if record and row.id == record), Address(name))
            after[old] = Row(record, cells_of(fields), stamp)
            table.trash.pop(old, None)
        table.rows = after

    def _seed(self) -> None:
        base = self.scenario.data.get("base")
        if base is None:
            return
        moves: list[Move] = []
        for name, fields in base.items():
            moves += [Place(RecordId(name), side, Address(name)) for side in Side]
            everything = {**dict.fromkeys(self._columns("base")), **cells_of(fields)}
            moves += [Agree(RecordId(name), each, value) for each, value in everything.items()]  # type: ignore[arg-type]  # a base holds no unreadable value
        self.memory.agree(moves)
        recorded = self.scenario.event.get("filter", {}).get("recorded", "")
        columns = {side: self._columns("base") for side in Side}
        if isinstance(self.tables[Side.SHEET], SheetStand):
            columns[Side.SHEET] = {n: Column(c.name, COLUMN_KIND) for n, c in columns[Side.SHEET].items()}
        self.memory.remember(columns, dict.fromkeys(Side, recorded), self.now)

    def _events(self) -> None:
        known = {
            "stamps", "left_ids", "right_ids", "filter", "fault", "state", "lock", "crash", "during_run", "workers",
            "left_read", "right_read", "left_direct_read", "right_direct_read", "right_before_write", "right_sheet",
        }  # fmt: skip
        strange = set(self.scenario.event) - known
        if strange:
            raise Unsupported(f"the event {', '.join(sorted(strange))} needs the services themselves")
        event = self.scenario.event
        for word, side in SIDES.items():
            table = self.tables[side]
            if "filter" in event:
                table.scope = event["filter"]["now"] if self._filtered(word) else event["filter"]["recorded"]
            if f"{word}_read" in event:
                self._changes_only(table)
            for name, found in event.get(f"{word}_direct_read", {}).items():
                table.found[RecordId(name)] = whereabouts(found)
            if event.get("fault") == f"every write to {word} raises":
                table.fail = lambda _change: True
        if event.get("state") == "corrupt":
            self._damage()
        if "lock" in event:
            self.stack.enter_context(self.memory.lease("a killed run", lambda: START, timedelta(minutes=2)))
            self._open()  # this run is another process
            live = not any(word in event["lock"] for word in ("expired", "unreadable", "stale", "killed"))
            self.now += timedelta(minutes=1 if live else 3)

    def _filtered(self, word: str) -> bool:
        """The filtered side is the one that shows fewer rows."""
        other = next(each for each in SIDES if each != word)
        return len(self.scenario.data[word]) < len(self.scenario.data[other])

    def _changes_only(self, table: MemoryTable) -> None:
        base = self.scenario.data.get("base") or {}
        table.proof = Proof.CHANGES
        table.shown = lambda address: (
            table.content().get(address)
            != {name: value for name, value in (base.get(address) or {}).items() if value is not None}
        )

    def _damage(self) -> None:
        with sqlite3.connect(self.file) as raw:
            tables = [row[0] for row in raw.execute("select name from sqlite_master where type = 'table'")]
            for name in tables:
                texts = [row[1] for row in raw.execute(f"pragma table_info({name})") if row[1] in ("fields", "digest")]
                for column in texts:
                    raw.execute(f"update {name} set {column} = 'damaged' where {column} is not null")  # noqa: S608 - names come from the store itself
        raw.close()

    def tools(self) -> Tools:
        self.runs += 1
        ids, runs = itertools.count(1), self.runs
        return Tools(
            self.tables, self.memory, self._clock, lambda: RecordId(f"new{runs}-{next(ids)}x"), lambda: f"run-{runs}"
        )

    def _clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def mapping(self, columns: Iterable[FieldName] | None = None) -> PairMapping:
        names = dict.fromkeys(columns or (name for table in self.tables.values() for name in table.columns))
        names |= dict.fromkeys(self._columns("base")) if self.scenario.data.get("base") else {}
        fields = tuple(Field(name, FieldType.RICH_TEXT, name, name, self.policy.of(name)) for name in names)
        return PairMapping("scenario", NotionPlace("l", "id"), SheetPlace("r", "t", "id"), fields, self.policy, UTC)

    def sync(self, *, dry_run: bool = False, crash: str | None = None) -> Outcome | None:
        """Run once. Returns nothing where the run was killed."""
        for table in self.tables.values():
            table.writes.clear()
        job: Callable[..., Outcome] = plan_pair if dry_run else sync_pair
        if crash:
            self._die_after_the_write()
        restore = self._others_edit()
        try:
            options = {"force": bool(self.scenario.policy.get("force"))} if job is sync_pair else {}
            outcome = job(self.mapping(), self.tools(), **options)
        except Crash:
            for table in self.tables.values():
                table.crash = lambda _change, _when: False
            self.now += timedelta(hours=1)
            return None
        finally:
            restore()
        self.outcomes.append(outcome)
        return outcome

    def _die_after_the_write(self) -> None:
        for table in self.tables.values():
            table.crash = lambda _change, when: when == "after"

    def _others_edit(self) -> Callable[[], None]:
        """Let other people edit between the reading and the writing of the first run."""
        during = self.scenario.event.get("during_run")
        if not during or self.outcomes:
            return lambda: None
        reads = {side: table.read for side, table in self.tables.items()}
        for word, side in SIDES.items():
            self.tables[side].read = self._then_edit(reads[side], side, during.get(word) or {})  # type: ignore[method-assign]  # other people

        def restore() -> None:
            for side, table in self.tables.items():
                table.read = reads[side]  # type: ignore[method-assign]

        return restore

    def _then_edit(self, read: Callable[..., Snapshot], side: Side, rows: Rows) -> Callable[..., Snapshot]:
        def reading(*args: object) -> Snapshot:
            seen = read(*args)
            for name, fields in rows.items():
                self.tables[side].rows[Address(name)] = Row(RecordId(name), cells_of(fields))
            return seen

        return reading

    def written(self) -> dict[Side, int]:
        """Count the records written on each side in the last run; writing an id counts as none."""
        return {
            side: len({change.record for change in table.writes if change.kind is not Kind.LINK})
            for side, table in self.tables.items()
        }

    def contents(self) -> Iterator[tuple[str, dict[str, Json]]]:
        for word, side in SIDES.items():
            yield word, self.content(side)

    def content(self, side: Side) -> dict[str, Json]:
        table = self.tables[side]
        rows: dict[str, Json] = {
            str(address if not self.scenario.linked else name): row
            for (address, _), (name, row) in zip(table.rows.items(), unique_content(table), strict=True)
        }
        return rows | {str(address): TRASHED for address in table.trash if self._was_trashed(side, address)}

    def _was_trashed(self, side: Side, address: Address) -> bool:
        word = next(word for word, each in SIDES.items() if each is side)
        return (self.scenario.data.get(word) or {}).get(address) == TRASHED


def unique_content(table: MemoryTable) -> list[tuple[str, Mapping[str, Value]]]:
    """Return the rows in order by id; a second row with the same id is named by its place."""
    seen: set[str] = set()
    rows = []
    for address, row in table.rows.items():
        name = str(row.id or address)
        cells = {str(n): v for n, v in row.fields.items() if v is not None and n in table.columns}
        rows.append((name if name not in seen else str(address), cells))
        seen.add(name)
    return rows  # type: ignore[return-value]  # scenario tables hold no unreadable value


def whereabouts(found: str) -> Whereabouts:
    """Translate what a direct read answered."""
    if "other parent" in found:
        return Whereabouts.MOVED
    if found.startswith(("403", "404")):
        return Whereabouts.UNKNOWN
    if "trash" in found:
        return Whereabouts.TRASHED
    raise Unsupported(f"the direct read {found!r}")
