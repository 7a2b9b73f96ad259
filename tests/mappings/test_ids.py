from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.ids import id_of_page, page_of_id
from sync.model import RecordId


@given(st.uuids())
def test_a_page_id_comes_back_from_its_record_id(page: UUID) -> None:
    record = id_of_page(str(page))
    assert page_of_id(record) == str(page)
    assert id_of_page(page.hex.upper()) == record
    assert len(record) == 28
    assert record.islower()
    assert record[0].isalpha()
    assert record[-1].isalpha()


@pytest.mark.parametrize("text", ["", "risk-1", "p" + "a" * 25 + "z", "p" + "a" * 25 + "bz", "P" + "a" * 26 + "z"])
def test_another_record_id_names_no_page(text: str) -> None:
    assert page_of_id(RecordId(text)) is None


def test_what_is_no_uuid_has_no_record_id() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        id_of_page("row 7")
