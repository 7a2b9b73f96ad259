from dataclasses import replace
from pathlib import Path

import pytest

from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from adapters.state.store import open_store
from jobs.demo.both import Both
from jobs.demo.clients import Clients
from jobs.demo.desk import Desk
from jobs.demo.people import NEW_RISK, NEW_ROW
from jobs.demo.proof import writing
from jobs.demo.tables import demos
from jobs.rehearse import Start
from jobs.sync import Outcome, OutcomeKind
from jobs.wiring.services import memory_of
from sync.errors import NotThere
from sync.model import Side
from tests.jobs.rehearse.world import MADE_ANEW, TOKEN, World, said


def told(outcome: Outcome) -> dict[str, object]:
    """Return all that an outcome says, apart from what every run makes anew."""
    return {"kind": outcome.kind, "refusals": outcome.refusals, **said(outcome.plan, outcome.titles)}


@pytest.mark.parametrize("edited", [False, True], ids=["the first run", "a week later"])
def test_what_was_rehearsed_is_what_happens_then_and_the_real_tables_are_not_touched(
    world: World, *, edited: bool
) -> None:
    if edited:
        world.sync()
        world.edit()
    before, files = world.dump(), world.files()
    world.server.forget_calls()
    acts, stage = world.rehearse()
    calls = world.server.calls()
    assert world.dump() == before
    assert world.files() == files
    assert calls
    assert not [call for call in calls if writing(call.method, call.path)]
    assert stage.start is (Start.COPY if edited else Start.FIRST)
    known = known_records(world)
    for name, real in world.sync().items():
        first = acts[name].first["sync"]
        assert real.receipts
        assert told(first) == told(real)
        assert digest_of(first, known[name]) == digest_of(real, known[name])
        assert len(first.receipts) == len(real.receipts)


def known_records(world: World) -> dict[str, set[str]]:
    with open_store(world.settings().state_url()) as store:
        bases = {each.name: memory_of(store, each).base() for each in world.settings().mappings()}
    return {name: set(base.records) for name, base in bases.items()}


def digest_of(outcome: Outcome, known: set[str]) -> str:
    """Return the plan's digest as far as it speaks of records that had an id before."""
    changes = (
        replace(change, cells=tuple(cell for cell in change.cells if cell.field not in MADE_ANEW))
        for change in outcome.plan.changes
        if change.record in known
    )
    return replace(outcome.plan, changes=tuple(changes)).digest()


def test_a_second_night_on_the_copy_writes_nothing_and_both_sides_agree_on_what_was_changed(week: World) -> None:
    acts, _ = week.rehearse()
    for act in acts.values():
        assert act.calm
        assert act.second["sync"].kind is OutcomeKind.CONFLICTS
        assert act.after
        for sample in act.after:
            assert sample.values[Side.NOTION] == sample.values[Side.SHEET] or isinstance(
                sample.values[Side.NOTION], tuple
            )


def test_services_that_refuse_every_write_do_not_notice_a_rehearsal(week: World) -> None:
    week.guard.shut = True
    acts, _ = week.rehearse()
    week.guard.shut = False
    assert week.guard.refused == 0
    for name, real in week.sync().items():
        assert told(acts[name].first["sync"]) == told(real)


def test_a_guard_that_would_refuse_the_run_refuses_the_rehearsal(week: World) -> None:
    desk = Desk(week.clients, demos()[0])
    rows = {"sheetId": desk.tab.id, "dimension": "ROWS", "startIndex": 1, "endIndex": desk.last_row()}
    desk.rearrange({"deleteDimension": {"range": rows}})
    acts, _ = week.rehearse()
    real = week.sync()["risks"]
    assert acts["risks"].first["sync"].kind is OutcomeKind.REFUSED
    assert acts["risks"].first["sync"].refusals == real.refusals != ()
    assert not acts["risks"].second


def test_protected_cells_are_refused_as_they_will_be(week: World) -> None:
    desk = Desk(week.clients, demos()[0])
    column = desk.column("ステータス") - 1
    box = {"sheetId": desk.tab.id, "startColumnIndex": column, "endColumnIndex": column + 1}
    editors = {"users": ["somebody@example.com"]}
    file = week.server.store.get("google.file", demos()[0].spreadsheet_id)
    assert file is not None
    desk.rearrange({"addProtectedRange": {"protectedRange": {"range": box, "editors": editors}}})
    protect_from_us(week)
    acts, _ = week.rehearse()
    real = week.sync()["risks"]
    refused = [held for held in real.plan.held if "protected" in str(held.why)]
    assert refused
    assert told(acts["risks"].first["sync"]) == told(real)


def protect_from_us(world: World) -> None:
    """Give the file to somebody else, and take us from the editors of its protected ranges."""
    store, key = world.server.store, demos()[0].spreadsheet_id
    file, book = store.get("google.file", key), store.get("google.book", key)
    assert file is not None
    assert book is not None
    ours = file["owner"]
    writer = {"kind": "drive#permission", "id": "w", "type": "user", "role": "writer", "emailAddress": ours}
    store.put("google.file", key, {**file, "owner": "head@example.com", "permissions": [writer]})
    with Clients(world.server.notion_base, world.server.google_base, TOKEN) as clients:
        sheets = clients.google.open_by_key(key).fetch_sheet_metadata()["sheets"]
        for protected in (each for sheet in sheets for each in sheet.get("protectedRanges", ())):
            change = {"protectedRangeId": protected["protectedRangeId"], "editors": {"users": ["head@example.com"]}}
            request = {"updateProtectedRange": {"protectedRange": change, "fields": "editors"}}
            clients.google.http_client.request(
                "post",
                f"https://sheets.googleapis.com/v4/spreadsheets/{key}:batchUpdate",
                json={"requests": [request]},
                headers={"X-Sandbox-User": "head@example.com"},
            )


def test_neither_token_comes_near_the_copy(week: World, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    _, stage = week.rehearse(kept)
    settings = stage.settings
    assert TOKEN in week.settings().notion_token().get_secret_value()
    assert settings.notion_token().get_secret_value() == "local"
    google = settings.google_credentials()
    assert google.token is not None
    assert google.token.get_secret_value() == "local"
    assert google.info is None
    for file in tmp_path.glob("kept.db*"):
        assert TOKEN.encode() not in file.read_bytes()
    assert settings.notion.base_url not in (None, week.server.notion_base)


def test_the_copy_that_was_kept_can_be_looked_into(week: World, tmp_path: Path) -> None:
    week.rehearse(tmp_path / "kept.db")
    store = Store(tmp_path / "kept.db")
    with (
        SandboxServer(store=store) as server,
        Clients(server.notion_base, server.google_base, server.token) as clients,
    ):
        risks = Both(clients, demos()[0])
        assert risks.notion(NEW_ROW, "status") == "対応予定"
        assert risks.sheet(NEW_RISK, "status") == "未着手"
        assert any(cell.startswith("=") for cells in risks.own_columns().values() for cell in cells)
    store.close()
    assert Both(week.clients, demos()[0]).notion(NEW_ROW, "status") is None


def test_a_memory_on_a_database_server_is_not_asked_for(world: World) -> None:
    acts, stage = world.rehearse(STATE__URL="postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert stage.start is Start.FORGOTTEN
    assert acts["risks"].first["sync"].kind is OutcomeKind.CONFLICTS


def test_a_pair_that_cannot_be_read_does_not_keep_the_other_back(world: World) -> None:
    first, old, last = world.file.read_text("utf-8").rpartition(demos()[1].spreadsheet_id)
    world.file.write_text(first + old.replace("demo", "gone") + last, "utf-8")
    acts, stage = world.rehearse()
    assert set(stage.errors) == {"incidents"}
    assert isinstance(stage.errors["incidents"], NotThere)
    assert acts["risks"].calm
    assert acts["risks"].first["sync"].receipts
