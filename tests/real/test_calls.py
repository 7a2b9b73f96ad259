"""What a run costs in calls. ``make calls`` prints the same figures."""

from pathlib import Path

import pytest

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from tests.real.world import World, world

KINDS = {"title": FieldType.TITLE, "owner": FieldType.RICH_TEXT, "score": FieldType.NUMBER}


def rows(count: int) -> list[dict[str, str]]:
    return [{"id": f"R-{n:04d}a", "title": f"リスク {n}", "owner": "aoki", "score": str(n)} for n in range(count)]


def in_step(made: World, count: int) -> None:
    made.create_pages(rows(count))
    made.sync()
    made.server.forget_calls()


def show(what: str, made: World) -> None:
    reads, writes = made.read_calls(), made.write_calls()
    print(  # noqa: T201 - `make calls` shows it
        f"\n{what}: Notion {reads['notion']} reads, {writes['notion']} writes; "
        f"Sheets {reads['google']} reads, {writes['google']} writes"
    )


@pytest.mark.parametrize("count", [1, 250])
def test_nothing_to_do_reads_each_page_of_100_once_and_the_sheet_once(count: int, tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        in_step(made, count)
        assert made.sync().kind is OutcomeKind.IN_STEP
        show(f"{count} records, nothing to do", made)
        queries = [call for call in made.server.calls("notion") if call.path.endswith("/query")]
        assert len(queries) == -(-count // 100)
        assert made.read_calls() == {"notion": len(queries) + 2, "google": 1}
        assert made.write_calls() == {"notion": 0, "google": 0}


@pytest.mark.parametrize("count", [1, 7])
def test_k_changed_records_cost_k_notion_writes_and_one_sheets_write(count: int, tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        in_step(made, 20)
        pages = {str(record.id): record.address for record in made.both()[0].records}
        for n in range(count):
            made.put([[f"sato {n}"]], f"C{n + 2}")
            page = pages[f"R-{n + 10:04d}a"]
            made.clients.notion.pages.update(page, properties={"score": {"number": 1000 + n}})
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.CHANGED
        show(f"{count} records changed on each side", made)
        assert made.write_calls() == {"notion": count, "google": 1}
        assert made.read_calls()["notion"] <= 4, "the database, its schema, one page of rows, one look before writing"
        assert made.read_calls()["google"] <= 2, "one read, one look before writing"


def test_new_rows_without_ids_are_named_before_their_pages_are_made(tmp_path: Path) -> None:
    """One Sheets write more than else, so that a crash in between enters nothing twice."""
    with world(tmp_path, KINDS) as made:
        in_step(made, 5)
        made.put([["", f"新しい行 {n}", "aoki", n] for n in range(3)], "A7")
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.CHANGED
        show("3 new rows without ids", made)
        assert made.write_calls() == {"notion": 3, "google": 1}
        assert len(made.both()[0].records) == 8
