"""Flagging one table: a run whose plan is what the findings ask for, and what is remembered of it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from jobs.flag.note import Notes
from jobs.flag.options import Options
from jobs.flag.spells import Key, Seen, shown, turned
from jobs.own.columns import DISMISS, FLAGS, NOTE, SIMILAR, Columns
from jobs.own.ports import Clerk
from jobs.own.standing import Proved, Rows, filled, is_unreadable, rows_of, text_of
from jobs.own.told import Told, digest
from jobs.rules.finding import Family, Finding
from jobs.rules.item import Role
from jobs.sync import Outcome, OutcomeKind
from mappings.fields import Field, PairMapping
from sync.aftermath import Ground
from sync.clerical import Spell
from sync.message import Message, say
from sync.model import Base, FieldName, Record, RecordId, Side, Snapshot, Unreadable, Value
from sync.own import Whole, own_plan
from sync.plan import Plan
from sync.schema import reshape

_SHELF: Mapping[Role, str] = {NOTE: "flag-notes", SIMILAR: "flag-similar"}


@dataclass(frozen=True)
class Found:
    """What was found in one table. ``admitted`` are the new ones that the cap lets through."""

    findings: Sequence[Finding]
    records: frozenset[RecordId]
    unjudged: frozenset[Key] = frozenset()
    admitted: Collection[Key] = frozenset()
    capped: frozenset[Family] = frozenset({Family.STALE})


@dataclass
class Round:
    """One table. ``alone`` is its side where it has no partner."""

    mapping: PairMapping
    columns: Columns
    found: Found
    clerk: Clerk
    options: Options
    notes: Notes
    now: datetime
    new_id: Callable[[], RecordId]
    alone: Side | None = None
    spells: list[Spell] = field(default_factory=list)
    """As they are from now on, once the plan is made."""
    _visible: list[Spell] = field(default_factory=list)
    _shown: dict[RecordId, list[Spell]] = field(default_factory=lambda: defaultdict(list))
    _plan: Plan = field(default_factory=Plan)
    _told: dict[Role, Told] = field(default_factory=dict)
    _signs: dict[tuple[Role, RecordId], str] = field(default_factory=dict)

    def errand(self, base: Base, snapshots: Mapping[Side, Snapshot]) -> Plan:
        """Plan what is to be written. Reads the memory and keeps nothing: a plan may be made several times."""
        rows = rows_of(snapshots)
        seen = Seen(
            [each for each in self.found.findings if each.family in self.options.families],
            self.found.records,
            self.found.unjudged,
            self._standing(base, snapshots, rows),
        )
        self.spells = turned(self.clerk.spells(), seen, self.options.families, self.now)
        self._visible = [each for each in shown(self.spells) if self._may_show(each)]
        self._shown = defaultdict(list)
        for each in self._visible:
            self._shown[each.record].append(each)
        self._told = {role: Told.read(self.clerk.shelved([name]).get(name)) for role, name in _SHELF.items()}
        self._signs = {}
        wishes = [
            wish for record in rows if record in self.found.records for wish in self._wishes(record, rows[record])
        ]
        self._plan = own_plan(wishes, Ground(base, snapshots, self.mapping.policy, self.new_id), self.alone)
        return self._plan

    def remember(self, outcome: Outcome) -> None:
        """Keep the spells, and which flags and texts are proved to stand."""
        if outcome.kind is OutcomeKind.REFUSED or outcome.run is None:
            return
        proved = Proved(self._plan, outcome)
        flags = self.columns.get(FLAGS)
        visible = {(each.record, each.rule) for each in self._visible}
        kept = [
            replace(each, flagged=each.flagged or self.now)
            if (each.record, each.rule) in visible and flags is not None and proved(each.record, flags.name)
            else each
            for each in self.spells
        ]
        self.clerk.keep_spells(kept, self.now)
        self.spells = kept
        for role, told in self._told.items():
            each = self.columns.get(role)
            after = {} if each is None else dict(self._told_now(role, each.name, told, proved))
            if each is not None and after != told.of:
                self.clerk.shelve({_SHELF[role]: Told(after).body()}, self.now)

    def _told_now(
        self, role: Role, name: FieldName, told: Told, proved: Proved
    ) -> Iterator[tuple[str, tuple[str, str]]]:
        for record, entry in told.of.items():
            if (role, RecordId(record)) not in self._signs:
                yield record, entry
        for (of, record), sign in self._signs.items():
            if of is not role:
                continue
            text = proved.value(record, name)
            if proved(record, name) and text:
                yield str(record), (sign, digest(text))
            elif record in told.of and not proved.changed(record, name):
                yield str(record), (sign, told.of[record][1])

    def _may_show(self, spell: Spell) -> bool:
        capped = any(family == spell.family for family in self.found.capped)
        return spell.flagged is not None or not capped or (spell.record, spell.rule) in self.found.admitted

    def _standing(
        self, base: Base, snapshots: Mapping[Side, Snapshot], rows: Rows
    ) -> dict[RecordId, frozenset[Family]]:
        """Return which flags stand on every side. Nothing is known of a column that is another one than before."""
        flags = self.columns.get(FLAGS)
        if flags is None:
            return {}
        if self.alone is None:
            columns = reshape(base, snapshots, self.mapping.policy)
            if flags.name in columns.renewed or any(flags.name in columns.added[side] for side in columns.added):
                return {}
        found: dict[RecordId, frozenset[Family]] = {}
        for record, sides in rows.items():
            values = [each.fields.get(flags.name) for each in sides.values()]
            if len(sides) == (len(Side) if self.alone is None else 1) and not any(map(is_unreadable, values)):
                found[record] = frozenset.intersection(*(self._families(value) for value in values))
        return found

    def _families(self, value: Value | Unreadable) -> frozenset[Family]:
        entries = value if isinstance(value, tuple) else ()
        return frozenset(family for each in entries if (family := self.options.meant(each)) is not None)

    def _wishes(self, record: RecordId, sides: Mapping[Side, Record]) -> Iterator[Whole]:
        visible = self._shown.get(record, [])
        rules = {each.rule for each in visible}
        mine = [each for each in self._of(record) if each.rule in rules and each.family in self.options.families]
        flags, note, similar = (self.columns.get(role) for role in (FLAGS, NOTE, SIMILAR))
        if flags is not None:
            value = self.options.names(Family(each.family) for each in visible)
            if value or filled(sides, flags.name):
                why = _why(sorted(rules))
                yield Whole(record, flags.name, value, why, self._are_ours)
        if note is not None:
            retained = bool(rules - {each.rule for each in mine})
            yield from self._text(NOTE, note, record, sides, mine, self.notes, retained=retained)
        if similar is not None:
            alike = [each for each in self._of(record) if each.family is Family.SIMILAR]
            notes = replace(self.notes, reasons=5, most=max(self.notes.most, 1000))
            yield from self._text(SIMILAR, similar, record, sides, alike, notes, retained=False)
        dismiss = self.columns.get(DISMISS)
        if dismiss is not None and any(each.fields.get(dismiss.name) is True for each in sides.values()):
            yield Whole(record, dismiss.name, False, say("the dismissal was taken note of"), lambda _: True)

    def _text(
        self,
        role: Role,
        each: Field,
        record: RecordId,
        sides: Mapping[Side, Record],
        findings: Sequence[Finding],
        notes: Notes,
        *,
        retained: bool,
    ) -> Iterator[Whole]:
        """A text that stands is left as it is while it says the same, though figures in it have grown."""
        told, sign = self._told[role], notes.sign(findings)
        texts = {text_of(found.fields.get(each.name)) for found in sides.values()}
        stands = next(iter(texts)) if len(texts) == 1 else None
        if stands and told.wrote(record, stands) and (retained or told.stands(record, sign)):
            self._signs[role, record] = sign
            return
        value = notes.text(findings)
        if value or filled(sides, each.name):
            self._signs[role, record] = sign
            why = _why(sorted({finding.rule for finding in findings}))
            yield Whole(record, each.name, value, why, lambda found: told.wrote(record, text_of(found) or ""))

    def _of(self, record: RecordId) -> Sequence[Finding]:
        if not self._by_record:
            for each in self.found.findings:
                self._by_record[each.record].append(each)
        return self._by_record.get(record, [])

    _by_record: dict[RecordId, list[Finding]] = field(default_factory=lambda: defaultdict(list))

    def _are_ours(self, value: Value) -> bool:
        return isinstance(value, tuple) and all(self.options.meant(each) is not None for each in value)


def _why(rules: Sequence[str]) -> Message:
    if not rules:
        return say("nothing is found here any more")
    return say("found by {rules}", rules=", ".join(rules))
