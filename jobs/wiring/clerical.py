"""One table as the clerical jobs work on it: a pair, or a table without a partner."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from adapters.sheets.conflicts import ConflictsTab
from adapters.sheets.linking import LINKS
from adapters.sheets.reader import spreadsheet_id
from adapters.state.memory import PairMemory
from jobs.gathering import Subject
from jobs.gathering.sighted import agreed
from jobs.sync import Tools
from jobs.wiring.gathering import single_tables
from jobs.wiring.pairs import new_id, new_run, open_pair
from jobs.wiring.past import remembering
from jobs.wiring.services import Services, memory_of, now
from mappings.aliases import Language
from sync.model import Side


@dataclass(frozen=True)
class Work:
    """``alone`` is the side of a table without a partner."""

    tools: Tools
    memory: PairMemory
    alone: Side | None = None


@contextmanager
def open_table(subject: Subject, shared: Services) -> Iterator[Work]:
    """Yield what a run on the table works with; nothing is read yet."""
    memory = memory_of(shared.store, subject.mapping)
    if len(subject.sides) == len(Side):
        with open_pair(subject.mapping, shared) as tools:
            yield Work(tools, memory)
        return
    tables = single_tables(subject, shared, remembering(shared))
    yield Work(Tools(tables, memory, now, new_id, new_run, shared.watch), memory, subject.sides[0])


def links_tab(subject: Subject, shared: Services, title: str, language: Language) -> ConflictsTab | None:
    """Return the tab of suggestions in the table's spreadsheet; ``None`` where it has none that may be written."""
    if not title or Side.SHEET not in subject.sides or Side.SHEET in subject.mapping.policy.read_only:
        return None
    return ConflictsTab(shared.google, spreadsheet_id(subject.mapping.sheet.spreadsheet), title, language, LINKS)


def observe(subject: Subject, shared: Services, run: str | None) -> None:
    """Remember how the records of a pair stand after a run. Raises ``StateError`` and ``Busy``."""
    memory, at = memory_of(shared.store, subject.mapping), now()
    memory.observe(run, agreed(subject, memory.base()), at)
