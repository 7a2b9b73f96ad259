"""A database without a property for record ids: the page's own id serves, and stands in the sheet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from mappings.ids import id_of_page
from tests.real.world import World, fields_by_id, world

KINDS = {"title": FieldType.TITLE, "owner": FieldType.RICH_TEXT, "number": FieldType.UNIQUE_ID}


def rows(*numbers: int) -> list[dict[str, str]]:
    return [{"id": "", "title": f"リスク {n}", "owner": "aoki", "number": ""} for n in numbers]


def equal(made: World) -> dict[str, object]:
    notion, sheet = (fields_by_id(snapshot) for snapshot in made.both())
    assert notion == sheet
    return {str(fields["title"]): record for record, fields in notion.items()}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path, KINDS, 'match_on = ["title"]') as found:
        found.id_property = False
        found.create_pages(rows(1, 2, 3))
        found.type_rows(rows(2, 3, 4, 5))
        yield found


def test_rows_get_the_ids_of_their_pages_and_nothing_is_entered_twice(made: World) -> None:
    assert made.sync().kind is OutcomeKind.CHANGED
    found = equal(made)
    assert sorted(found) == [f"リスク {n}" for n in range(1, 6)]
    assert {id_of_page(page.address) for page in made.both()[0].records} == set(found.values())
    made.server.forget_calls()
    assert made.sync().kind is OutcomeKind.IN_STEP
    assert made.write_calls() == {"notion": 0, "google": 0}


def test_edits_on_both_sides_meet_by_the_ids_of_the_pages(made: World) -> None:
    made.sync()
    page = next(record for record in made.both()[0].records if record.fields["title"] == "リスク 1")  # type: ignore[index]
    made.clients.notion.pages.update(page.address, properties={"owner": {"rich_text": [{"text": {"content": "sato"}}]}})
    made.put([["kato"]], "C2")
    made.put([["", "リスク 6", "ito"]], "A7")
    assert made.sync().kind is OutcomeKind.CHANGED
    assert sorted(equal(made)) == [f"リスク {n}" for n in range(1, 7)]
    made.server.forget_calls()
    assert made.sync().kind is OutcomeKind.IN_STEP
    assert made.write_calls() == {"notion": 0, "google": 0}
