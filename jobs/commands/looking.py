"""What the commands that look back share: which pairs, and which record is meant."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.commands.configured import settings_of
from jobs.commands.run import chosen
from jobs.commands.terminal import Terminal
from jobs.history.finding import Found, find_records, titles
from jobs.history.ports import History
from jobs.sync import Tools
from mappings.fields import PairMapping
from mappings.suggest import nearest
from sync.errors import Misconfigured
from sync.message import say
from sync.model import RecordId, Side

if TYPE_CHECKING:
    from jobs.wiring import Services


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs that were asked for, each with its memory."""

    mappings: Sequence[PairMapping]
    shared: "Services"

    def history(self, mapping: PairMapping) -> History:
        from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

        return wiring.history_of(mapping, self.shared)

    @contextmanager
    def tools(self, mapping: PairMapping) -> Iterator[Tools]:
        from jobs import wiring  # noqa: PLC0415 - as above

        with wiring.open_pair(mapping, self.shared) as tools:
            yield tools

    def rows(self, mapping: PairMapping) -> Mapping[str, RecordId]:
        """Read the sheet and return its record ids by row."""
        with self.tools(mapping) as tools:
            records = tools.tables[Side.SHEET].read().records
        return {str(record.address): record.id for record in records if record.id is not None}


@contextmanager
def opened(
    config: Path | None, names: Sequence[str], language: str | None, screen: Terminal, *, reading: bool = False
) -> Iterator[Pairs]:
    """Yield the pairs of the configuration; no service is asked yet. With ``reading`` the store is only looked at."""
    from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for

    settings = settings_of(config, language, screen)
    mappings = chosen(settings.mappings(), names)
    with wiring.services(settings, reading=reading) as shared:
        yield Pairs(mappings, shared)


def meant(named: str, pairs: Pairs) -> tuple[PairMapping, Found]:
    """Return the one record that is meant. Raises ``Misconfigured`` where it is none, or more than one."""
    found = [
        (mapping, each)
        for mapping in pairs.mappings
        for each in find_records(named, mapping, pairs.history(mapping), _rows(pairs, mapping))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        mistakes = [say("{id} ({title}) in {pair}", id=f.record, title=f.title or "-", pair=m.name) for m, f in found]
        seen = say("{seen}: {count} records are called so.", seen=named, count=len(found))
        raise Misconfigured(seen, mistakes, say("Name it by its id, or its pair with --pair."))
    known = {title: record for mapping in pairs.mappings for record, title in _titles(mapping, pairs).items()}
    seen = say(
        "{seen}: no record is known by this id, title or link (nearest: {near})", seen=named, near=_near(named, known)
    )
    raise Misconfigured(seen)


def _rows(pairs: Pairs, mapping: PairMapping) -> Callable[[], Mapping[str, RecordId]]:
    return lambda: pairs.rows(mapping)


def _titles(mapping: PairMapping, pairs: Pairs) -> Mapping[RecordId, str]:
    return titles(mapping, pairs.history(mapping))


def _near(named: str, known: Mapping[str, RecordId]) -> str:
    title = nearest(named, known)
    return "-" if title is None else f"{title} ({known[title]})"
