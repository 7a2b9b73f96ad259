"""gspread with nothing changed but the base URL."""

from typing import Any

import gspread
import requests
from gspread.http_client import HTTPClient
from gspread.utils import ValueInputOption

Json = dict[str, Any]
HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")


def connect(base: str, user: str | None = None, token: str | None = None) -> gspread.Client:
    """Return a client for a sandbox; ``user`` is the address that calls, the sandbox's own person by default."""

    class Loopback(HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - gspread's own
            for host in HOSTS:
                endpoint = endpoint.replace(host, base)
            return super().request(method, endpoint, *args, **kwargs)

    session = requests.Session()
    if user:
        session.headers["X-Sandbox-User"] = user
    if token:
        session.headers["Authorization"] = f"Bearer {token}"
    return gspread.Client(auth=None, session=session, http_client=Loopback)  # type: ignore[arg-type]  # gspread takes None


class Sheets:
    """One spreadsheet by gspread and by bare requests."""

    def __init__(self, base: str, book: gspread.Spreadsheet) -> None:
        self.base = base
        self.book = book
        self.url = f"{base}/v4/spreadsheets/{book.id}"

    @property
    def tab(self) -> gspread.Worksheet:
        return self.book.sheet1

    def get(self, path: str = "", **params: str) -> Json:
        answer = requests.get(self.url + path, params=params, timeout=10)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def post(self, path: str, body: object, **params: str) -> Json:
        answer = requests.post(self.url + path, json=body, params=params, timeout=10)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    def batch(self, *requests_: Json, **more: object) -> Json:
        return self.post(":batchUpdate", {"requests": list(requests_), **more})

    def refused(self, *requests_: Json) -> Json:
        """Send a batch that is to be refused and return the error."""
        answer = requests.post(self.url + ":batchUpdate", json={"requests": list(requests_)}, timeout=10)
        assert answer.status_code >= 400, answer.text
        found: Json = answer.json()["error"]
        return found

    def type(self, cell: str, *texts: object) -> None:
        """Type texts into a row from a cell on, as a person would."""
        self.tab.update([list(texts)], cell, value_input_option=ValueInputOption.user_entered)

    def shown(self, cells: str) -> list[list[str]]:
        rows: list[list[str]] = self.get(f"/values/{cells}").get("values", [])
        return rows

    def typed(self, cells: str) -> list[list[Any]]:
        rows: list[list[Any]] = self.get(f"/values/{cells}", valueRenderOption="UNFORMATTED_VALUE").get("values", [])
        return rows

    def formulas(self, cells: str) -> list[list[Any]]:
        rows: list[list[Any]] = self.get(f"/values/{cells}", valueRenderOption="FORMULA").get("values", [])
        return rows

    def cell(self, cell: str, fields: str = "*") -> Json:
        """Return the CellData of one cell."""
        found = self.get(ranges=cell, fields=f"sheets.data.rowData.values({fields})")
        rows = found["sheets"][0]["data"][0].get("rowData", [{}])
        values = rows[0].get("values", [{}])
        data: Json = values[0]
        return data
