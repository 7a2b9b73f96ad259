"""Records that were deleted and stand there again are the same records: the same id, the same page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from tests.real.world import World, fields_by_id, world

KINDS = {"title": FieldType.TITLE, "owner": FieldType.RICH_TEXT}
ROWS = [{"id": f"R-{n}a", "title": f"リスク {n}", "owner": f"team {n}"} for n in range(4)]
GONE = "R-1a"
PROPAGATE = 'deletes = "propagate"'
KEYED = f'{PROPAGATE}\nmatch_on = ["title"]'


@dataclass
class Desk:
    made: World
    page: str = ""
    row: int = 0

    def settle(self) -> None:
        self.made.create_pages(ROWS)
        self.sync()
        self.find()

    def find(self) -> None:
        notion, sheet = self.made.both()
        self.page = next(each.address for each in notion.records if each.fields["title"] == "リスク 1")  # type: ignore[index]  # the names are texts
        self.row = int(next(each.address for each in sheet.records if each.fields["title"] == "リスク 1"))  # type: ignore[index]  # as above

    def sync(self) -> None:
        outcome = self.made.sync()
        assert outcome.kind in (OutcomeKind.CHANGED, OutcomeKind.IN_STEP), (outcome.error, outcome.plan)

    def trash(self, wish: bool) -> None:  # noqa: FBT001 - as the service calls it
        self.made.clients.notion.pages.update(self.page, in_trash=wish)

    def edit_page(self, owner: str) -> None:
        self.made.clients.notion.pages.update(
            self.page, properties={"owner": {"rich_text": [{"text": {"content": owner}}]}}
        )

    def cells(self) -> list[str]:
        answer = self.made.clients.google.http_client.values_get(
            self.made.spreadsheet, f"'table'!A{self.row}:C{self.row}"
        )
        found: list[str] = answer["values"][0]
        return found

    def delete_row(self) -> None:
        grid = self.made.clients.google.http_client
        tab = grid.fetch_sheet_metadata(self.made.spreadsheet)["sheets"][0]["properties"]["sheetId"]
        rows = {"sheetId": tab, "dimension": "ROWS", "startIndex": self.row - 1, "endIndex": self.row}
        grid.batch_update(self.made.spreadsheet, {"requests": [{"deleteDimension": {"range": rows}}]})

    def put_row(self, *cells: object) -> None:
        """Type a row below the others."""
        rows = len(self.made.both()[1].records)
        self.made.put([list(cells)], f"A{rows + 2}")

    def ids(self) -> tuple[list[str], list[str]]:
        return tuple(sorted(fields_by_id(side)) for side in self.made.both())  # type: ignore[return-value]  # there are two sides

    def proves_the_same(self, record: str = GONE, owner: str = "team 1", *, page: bool = True) -> None:
        """The record stands on both sides once, under its id; no second page was made, nothing is left to write."""
        notion, sheet = self.made.both()
        assert fields_by_id(notion) == fields_by_id(sheet)
        assert len(fields_by_id(notion)) == len(ROWS)
        assert fields_by_id(notion)[record]["owner"] == owner
        if page:
            assert [each.address for each in notion.records if each.id == record] == [self.page]
        self.made.server.forget_calls()
        self.sync()
        assert self.made.write_calls() == {"notion": 0, "google": 0}


@contextmanager
def desk(folder: Path, options: str) -> Iterator[Desk]:
    with world(folder, KINDS, options) as made:
        found = Desk(made)
        found.settle()
        yield found


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path, KEYED) as found:
        yield found


def test_a_page_that_is_taken_out_of_the_trash(at: Desk) -> None:
    at.trash(True)
    at.sync()
    assert at.ids()[1] == ["R-0a", "R-2a", "R-3a"]
    at.trash(False)
    at.sync()
    at.proves_the_same()


def test_a_row_that_is_put_back_brings_its_page_out_of_the_trash(at: Desk) -> None:
    kept = at.cells()
    at.made.clients.notion.blocks.children.append(
        at.page, children=[{"paragraph": {"rich_text": [{"text": {"content": "the page's body"}}]}}]
    )
    at.delete_row()
    at.sync()
    shown: Any = at.made.clients.notion.pages.retrieve(at.page)
    assert shown["in_trash"] is True
    at.put_row(*kept)
    at.sync()
    at.proves_the_same()
    body: Any = at.made.clients.notion.blocks.children.list(at.page)
    assert len(body["results"]) == 1


def test_a_row_that_is_put_back_after_its_page_was_trashed_by_a_person(at: Desk) -> None:
    kept = at.cells()
    at.trash(True)
    at.sync()
    at.put_row(*kept)
    at.sync()
    at.proves_the_same()


def test_both_are_put_back(at: Desk) -> None:
    kept = at.cells()
    at.trash(True)
    at.sync()
    at.trash(False)
    at.put_row(*kept)
    at.sync()
    at.proves_the_same()


def test_a_row_that_is_put_back_with_another_value_writes_it_to_its_old_page(at: Desk) -> None:
    name, title, _ = at.cells()
    at.delete_row()
    at.sync()
    at.put_row(name, title, "new team")
    at.sync()
    at.proves_the_same(owner="new team")


def test_a_row_that_is_typed_again_with_the_same_key(at: Desk) -> None:
    at.delete_row()
    at.sync()
    at.put_row("", "リスク　１", "team 1")
    at.sync()
    notion, _ = at.made.both()
    assert [each.address for each in notion.records if each.id == GONE] == [at.page]
    assert at.ids()[0] == at.ids()[1] == ["R-0a", "R-1a", "R-2a", "R-3a"]


def test_a_page_that_is_made_again_with_the_same_key(at: Desk) -> None:
    at.trash(True)
    at.sync()
    at.made.clients.notion.pages.create(
        parent={"type": "data_source_id", "data_source_id": at.made.source},
        properties={
            "title": {"title": [{"text": {"content": "リスク 1"}}]},
            "owner": {"rich_text": [{"text": {"content": "team 1"}}]},
        },
    )
    at.sync()
    at.proves_the_same(page=False)


def test_a_key_that_two_rows_have_is_not_guessed(at: Desk) -> None:
    at.delete_row()
    at.sync()
    at.put_row("", "リスク 1", "team 1")
    at.put_row("", "リスク 1", "team 1")
    at.sync()
    assert GONE not in at.ids()[0]
    assert len(at.ids()[0]) == len(at.ids()[1]) == 5


def test_a_deleted_row_whose_page_was_edited(at: Desk) -> None:
    at.delete_row()
    at.edit_page("edited")
    at.sync()
    at.proves_the_same(owner="edited")


def test_a_trashed_page_whose_row_was_edited(at: Desk) -> None:
    at.trash(True)
    at.made.put([["edited"]], f"C{at.row}")
    at.sync()
    at.proves_the_same(owner="edited")


def test_it_may_go_and_come_back_again_and_again(at: Desk) -> None:
    for _ in range(3):
        kept = at.cells()
        at.delete_row()
        at.sync()
        at.put_row(*kept)
        at.sync()
        at.find()
        at.proves_the_same()


def test_a_page_that_carries_its_own_id(tmp_path: Path) -> None:
    with world(tmp_path, KINDS, KEYED) as made:
        made.id_property = False
        at = Desk(made)
        at.settle()
        kept, page = at.cells(), at.page
        at.delete_row()
        at.sync()
        at.put_row(*kept)
        at.sync()
        at.page = page
        at.proves_the_same(kept[0])


def test_a_held_deletion_that_is_taken_back_leaves_no_trace(tmp_path: Path) -> None:
    with desk(tmp_path, 'match_on = ["title"]') as at:
        at.trash(True)
        at.sync()
        at.trash(False)
        at.sync()
        at.proves_the_same()
        kept = at.cells()
        at.delete_row()
        at.sync()
        at.put_row("", *kept[1:])
        at.sync()
        at.proves_the_same()
