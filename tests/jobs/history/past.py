"""Two tables in memory with a real journal, and what is undone in them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.state.memory import PairMemory
from adapters.state.store import open_store
from jobs.history.undoing import undo_pair
from jobs.sync import Outcome
from sync.changes import Change
from sync.model import Side
from sync.policy import PairPolicy
from tests.fakes.pair import OPEN, Bench, mapping
from tests.fakes.table import Crash


@dataclass
class Past:
    bench: Bench
    memory: PairMemory

    def sync(self) -> str:
        """Run, and return the run's name."""
        outcome = self.bench.sync()
        assert outcome.error is None
        assert outcome.run is not None
        return outcome.run

    def undo(self, run: str, *, write: bool = True, force: bool = False) -> Outcome:
        made = mapping(self.bench.names, self.bench.policy)
        return undo_pair(made, self.bench.tools, self.memory, run, write=write, force=force)

    def undo_and_die(self, run: str, fatal: int, when: str) -> bool:
        """Undo, and let the process die before or after the write numbered ``fatal``; say whether it came to that."""
        count = 0

        def dies(_change: Change, moment: str) -> bool:
            nonlocal count
            count += moment == when
            return moment == when and count == fatal

        for table in self.bench.tables.values():
            table.crash = dies
        try:
            self.undo(run)
        except Crash:
            return True
        finally:
            for table in self.bench.tables.values():
                table.crash = lambda _change, _when: False
        return False

    def value(self, side: Side, record: str, field: str = "owner") -> object:
        return self.bench.tables[side].content().get(record, {}).get(field)

    def nothing_to_write(self) -> None:
        """The next run writes nothing, however often."""
        self.bench.forget_writes()
        for _ in range(2):
            assert not self.bench.plan().plan.changes
            self.sync()
        assert self.bench.writes() == 0


@contextmanager
def past(names: tuple[str, ...] = ("title", "owner"), policy: PairPolicy = OPEN) -> Iterator[Past]:
    with open_store(":memory:") as store:
        memory = store.pair("pair", "n", "s")
        yield Past(Bench(names=names, policy=policy, memory=memory), memory)
