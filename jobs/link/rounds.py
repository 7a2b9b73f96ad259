"""Linking one table: a run whose plan is what was decided of its links, and what is remembered of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from jobs.catalogue import translate
from jobs.link.decide import Key, Setting
from jobs.link.suggest import Suggestion
from jobs.own.columns import ACCEPT, SUGGESTIONS, TURN_DOWN, Columns
from jobs.own.ports import Clerk
from jobs.own.standing import Proved, filled, rows_of, text_of
from jobs.own.told import Told, digest
from jobs.sync import Outcome, OutcomeKind
from mappings.aliases import Language
from mappings.fields import PairMapping
from mappings.text.clusters import cut, units
from sync.aftermath import Ground
from sync.clerical import Tie
from sync.message import say
from sync.model import Base, FieldName, Record, RecordId, Side, Snapshot
from sync.own import Entries, Whole, Wish, own_plan
from sync.plan import Plan

_SHELF = "link-suggestions"
_LONGEST = 1900


@dataclass
class LinkRound:
    """One table. ``titles`` is what people call the records of all tables."""

    mapping: PairMapping
    columns: Columns
    settings: Sequence[Setting]
    suggestions: Sequence[Suggestion]
    titles: Mapping[Key, str]
    clerk: Clerk
    language: Language
    now: datetime
    new_id: Callable[[], RecordId]
    alone: Side | None = None
    done: list[Tie] = field(default_factory=list)
    """What was proved by the run."""
    _plan: Plan = field(default_factory=Plan)
    _told: Told = field(default_factory=lambda: Told({}))
    _signs: dict[RecordId, str] = field(default_factory=dict)
    _of: dict[RecordId, list[Suggestion]] = field(default_factory=lambda: defaultdict(list))

    def errand(self, base: Base, snapshots: Mapping[Side, Snapshot]) -> Plan:
        """Plan what is to be written. Keeps nothing: a plan may be made several times."""
        rows = rows_of(snapshots)
        self._of = defaultdict(list)
        for each in self.suggestions:
            self._of[each.scored.one[1]].append(each)
        self._told, self._signs = Told.read(self.clerk.shelved([_SHELF]).get(_SHELF)), {}
        wishes: list[Wish] = [*self._links()]
        for record, sides in rows.items():
            wishes += self._asked(record, sides)
        self._plan = own_plan(wishes, Ground(base, snapshots, self.mapping.policy, self.new_id), self.alone)
        return self._plan

    def remember(self, outcome: Outcome) -> None:
        """Keep which links are proved to stand or to be gone, and which texts."""
        if outcome.kind is OutcomeKind.REFUSED or outcome.run is None:
            return
        proved = Proved(self._plan, outcome)
        self.done = [each.tie for each in self.settings if proved(each.edge.item.record, each.edge.end.field.name)]
        self.clerk.tie(self.done, self.now)
        column = self.columns.get(SUGGESTIONS)
        if column is None:
            return
        after = dict(self._told.of)
        for record, sign in self._signs.items():
            text = proved.value(record, column.name)
            if proved(record, column.name) and proved.changed(record, column.name):
                after.pop(record, None)
                if text:
                    after[record] = (sign, digest(text))
        if after != self._told.of:
            self.clerk.shelve({_SHELF: Told(after).body()}, self.now)

    def _links(self) -> Iterator[Entries]:
        grouped: dict[tuple[RecordId, FieldName], list[Setting]] = defaultdict(list)
        for each in self.settings:
            grouped[each.edge.item.record, each.edge.end.field.name].append(each)
        for (record, name), group in grouped.items():
            comes = tuple(each.edge.entry for each in group if each.comes)
            goes = tuple(each.edge.entry for each in group if not each.comes)
            yield Entries(record, name, comes, goes, group[0].why)

    def _asked(self, record: RecordId, sides: Mapping[Side, Record]) -> Iterator[Whole]:
        column = self.columns.get(SUGGESTIONS)
        if column is not None:
            yield from self._text(column.name, record, sides)
        for role in (ACCEPT, TURN_DOWN):
            tick = self.columns.get(role)
            if tick is not None and any(each.fields.get(tick.name) is True for each in sides.values()):
                yield Whole(record, tick.name, False, say("the answer was taken note of"), lambda _: True)

    def _text(self, name: FieldName, record: RecordId, sides: Mapping[Side, Record]) -> Iterator[Whole]:
        """A text that stands is left as it is while it names the same records, though their scores have moved."""
        mine = self._of.get(record, [])
        sign = digest(repr((self.language, sorted(each.key for each in mine))))
        texts = {text_of(found.fields.get(name)) for found in sides.values()}
        stands = next(iter(texts)) if len(texts) == 1 else None
        if stands and self._told.wrote(record, stands) and self._told.stands(record, sign):
            return
        value = self.text(mine)
        if value or filled(sides, name):
            told = self._told
            why = say("{count} likely links", count=len(mine)) if mine else say("nothing is found here any more")
            self._signs[record] = sign
            yield Whole(record, name, value, why, lambda found: told.wrote(record, text_of(found) or ""))

    def text(self, suggestions: Sequence[Suggestion]) -> str | None:
        """Return what stands in the column of a record: a line for each suggestion."""
        lines = [
            f"{each.scored.other[1]} {self.titles.get(each.scored.other, '')}".rstrip()
            + f" ({each.scored.score:.2f}: {' '.join(translate(each.scored.why, self.language).split())})"
            for each in suggestions
        ]
        text = "\n".join(lines)
        if units(text) > _LONGEST:
            text = next(cut(text, _LONGEST - 1)) + "…"
        return text or None
