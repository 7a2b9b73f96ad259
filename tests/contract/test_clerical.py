"""What the memory keeps of the clerical work, whatever it is kept in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from adapters.state.memory import PairMemory
from adapters.state.store import Store
from sync.clerical import Content, Sighting, Spell, Tie, TieKind, TieState
from sync.model import RecordId, Side, Span, Value

T0 = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
T1, T2, T3 = (T0 + timedelta(days=day) for day in (1, 2, 3))
ONE, TWO = RecordId("R-1"), RecordId("R-2")


def test_only_what_changed_is_observed_again(memory: PairMemory) -> None:
    facts: dict[str, Value] = {"status": "open", "owner": ("佐藤",), "score": 12.5, "due": Span(date(2026, 7, 1))}
    assert memory.observe("a", {ONE: facts, TWO: {"status": None}}, T0) == 2
    assert memory.observe("b", {ONE: dict(sorted(facts.items(), reverse=True)), TWO: {"status": None}}, T1) == 0
    assert memory.observe("c", {ONE: {**facts, "status": "done"}}, T2) == 1
    assert [(each.record, each.at, each.run) for each in memory.sightings()] == [
        (ONE, T0, "a"),
        (TWO, T0, "a"),
        (ONE, T2, "c"),
    ]
    assert memory.sightings()[0] == Sighting(ONE, T0, "a", facts)
    latest = {each.record: each.facts["status"] for each in memory.sightings(latest=True)}
    assert latest == {ONE: "done", TWO: None}
    assert memory.observe("d", {ONE: facts}, T3) == 1, "what comes back is a change, too"


def test_numbers_that_python_calls_equal_are_told_apart(memory: PairMemory) -> None:
    memory.observe(None, {ONE: {"score": 1}}, T0)
    assert memory.observe(None, {ONE: {"score": True}}, T1) == 1


def test_a_spell_is_kept_through_its_life_and_the_next_one_begins_anew(memory: PairMemory) -> None:
    spell = Spell(ONE, "stale.risk", "stale", T0)
    memory.keep_spells([spell, Spell(TWO, "stale.risk", "stale", T0)], T0)
    flagged = replace(spell, flagged=T1)
    memory.keep_spells([flagged], T1)
    assert memory.spells() == [flagged, Spell(TWO, "stale.risk", "stale", T0)]
    memory.keep_spells([replace(flagged, removed=T2, ended=T3)], T3)
    assert [each.record for each in memory.spells()] == [TWO]
    memory.keep_spells([replace(spell, since=T3)], T3)
    assert [(each.record, each.since, each.flagged) for each in memory.spells()] == [(TWO, T0, None), (ONE, T3, None)]
    assert memory.past_spells(ONE) == [replace(flagged, removed=T2, ended=T3)]


def test_what_was_decided_of_two_records_holds_until_it_is_decided_otherwise(memory: PairMemory) -> None:
    link = Tie(TieKind.LINK, ONE, "backlog", TWO, TieState.SUGGESTED, T0, "backlog")
    duplicate = Tie(TieKind.DUPLICATE, ONE, "risks", TWO, TieState.DISMISSED, T0)
    memory.tie([link, duplicate], T0)
    memory.tie([replace(link, at=T1)], T1)
    assert memory.ties() == [link, duplicate], "the same again is no news, and keeps its time"
    accepted = replace(link, state=TieState.ACCEPTED, at=T2)
    memory.tie([accepted], T2)
    assert memory.ties(TieKind.LINK) == [accepted]
    assert memory.ties(TieKind.DUPLICATE) == [duplicate]
    memory.untie([accepted], T3)
    assert memory.ties() == [duplicate]


def test_a_content_keeps_its_time_until_it_changes(memory: PairMemory) -> None:
    sheet = Content(Side.SHEET, ONE, "aa", T0)
    memory.keep_contents([sheet, replace(sheet, side=Side.NOTION)], T0)
    memory.keep_contents([replace(sheet, since=T1), replace(sheet, side=Side.NOTION, digest="bb", since=T1)], T1)
    assert {(each.side, each.digest, each.since) for each in memory.contents()} == {
        (Side.SHEET, "aa", T0),
        (Side.NOTION, "bb", T1),
    }


def test_the_shelf_gives_back_what_was_put_there(memory: PairMemory) -> None:
    memory.shelve({"index": bytes(range(256)), "body:1": b"x"}, T0)
    memory.shelve({"index": b"new", "body:1": None}, T1)
    assert memory.shelved(["index", "body:1", "other"]) == {"index": b"new"}


def test_pairs_do_not_see_each_others(store: Store, memory: PairMemory) -> None:
    memory.observe("a", {ONE: {"status": "open"}}, T0)
    memory.keep_spells([Spell(ONE, "stale.risk", "stale", T0)], T0)
    memory.tie([Tie(TieKind.DUPLICATE, ONE, "risks", TWO, TieState.DISMISSED, T0)], T0)
    memory.shelve({"index": b"x"}, T0)
    memory.keep_contents([Content(Side.SHEET, ONE, "aa", T0)], T0)
    other = store.pair("incidents", "another-source", "spreadsheet/other")
    assert not [*other.sightings(), *other.spells(), *other.ties(), *other.contents(), *other.shelved(["index"])]
