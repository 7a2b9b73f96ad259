"""Random values and policies."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from sync.model import Span, Value

days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis wants bounds without a zone
    lambda moment: moment.replace(second=0, microsecond=0)
)
spans = st.one_of(days, moments).map(Span)
texts = st.text(max_size=8).map(lambda text: text or None)
lists = st.lists(st.sampled_from(["api", "決済", "web, app", "予約"]), unique=True, max_size=4).map(
    lambda entries: tuple(entries) or None
)
numbers = st.one_of(st.integers(-(2**40), 2**40), st.floats(allow_nan=False, allow_infinity=False, width=32))
values: st.SearchStrategy[Value] = st.one_of(st.none(), st.booleans(), numbers, texts, lists, spans)
few: st.SearchStrategy[Value] = st.sampled_from([None, "a", "b", "c", 1, True, ("x",), ("x", "y")])
"""Few enough that sides meet by chance."""
