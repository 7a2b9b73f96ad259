"""Columns of the sheet that people renamed, moved, put in, took out."""

from collections.abc import Callable

import pytest

from jobs.sync import OutcomeKind
from sync.model import FieldName
from tests.moved.desk import ID, OWNER, SCORE, TITLE, Desk

Deed = Callable[[Desk], object]


def swap_headers(at: Desk) -> None:
    at.type("B1", "owner", "title")


def renamed_with_a_new_one_beside_it(at: Desk) -> None:
    at.type("C1", "responsible")
    at.insert("COLUMNS", 1)
    at.type(
        "B1",
        "owner",
    )
    at.type("B2", "not synced")


def copied_column(at: Desk) -> None:
    at.insert("COLUMNS", 5)
    source, target = at.box(0, 6, OWNER, OWNER + 1), at.box(0, 6, 5, 6)
    at.do({"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}})


def cut_and_pasted(at: Desk) -> None:
    target = {"sheetId": at.sheet_id, "rowIndex": 0, "columnIndex": 6}
    at.do({"cutPaste": {"source": at.box(0, 6, OWNER, OWNER + 1), "destination": target, "pasteType": "PASTE_NORMAL"}})


FOLLOWED: dict[str, Deed] = {
    "a column renamed": lambda at: at.type("C1", "responsible"),
    "a column renamed in Japanese": lambda at: at.type("C1", "担当"),
    "all but one renamed": lambda at: at.type("B1", "件名", "担当", "点数"),
    "two columns swapped names": swap_headers,
    "a column dragged to the right": lambda at: at.move("COLUMNS", TITLE, 5),
    "the column of ids dragged to the right": lambda at: at.move("COLUMNS", ID, 4),
    "a column put in before all": lambda at: at.insert("COLUMNS", 0),
    "columns put in between": lambda at: at.insert("COLUMNS", OWNER, 3),
    "a column nobody mapped taken out": lambda at: at.delete("COLUMNS", 4),
    "renamed and dragged": lambda at: at.type("D1", "points").move("COLUMNS", SCORE, 1),
    "the column of ids renamed": lambda at: at.type("A1", "Key"),
    "the column of ids renamed and dragged": lambda at: at.type("A1", "Key").move("COLUMNS", ID, 5),
    "renamed, and a new column has the old name": renamed_with_a_new_one_beside_it,
    "a column copied, header and all": copied_column,
    "a column cut and pasted elsewhere": cut_and_pasted,
}


@pytest.mark.parametrize("deed", FOLLOWED.values(), ids=FOLLOWED)
def test_it_is_followed(at: Desk, deed: Deed) -> None:
    deed(at)
    assert at.sync().kind is OutcomeKind.IN_STEP
    assert at.writes() == 0
    at.proves_in_step()


def test_a_rename_is_told_once_and_remembered(at: Desk) -> None:
    at.type("C1", "担当")
    at.type("A1", "Key")
    assert [note.code for note in at.made.plan().plan.notes] == ["column-renamed", "id-column-renamed"]
    outcome = at.sync()
    assert "owner is called 担当 in" in str(outcome.plan.notes[0].why)
    assert "id is called Key in" in str(outcome.plan.notes[1].why)
    assert at.sync().plan.notes == ()
    assert at.made.plan().plan.notes == ()


def test_a_column_that_was_taken_out_is_held_and_nothing_is_cleared(at: Desk) -> None:
    at.delete("COLUMNS", OWNER)
    outcome = at.sync()
    assert [(held.code, held.field) for held in outcome.plan.held] == [("column-gone", "owner")]
    assert "owner" in str(outcome.plan.held[0].why)
    assert at.notion() == at.before
    assert at.writes() == 0


def test_a_column_that_was_made_anew_is_filled_again(at: Desk) -> None:
    at.delete("COLUMNS", OWNER)
    at.insert("COLUMNS", OWNER)
    at.type("C1", "owner")
    outcome = at.sync()
    assert [note.code for note in outcome.plan.notes] == ["column-replaced"]
    assert at.notion() == at.before
    assert [row[OWNER] for row in at.values()[1:6]] == [f"team R-{n}a" for n in range(5)]
    at.proves_in_step()


def test_the_column_of_ids_that_was_taken_out_stops_the_run(at: Desk) -> None:
    at.delete("COLUMNS", ID)
    outcome = at.sync()
    assert outcome.kind is OutcomeKind.FAILED
    assert "no column 'id' for the record ids in row 1" in str(outcome.error)
    assert at.writes() == 0


def test_a_mapping_that_names_another_column_means_it(at: Desk) -> None:
    at.type("F1", "lead")
    at.made.options = ""
    file = at.made.settings_file

    def renamed() -> object:
        found = file()
        text = found.read_text("utf-8").replace(
            "[pairs.table.fields.owner]", '[pairs.table.fields.owner]\nsheet = "lead"'
        )
        found.write_text(text, "utf-8")
        return found

    at.made.settings_file = renamed  # type: ignore[method-assign, assignment]  # the team edits its configuration
    outcome = at.sync()
    assert [note.code for note in outcome.plan.notes] == ["column-replaced"]
    assert [row[5] for row in at.values()[1:6]] == [f"team R-{n}a" for n in range(5)]
    assert [row[OWNER] for row in at.values()[1:6]] == [f"team R-{n}a" for n in range(5)]
    at.proves_in_step()
    assert at.look()[2].layout.columns[FieldName("owner")] == 5


def test_marks_cost_no_call_and_are_not_written_alone(at: Desk) -> None:
    """Somebody uploads the file anew, which takes all marks away: they come back with the next write, not before."""
    lookup = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": "bothways"}}]}
    at.do(*({"deleteDeveloperMetadata": {"dataFilter": each}} for each in lookup["dataFilters"]))
    assert at.sync().kind is OutcomeKind.IN_STEP
    assert at.writes() == 0
    at.type("C2", "ito")
    at.made.clients.notion.pages.update(at.made.pages["R-1a"], properties={"score": {"number": 7}})
    assert at.sync().kind is OutcomeKind.CHANGED
    assert at.made.write_calls() == {"notion": 1, "google": 1}
    assert at.made.read_calls()["google"] <= 2
    at.before = at.notion()
    at.type("C1", "responsible")
    at.proves_in_step()


def test_a_persons_own_metadata_is_left_alone(at: Desk) -> None:
    own = {
        "metadataKey": "mine",
        "metadataValue": "table/owner/owner",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": at.span("COLUMNS", SCORE)},
    }
    at.do({"createDeveloperMetadata": {"developerMetadata": own}})
    at.type("C1", "responsible")
    at.proves_in_step()
    tags = at.look()[2].grid.tags[SCORE]
    assert [tag.value for tag in tags if tag.key == "mine"] == ["table/owner/owner"]
