"""The services' own clients, sent to the sandbox; nothing but the base URL differs."""

import logging
from collections.abc import Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from typing import Any, Self, cast

import gspread
import httpx
import notion_client
from google.oauth2.credentials import Credentials
from gspread.http_client import FileType, HTTPClient, ParamsType
from requests import Response

_GOOGLE = ("https://sheets.googleapis.com", "https://www.googleapis.com")
_SECONDS = 30.0


class Local(HTTPClient):
    """gspread's transport with Google's hosts replaced by ``base``."""

    base = ""

    def request(
        self,
        method: str,
        endpoint: str,
        params: ParamsType | None = None,
        data: bytes | None = None,
        json: Mapping[str, Any] | None = None,
        files: FileType = None,
        headers: MutableMapping[str, str] | None = None,
    ) -> Response:
        for host in _GOOGLE:
            if endpoint.startswith(host):
                endpoint = self.base + endpoint.removeprefix(host)
        return super().request(method, endpoint, params, data, json, files, headers)


class Clients:
    """Both clients, and the sandbox's own door for what neither service lets anybody do."""

    def __init__(self, notion_base: str, google_base: str, token: str) -> None:
        self._extra: dict[str, str] = {}
        self.door = httpx.Client(base_url=notion_base, timeout=_SECONDS)
        self._wire = httpx.Client(event_hooks={"request": [self._mark]})
        logger = logging.getLogger("bothways.demo")
        self.notion = notion_client.Client(
            client=self._wire,
            auth=token,
            base_url=notion_base,
            notion_version="2026-03-11",
            retry=False,
            logger=logger,
        )
        transport = type("Local", (Local,), {"base": google_base})
        self.google = gspread.Client(Credentials(token), http_client=transport)  # type: ignore[no-untyped-call] # google-auth
        self.google.set_timeout(_SECONDS)

    def close(self) -> None:
        self.door.close()
        self._wire.close()
        self.google.http_client.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def saying(self, headers: Mapping[str, str]) -> Iterator[None]:
        """Send these headers with Notion's calls: ids chosen by the caller, or who it is that edits."""
        self._extra = dict(headers)
        try:
            yield
        finally:
            self._extra = {}

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Use the sandbox's own door."""
        answer = self.door.request(method, f"/_sandbox/{path}", json=body)
        answer.raise_for_status()
        return cast("dict[str, Any]", answer.json()) if answer.content else {}

    def calls(self) -> list[dict[str, str]]:
        """Return the calls that the services have noted: service, method, path, status."""
        answer = self.door.get("/_sandbox/calls")
        answer.raise_for_status()
        return cast("list[dict[str, str]]", answer.json())

    def _mark(self, request: httpx.Request) -> None:
        request.headers.update(self._extra)
