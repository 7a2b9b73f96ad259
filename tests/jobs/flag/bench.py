"""A pair in memory with fields of our own, flagged with findings that the test makes up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from adapters.state.memory import PairMemory
from adapters.state.store import open_store
from jobs.flag.note import Notes
from jobs.flag.options import Options
from jobs.flag.rounds import Found, Round
from jobs.own.columns import KINDS, Columns
from jobs.rules.finding import Family, Finding
from jobs.rules.item import Role
from jobs.sync import Outcome, plan_pair, sync_pair
from mappings.fields import Field, PairMapping
from sync.clerical import Spell
from sync.message import say
from sync.model import FieldName, RecordId, Side, Value
from sync.policy import FirstMatch, PairPolicy
from tests.fakes.pair import Bench, mapping
from tests.jobs.flag.own import own

NAMES = ("title", "flags", "flag_note", "similar", "duplicate_dismiss")
OWN = NAMES[1:]
T0 = datetime(2026, 11, 21, 9, tzinfo=UTC)


def finding(record: str, rule: str = "stale.risk", why: str = "nobody touched it", **more: object) -> Finding:
    family = Family(str(more.pop("family", rule.partition(".")[0])))
    return Finding(rule, family, "pair", RecordId(record), say(why), **more)  # type: ignore[arg-type]  # its own names


class Flagged:
    """``flag(...)`` is one run of the job with just these findings."""

    def __init__(self, store: str = ":memory:") -> None:
        policies = {FieldName(name): own(KINDS[Role(name)]) for name in OWN}
        policy = PairPolicy(policies, first_match=FirstMatch.FILL)
        self.store = open_store(store)
        self.memory: PairMemory = self.store.pair("pair", "n", "s/t")
        self.bench = Bench(NAMES, policy, self.memory)
        self.now = T0
        self.last: Round | None = None

    @property
    def mapping(self) -> PairMapping:
        made = mapping(NAMES, self.bench.policy)
        fields = tuple(
            replace(each, type=KINDS.get(Role(each.name), each.type), own=each.name in OWN) for each in made.fields
        )
        return replace(made, fields=fields)

    def fields(self) -> dict[Role, Field]:
        return {Role(each.name): each for each in self.mapping.fields}

    def flag(
        self,
        *findings: Finding,
        unjudged: Sequence[tuple[str, str]] = (),
        admitted: Sequence[tuple[str, str]] | None = None,
        options: Options | None = None,
        records: Sequence[str] | None = None,
        dry: bool = False,
    ) -> Outcome:
        there = records or [*self.bench.notion.content(), *self.bench.sheet.content()]
        keys = [(each.record, each.rule) for each in findings]
        made = Round(
            self.mapping,
            Columns({role: each for role, each in self.fields().items() if role in KINDS}),
            Found(
                findings,
                frozenset(map(RecordId, there)),
                frozenset((RecordId(record), rule) for record, rule in unjudged),
                keys if admitted is None else [(RecordId(record), rule) for record, rule in admitted],
            ),
            self.memory,
            options or Options(),
            Notes(),
            self.now,
            self.bench.tools.new_id,
        )
        self.last = made
        tools = replace(self.bench.tools, errand=made.errand)
        if dry:
            return plan_pair(self.mapping, tools)
        outcome = sync_pair(self.mapping, tools)
        assert outcome.error is None, outcome.error
        made.remember(outcome)
        return outcome

    def both(self, record: str, name: str = "flags") -> list[Value]:
        return [self.bench.tables[side].content()[record].get(name) for side in Side]

    def spells(self) -> list[Spell]:
        return list(self.memory.spells())

    def writes(self) -> int:
        count = self.bench.writes()
        self.bench.forget_writes()
        return count
