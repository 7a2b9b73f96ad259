"""What a field held at a time, and the plan that writes it back."""

from datetime import UTC, datetime, timedelta

import pytest

from sync.changes import Kind
from sync.history import Event, What
from sync.model import BaseRecord, FieldName, Side, Value
from sync.restore import NotKnown, value_at

T0 = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OWNER, OTHER = FieldName("owner"), FieldName("other")
NOW = BaseRecord({OWNER: "now"})


def hour(number: float) -> datetime:
    return T0 + timedelta(hours=number)


def made(at: float) -> Event:
    return Event(hour(at), "run", What.WRITTEN, OWNER, Side.SHEET, None, "first", kind=Kind.CREATE)


def agreed(at: float, before: Value, after: Value, field: FieldName = OWNER) -> Event:
    return Event(hour(at), "run", What.AGREED, field, None, before, after)


def clash(at: float, until: float | None, notion: Value, sheet: Value) -> list[Event]:
    end = None if until is None else hour(until)
    return [
        Event(hour(at), "run", What.CONFLICT, OWNER, side, "base", value, until=end)
        for side, value in ((Side.NOTION, notion), (Side.SHEET, sheet))
    ]


def both(value: Value) -> dict[Side, Value]:
    return dict.fromkeys(Side, value)


EVENTS = [made(0), agreed(2, "first", "second"), agreed(3, "x", "y", OTHER), agreed(4, "second", "now")]


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, "first"), (1, "first"), (1.99, "first"), (2, "second"), (3.5, "second"), (4, "now"), (9, "now")],
)
def test_it_is_what_was_agreed_on_then(at: float, value: str) -> None:
    assert value_at(EVENTS, OWNER, NOW, hour(at)) == both(value)


def test_before_the_record_was_made_nothing_is_known() -> None:
    with pytest.raises(NotKnown):
        value_at(EVENTS, OWNER, NOW, hour(-0.01))


def test_a_record_that_was_there_before_is_known_since_the_first_run() -> None:
    events = [agreed(2, "first", "now")]
    assert value_at(events, OWNER, NOW, hour(1), first=hour(0)) == both("first")
    assert value_at([], OWNER, NOW, hour(1), first=hour(0)) == both("now")
    with pytest.raises(NotKnown):
        value_at(events, OWNER, NOW, hour(-1), first=hour(0))
    with pytest.raises(NotKnown):
        value_at([], OWNER, NOW, hour(1))


def test_a_record_that_is_gone_held_what_it_held() -> None:
    events = [made(0), Event(hour(2), "run", What.FORGOTTEN, OWNER, None, "last", None)]
    assert value_at(events, OWNER, None, hour(1)) == both("last")
    with pytest.raises(NotKnown):
        value_at(events, OWNER, None, hour(3))


def test_an_open_conflict_had_two_values() -> None:
    events = [made(0), *clash(1, 3, "n", "s"), agreed(3, "first", "now")]
    assert value_at(events, OWNER, NOW, hour(0.5)) == both("first")
    assert value_at(events, OWNER, NOW, hour(2)) == {Side.NOTION: "n", Side.SHEET: "s"}
    assert value_at(events, OWNER, NOW, hour(3)) == both("now")
    assert value_at([made(0), *clash(1, None, "n", "s")], OWNER, NOW, hour(8)) == {Side.NOTION: "n", Side.SHEET: "s"}


def test_of_a_conflict_whose_values_changed_those_of_that_time_count() -> None:
    events = [made(0), *clash(1, 2, "n", "s"), *clash(1, None, "n", "s2")]
    assert value_at(events, OWNER, NOW, hour(1.5))[Side.SHEET] == "s"
    assert value_at(events, OWNER, NOW, hour(2.5))[Side.SHEET] == "s2"
