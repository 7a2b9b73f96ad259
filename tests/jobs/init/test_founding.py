"""One side is missing: it is made from the other, only after a yes, and then kept in step at once."""

from typing import Any

from jobs.demo.fill import fill
from jobs.demo.tables import demos
from jobs.sync import OutcomeKind
from tests.jobs.init.test_command import ROWS, SCHEMA, pages
from tests.jobs.init.world import World


def in_step(made: World) -> None:
    """Sync once, and once more: the second run writes nothing."""
    assert all(each.kind is OutcomeKind.PENDING for each in made.run(writing=False).values())
    assert all(each.kind is OutcomeKind.CHANGED for each in made.run().values())
    made.server.forget_calls()
    assert all(each.kind is OutcomeKind.IN_STEP for each in made.run().values())
    assert made.writes() == []


def test_a_tab_is_made_from_a_database_with_dropdowns_formats_and_a_frozen_header(made: World) -> None:
    database, book = made.database("課題", SCHEMA, pages()), made.book({"別": [["x"]]})
    done = made.init("--notion", database, "--sheet", book, "--tab", "課題", "--yes")
    assert done.exit_code == 0, done.output
    tab = made.tab(book, "課題")
    assert tab["properties"]["gridProperties"]["frozenRowCount"] == 1
    header = [cell.get("formattedValue") for cell in tab["data"][0]["rowData"][0]["values"]]
    assert header[0] == "名前"
    assert header[-1] == "ID"
    assert "実行" not in header
    below = dict(zip(header, tab["data"][0]["rowData"][1]["values"], strict=False))
    options = below["優先度"]["dataValidation"]["condition"]["values"]
    assert [each["userEnteredValue"] for each in options] == ["高", "中", "低"]
    assert below["完了"]["dataValidation"]["condition"]["type"] == "BOOLEAN"
    assert below["期限"]["userEnteredFormat"]["numberFormat"]["type"] == "DATE"
    assert below["名前"]["userEnteredFormat"]["numberFormat"]["type"] == "TEXT"
    in_step(made)
    rows = made.values(book, "課題")
    assert sorted(row[0] for row in rows[1:5]) == sorted(str(row[0]) for row in ROWS[1:])


def test_a_spreadsheet_is_made_where_none_is_named(made: World) -> None:
    database = made.database("課題", SCHEMA, pages())
    refused = made.init("--notion", database, "--add-ids")
    assert refused.exit_code == 2
    assert "--yes" in refused.stderr
    assert not made.file.exists()
    done = made.init("--notion", database, "--yes")
    assert done.exit_code == 0, done.output
    in_step(made)


def test_a_database_is_made_from_a_tab_with_the_types_its_cells_look_like(made: World) -> None:
    book = made.book({"課題": ROWS})
    page = made.server.root_page_id
    assert "--parent URL" in made.init("--sheet", book, "--add-ids").stderr
    assert "--yes" in made.init("--sheet", book, "--add-ids", "--parent", page).stderr
    done = made.init("--sheet", book, "--parent", page, "--yes")
    assert done.exit_code == 0, done.output
    in_step(made)
    (mapping,) = made.run().values()
    assert mapping.kind is OutcomeKind.IN_STEP


def test_the_demos_sheets_become_databases_that_hold_what_the_sheets_say(made: World) -> None:
    fill(made.clients)
    for demo in demos():
        words = ("--sheet", demo.spreadsheet_id, "--tab", demo.tab, "--parent", made.server.root_page_id)
        found = made.proposed(*words)
        types: dict[str, Any] = {each["sheet"]: each["type"] for each in found["fields"]}
        wanted = {field.sheet: field.type.value for field in demo.fields.values()}
        wanted = {name: "select" if kind == "status" else kind for name, kind in wanted.items()}
        assert {name: types.get(name) for name in wanted} == wanted
        assert made.init(*words, "--yes", "--force").exit_code == 0
    assert {each.kind for each in made.run().values()} <= {OutcomeKind.CHANGED, OutcomeKind.CONFLICTS}
    made.server.forget_calls()
    made.run()
    assert made.writes() == []


def test_formulas_that_change_by_themselves_are_left_out_and_others_go_to_notion_only(made: World) -> None:
    rows: list[list[object]] = [["題", "点", "倍", "残り"]]
    rows += [[f"題{row}", row, f"=B{row}*2", f"=TODAY()-{row}"] for row in range(2, 8)]
    found = made.proposed("--sheet", made.book({"表": rows}), "--parent", made.server.root_page_id, "--add-ids")
    fields = {each["sheet"]: each for each in found["fields"]}
    assert (fields["倍"]["type"], fields["倍"]["direction"]) == ("number", "to_notion")
    assert [each["name"] for each in found["left_out"]] == ["残り"]


def test_a_page_that_is_not_shared_is_said_with_the_way_out(made: World) -> None:
    book = made.book({"課題": ROWS})
    done = made.init("--sheet", book, "--parent", "0b07a000-0000-4000-8000-0000000000ff", "--yes")
    assert done.exit_code == 1
    assert "Connections" in done.stderr
    assert not made.file.exists()
