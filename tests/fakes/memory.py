"""A memory of one pair that keeps everything in plain lists."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sync.changes import Change, Conflict, Held, Intent, Lost, Receipt
from sync.model import Base, BaseRecord, Column, FieldName, RecordId, Side, Site
from sync.moves import Move
from sync.rebase import rebase


@dataclass
class PlainMemory:
    kept: Base = field(default_factory=Base)
    intents: dict[int, Intent] = field(default_factory=dict)
    receipts: list[Receipt] = field(default_factory=list)
    losers: list[Lost] = field(default_factory=list)
    conflicts: Sequence[Conflict] = ()
    ends: list[str] = field(default_factory=list)
    forces: list[Sequence[str]] = field(default_factory=list)
    gone: dict[RecordId, BaseRecord] = field(default_factory=dict)

    @contextmanager
    def lease(self, holder: str, now: Callable[[], datetime], lasts: timedelta) -> Iterator[None]:
        yield

    def renew(self) -> None:
        """Nobody else is there."""

    def base(self) -> Base:
        return self.kept

    def forgotten(self) -> Mapping[RecordId, BaseRecord]:
        return {name: record for name, record in self.gone.items() if name not in self.kept.records}

    def begin(self, run: str, at: datetime, forced: Sequence[str]) -> None:
        self.forces.append(forced)

    def intend(self, run: str, changes: Sequence[Change], at: datetime) -> Sequence[Intent]:
        made = [Intent(len(self.intents) + place, run, change, at) for place, change in enumerate(changes)]
        self.intents |= {intent.id: intent for intent in made}
        return made

    def receive(self, receipts: Sequence[tuple[Intent, Receipt]], moves: Sequence[Move], at: datetime) -> None:
        for intent, receipt in receipts:
            del self.intents[intent.id]
            self.receipts.append(receipt)
        self.agree(moves)

    def open_intents(self) -> Sequence[Intent]:
        return list(self.intents.values())

    def drop(self, intents: Sequence[Intent], at: datetime, why: str) -> None:
        for intent in intents:
            del self.intents[intent.id]

    def agree(self, moves: Sequence[Move]) -> None:
        if moves:
            before, self.kept = self.kept, rebase(self.kept, moves)
            self.gone |= {name: record for name, record in before.records.items() if name not in self.kept.records}

    def remember(
        self,
        columns: Mapping[Side, Mapping[FieldName, Column]],
        scopes: Mapping[Side, str],
        at: datetime,
        sites: Mapping[Side, Site] | None = None,
    ) -> None:
        self.kept = replace(self.kept, columns=columns, scopes=scopes, sites=sites or {}, known=True)

    def lose(self, run: str, lost: Sequence[Lost], at: datetime) -> None:
        self.losers += [each for each in lost if each not in self.losers]

    def note(
        self, run: str, conflicts: Sequence[Conflict], held: Sequence[Held], lost: Sequence[Lost], at: datetime
    ) -> None:
        self.conflicts = conflicts
        self.lose(run, lost, at)

    def end(self, run: str, at: datetime, outcome: str, counts: Mapping[str, int]) -> None:
        self.ends.append(outcome)
