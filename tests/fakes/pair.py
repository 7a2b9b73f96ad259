"""Two tables in memory, a memory, and a run over them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from jobs.sync import Outcome, Tools, plan_pair, sync_pair
from mappings.fields import Field, FieldType, NotionPlace, PairMapping, SheetPlace
from sync.changes import Change
from sync.model import FieldName, RecordId, Side, Value
from sync.policy import Deletes, FieldPolicy, FirstMatch, Limits, PairPolicy
from sync.ports import Memory
from tests.fakes.memory import PlainMemory
from tests.fakes.table import Crash, MemoryTable, columns

OPEN = PairPolicy({}, deletes=Deletes.PROPAGATE, first_match=FirstMatch.STRICT, limits=Limits(deletes_percent=None))
"""Nothing is held and no guard but the emptied side stands in the way: for tests of the merge itself."""


def mapping(names: tuple[str, ...], policy: PairPolicy) -> PairMapping:
    kinds = {name: FieldType.TITLE if name == "title" else FieldType.RICH_TEXT for name in names}
    fields = tuple(Field(FieldName(n), kinds[n], n, n, policy.of(FieldName(n))) for n in names)
    return PairMapping("pair", NotionPlace("n", "ID"), SheetPlace("s", "t", "ID"), fields, policy, UTC)


@dataclass
class Bench:
    """A pair to try things on: ``bench.notion.edit(...)``, ``bench.sync()``, ``bench.same()``."""

    names: tuple[str, ...] = ("title", "owner")
    policy: PairPolicy = OPEN
    memory: Memory = field(default_factory=PlainMemory)
    tables: dict[Side, MemoryTable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.tables:
            self.tables = {side: MemoryTable(side, columns(self.names)) for side in Side}
        ticks, ids, runs = count(), count(1), count(1)
        start = datetime(2026, 11, 21, 9, tzinfo=UTC)
        self.tools = Tools(
            self.tables,
            self.memory,
            lambda: start + timedelta(seconds=next(ticks)),
            lambda: RecordId(f"new-{next(ids)}x"),
            lambda: f"run-{next(runs)}",
        )

    @property
    def notion(self) -> MemoryTable:
        return self.tables[Side.NOTION]

    @property
    def sheet(self) -> MemoryTable:
        return self.tables[Side.SHEET]

    def both(self, **rows: Mapping[str, Value]) -> "Bench":
        """Put equal records on both sides and agree on them."""
        for record, cells in rows.items():
            for table in self.tables.values():
                table.add(record, record, **cells)
        self.sync()
        self.forget_writes()
        return self

    def forget_writes(self) -> None:
        for table in self.tables.values():
            table.writes.clear()

    def with_policy(self, **changes: object) -> "Bench":
        self.policy = replace(self.policy, **changes)  # type: ignore[arg-type]  # the names are PairPolicy's own
        return self

    def of_field(self, name: str, policy: FieldPolicy) -> "Bench":
        return self.with_policy(fields={**self.policy.fields, FieldName(name): policy})

    def plan(self) -> Outcome:
        return plan_pair(mapping(self.names, self.policy), self.tools)

    def sync(self, *, force: bool = False) -> Outcome:
        return sync_pair(mapping(self.names, self.policy), self.tools, force=force)

    def sync_and_die(self, fatal: int, when: str) -> bool:
        """Run, and let the process die before or after the write numbered ``fatal``; say whether it came to that."""
        count = 0

        def dies(_change: Change, moment: str) -> bool:
            nonlocal count
            count += moment == when
            return moment == when and count == fatal

        for table in self.tables.values():
            table.crash = dies
        try:
            self.sync()
        except Crash:
            return True
        finally:
            for table in self.tables.values():
                table.crash = lambda _change, _when: False
        return False

    def writes(self) -> int:
        return sum(len(table.writes) for table in self.tables.values())

    def same(self) -> bool:
        return self.notion.content() == self.sheet.content()
