"""gspread's HTTP client with a budget, patience, timeouts and a base URL of one's own."""

from collections.abc import Callable, Mapping, MutableMapping
from random import Random
from typing import Any, TypeAlias

import orjson
from google.auth.credentials import Credentials
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL, SPREADSHEETS_API_V4_BASE_URL
from requests import Response, Session

from adapters.pace import Advice, Kind, Pace, patiently
from adapters.sheets.faults import (
    LostAnswer,
    Misshapen,
    NotJson,
    Rejected,
    judge_read,
    judge_write,
    refusal_of,
    rejected,
    translate,
)
from adapters.sheets.shape import misshapen
from adapters.sheets.workload import shown
from sync.errors import BothwaysError
from sync.secrecy import scrubbed, scrubbed_message

Json: TypeAlias = dict[str, Any]
Params: TypeAlias = MutableMapping[str, str | int | bool | float | list[str] | None]

_HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")
TIMEOUT = (10.0, 190.0)
"""Seconds to connect and to wait for an answer; Google cuts a request off after 180."""
ATTEMPTS = 6
"""So often is a call sent that gets no answer."""
CALLS_A_MINUTE = 60
"""Reads, and as many writes, of one account in one minute."""


class SheetsClient(HTTPClient):
    """One account's way to Google Sheets; every table of it shares the budgets.

    Raises ``NotAllowed``, ``NotThere``, ``OutOfReach``, ``ServiceError``.
    """

    def __init__(
        self,
        auth: Credentials,
        session: Session | None = None,
        *,
        reads: Pace,
        writes: Pace,
        sleep: Callable[[float], None],
        random: Random,
        base_url: str | None = None,
    ) -> None:
        super().__init__(auth, session)
        self.set_timeout(TIMEOUT)
        self.account = str(getattr(auth, "service_account_email", "") or "")
        self._base = base_url.rstrip("/") if base_url else None
        self._reads, self._writes = reads, writes
        self._sleep, self._random = sleep, random
        self.attempts = ATTEMPTS

    @property
    def paces(self) -> tuple[Pace, ...]:
        """The budgets of reads and writes, which count the calls."""
        return (self._reads, self._writes)

    def request(
        self,
        method: str,
        endpoint: str,
        params: Params | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: Any = None,  # noqa: ANN401 - gspread's own type is a union nobody here fills
        headers: MutableMapping[str, str] | None = None,
    ) -> Response:
        """Send one call as gspread does, to ``base_url`` where one was given.

        gspread's own errors take for granted that Google's have the form of its documentation.
        """
        if self._base is not None:
            for host in _HOSTS:
                if endpoint.startswith(host):
                    endpoint = self._base + endpoint.removeprefix(host)
        response = self.session.request(
            method=method,
            url=endpoint,
            json=json,
            params=params,
            data=data,
            files=files,
            headers=headers,
            timeout=self.timeout,
        )
        if response.ok:
            return response
        raise refusal_of(response)

    def fetch(self, spreadsheet: str, *, fields: str, ranges: list[str] | None = None) -> Json:
        """Read a spreadsheet: one call, repeated until it is answered or patience runs out."""
        params: Params = {"fields": fields}
        if ranges:
            params["ranges"] = ranges
        url = SPREADSHEET_URL % spreadsheet
        return self._patiently(lambda: _json(self.request("get", url, params), fields), judge_read, self._reads)

    def change(self, spreadsheet: str, body: Json, *, fields: str) -> Json:
        """Send one batch of requests, which is carried out wholly or not at all.

        Raises ``Rejected`` where it was not, and ``LostAnswer`` where nobody knows.
        """
        url = SPREADSHEET_BATCH_UPDATE_URL % spreadsheet
        return self._patiently(
            lambda: _json(self.request("post", url, {"fields": fields}, json=body), fields), judge_write, self._writes
        )

    def found(self, body: Json, *, fields: str) -> Json:
        """Make a spreadsheet. Raises as ``change`` does."""
        return self._patiently(
            lambda: _json(self.request("post", SPREADSHEETS_API_V4_BASE_URL, {"fields": fields}, json=body), fields),
            judge_write,
            self._writes,
        )

    def stamp(self) -> str:
        """Return a text that no other batch has."""
        return f"{self._random.getrandbits(64):016x}"

    def back_off(self, times: int) -> None:
        """Wait before a write that got no answer is looked into: 1 to 2 seconds, then twice as long each time."""
        self._sleep(min(60.0, 2.0**times) * self._random.uniform(0.5, 1.0))

    def close(self) -> None:
        self.session.close()

    def _patiently(self, attempt: Callable[[], Json], judge: Callable[[Exception], Advice], pace: Pace) -> Json:
        try:
            return patiently(
                attempt, judge=judge, pace=pace, sleep=self._sleep, random=self._random, attempts=self.attempts
            )
        except BothwaysError:
            raise
        except Exception as failure:
            advice = judge(failure)
            if advice.kind is Kind.REREAD:
                self._reads.rest(advice.after or 0.0)
                raise LostAnswer from failure
            refusal = rejected(failure)
            if refusal is not None:
                raise Rejected(refusal.index, scrubbed(refusal.message, self._secrets())) from failure
            told = translate(failure, self.account)
            told.seen = scrubbed_message(told.seen, self._secrets())
            told.args = (told.seen, told.way_out)
            raise told from failure

    def _secrets(self) -> tuple[str, ...]:
        """Return what an answer that repeats it must not show."""
        found = (getattr(self.auth, name, None) for name in ("token", "refresh_token", "client_secret"))
        return (*(each for each in found if isinstance(each, str)), *shown)


def _json(response: Response, fields: str) -> Json:
    try:
        found = orjson.loads(response.content)
    except orjson.JSONDecodeError as broken:
        raise NotJson from broken
    if not isinstance(found, dict):
        raise NotJson
    place = misshapen(found, fields)
    if place is not None:
        raise Misshapen(place)
    return found
