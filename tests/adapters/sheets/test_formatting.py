"""A cell whose words change keeps the formats, links and chips of the others: in the local Google Sheets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.server import SandboxServer
from mappings.text.clusters import units
from sync.changes import Kind
from sync.errors import NotAllowed
from sync.message import say
from sync.model import RecordId
from tests.adapters.sheets.world import (
    ROWS,
    SCORE,
    TITLE,
    A,
    B,
    Json,
    World,
    by_key,
    create,
    fill,
    meddle,
    person,
    record,
    update,
)

BOLD: Json = {"bold": True}
LINK: Json = {"link": {"uri": "https://example.com/docs"}}
ANN: Json = {"personProperties": {"email": "ann@example.com"}}
FILE: Json = {"richLinkProperties": {"uri": "https://docs.google.com/document/d/1a/edit"}}


def put(world: World, row: int, text: str, runs: list[Json], chips: list[Json] | None = None) -> None:
    """Let a person format the title in a row."""
    cell: Json = {"userEnteredValue": {"stringValue": text}, "textFormatRuns": runs}
    fields = "userEnteredValue,textFormatRuns"
    if chips is not None:
        cell["chipRuns"] = chips
        fields += ",chipRuns"
    where = {"sheetId": 0, "rowIndex": row - 1, "columnIndex": 1}
    world.do({"updateCells": {"start": where, "rows": [{"values": [cell]}], "fields": fields}})


def title(world: World, row: int) -> Json:
    """Return the title in a row as it stands: its text, and its runs and chips without what the service adds."""
    params: dict[str, str | int | bool | float | list[str] | None] = {"includeGridData": "true"}
    params["ranges"] = f"Register!B{row}"
    (cell,) = world.book.fetch_sheet_metadata(params)["sheets"][0]["data"][0]["rowData"][0]["values"]
    kept = {name: cell[name] for name in ("textFormatRuns", "chipRuns", "hyperlink") if name in cell}
    return {"text": cell["userEnteredValue"]["stringValue"], **kept}


def test_formats_and_links_stay_in_one_call_and_a_second_write_has_nothing_to_do(world: World) -> None:
    put(world, 2, "a big risk, see docs", [{}, {"startIndex": 2, "format": BOLD}, {"startIndex": 5, "format": {}}])
    put(world, 3, "see docs", [{"startIndex": 4, "format": LINK}])
    table = world.table()
    seen = table.read()
    world.server.forget_calls()
    changes = [update(seen, A, {TITLE: "😀 a big danger, see docs"}), update(seen, B, {TITLE: "see docs now"})]
    receipts = by_key(table.write(changes, seen))
    assert all(each.written == {TITLE} for each in receipts.values())
    assert [status for _, status in world.calls()] == [200]
    assert title(world, 2) == {
        "text": "😀 a big danger, see docs",
        "textFormatRuns": [{"startIndex": 5, "format": BOLD}, {"startIndex": 8, "format": {}}],
    }
    found = title(world, 3)
    assert found["hyperlink"] == LINK["link"]["uri"]
    assert found["textFormatRuns"] == [{"startIndex": 4, "format": LINK}, {"startIndex": 8, "format": {}}]
    world.server.forget_calls()
    assert all(each.written == {TITLE} for each in table.write(changes, table.read()))
    assert [method for method, _ in world.calls()] == ["GET"]


def test_chips_are_written_again_with_the_text(world: World) -> None:
    chips = [{"startIndex": 4, "chip": ANN}, {"startIndex": 12, "chip": FILE}]
    put(world, 2, "ask @ about @ now", [{"startIndex": 14, "format": BOLD}], chips)
    assert title(world, 2)["text"] == f"ask ann@example.com about {FILE['richLinkProperties']['uri']} now"
    table = world.table()
    seen = table.read()
    was = record(seen, A).fields[TITLE]
    assert isinstance(was, str)
    (receipt,) = table.write([update(seen, A, {TITLE: f"please {was}, thanks"})], seen)
    assert receipt.written == {TITLE}
    found = title(world, 2)
    assert found["text"] == f"please {was}, thanks"
    assert [run["chip"] for run in found["chipRuns"]] == [{}, ANN, {}, FILE, {}]
    end = len(f"please {was}")
    assert found["textFormatRuns"] == [{"startIndex": end - 3, "format": BOLD}]


def test_a_cell_whose_file_chip_we_may_not_write_stops_no_other(world: World) -> None:
    put(world, 2, "@ now", [], [{"startIndex": 0, "chip": FILE}])
    table = world.table()
    seen = table.read()
    client = table._reader.client
    real = client.change

    def narrow(spreadsheet: str, body: Json, *, fields: str) -> Json:
        if "richLinkProperties" in str(body):
            raise NotAllowed(say("Request had insufficient authentication scopes."))
        return real(spreadsheet, body, fields=fields)

    client.change = narrow  # type: ignore[method-assign]  # a test stands between
    was = record(seen, A).fields[TITLE]
    changes = [update(seen, A, {TITLE: f"{was}!", SCORE: 9}), update(seen, B, {TITLE: "new"})]
    receipts = by_key(table.write(changes, seen))
    first = receipts[Kind.UPDATE, A]
    assert first.written == {SCORE}
    assert "chip" in str(first.refused[TITLE])
    assert receipts[Kind.UPDATE, B].written == {TITLE}
    assert title(world, 2)["chipRuns"][0]["chip"] == FILE


def test_a_write_that_landed_in_the_wrong_row_is_put_right_with_its_formats(world: World) -> None:
    put(world, 2, "a big risk", [{"startIndex": 2, "format": BOLD}, {"startIndex": 5, "format": {}}])
    put(world, 3, "ask @", [{"format": BOLD}, {"startIndex": 3, "format": {}}], [{"startIndex": 4, "chip": ANN}])
    table = world.table()
    seen = table.read()
    before = title(world, 3)
    meddle(table, lambda: world.tab.sort((4, "des"), range="A2:H4"))  # the second record is in the middle still
    meddle(table, lambda: world.tab.insert_row([], 2))
    (receipt,) = table.write([update(seen, A, {TITLE: "a big danger"})], seen)
    assert receipt.written == {TITLE}
    rows = {row[0]: number for number, row in enumerate(world.values(), 1)}
    assert title(world, rows["r2z"]) == before
    assert title(world, rows["r1z"]) == {
        "text": "a big danger",
        "textFormatRuns": [{"startIndex": 2, "format": BOLD}, {"startIndex": 5, "format": {}}],
    }


def test_a_row_with_the_same_words_that_was_hit_gets_its_formats_back(world: World) -> None:
    put(world, 3, "遅延", [{"format": BOLD}])
    before = title(world, 3)
    table = world.table()
    seen = table.read()
    meddle(table, lambda: world.tab.sort((4, "des"), range="A2:H3"))  # both change places
    (receipt,) = table.write([update(seen, A, {TITLE: "遅延"})], seen)
    assert receipt.written == {TITLE}
    rows = {row[0]: number for number, row in enumerate(world.values(), 1)}
    assert title(world, rows["r2z"]) == before
    assert title(world, rows["r1z"]) == {"text": "遅延"}


@pytest.mark.parametrize(
    "text", ["x" * 2001, "😀" * 2001, "e\u0301" * 5000, "👩‍🚒" * 5000, "あ" * 49_999 + "\n", "y" * 50_000]
)
def test_long_texts_are_written_whole_and_read_back_equal(world: World, text: str) -> None:
    table = world.table()
    seen = table.read()
    receipts = table.write([update(seen, A, {TITLE: text}), create(RecordId("r9z"), {TITLE: text})], seen)
    assert [each.written for each in receipts] == [{TITLE}, {TITLE}]
    assert [each.fields[TITLE] for each in table.read().records if each.id in (A, "r9z")] == [text, text]


def test_a_text_that_no_cell_can_hold_is_refused_before_anything_is_written(world: World) -> None:
    table = world.table()
    seen = table.read()
    change = update(seen, A, {TITLE: "z" * 50_001, SCORE: 4})
    assert ["50,001" in str(why) for why in table.objections([change], seen).values()] == [True]
    (receipt,) = table.write([change], seen)
    assert receipt.written == {SCORE}
    assert "50,001" in str(receipt.refused[TITLE])


WORDS = st.text(st.sampled_from("ab 漢の😀\n=@'+"), min_size=1, max_size=10).filter(str.strip)
FORMATS = st.sampled_from([BOLD, LINK, {"italic": True}, {}])
PARTS = st.lists(st.tuples(WORDS, FORMATS, st.sampled_from([None, None, ANN, FILE])), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def lasting(server: SandboxServer) -> World:
    book = person(server).create("Risks")
    book.share("worker@example.com", perm_type="anyone", role="writer")
    book.sheet1.update_title("Register")
    made = World(server, book)
    fill(made, ROWS)
    return made


@settings(max_examples=40, deadline=None, derandomize=True)
@given(PARTS, WORDS, st.booleans())
def test_any_formatted_cell_takes_any_text_and_keeps_the_chips_of_what_stands(
    lasting: World,
    parts: list[tuple[str, Json, Json | None]],
    new: str,
    appended: bool,  # noqa: FBT001 - drawn
) -> None:
    text, runs, chips = "", [], []
    for words, form, chip in parts:
        runs.append({"startIndex": units(text), "format": form})
        if chip is not None:
            chips.append({"startIndex": units(text), "chip": chip})
        text += f"@{words}" if chip is not None else words
    put(lasting, 2, text, runs, chips)
    before = title(lasting, 2)
    table = lasting.table()
    seen = table.read()
    was = record(seen, A).fields[TITLE]
    wish = f"{was}{new}" if appended else new
    (receipt,) = table.write([update(seen, A, {TITLE: wish})], seen)
    assert receipt.written == {TITLE}
    after = title(lasting, 2)
    assert after["text"] == wish
    if appended:
        kept = [run for run in after.get("chipRuns", []) if run["chip"]]
        assert kept == [run for run in before.get("chipRuns", []) if run["chip"]]
        starts = [run.get("startIndex", 0) for run in after.get("textFormatRuns", [])]
        assert [each for each in starts if each < units(str(was))] == _changes(before.get("textFormatRuns", []))


def _changes(runs: list[Json]) -> list[int]:
    """Return where the format changes."""
    found: list[int] = []
    last: Json = {}
    for run in runs:
        if run.get("format", {}) != last:
            last = run.get("format", {})
            found.append(run.get("startIndex", 0))
    return found
