"""People in a cell: addresses, names and chips."""

from datetime import UTC
from typing import Any

import pytest

from mappings.codecs.sheet import CellData, read_cell
from mappings.fields import FieldType
from mappings.people import Roll, User
from sync.message import Message
from sync.model import Unreadable, Value
from tests.mappings.codecs.sheet.cells import field_of, text

PEOPLE = field_of(FieldType.PEOPLE)
ROLL = Roll([User("1", "佐藤 美咲", "misaki@example.com"), User("2", "Ann Lee", "ann@example.com")])


class Staff:
    def meant(self, entry: str) -> str | Message:
        return ROLL.meant(entry)

    def spelled(self, key: str) -> str:
        return key


def read(cell: CellData) -> Value | Unreadable:
    return read_cell(cell, PEOPLE, UTC, names=Staff())


def chips(shown: str, *runs: tuple[int, str | None]) -> CellData:
    """A cell with chips: each run begins where it says and has a person's address, or is text."""
    made: list[dict[str, Any]] = [
        {"startIndex": start, "chip": {"personProperties": {"email": email}} if email else {}} for start, email in runs
    ]
    return {**text(shown), "chipRuns": made}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ann@Example.com", ("ann@example.com",)),
        ("佐藤美咲、Ann Lee", ("misaki@example.com", "ann@example.com")),
        ("Ann Lee, ann@example.com", ("ann@example.com",)),
        ("Annie <ann@example.com>", ("ann@example.com",)),
        ("ann＠example.com", ("ann@example.com",)),
        ("zoe@example.com", ("zoe@example.com",)),
    ],
)
def test_addresses_and_names_are_read(typed: str, expected: Value) -> None:
    assert read(text(typed)) == expected


def test_a_name_that_nobody_has_holds_the_cell_and_names_the_nearest() -> None:
    found = read(text("Ann Lee, An Li"))
    assert isinstance(found, Unreadable)
    assert "nearest: Ann Lee" in str(found.why)


def test_a_chip_is_its_address_whatever_it_shows() -> None:
    assert read(chips("Ann", (0, "Ann@example.com"))) == ("ann@example.com",)


def test_chips_side_by_side_and_beside_text_are_entries_of_their_own() -> None:
    cell = chips("𠮷田 Ann, 佐藤美咲", (0, "yoshida@example.com"), (4, "ann@example.com"), (7, None))
    assert read(cell) == ("yoshida@example.com", "ann@example.com", "misaki@example.com")
    cell = chips("Ann Bea", (0, "ann@example.com"), (3, None), (4, "bea@example.com"))
    assert read(cell) == ("ann@example.com", "bea@example.com")


def test_a_chip_of_something_else_is_the_text_that_it_shows() -> None:
    cell = {**text("Ann Lee"), "chipRuns": [{"chip": {"richLinkProperties": {"uri": "https://docs.google.com/x"}}}]}
    assert read(cell) == ("ann@example.com",)
