from jobs.rules.metrics.measured import Measured
from jobs.rules.metrics.staleness import METRICS, again, newly, standing
from jobs.rules.spells import Spell
from sync.model import RecordId
from tests.jobs.rules.metrics.making import WEEK, backlog, moment, records, tokyo

REST = {metric.key: metric.reckon for metric in METRICS}


def spell(record: str, since: str, until: str | None = None, rule: str = "stale.backlog") -> Spell:
    return Spell((rule, "backlog", RecordId(record), ()), tokyo(since), None if until is None else tokyo(until))


def test_new_again_and_standing() -> None:
    items = [backlog(name, status="Open", created=moment("2026-01-01")) for name in "abcde"]
    spells = [
        spell("a", "2026-10-01"),
        spell("b", "2026-11-10"),
        spell("c", "2026-10-01", "2026-11-12"),
        spell("d", "2026-10-01", "2026-11-12"),
        spell("d", "2026-11-14"),
        spell("e", "2026-11-17"),
        spell("e", "2026-11-10", rule="backlog.gate"),
    ]
    found = records(*items, spells=spells)
    assert [key[1] for key in newly(found, WEEK)] == ["b", "d"]
    assert [key[1] for key in again(found, WEEK)] == ["c"]
    assert [key[1] for key in standing(found, WEEK.end)] == ["a", "b", "d"]
    assert REST["stale.count"](found, WEEK).value == 3
    assert REST["stale.rate"](found, WEEK) == Measured(60, 5)


def test_without_spells_nothing_is_said() -> None:
    assert REST["stale.count"](records(), WEEK).value is None
