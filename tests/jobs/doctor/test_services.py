"""Tokens, capabilities, sharing, versions and clocks: each fault is found, and hides no other."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters.sandbox.notion.capabilities import Capability
from jobs.doctor import Area, Verdict
from sync.message import Message
from tests.jobs.doctor.clinic import BOOK, RISKS, Clinic, only, wrong

OWNER = "owner@example.com"


def text(message: Message | None) -> str:
    return str(message)


def test_all_is_well_with_few_calls_and_nothing_is_written(clinic: Clinic) -> None:
    before, files = clinic.world.dump(), clinic.world.files()
    clinic.world.server.forget_calls()
    assert wrong(clinic.look()) == []
    assert len(clinic.world.server.calls("notion")) == 4 + 2 * 2
    assert len(clinic.world.server.calls("google")) == 3 * 2
    assert clinic.world.dump() == before
    assert clinic.world.files() == files


def test_after_a_sync_all_is_well_too_and_the_memory_is_used(clinic: Clinic) -> None:
    clinic.world.sync()
    before = clinic.world.dump()
    checks = clinic.look()
    assert wrong(checks) == []
    assert "KiB" in text(next(each.seen for each in checks if each.area is Area.STATE))
    assert clinic.world.dump() == before


def test_a_wrong_notion_token(clinic: Clinic) -> None:
    found = only(clinic.look(NOTION__TOKEN="not-the-token"), Area.NOTION, "token")
    assert found.verdict is Verdict.PROBLEM
    assert "API token is invalid" in text(found.seen)


def test_no_notion_token_at_all(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = clinic.world.settings()
    bare = settings.model_copy(update={"notion": settings.notion.model_copy(update={"token": None, "base_url": None})})
    monkeypatch.setattr(clinic.world, "settings", lambda: bare)
    (found,) = [each for each in clinic.look() if each.area is Area.NOTION]
    assert (found.code, found.verdict) == ("token", Verdict.PROBLEM)
    assert "BOTHWAYS_NOTION__TOKEN" in text(found.way_out)


def test_a_wrong_google_token_is_told_once_for_both_pairs(clinic: Clinic) -> None:
    found = only(clinic.look(GOOGLE__TOKEN="not-the-token"), Area.GOOGLE, "access")
    assert found.pair is None


def test_a_google_token_without_the_scope(clinic: Clinic) -> None:
    clinic.world.server.script("google * always 403 scope")
    found = only(clinic.look(), Area.GOOGLE, "access")
    assert "auth/spreadsheets" in text(found.way_out)


def test_an_api_that_is_switched_off(clinic: Clinic) -> None:
    clinic.world.server.script("google * always 403 disabled")
    assert "Enable it" in text(only(clinic.look(), Area.GOOGLE, "access").way_out)


def test_notion_is_down_and_the_rest_goes_on(clinic: Clinic) -> None:
    clinic.world.server.forget_calls()
    clinic.world.server.script("notion * always 503")
    checks = clinic.look()
    assert only(checks, Area.NOTION, "reach").verdict is Verdict.PROBLEM
    assert {each.pair for each in checks if each.area is Area.TABLES} == {"risks", "incidents"}
    assert len(clinic.world.server.calls("notion")) <= 3


def test_google_is_down_and_the_rest_goes_on(clinic: Clinic) -> None:
    clinic.world.server.forget_calls()
    clinic.world.server.script("google * always 503")
    checks = clinic.look()
    assert only(checks, Area.GOOGLE, "reach").verdict is Verdict.PROBLEM
    assert [each.code for each in checks if each.area is Area.TABLES] == ["source", "source"]
    assert len(clinic.world.server.calls("google")) <= 2
    assert max(clinic.slept, default=0) <= 2


def test_a_version_that_notion_does_not_take(clinic: Clinic) -> None:
    found = only(clinic.look(NOTION__VERSION="2031-01-01"), Area.NOTION, "version")
    assert "2031-01-01" in text(found.seen)


def test_an_older_version_is_a_warning(clinic: Clinic) -> None:
    found = only(clinic.look(NOTION__VERSION="2025-09-03"), Area.NOTION, "version")
    assert found.verdict is Verdict.WARNING


@pytest.mark.parametrize(
    ("lost", "code"),
    [
        (Capability.UPDATE, "update"),
        (Capability.INSERT, "insert"),
        (Capability.USERS, "users"),
        (Capability.EMAILS, "users"),
    ],
)
def test_a_capability_that_the_connection_lacks(clinic: Clinic, lost: Capability, code: str) -> None:
    httpx.put(f"{clinic.world.server.url}/_sandbox/capabilities", json={"lacks": [lost.value]}).raise_for_status()
    found = only(clinic.look(), Area.NOTION, code)
    assert found.verdict is Verdict.PROBLEM
    assert "settings" in text(found.way_out)


def test_a_connection_that_may_not_read(clinic: Clinic) -> None:
    clinic.world.server.notion.lacking = {Capability.READ}
    found = [each for each in clinic.look() if each.verdict is not Verdict.OK]
    assert {(each.area, each.code, each.pair) for each in found} == {
        (Area.TABLES, "source", "risks"),
        (Area.TABLES, "source", "incidents"),
    }


def test_every_capability_at_once(clinic: Clinic) -> None:
    clinic.world.server.notion.lacking = {Capability.UPDATE, Capability.INSERT, Capability.USERS}
    assert [code for _, code, _ in wrong(clinic.look())] == ["update", "insert", "users"]


def test_a_database_that_is_not_shared(clinic: Clinic) -> None:
    clinic.world.server.notion.unshare(RISKS.database_id)
    found = only(clinic.look(), Area.TABLES, "source")
    assert (found.pair, found.verdict) == ("risks", Verdict.PROBLEM)


def share(clinic: Clinic, role: str) -> None:
    """Let the spreadsheet belong to somebody else, who shares it with us in this role."""
    store = clinic.world.server.store
    (kind, file) = next(
        (kind, doc) for kind in store._docs for key, doc in store.all(kind) if key == BOOK and "owner" in doc
    )
    ours = {"id": "1", "type": "anyone", "role": role}
    store.put(kind, BOOK, {**file, "owner": OWNER, "permissions": [ours]})


def test_a_reader_is_told_to_become_a_writer(clinic: Clinic) -> None:
    share(clinic, "reader")
    found = [each for each in clinic.look() if each.verdict is not Verdict.OK]
    assert [(each.area, each.code, each.verdict) for each in found] == [(Area.TABLES, "tab", Verdict.PROBLEM)] * 2
    assert "as an editor" in text(found[0].way_out)


def test_a_spreadsheet_that_is_not_shared(clinic: Clinic) -> None:
    share(clinic, "reader")
    store = clinic.world.server.store
    kind = next(kind for kind in store._docs for key, doc in store.all(kind) if key == BOOK and "owner" in doc)
    store.put(kind, BOOK, {**(store.get(kind, BOOK) or {}), "permissions": []})
    assert "Share the spreadsheet" in text(only(clinic.look(), Area.GOOGLE, "access").way_out)


def test_a_tab_that_is_not_there(clinic: Clinic) -> None:
    clinic.edit_mapping('tab = "リスク一覧"', 'tab = "リスク"')
    found = only(clinic.look(), Area.TABLES, "tab")
    assert "リスク一覧" in text(found.way_out)


def test_a_spreadsheet_in_another_zone(clinic: Clinic) -> None:
    properties = {"properties": {"timeZone": "Europe/London"}, "fields": "timeZone"}
    clinic.batch({"updateSpreadsheetProperties": properties})
    assert wrong(clinic.look()) == [(Area.TABLES, "zone", Verdict.WARNING)] * 2


@pytest.mark.parametrize(
    ("off", "verdict"),
    [(20, Verdict.OK), (60, Verdict.WARNING), (-60, Verdict.WARNING), (300, Verdict.PROBLEM), (-300, Verdict.PROBLEM)],
)
def test_a_clock_that_is_wrong(clinic: Clinic, off: int, verdict: Verdict) -> None:
    checks = clinic.look(clock=lambda: datetime.now(UTC) + timedelta(seconds=off))
    assert [each.verdict for each in checks if each.area is Area.CLOCK] == [verdict] * 2


def test_the_sandbox_dates_its_answers_by_its_own_clock(clinic: Clinic) -> None:
    clinic.world.server.clock.turn(timedelta(hours=3))
    checks = clinic.look()
    assert [each.verdict for each in checks if each.area is Area.CLOCK] == [Verdict.PROBLEM] * 2
    assert "behind" in text(next(each.seen for each in checks if each.area is Area.CLOCK))
