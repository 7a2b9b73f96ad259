from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import pytest

from adapters.sandbox.server import SandboxServer
from jobs.demo.both import Both, shown
from jobs.demo.clients import Clients
from jobs.demo.desk import Desk
from jobs.demo.fill import Filled, fill
from jobs.demo.tables import Demo, demos

RISKS, INCIDENTS = demos()
BOTH = pytest.mark.parametrize("demo", [RISKS, INCIDENTS], ids=["risks", "incidents"])
Json = dict[str, Any]


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer() as server:
        yield server


@pytest.fixture(scope="module")
def clients(server: SandboxServer) -> Iterator[Clients]:
    with Clients(server.notion_base, server.google_base, server.token) as clients:
        yield clients


@pytest.fixture(scope="module", autouse=True)
def filled(server: SandboxServer, clients: Clients) -> Filled:
    server.forget_calls()
    made = fill(clients)
    assert len(server.calls()) <= 6
    return made


@BOTH
def test_both_sides_hold_the_table(clients: Clients, filled: Filled, demo: Demo) -> None:
    assert filled.pages[demo.name] == len(demo.keys_on("notion"))
    assert filled.rows[demo.name] == len(demo.keys_on("sheet")) + len(demo.oddities.twice_in_sheet)
    desk = Desk(clients, demo)
    titles = [row[desk.column(demo.fields["title"].sheet) - 1] for row in desk.values[1:]]
    assert sum(map(bool, titles)) == filled.rows[demo.name]


@BOTH
def test_the_database_has_the_mapped_properties_by_type(clients: Clients, demo: Demo) -> None:
    source = cast("Json", clients.notion.data_sources.retrieve(demo.data_source_id))
    types = {name: found["type"] for name, found in source["properties"].items()}
    assert {field.notion: field.type.value for field in demo.fields.values()}.items() <= types.items()
    assert types[demo.id_property] == "rich_text"
    assert set(demo.look.notion_only) < set(types)


@BOTH
def test_few_rows_carry_an_id(clients: Clients, demo: Demo) -> None:
    desk = Desk(clients, demo)
    at = desk.column(demo.id_column) - 1
    ids = [row[at] for row in desk.values[1:] if row[at]]
    assert set(ids) == {*demo.oddities.ids["both"].values(), *demo.oddities.ids["sheet"].values()}


@BOTH
def test_formulas_in_columns_of_the_team_come_to_something(clients: Clients, filled: Filled, demo: Demo) -> None:
    desk = Desk(clients, demo)
    own = Both(clients, demo).own_columns()
    for name in demo.look.formulas:
        shown_cells = [row[desk.column(name) - 1] for row in desk.values[1:] if row[1]]
        assert sum(cell.startswith("=") for cell in own[name]) == filled.rows[demo.name]
        assert "#NAME?" not in shown_cells
        assert sum(bool(cell) and not cell.startswith("#") for cell in shown_cells) > len(shown_cells) // 2


def test_a_title_that_begins_like_a_formula_is_a_text(clients: Clients) -> None:
    titles = Desk(clients, RISKS).tab.get_values("B1:B", value_render_option="FORMULA")  # type: ignore[arg-type] # the option's value serves as well
    assert ["=SUM関数の取り込みで売上が0になる"] in titles


def test_dates_are_serials_with_a_format_and_some_are_texts(clients: Clients) -> None:
    desk = Desk(clients, INCIDENTS)
    column = desk.tab.get_values("E2:E", value_render_option="UNFORMATTED_VALUE")  # type: ignore[arg-type] # as above
    kinds = Counter(type(row[0]) for row in column if row and row[0] != "")
    assert kinds[str] == sum("started" in cells for cells in INCIDENTS.oddities.typed.values())
    assert kinds[float] + kinds[int] > 200


def test_the_header_is_frozen_and_choices_are_offered(clients: Clients) -> None:
    book = clients.google.open_by_key(RISKS.spreadsheet_id)
    seen = book.fetch_sheet_metadata(
        {"includeGridData": "true", "ranges": f"{RISKS.tab}!A2:S2"}  # one row shows them all
    )
    tab = seen["sheets"][0]
    rules = [cell.get("dataValidation") for cell in tab["data"][0]["rowData"][0]["values"]]
    assert tab["properties"]["gridProperties"]["frozenRowCount"] == 1
    assert sum(rule is not None for rule in rules) == len(RISKS.look.choices) + 1


def test_pages_were_edited_at_different_times_by_different_people(clients: Clients) -> None:
    answer = cast("Json", clients.notion.data_sources.query(INCIDENTS.data_source_id))
    assert len({page["last_edited_time"][:7] for page in answer["results"]}) > 5
    assert len({page["last_edited_by"]["id"] for page in answer["results"]}) > 5


def test_some_pages_have_a_body(clients: Clients) -> None:
    answer = cast("Json", clients.notion.data_sources.query(RISKS.data_source_id))
    title = RISKS.row("R012").values["title"]
    page = next(page for page in answer["results"] if shown(page["properties"]["リスク名"]) == title)
    body = cast("Json", clients.notion.blocks.children.list(page["id"]))
    assert [block["type"] for block in body["results"]][:2] == ["heading_2", "paragraph"]
