"""Values, messages and changes of every shape, for property tests."""

from datetime import timedelta, timezone

from hypothesis import strategies as st

from sync.changes import Cell, Change, Conflict, Held, Kind, Lost
from sync.message import Message, say
from sync.model import Address, FieldName, RecordId, Side, Span, Value

texts = st.text(st.characters(exclude_categories=[]), max_size=20)
zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
days = st.dates()
moments = st.datetimes(timezones=zones)
spans: st.SearchStrategy[Span] = st.one_of(
    st.builds(Span, days, st.none() | days), st.builds(Span, moments, st.none() | moments)
)
values: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    texts,
    spans,
    st.lists(texts, max_size=4).map(tuple),
)
names = st.text(min_size=1, max_size=12)
records = names.map(RecordId)
fields = names.map(FieldName)
addresses = names.map(Address)
sides = st.sampled_from(list(Side))


def _message(text: str, value: Value, inner: str) -> Message:
    return say(text.replace("{", "").replace("}", "") + " {value} {inner}", value=value, inner=say(inner))


messages = st.builds(_message, texts, values, st.just("inside"))
cells = st.builds(Cell, fields, values, values, messages)
changes = st.builds(
    Change,
    sides,
    st.sampled_from(list(Kind)),
    records,
    st.none() | addresses,
    st.lists(cells, max_size=3).map(tuple),
    st.none() | addresses,
    st.booleans(),
)
rows = st.dictionaries(fields, values, max_size=3)
conflicts = st.builds(
    Conflict,
    records,
    st.none() | fields,
    values,
    st.dictionaries(sides, values),
    messages,
    st.none() | sides,
    st.none() | rows,
    st.dictionaries(sides, rows),
)
held = st.builds(
    Held, messages, names, st.none() | records, st.none() | fields, st.none() | sides, st.none() | addresses
)
lost = st.builds(Lost, records, fields, sides, values, messages)
