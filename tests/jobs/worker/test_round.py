import json
from datetime import timedelta

import pytest

from jobs.exits import Exit
from jobs.schedule import JobName
from jobs.sync.outcome import Outcome, OutcomeKind
from jobs.worker.book import Book
from sync.changes import Receipt
from sync.errors import Misconfigured, NotAllowed, OutOfReach
from sync.message import say
from sync.turns import TurnKind
from tests.jobs.report.example import PLANNED, REFUSED
from tests.jobs.worker.fakes import Bench

SYNC, LINK, FLAG, DIGEST = JobName
EXPIRED = NotAllowed(say("Notion did not accept the token."), say("Give a new one."))


def test_one_job_of_four_that_fails_does_not_keep_the_others_from_their_turn() -> None:
    bench = Bench({LINK: EXPIRED})
    made = bench.round(SYNC, LINK, FLAG, DIGEST)
    assert bench.done == [SYNC, LINK, FLAG, DIGEST]
    assert bench.kinds(made) == {
        "sync": TurnKind.SETTLED,
        "link": TurnKind.FAILED,
        "flag": TurnKind.SETTLED,
        "digest": TurnKind.SETTLED,
    }
    failed = made.ended[1].turn
    assert (failed.code, failed.seen, failed.way_out) == (Exit.FAILED, EXPIRED.seen, EXPIRED.way_out)


@pytest.mark.parametrize("error", [Misconfigured(say("no pairs")), ValueError("secret cell"), OutOfReach(say("down"))])
def test_whatever_a_job_raises_the_next_one_runs(error: Exception) -> None:
    bench = Bench({SYNC: error})
    made = bench.round(SYNC, DIGEST)
    assert bench.kinds(made) == {"sync": TurnKind.FAILED, "digest": TurnKind.SETTLED}
    assert "secret cell" not in bench.lines.getvalue()
    assert "secret cell" not in bench.herald.heard[0].text


def test_people_are_called_once_a_streak_and_once_when_it_is_over() -> None:
    bench = Bench({SYNC: EXPIRED})
    for _ in range(3):
        bench.round(SYNC)
    bench.comes = {}
    for _ in range(2):
        bench.round(SYNC)
    bench.comes = {SYNC: EXPIRED}
    bench.round(SYNC)
    assert [(each.subject, each.recovered) for each in bench.herald.heard] == [
        ("Bothways: sync failed", False),
        ("Bothways: sync works again", True),
        ("Bothways: sync failed", False),
    ]
    text = bench.herald.heard[0].text
    assert "Notion did not accept the token." in text
    assert "Give a new one." in text
    assert "run1" in text
    assert "3 times" in bench.herald.heard[1].text


def test_a_notice_nobody_took_is_tried_again_at_the_next_failure() -> None:
    bench = Bench({SYNC: EXPIRED})
    bench.herald.deaf = True
    bench.round(SYNC)
    bench.herald.deaf = False
    bench.round(SYNC)
    bench.round(SYNC)
    assert [each.run for each in bench.herald.heard] == ["run2"]
    assert "notice was not sent" in bench.lines.getvalue()


def test_nobody_is_called_for_conflicts_or_for_a_run_that_was_cut_short() -> None:
    bench = Bench({SYNC: Exit.CONFLICTS, LINK: Exit.UNFINISHED, FLAG: Exit.BUSY})
    made = bench.round(SYNC, LINK, FLAG)
    assert list(bench.kinds(made).values()) == [TurnKind.SETTLED, TurnKind.DEFERRED, TurnKind.DEFERRED]
    assert bench.herald.heard == []


def test_the_monitor_hears_of_success_and_failure_and_nothing_of_what_was_cut_short() -> None:
    bench = Bench()
    bench.round(SYNC)
    bench.comes = {SYNC: EXPIRED}
    bench.round(SYNC, LINK)
    bench.comes = {SYNC: Exit.UNFINISHED}
    bench.round(SYNC)
    assert bench.monitor.beats == [("sync: settled (0 s)", True), ("sync: failed (0 s)\nlink: settled (0 s)", False)]


def test_a_refusal_is_told_with_its_way_out() -> None:
    bench = Bench({SYNC: Exit.REFUSED}, {SYNC: [REFUSED]})
    turn = bench.round(SYNC).ended[0].turn
    refusal = REFUSED.refusals[0]
    assert turn.way_out == refusal.way_out
    assert str(refusal.seen) in str(turn.seen)


def test_what_another_process_is_at_stays_due_and_the_rest_is_done() -> None:
    bench = Bench()
    bench.ledger.busy = {"sync"}
    made = bench.round(SYNC, LINK)
    assert bench.done == [LINK]
    assert bench.kinds(made)["sync"] is TurnKind.DEFERRED


def test_no_job_is_begun_when_the_time_is_over() -> None:
    bench = Bench(deadline=timedelta(seconds=90))
    made = bench.round(SYNC, LINK, FLAG)
    assert bench.done == [SYNC, LINK]
    assert [each.exit for each in made.ended] == [Exit.DONE, Exit.DONE, Exit.UNFINISHED]
    assert [each.job for each in bench.ledger.turns] == ["sync", "link"]


def test_a_store_that_cannot_be_written_stops_no_job() -> None:
    bench = Bench({LINK: EXPIRED})
    bench.ledger.broken = True
    made = bench.round(SYNC, LINK)
    assert list(bench.kinds(made).values()) == [TurnKind.SETTLED, TurnKind.FAILED]
    assert len(bench.herald.heard) == 1
    assert bench.lines.getvalue().count("ledger cannot be") >= 2


def test_without_a_ledger_the_process_remembers_by_itself() -> None:
    bench = Bench()
    book = Book(None, bench.clock, lambda *_: None)
    made = bench.round()
    made.book = book
    made.go([SYNC])
    assert book.standing("sync").settled == made.ended[0].turn


def test_an_interrupted_turn_is_closed_and_ends_the_round() -> None:
    bench = Bench({SYNC: KeyboardInterrupt()})
    with pytest.raises(KeyboardInterrupt):
        bench.round(SYNC, LINK)
    assert bench.done == [SYNC]
    assert bench.ledger.turns[0].kind is TurnKind.DEFERRED


def test_a_line_a_change_names_record_and_fields_and_never_a_value() -> None:
    receipts = tuple(Receipt(change, done=True) for change in PLANNED.plan.changes)
    written = Outcome("risks", OutcomeKind.CHANGED, PLANNED.plan, receipts=receipts, run="r1")
    bench = Bench({SYNC: Exit.DONE}, {SYNC: [written]})
    bench.round(SYNC)
    lines = [json.loads(line) for line in bench.lines.getvalue().splitlines()]
    changes = [line for line in lines if line["event"] == "change"]
    assert len(changes) == len(PLANNED.plan.changes)
    values = [str(cell.after) for change in PLANNED.plan.changes for cell in change.cells if cell.after]
    assert values
    assert not [value for value in values if len(value) > 3 and value in bench.lines.getvalue()]
    assert list(lines[0])[:3] == ["timestamp", "level", "event"]
