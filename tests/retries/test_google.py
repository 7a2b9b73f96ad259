"""Every row about Google: what the function says of it, and what the real client does."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import google.auth.credentials
import pytest
from google.auth.exceptions import RefreshError, TransportError

from adapters.pace import Advice, Kind
from adapters.sandbox.server import SandboxServer
from adapters.sheets import SheetsClient, connect
from adapters.sheets.faults import LostAnswer, Rejected, judge_read, judge_write
from sync.errors import OutOfReach, ServiceError
from tests.adapters.pace.clock import StandingClock
from tests.adapters.sheets.world import person
from tests.retries.table import Row, rows

ROWS = [row for row in rows() if row.service == "google"]
JUDGES: dict[str, Callable[[Exception], Advice]] = {"read": judge_read, "write": judge_write}
ENDPOINTS = {"read": "GET /v4/*", "write": "POST *:batchUpdate"}
RAISED: dict[Kind, type[Exception]] = {Kind.REREAD: LostAnswer, Kind.HOLD: Rejected, Kind.STOP: ServiceError}
REFUSED = "http://127.0.0.1:9"
SIGN_IN: dict[str, Exception] = {
    "line sign-in": TransportError("no route"),  # type: ignore[no-untyped-call]  # google-auth has few annotations
    "line sign-in refused": RefreshError("invalid_grant"),  # type: ignore[no-untyped-call]  # as above
}


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with SandboxServer() as running:
        yield running


@pytest.fixture(scope="module")
def book(server: SandboxServer) -> str:
    made = person(server).create("book")
    made.share("test@example.com", perm_type="anyone", role="writer")
    return str(made.id)


class Failing(google.auth.credentials.Credentials):
    """Credentials whose sign-in fails."""

    def __init__(self, failure: Exception) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # as above
        self.failure = failure

    def refresh(self, request: object) -> None:
        raise self.failure


def client_of(server: SandboxServer, clock: StandingClock, row: Row, attempts: int) -> SheetsClient:
    """Return the real client; it waits half a second for an answer, not three minutes."""
    failing = SIGN_IN.get(row.answer)
    made = connect(
        server.token if failing is None else Failing(failing),
        random=Random(1),  # noqa: S311 - jitter
        base_url=REFUSED if row.answer == "line refused" else server.google_base,
        monotonic=clock.monotonic,
        sleep=clock.sleep,
        reads_a_minute=10_000,
        writes_a_minute=10_000,
    )
    made.set_timeout((0.5, 0.5))
    made.attempts = attempts
    return made


def call(made: SheetsClient, kind: str, book: str) -> Any:  # noqa: ANN401 - an answer of the service
    if kind == "read":
        return made.fetch(book, fields="sheets.properties")
    cell = {"userEnteredValue": {"stringValue": "new"}}
    request = {"updateCells": {"start": {"sheetId": 0}, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}
    return made.change(book, {"requests": [request]}, fields="spreadsheetId")


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_the_function_says_what_the_row_says(server: SandboxServer, book: str, row: Row) -> None:
    if not row.answer.startswith("line"):
        server.script(f"google {ENDPOINTS[row.call]} once {row.answer}")
    hasty = client_of(server, StandingClock(), row, attempts=1)
    try:
        with pytest.raises(Exception) as raised:  # noqa: PT011 - which one is what is asked
            call(hasty, row.call, book)
    finally:
        hasty.close()
        server.script("")
    cause = raised.value.__cause__
    assert isinstance(cause, Exception)
    advice = JUDGES[row.call](cause)
    assert advice.kind is row.kind
    assert advice.after == (pytest.approx(row.wait, abs=1.01) if row.wait else row.wait)


@pytest.mark.parametrize("row", [row for row in ROWS if not row.answer.startswith("line")], ids=str)
def test_the_client_does_what_the_row_says(server: SandboxServer, book: str, row: Row) -> None:
    clock = StandingClock()
    patient = client_of(server, clock, row, attempts=6)
    server.script(f"google {ENDPOINTS[row.call]} once {row.answer}")
    try:
        if row.kind is Kind.RETRY:
            call(patient, row.call, book)
            assert sum(clock.slept) >= (row.wait or 0.5) - 1
        else:
            with pytest.raises(RAISED[row.kind]) as raised:
                call(patient, row.call, book)
            assert not isinstance(raised.value, OutOfReach), "nothing passes by itself"
            assert clock.slept == []
        assert len(server.fired()) == 1
        if row.kind is Kind.REREAD and row.wait:
            call(patient, "read", book)
            assert sum(clock.slept) == pytest.approx(row.wait), "even the look waits"
    finally:
        patient.close()
        server.script("")
