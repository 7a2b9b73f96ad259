"""What people do to a Notion database: properties renamed, retyped, replaced; more data sources."""

from pathlib import Path
from typing import Any

import pytest

from jobs.sync import OutcomeKind
from tests.moved.desk import KINDS, Desk
from tests.real.world import world


def test_properties_that_were_renamed_are_followed_and_told_once(at: Desk) -> None:
    at.property("owner", {"name": "担当"})
    at.property("title", {"name": "件名"})
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.IN_STEP
    assert sorted(str(note.why) for note in outcome.plan.notes) == [
        "owner is called 担当 in notion now; it is followed",
        "title is called 件名 in notion now; it is followed",
    ]
    assert at.sync().plan.notes == ()
    at.proves_in_step()


def test_the_property_of_ids_that_was_renamed_is_followed(at: Desk) -> None:
    at.property("id", {"name": "Key"})
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.IN_STEP
    assert [note.code for note in outcome.plan.notes] == ["id-column-renamed"]
    at.proves_in_step()


def test_a_property_that_was_retyped_is_held_with_the_way_out(at: Desk) -> None:
    at.property("score", {"rich_text": {}})
    outcome = at.sync()
    assert [(held.code, held.field) for held in outcome.plan.held if held.record is None] == [
        ("column-retyped", "score")
    ]
    why = str(next(held.why for held in outcome.plan.held if held.record is None))
    assert "score in notion was number and is rich_text now" in why
    assert "change it back there, or write the new type in the mapping" in why
    assert at.writes() == 0
    assert [row[3] for row in at.values()[1:6]] == ["3"] * 5
    at.writes_nothing_more()


def test_a_retyped_property_goes_on_once_the_mapping_says_so(at: Desk) -> None:
    file = at.made.settings_file
    at.property("score", {"rich_text": {}})
    assert at.sync().plan.held

    def edited() -> Path:
        found = file()
        text = found.read_text("utf-8").replace('type = "number"', 'type = "rich_text"')
        found.write_text(text, "utf-8")
        return found

    at.made.settings_file = edited  # type: ignore[method-assign]  # the team edits its configuration
    outcome = at.sync()
    assert not outcome.plan.held
    notion, sheet, _ = at.look()
    assert {record.fields["score"] for record in (*notion.records, *sheet.records)} == {"3"}  # type: ignore[index]  # the field's name
    at.writes_nothing_more()


def test_a_property_that_was_taken_out_is_held_and_nothing_is_cleared(at: Desk) -> None:
    at.property("owner", None)
    outcome = at.sync()
    assert [(held.code, held.field) for held in outcome.plan.held] == [("column-gone", "owner")]
    assert at.writes() == 0
    assert [row[2] for row in at.values()[1:6]] == [f"team R-{n}a" for n in range(5)]


def test_a_property_that_was_made_anew_is_filled_again(at: Desk) -> None:
    at.property("owner", None)
    at.sync()
    at.property("owner", {"rich_text": {}})
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.CHANGED
    assert [note.code for note in outcome.plan.notes] == ["column-replaced"]
    assert at.notion() == at.before
    at.proves_in_step()


def test_what_was_typed_into_a_property_that_was_made_anew_waits_for_a_person(at: Desk) -> None:
    at.property("owner", None)
    at.property("owner", {"rich_text": {}})
    page = at.look()[0].records[0]
    typed = {"owner": {"rich_text": [{"text": {"content": "somebody else"}}]}}
    at.made.clients.notion.pages.update(page.address, properties=typed)
    for _ in range(3):
        (conflict,) = at.sync().plan.conflicts
        assert (conflict.record, conflict.field) == (page.id, "owner")
    assert at.writes() == 0


def test_a_property_made_anew_with_another_type_is_held(at: Desk) -> None:
    at.property("owner", None)
    at.property("owner", {"number": {"format": "number"}})
    outcome = at.sync()
    assert [(held.code, held.field) for held in outcome.plan.held] == [("column-gone", "owner")]
    assert [row[2] for row in at.values()[1:6]] == [f"team R-{n}a" for n in range(5)]


def test_the_property_of_ids_that_was_made_anew_is_filled_again(at: Desk) -> None:
    at.property("id", None)
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.FAILED
    assert "there is no property id" in str(outcome.error)
    at.property("id", {"rich_text": {}})
    assert at.sync().kind is OutcomeKind.CHANGED
    at.proves_in_step()


def another_source(at: Desk, name: str = "archive") -> str:
    made: Any = at.made.clients.notion.data_sources.create(
        parent={"type": "database_id", "database_id": at.made.database},
        properties={"title": {"title": {}}},
        title=[{"text": {"content": name}}],
    )
    return str(made["id"])


def test_a_second_data_source_changes_nothing_for_a_pair_that_has_used_the_first(at: Desk) -> None:
    another_source(at)
    assert at.sync().kind is OutcomeKind.IN_STEP
    assert at.made.read_calls() == {"notion": 3, "google": 1}
    at.proves_in_step()


def test_a_data_source_that_was_renamed_is_followed(at: Desk) -> None:
    another_source(at)
    at.made.clients.notion.data_sources.update(at.made.source, title=[{"text": {"content": "old"}}])
    assert at.sync().kind is OutcomeKind.IN_STEP
    at.proves_in_step()


def test_a_data_source_in_the_trash_is_not_replaced_by_the_other_one(at: Desk) -> None:
    other = another_source(at)
    at.made.clients.notion.data_sources.update(at.made.source, in_trash=True)
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.FAILED
    assert at.made.source in str(outcome.error)
    assert other in str(outcome.error)
    assert at.writes() == 0


def test_a_data_source_that_went_to_another_database_is_followed(at: Desk) -> None:
    made: Any = at.made.clients.notion.databases.create(
        parent={"type": "page_id", "page_id": at.made.server.root_page_id}, title=[{"text": {"content": "new home"}}]
    )
    parent = {"type": "database_id", "database_id": made["id"]}
    another_source(at)
    at.made.clients.notion.data_sources.update(at.made.source, parent=parent)
    assert at.sync().kind is OutcomeKind.IN_STEP
    at.proves_in_step()


@pytest.mark.parametrize("once_refused", [False, True])
def test_several_data_sources_are_refused_with_their_names_where_none_was_used_before(
    tmp_path: Path, *, once_refused: bool
) -> None:
    with world(tmp_path, KINDS) as made:
        at = Desk(made)
        other = another_source(at, "過去")
        if once_refused:
            outcome = at.sync()
            assert outcome.kind is OutcomeKind.FAILED
            assert f"過去: {other}" in str(outcome.error)
            assert made.source in str(outcome.error)
            assert at.writes() == 0
        made.create_pages([{"id": "R-0a", "title": "x", "owner": "", "score": ""}])
        made.database = made.source
        assert at.sync().kind is OutcomeKind.CHANGED
        assert len(at.values()) == 2
