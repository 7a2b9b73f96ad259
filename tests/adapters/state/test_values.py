from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given, settings

from adapters.state.papers import (
    change_of,
    change_to,
    conflict_of,
    conflict_to,
    held_of,
    held_to,
    lost_of,
    lost_to,
)
from adapters.state.values import Json, decode, decode_message, dump, encode, encode_message, load
from sync.changes import Change, Conflict, Held, Lost
from sync.message import Message, say
from sync.model import Side, Span, Value
from tests.adapters.state.strategies import changes, conflicts, held, lost, messages, values


def there_and_back(value: Value) -> Value:
    return decode(load(dump({"value": encode(value)}))["value"])


@settings(deadline=None)
@given(values)
def test_a_value_survives_being_kept(value: Value) -> None:
    back = there_and_back(value)
    assert (back, type(back)) == (value, type(value))


@settings(deadline=None)
@given(values)
def test_a_kept_value_is_kept_the_same_way_again(value: Value) -> None:
    assert dump(encode(there_and_back(value))) == dump(encode(value))


def test_a_moment_keeps_its_offset() -> None:
    tokyo = datetime(2025, 1, 1, 9, 0, tzinfo=timezone(timedelta(hours=9)))
    back = there_and_back(Span(tokyo, tokyo))
    assert isinstance(back, Span)
    assert isinstance(back.start, datetime)
    assert back.start.utcoffset() == timedelta(hours=9)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), 2**63, -(2**63), 2**200], ids=str)
def test_numbers_that_json_cannot_carry_survive(value: Value) -> None:
    assert there_and_back(value) == value


@pytest.mark.parametrize(
    "found",
    [
        {},
        {"span": ["2025-01-01"]},
        {"span": ["yesterday", None]},
        {"span": None},
        {"unheard of": 1},
        {"span": ["2025-01-01", None], "int": "1"},
        {"int": "x"},
        [1],
        [["a"]],
    ],
    ids=str,
)
def test_json_that_stands_for_no_value_is_refused(found: Json) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        decode(found)


@settings(deadline=None)
@given(messages)
def test_a_message_survives_with_its_values_apart(message: Message) -> None:
    assert decode_message(load(dump(encode_message(message)))) == message


def test_what_a_message_cannot_keep_as_it_is_becomes_its_text() -> None:
    class Colour(StrEnum):
        RED = "red"

    message = say("{a} {b} {c} {d}", a=Side.SHEET, b=Colour.RED, c=datetime(2025, 1, 1, tzinfo=UTC), d={"x"})
    back = decode_message(encode_message(message))
    assert back.values == (("a", Side.SHEET), ("b", "red"), ("c", "2025-01-01 00:00:00+00:00"), ("d", ("x",)))


@settings(deadline=None)
@given(changes)
def test_a_change_survives(change: Change) -> None:
    assert change_of(load(dump(change_to(change)))) == change


@settings(deadline=None)
@given(conflicts)
def test_a_conflict_survives(conflict: Conflict) -> None:
    assert conflict_of(load(dump(conflict_to(conflict)))) == conflict


@settings(deadline=None)
@given(held)
def test_a_held_thing_survives(one: Held) -> None:
    assert held_of(load(dump(held_to(one)))) == one


@settings(deadline=None)
@given(lost)
def test_a_losing_value_survives(one: Lost) -> None:
    assert lost_of(load(dump(lost_to(one)))) == one


def test_only_an_object_is_a_paper() -> None:
    with pytest.raises(TypeError):
        load("[]")
