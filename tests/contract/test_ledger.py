"""The turns of jobs, in every kind of store."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from adapters.state.store import Store
from sync.errors import Busy
from sync.message import say
from sync.turns import Standing, Turn, TurnKind

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LASTS = timedelta(minutes=5)


def turn(run: str, at: datetime, kind: TurnKind = TurnKind.SETTLED, code: int = 0) -> Turn:
    return Turn(run, "sync", at, at + timedelta(minutes=1), kind, code, counts={"notion": 2})


def keep(store: Store, made: Turn) -> None:
    store.ledger.begin(made.run, made.job, made.started, made.started + LASTS)
    store.ledger.end(made)


def test_nothing_is_known_of_a_job_that_has_not_run(store: Store) -> None:
    assert store.ledger.standing("sync") == Standing()
    assert list(store.ledger.latest()) == []


def test_a_turn_is_read_as_it_was_ended(store: Store) -> None:
    why = say("risks: {what}", what=say("Notion said no ({status})", status=401))
    made = replace(turn("r1", NOW, TurnKind.FAILED, 1), seen=why, way_out=say("Give a new token."))
    keep(store, made)
    assert store.ledger.standing("sync") == Standing(made, None, (made,))
    assert list(store.ledger.latest()) == [made]


def test_a_streak_is_what_failed_since_the_last_that_was_settled(store: Store) -> None:
    kinds = [TurnKind.FAILED, TurnKind.SETTLED, TurnKind.FAILED, TurnKind.DEFERRED, TurnKind.FAILED]
    expected = Standing()
    for hour, kind in enumerate(kinds):
        made = turn(f"r{hour}", NOW + timedelta(hours=hour), kind)
        keep(store, made)
        expected = expected.after(made)
        assert store.ledger.standing("sync") == expected
    assert [each.run for each in expected.streak] == ["r2", "r4"]
    assert store.ledger.standing("digest") == Standing()


def test_that_people_were_told_is_known_until_the_job_works_again(store: Store) -> None:
    keep(store, turn("r1", NOW, TurnKind.FAILED))
    store.ledger.told("r1", "sync", NOW)
    keep(store, turn("r2", NOW + LASTS, TurnKind.FAILED))
    assert store.ledger.standing("sync").told
    keep(store, turn("r3", NOW + LASTS * 2))
    assert not store.ledger.standing("sync").told


def test_two_processes_are_not_at_the_same_job(store: Store) -> None:
    store.ledger.begin("r1", "sync", NOW, NOW + LASTS)
    with pytest.raises(Busy, match="r1 is at the job sync"):
        store.ledger.begin("r2", "sync", NOW + timedelta(minutes=4), NOW + LASTS * 2)
    store.ledger.begin("r2", "digest", NOW, NOW + LASTS)
    store.ledger.keep("r1", NOW + LASTS * 3)
    with pytest.raises(Busy):
        store.ledger.begin("r3", "sync", NOW + LASTS * 2, NOW + LASTS * 3)


def test_a_process_that_was_killed_frees_its_job(store: Store) -> None:
    store.ledger.begin("r1", "sync", NOW, NOW + LASTS)
    store.ledger.begin("r2", "sync", NOW + LASTS, NOW + LASTS * 2)
    found = {each.run: each for each in store.ledger.latest()}
    assert found["r1"].kind is TurnKind.DEFERRED
    assert found["r2"].ended is None


def test_old_turns_are_forgotten_but_not_the_last_that_was_settled(store: Store) -> None:
    keep(store, turn("r1", NOW))
    keep(store, turn("r2", NOW + LASTS))
    keep(store, turn("r3", NOW + LASTS * 2, TurnKind.FAILED))
    late = NOW + timedelta(days=500)
    keep(store, turn("r4", late, TurnKind.FAILED))
    assert [each.run for each in store.ledger.latest()] == ["r4", "r2"]
    assert store.ledger.standing("sync").settled == turn("r2", NOW + LASTS)
