"""What Google, and what stands between, answers when things go wrong."""

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest
import requests
import responses
from google.auth.exceptions import RefreshError, TransportError

from adapters.pace import Kind
from adapters.sheets import SheetTable, connect
from adapters.sheets.faults import judge_read, judge_write
from adapters.sheets.sketching import sketch_tabs
from mappings.sketch import Book
from sync.errors import BothwaysError, NotAllowed, NotThere, OutOfReach, ServiceError
from tests.adapters.sheets.world import (
    NOW,
    SCORE,
    TITLE,
    A,
    B,
    D,
    World,
    create,
    link,
    mapping,
    trash,
    update,
)
from tests.shared import shared

GOOGLE = re.compile(r"https://sheets\.googleapis\.com/v4/spreadsheets/.*")
HTML = "<html><head><title>Sorry...</title></head><body>automated queries</body></html>"


@pytest.fixture(scope="module")
def recorded() -> dict[str, dict[str, Any]]:
    """Real error answers of Google, by name."""
    lines = shared("recorded/sheets/error_bodies.jsonl").read_text().splitlines()
    return {entry["source"]: entry for entry in map(json.loads, lines)}


class Google:
    """The table at Google's own address, with canned answers and a clock that only sleeping moves."""

    def __init__(self, world: World, mock: responses.RequestsMock) -> None:
        self.mock = mock
        self.sleeps: list[float] = []
        client = connect(
            "not-a-real-token",
            random=Random(1),  # noqa: S311 - jitter
            monotonic=lambda: sum(self.sleeps),
            sleep=self.sleeps.append,
        )
        self.table = SheetTable(mapping("book"), client, now=lambda: NOW)
        reader = world.table()._reader
        self.good = reader.fetch(["'Register'"])

    def answers(self, *kinds: tuple[int, object] | dict[str, Any], headers: dict[str, str] | None = None) -> None:
        for kind in kinds:
            status, body = kind if isinstance(kind, tuple) else (kind["status"], kind["response"])
            text = body if isinstance(body, str) else json.dumps(body)
            self.mock.add(responses.GET, GOOGLE, status=status, body=text, headers=headers)


@pytest.fixture
def google(world: World) -> Any:  # noqa: ANN401 - a generator of Google
    with responses.RequestsMock() as mock:
        mock.add_passthru(world.server.google_base)
        yield Google(world, mock)


def test_a_429_without_retry_after_is_waited_out(google: Google, recorded: dict[str, Any]) -> None:
    over = recorded["sheets-spreadsheets-get-quota-exceeded-readgroup_429"]
    google.answers(over, over, over, (200, google.good))
    assert len(google.table.read().records) == 3
    assert len(google.sleeps) == 3
    assert 0.5 <= google.sleeps[0] <= 1 < google.sleeps[2] <= 4


def test_a_retry_after_is_obeyed_however_long(google: Google) -> None:
    google.answers((429, HTML), headers={"Retry-After": "300"})
    google.answers((200, google.good))
    assert len(google.table.read().records) == 3
    assert sum(google.sleeps) >= 300


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504])
def test_a_passing_failure_of_a_read_is_repeated(google: Google, status: int) -> None:
    google.answers((status, HTML), (status, {"error": {"code": status, "message": "x"}}), (200, google.good))
    assert len(google.table.read().records) == 3


def test_a_success_that_is_no_json_is_repeated(google: Google) -> None:
    google.answers((200, HTML), (200, "[]"), (200, google.good))
    assert len(google.table.read().records) == 3


def test_patience_ends_and_says_what_the_last_answer_was(google: Google) -> None:
    google.answers(*[(503, HTML)] * 6)
    with pytest.raises(OutOfReach, match="503"):
        google.table.read()
    assert len(google.sleeps) == 5


def test_a_page_of_html_is_not_shown_to_people(google: Google) -> None:
    google.answers(*[(429, HTML)] * 6)
    with pytest.raises(OutOfReach) as caught:
        google.table.read()
    assert "<" not in str(caught.value)


def test_a_page_of_html_that_says_400_is_no_refusal_of_what_was_written(google: Google) -> None:
    """The cells are not at fault: nothing is held because of it."""
    google.mock.add(responses.POST, GOOGLE, status=400, body=HTML)
    with pytest.raises(OutOfReach, match="400"):
        google.table._reader.client.change("book", {"requests": []}, fields="spreadsheetId")
    assert len(google.sleeps) == 5


@pytest.mark.parametrize("body", [{"error": "invalid_token"}, {"error": {"code": "401"}}, {"error": {"message": 1}}])
def test_an_error_of_googles_in_another_form_still_says_that_the_token_is_refused(google: Google, body: object) -> None:
    google.answers((401, body))
    with pytest.raises(NotAllowed, match="token"):
        google.table.read()
    assert google.sleeps == []


def test_a_sketch_of_a_tab_that_says_no_size_is_not_understood(google: Google) -> None:
    google.answers((200, {"sheets": [{"properties": {"sheetId": 0, "title": "Register"}, "data": [{}]}]}))
    with pytest.raises(OutOfReach, match="Register"):
        sketch_tabs(google.table._reader.client, Book("Risks", "book", "", "", {"Register": 0}), ["Register"])


def test_a_spreadsheet_that_is_not_shared_names_the_account(google: Google) -> None:
    google.table._reader.client.account = "worker@project.iam.gserviceaccount.com"
    google.answers((403, {"error": {"code": 403, "message": "The caller does not have permission"}}))
    with pytest.raises(NotAllowed, match=r"Share the spreadsheet with worker@project.iam.gserviceaccount.com"):
        google.table.read()
    assert google.sleeps == []


def test_an_api_that_is_off_is_told_apart_from_a_missing_share(google: Google, recorded: dict[str, Any]) -> None:
    google.answers(recorded["sheets-spreadsheets-get-service-disabled_403"])
    with pytest.raises(NotAllowed, match=r"sheets.googleapis.com is not switched on"):
        google.table.read()


def test_an_unknown_id_is_not_there(google: Google, recorded: dict[str, Any]) -> None:
    google.answers(recorded["sheets-spreadsheets-get-nonexistent-sheet-id_404"])
    with pytest.raises(NotThere):
        google.table.read()


def test_a_refused_token_is_not_allowed(google: Google) -> None:
    google.answers((401, {"error": {"code": 401, "message": "bad credentials", "status": "UNAUTHENTICATED"}}))
    with pytest.raises(NotAllowed, match="credentials"):
        google.table.read()


def test_another_refusal_keeps_googles_words(google: Google, recorded: dict[str, Any]) -> None:
    google.answers(recorded["sheets-spreadsheets-get-bad-field-mask_400"])
    with pytest.raises(ServiceError, match="invalid argument"):
        google.table.read()


@pytest.mark.parametrize(
    "answer", [{}, {"sheets": []}, {"sheets": [{"properties": {"title": "Register"}}]}, {"sheets": 3}]
)
def test_an_answer_in_another_form_is_no_empty_table(google: Google, answer: object) -> None:
    google.answers((200, answer))
    with pytest.raises(OutOfReach):
        google.table.read()


def test_a_broken_connection_is_tried_again(google: Google) -> None:
    google.mock.add(responses.GET, GOOGLE, body=requests.ConnectionError("reset"))
    google.mock.add(responses.GET, GOOGLE, body=requests.ReadTimeout("slow"))
    google.answers((200, google.good))
    assert len(google.table.read().records) == 3


@pytest.mark.parametrize(
    ("failure", "read", "write"),
    [
        (requests.ConnectTimeout(), Kind.RETRY, Kind.RETRY),
        (requests.ReadTimeout(), Kind.RETRY, Kind.REREAD),
        (requests.ConnectionError(), Kind.RETRY, Kind.REREAD),
        (TransportError("x"), Kind.RETRY, Kind.RETRY),  # type: ignore[no-untyped-call]  # google-auth is partly typed
        (RefreshError("x"), Kind.STOP, Kind.STOP),  # type: ignore[no-untyped-call]  # google-auth is partly typed
        (ValueError(), Kind.STOP, Kind.STOP),
    ],
)
def test_what_a_failure_allows(failure: Exception, read: Kind, write: Kind) -> None:
    assert judge_read(failure).kind is read
    assert judge_write(failure).kind is write


Fault = Callable[[Callable[[], requests.Response]], requests.Response]


def answered(status: int, body: str = HTML) -> Fault:
    """An answer in place of the real one; the call never gets through."""

    def fault(_send: Callable[[], requests.Response]) -> requests.Response:
        found = requests.Response()
        found.status_code = status
        found._content = body.encode()
        return found

    return fault


def lost(fault: Fault) -> Fault:
    """The call gets through, its answer does not."""

    def after(send: Callable[[], requests.Response]) -> requests.Response:
        assert send().ok
        return fault(send)

    return after


def broken(_send: Callable[[], requests.Response]) -> requests.Response:
    raise requests.ConnectionError("reset")


def script(table: SheetTable, faults: Sequence[Fault]) -> None:
    """Let the next writes fail as given; reads pass."""
    session = table._reader.client.session
    real, left = session.request, list(faults)

    def request(method: str, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - stands for requests' own
        def send() -> requests.Response:
            return real(method, *args, **kwargs)

        return left.pop(0)(send) if method == "post" and left else send()

    session.request = request  # type: ignore[method-assign,assignment]  # a test stands between


LOST = [lost(answered(503)), lost(answered(200)), lost(broken), answered(503), answered(500), broken, answered(408)]


@pytest.mark.parametrize("fault", LOST)
def test_a_write_whose_answer_was_lost_is_proved_and_never_repeated_blindly(world: World, fault: Fault) -> None:
    table = world.table()
    seen = table.read()
    script(table, [fault])
    receipts = table.write([update(seen, A, {TITLE: "x"}), create(D, {TITLE: "new"})], seen)
    assert all(each.done and each.written for each in receipts)
    assert [row[:2] for row in world.values()[1:]] == [["r1z", "x"], ["r2z", "遅延"], ["r3z", "誤送信"], ["r4z", "new"]]
    assert len(world.sleeps) == 1


@pytest.mark.parametrize("fault", LOST)
def test_a_removal_whose_answer_was_lost_removes_one_row(world: World, fault: Fault) -> None:
    table = world.table()
    seen = table.read()
    script(table, [fault])
    receipts = table.write([trash(seen, A), update(seen, B, {SCORE: 6})], seen)
    assert all(each.done for each in receipts)
    assert [row[:2] for row in world.values()[1:]] == [["r2z", "遅延"], ["r3z", "誤送信"]]
    assert [row[0] for row in world.values("Bothways trash")] == ["ID", "r1z"]


@pytest.mark.parametrize("fault", LOST)
def test_an_id_whose_answer_was_lost_is_written_once(world: World, fault: Fault) -> None:
    world.tab.batch_clear(["A2"])
    table = world.table()
    seen = table.read()
    script(table, [fault])
    [receipt] = table.write([link(D, 2)], seen)
    assert receipt.done
    assert [row[0] for row in world.values()[1:]] == ["r4z", "r2z", "r3z"]


def test_a_row_moved_while_the_answer_was_lost_is_put_right(world: World) -> None:
    def insert(send: Callable[[], requests.Response]) -> requests.Response:
        world.tab.insert_row(["r9z"], 2)
        return lost(answered(503))(send)

    table = world.table()
    seen = table.read()
    script(table, [insert])
    [receipt] = table.write([update(seen, B, {TITLE: "x"})], seen)
    assert receipt.written == {TITLE}
    assert [row[:2] for row in world.values()[1:]] == [["r9z", ""], ["r1z", "停電"], ["r2z", "x"], ["r3z", "誤送信"]]


def test_a_429_on_a_write_is_waited_out_without_a_read(world: World) -> None:
    table = world.table()
    seen = table.read()
    script(table, [answered(429), answered(429)])
    [receipt] = table.write([update(seen, A, {TITLE: "x"})], seen)
    assert receipt.written == {TITLE}
    assert world.calls() == [("GET", 200), ("POST", 200)]
    assert len(world.sleeps) == 2


def test_writes_that_are_never_answered_leave_it_open(world: World) -> None:
    table = world.table()
    seen = table.read()
    script(table, [answered(503)] * 9)
    with pytest.raises(OutOfReach, match="5 writes"):
        table.write([update(seen, A, {TITLE: "x"})], seen)
    assert world.values()[1][1] == "停電"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_write_that_is_not_allowed_stops(world: World, status: int) -> None:
    table = world.table()
    seen = table.read()
    body = json.dumps({"error": {"code": status, "message": "no"}})
    script(table, [answered(status, body)] * 3)
    with pytest.raises(BothwaysError) as caught:
        table.write([update(seen, A, {TITLE: "x"})], seen)
    assert caught.value.way_out is not None


def protect(world: World, top: int, bottom: int, left: int, right: int) -> None:
    area = {
        "sheetId": 0,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }
    world.do({"addProtectedRange": {"protectedRange": {"range": area, "editors": {"users": ["sato@example.jp"]}}}})


def test_a_protected_cell_fails_alone_and_is_not_even_tried(world: World) -> None:
    protect(world, 1, 2, 1, 2)
    table = world.table()
    seen = table.read()
    [receipt] = table.write([update(seen, A, {TITLE: "x", SCORE: 4})], seen)
    assert receipt.written == {SCORE}
    assert "B2 is protected" in str(receipt.refused[TITLE])
    assert world.calls()[-2:] == [("GET", 200), ("POST", 200)]


def test_a_range_that_was_protected_meanwhile_fails_alone(world: World) -> None:
    table = world.table()
    seen = table.read()
    protect(world, 1, 2, 1, 2)
    receipts = table.write([update(seen, A, {TITLE: "x", SCORE: 4}), update(seen, B, {TITLE: "y"})], seen)
    assert [each.written for each in receipts] == [{SCORE}, {TITLE}]
    assert "protected" in str(receipts[0].refused[TITLE])
    assert "way out" not in str(receipts[0].refused[TITLE])


def test_a_protected_column_of_formulas_does_not_hinder_new_rows(world: World) -> None:
    protect(world, 0, 30, 2, 3)
    table = world.table()
    seen = table.read()
    [receipt] = table.write([create(D, {TITLE: "new", SCORE: 4})], seen)
    assert receipt.written == {TITLE, SCORE}
    assert receipt.after is not None
    assert receipt.after.address == "5"


def test_a_protected_tab_fails_with_the_way_out(world: World) -> None:
    protect(world, 0, 100, 0, 100)
    table = world.table()
    seen = table.read()
    receipts = table.write([update(seen, A, {TITLE: "x"}), create(D, {TITLE: "new"}), trash(seen, B)], seen)
    assert [each.done for each in receipts] == [True, False, False]
    assert not receipts[0].written
    said = [str(receipts[0].refused[TITLE]), str(receipts[1].failed), str(receipts[2].failed)]
    assert all("protect" in text for text in said)
    assert len(world.values()) == 4


def test_a_refusal_that_names_no_part_fails_everything_and_ends(world: World) -> None:
    table = world.table()
    seen = table.read()
    body = json.dumps({"error": {"code": 400, "message": "Request too large.", "status": "INVALID_ARGUMENT"}})
    script(table, [answered(400, body)])
    receipts = table.write([update(seen, A, {TITLE: "x"}), create(D, {TITLE: "new"})], seen)
    assert "too large" in str(receipts[0].refused[TITLE])
    assert "too large" in str(receipts[1].failed)
    assert len(world.calls()) == 1
