"""Whatever stands in a table: rules say something or that they cannot judge, and never fail."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from jobs.rules.finding import Family, Finding, Weight
from jobs.rules.item import Item, RecordType, Role, Section
from jobs.rules.judge import judge
from jobs.rules.ruleset import built_in, make_rules
from jobs.rules.spells import Spell, sort_out
from jobs.rules.titles import TITLES
from sync.message import say
from sync.model import RecordId, Span, Value
from tests.jobs.rules.made import NOW

ROLES = sorted(
    {r for rule in built_in().values() for each in rule.roles for r in each.split("|")} | {"status", "severity"}
)
moments = st.one_of(
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.just(date(202, 1, 16)),
    st.just(datetime(2026, 1, 1)),  # noqa: DTZ001 - meant
)
texts = st.sampled_from(["Open", "Done", "SEV1", "高", "なし", "TBD", "R-1", "A", "１２", ""]) | st.text(max_size=12)
values: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.builds(Span, moments),
)
sections = st.none() | st.lists(st.builds(Section, texts, st.integers(1, 4), texts, st.integers(0, 5)), max_size=3).map(
    tuple
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    kind = draw(st.sampled_from(RecordType))
    named = draw(st.dictionaries(st.sampled_from(ROLES).map(Role), values, max_size=8))
    record = RecordId(draw(st.sampled_from(["R-1", "R-2", "A"])))
    active = draw(st.none() | st.datetimes(timezones=st.just(UTC)))
    return Item(kind, kind.value, record, named, draw(texts), active_at=active, sections=draw(sections))


@given(st.lists(items(), max_size=6))
def test_no_value_makes_a_rule_fail(found: list[Item]) -> None:
    judged = judge(found, make_rules(), NOW)
    for each in judged.findings:
        assert str(each.why)
    for unjudged in judged.unjudged:
        assert str(unjudged.why)


def test_every_built_in_rule_has_a_title_a_kind_and_a_family() -> None:
    assert set(TITLES) == set(built_in())
    for rule in built_in().values():
        assert rule.kind is not None


def stale(name: str, days: int) -> Finding:
    return Finding("stale.risk", Family.STALE, "risks", RecordId(name), say("x"), Weight.WARNING, facts={"days": days})


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 99)), unique_by=lambda each: each[0]),
    st.integers(0, 5),
)
def test_at_most_so_many_new_ones_a_run_the_oldest_first(given_: list[tuple[str, int]], most: int) -> None:
    findings = [stale(name, days) for name, days in given_]
    first = sort_out(findings, [], most)
    assert len(first.new) == min(most, len(findings))
    assert len(first.new) + len(first.waiting) == len(findings)
    assert all(new.facts["days"] >= late.facts["days"] for new in first.new for late in first.waiting)  # type: ignore[operator]
    again = sort_out(findings, [Spell(each.key, NOW) for each in first.new], len(findings))
    assert {each.key for each in again.lasting} == {each.key for each in first.new}
    assert {each.key for each in again.new} == {each.key for each in first.waiting}


def test_a_flag_that_a_person_took_away_stays_away_in_its_spell() -> None:
    one = stale("a", 9)
    assert sort_out([one], [Spell(one.key, NOW, removed=True)], 5).silent == (one,)
    over = sort_out([], [Spell(one.key, NOW, removed=True)], 5).over
    assert [spell.key for spell in over] == [one.key]
    assert sort_out([one], [Spell(one.key, NOW, until=NOW)], 5).new == (one,)
