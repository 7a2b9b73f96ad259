"""Rows and the header row: put in, taken out, sorted, hidden, filtered, merged, typed where nobody expects them."""

from collections.abc import Callable

import pytest

from jobs.sync import OutcomeKind
from tests.moved.desk import ID, NOTES, OWNER, SCORE, TITLE, Desk

Deed = Callable[[Desk], object]
HEADER = ["id", "title", "owner", "score", "notes"]


def hide(at: Desk, dimension: str, start: int, count: int) -> None:
    about = {"range": at.span(dimension, start, count), "properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    at.do({"updateDimensionProperties": about})


def filtered(at: Desk) -> None:
    hidden = {"2": {"hiddenValues": ["team R-1a", "team R-2a"]}}
    at.do({"setBasicFilter": {"filter": {"range": at.box(0, 6, 0, 5), "criteria": hidden}}})


def filter_view(at: Desk) -> None:
    hidden = {"2": {"hiddenValues": ["team R-1a"]}}
    at.do({"addFilterView": {"filter": {"title": "mine", "range": at.box(0, 6, 0, 5), "criteria": hidden}}})


def frozen(at: Desk) -> None:
    grid = {"frozenRowCount": 1, "frozenColumnCount": 1}
    fields = "gridProperties(frozenRowCount,frozenColumnCount)"
    at.do({"updateSheetProperties": {"properties": {"sheetId": at.sheet_id, "gridProperties": grid}, "fields": fields}})


def rows_above_with_words(at: Desk) -> None:
    at.insert("ROWS", 0, 3)
    at.type("A1", "Risk register of the platform team")
    at.type("C2", "owner: see the wiki")


def header_moved_down_and_back(at: Desk) -> None:
    at.insert("ROWS", 0, 2)
    at.sync()
    at.delete("ROWS", 0, 2)


FOLLOWED: dict[str, Deed] = {
    "rows put in above the header": lambda at: at.insert("ROWS", 0, 2),
    "rows with words put in above the header": rows_above_with_words,
    "rows above the header put in and taken out": header_moved_down_and_back,
    "the header moved and one column renamed": lambda at: at.type("C1", "responsible").insert("ROWS", 0, 2),
    "the header moved and the ids renamed": lambda at: at.type("A1", "Key").insert("ROWS", 0, 4),
    "the whole table sorted": lambda at: at.sort(ID),
    "rows dragged": lambda at: at.move("ROWS", 1, 5),
    "a row without a word in the middle": lambda at: at.insert("ROWS", 3),
    "several rows without a word": lambda at: at.insert("ROWS", 2, 4),
    "rows hidden": lambda at: hide(at, "ROWS", 2, 3),
    "columns hidden": lambda at: hide(at, "COLUMNS", 1, 2),
    "rows filtered": filtered,
    "a filter view": filter_view,
    "frozen rows and columns": frozen,
    "words to the right of the table": lambda at: at.type("H3", "call them back"),
}


@pytest.mark.parametrize("deed", FOLLOWED.values(), ids=FOLLOWED)
def test_it_is_followed(at: Desk, deed: Deed) -> None:
    deed(at)
    assert at.sync().kind is OutcomeKind.IN_STEP
    assert at.writes() == 0
    at.proves_in_step()


def header_copied(at: Desk) -> None:
    at.insert("ROWS", 0)
    at.type("A1", *HEADER)


STOPPED: dict[str, tuple[Deed, str]] = {
    "the header stands twice, above": (header_copied, "the rows of A1 and A2 both look like the header row"),
    "the header stands twice, among the records": (
        lambda at: at.insert("ROWS", 3).type("A4", *HEADER),
        "the rows of A1 and A4 both look like the header row",
    ),
    "the header stands twice, far below": (
        lambda at: at.type("A150", *HEADER),
        "the rows of A1 and A150 both look like the header row",
    ),
    "every header renamed": (
        lambda at: at.type("A1", "a", "b", "c", "d"),
        "no column 'id' for the record ids in row 1",
    ),
    "every header renamed and moved": (
        lambda at: at.type("A1", "a", "b", "c", "d").insert("ROWS", 0, 2),
        "no column 'id' for the record ids in row 1",
    ),
    "the header row taken out": (lambda at: at.delete("ROWS", 0), "no column 'id' for the record ids in row 1"),
    "a part sorted without the ids": (
        lambda at: at.sort(TITLE, left=TITLE, right=NOTES),
        "ids stand beside the contents of each other's records, at 2, 3, 5, 6",
    ),
    "ids swapped": (
        lambda at: at.type("A2", "R-1a").type("A3", "R-0a"),
        "2 ids stand beside the contents of each other's records, at 2, 3",
    ),
    "ids counted up by a fill": (
        lambda at: [at.type(f"A{row}", f"R-{row - 1}a") for row in range(2, 7)],
        "ids stand beside the contents of each other's records, at 3, 4, 5",
    ),
}


@pytest.mark.parametrize(("deed", "said"), STOPPED.values(), ids=STOPPED)
def test_it_is_refused_and_the_place_is_named(at: Desk, deed: Deed, said: str) -> None:
    deed(at)
    before = at.values()
    outcome = at.sync()
    assert outcome.kind in (OutcomeKind.FAILED, OutcomeKind.REFUSED)
    assert said in " ".join([str(outcome.error), *(str(refusal.seen) for refusal in outcome.refusals)])
    assert at.writes() == 0
    assert at.values() == before


def test_contents_that_were_meant_to_change_places_do_so_by_force(at: Desk) -> None:
    at.type("B2", "risk R-1a", "team R-1a")
    at.type("B3", "risk R-0a", "team R-0a")
    assert at.sync().kind is OutcomeKind.REFUSED
    assert at.sync(force=True).kind is OutcomeKind.CHANGED
    assert at.notion()["R-0a"]["title"] == "risk R-1a"
    at.writes_nothing_more()


def test_a_sort_of_part_of_the_table_that_is_undone_leaves_no_trace(at: Desk) -> None:
    at.sort(TITLE, left=TITLE, right=NOTES)
    assert at.sync().kind is OutcomeKind.REFUSED
    for row, n in enumerate(range(5), 2):
        at.type(f"B{row}", f"risk R-{n}a", f"team R-{n}a", 3)
    assert at.sync().kind is OutcomeKind.IN_STEP
    at.proves_in_step()


HELD: dict[str, tuple[Deed, str, str]] = {
    "a row copied, id and all": (
        lambda at: at.do(
            {
                "copyPaste": {
                    "source": at.box(1, 2, 0, 5),
                    "destination": at.box(6, 7, 0, 5),
                    "pasteType": "PASTE_NORMAL",
                }
            }
        ),
        "id-twice",
        "at 2, 7",
    ),
    "an id edited": (lambda at: at.type("A3", "R-1b"), "id-changed", "R-1a"),
    "an id counted up by a fill": (lambda at: at.type("A6", "R-4b"), "id-changed", "R-4a"),
    "an id like a number": (lambda at: at.type("A3", 17), "id-changed", "R-1a"),
}


@pytest.mark.parametrize(("deed", "code", "said"), HELD.values(), ids=HELD)
def test_it_is_held_and_the_place_is_named(at: Desk, deed: Deed, code: str, said: str) -> None:
    deed(at)
    outcome = at.sync()
    found = [held for held in outcome.plan.held if held.code == code]
    assert found, outcome.plan.held
    assert any(said in str(held.why) for held in found)
    assert all(held.address for held in found)
    assert at.notion() == at.before
    at.writes_nothing_more()


def test_an_id_of_full_width_is_the_same_id(at: Desk) -> None:
    at.type("A3", "Ｒ－１ａ")
    assert at.sync().kind in (OutcomeKind.IN_STEP, OutcomeKind.CHANGED)
    at.proves_in_step()


def test_an_id_that_was_cleared_is_given_back(at: Desk) -> None:
    at.type("A3", "")
    assert at.sync().kind is OutcomeKind.CHANGED
    assert [row[ID] for row in at.values()[1:]] == [f"R-{n}a" for n in range(5)]
    at.proves_in_step()


@pytest.mark.parametrize("cell", ["A7", "A60"])
def test_a_row_typed_below_is_a_record_of_its_own(at: Desk, cell: str) -> None:
    at.type(cell, "", "new risk", "ito", 4)
    assert at.sync().kind is OutcomeKind.CHANGED
    found = at.notion()
    assert len(found) == 6
    assert [fields for name, fields in found.items() if name not in at.before] == [
        {"title": "new risk", "owner": "ito", "score": 4}
    ]
    at.proves_in_step(6)


def test_a_row_typed_above_the_header_is_nobodys_record(at: Desk) -> None:
    at.insert("ROWS", 0, 2)
    at.type("A1", "", "typed in the wrong place", "ito", 4)
    assert at.sync().kind is OutcomeKind.IN_STEP
    assert at.notion() == at.before
    assert at.values()[0][1] == "typed in the wrong place"
    at.proves_in_step()


@pytest.mark.parametrize("box", [(1, 3, OWNER, OWNER + 1), (1, 2, OWNER, SCORE + 1)], ids=["rows", "columns"])
def test_merged_cells_clear_nothing_on_the_other_side(at: Desk, box: tuple[int, int, int, int]) -> None:
    """A merge empties all cells but the first: what they held was not taken back by anybody."""
    at.do({"mergeCells": {"range": at.box(*box), "mergeType": "MERGE_ALL"}})
    outcome = at.sync()
    assert at.notion() == at.before, outcome.plan.changes
    assert outcome.plan.held
    at.writes_nothing_more()
