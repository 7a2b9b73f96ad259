from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.codecs.notion import Lookup, PageIds, Unwritable, read, write
from mappings.codecs.notion.registry import CODECS
from mappings.fields import FieldType
from sync.model import Span
from tests.mappings.codecs.notion_service import Staff, kept
from tests.mappings.codecs.notion_values import OPTIONS, VALUES, zones

LOOKUP = Lookup(Staff(), PageIds(), OPTIONS)


def test_there_are_values_of_every_type_that_can_be_written() -> None:
    assert set(VALUES) == {kind for kind in FieldType if CODECS[kind].write is not None}
    assert {kind for kind in FieldType if kind.computed} == set(FieldType) - set(VALUES)


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_what_is_written_is_read_again_as_the_same_value(kind: FieldType, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    written = write(kind, value, LOOKUP)
    assert not isinstance(written, Unwritable), written
    found = read(kind, kept(kind, written), LOOKUP)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_what_is_about_to_be_sent_reads_as_what_was_meant(kind: FieldType, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    written = write(kind, value, LOOKUP)
    assert read(kind, written, LOOKUP) == value


@given(moment=st.datetimes(timezones=zones, min_value=datetime(1000, 1, 2), max_value=datetime(9000, 1, 1)))  # noqa: DTZ001 - bounds
def test_a_moment_keeps_its_instant_to_the_minute_in_every_zone(moment: datetime) -> None:
    written = write(FieldType.DATE, Span(moment), LOOKUP)
    assert not isinstance(written, Unwritable)
    found = read(FieldType.DATE, kept(FieldType.DATE, written), LOOKUP)
    assert isinstance(found, Span)
    assert isinstance(found.start, datetime)
    lost = moment.astimezone(UTC) - found.start
    assert timedelta() <= lost < timedelta(minutes=1)


def test_the_hour_that_comes_twice_stays_the_one_that_was_meant() -> None:
    london = ZoneInfo("Europe/London")
    for fold, hour in ((0, 0), (1, 1)):
        twice = datetime(2026, 10, 25, 1, 30, tzinfo=london, fold=fold)
        written = write(FieldType.DATE, Span(twice), LOOKUP)
        assert read(FieldType.DATE, written, LOOKUP) == Span(datetime(2026, 10, 25, hour, 30, tzinfo=UTC))
