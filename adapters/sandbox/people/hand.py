"""The calls by which a person edits; they go to the services past faults, quotas and the list of calls."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import orjson

from adapters.sandbox.exchange import Answer, Request
from adapters.sandbox.google.library import FILES, SPREADSHEET
from adapters.sandbox.notion.richtext import plain
from adapters.sandbox.notion.workspace import BOT_ID, DATA_SOURCE, DATABASE, PAGE, USER, Workspace
from adapters.sandbox.words import Word

Json = dict[str, Any]
Send = Callable[[Request], Awaitable[Answer]]
THIS = Word("this")


class NotMade(Exception):
    """An edit that could not be made, and why."""


@dataclass(frozen=True, slots=True)
class Hand:
    """``send`` carries out a request; ``request`` is the call at which the edit happens, ``answer`` what came of it."""

    send: Send
    workspace: Workspace
    token: str
    request: Request
    answer: Answer | None = None

    async def notion(self, who: str, method: str, path: str, body: Json | None = None) -> Json:
        """Call Notion as a person, by name, address or id; nobody in particular is the first person there is."""
        headers = {"notion-version": "2026-03-11", "x-sandbox-user": self.person(who)}
        return await self._call(method, path, body, headers)

    async def google(self, who: str, file: str, method: str, path: str, body: Json | None = None, **query: str) -> Json:
        """Call Google as the one with that address; nobody in particular is the owner of the file."""
        owner = (self.workspace.store.get(FILES, file) or {}).get("owner", "")
        return await self._call(method, path, body, {"x-sandbox-user": who or owner}, **query)

    def person(self, who: str) -> str:
        people = [user for _, user in self.workspace.store.all(USER) if user["id"] != BOT_ID]
        for user in people:
            if not who or who.casefold() in (user["name"].casefold(), user["email"].casefold(), user["id"]):
                return str(user["id"])
        raise NotMade(f"there is no person {who}")

    def page(self, named: Word) -> str:
        """Find a page by id, by its title in quotes, or the one that the call is about."""
        if named == THIS:
            return self._here("/v1/pages/", "page")
        if not named.quoted:
            return named.text
        for key, page in self.workspace.store.all(PAGE):
            if not page["in_trash"] and named.text == plain(page["values"].get("title") or []):
                return key
        raise NotMade(f"there is no page {named}")

    def source(self, named: Word) -> str:
        """Find a data source by id, by its title in quotes, or the one that the call is about."""
        if named == THIS:
            parent = self.request.doc.get("parent")
            given = parent.get("data_source_id") if isinstance(parent, dict) else None
            return given if isinstance(given, str) else self._here("/v1/data_sources/", "data source")
        if not named.quoted:
            return named.text
        store = self.workspace.store
        for key, source in store.all(DATA_SOURCE):
            database = store.get(DATABASE, source["database_id"]) or {}
            if named.text in [plain(each) for each in (source["title"], database.get("title", []))]:
                return key
        raise NotMade(f"there is no data source {named}")

    def spreadsheet(self, named: Word) -> str:
        """Find a spreadsheet by id, by its name in quotes, or the one that the call is about."""
        if named == THIS:
            return self._here("/v4/spreadsheets/", "spreadsheet")
        if not named.quoted:
            return named.text
        for key, file in self.workspace.store.all(FILES):
            if file["mimeType"] == SPREADSHEET and file["name"] == named.text and not file["trashed"]:
                return key
        raise NotMade(f"there is no spreadsheet {named}")

    def _here(self, prefix: str, kind: str) -> str:
        path = self.request.path
        if path.startswith(prefix):
            return path.removeprefix(prefix).split("/")[0].split(":")[0]
        made = self.answer.doc if self.answer is not None else {}
        found = made.get("spreadsheetId") if kind == "spreadsheet" else made.get("id")
        if isinstance(found, str):
            return found
        raise NotMade(f"{self.request.method} {path} is about no {kind}")

    async def _call(self, method: str, path: str, body: Json | None, headers: dict[str, str], **query: str) -> Json:
        listed = {"authorization": f"Bearer {self.token}", "content-type": "application/json", **headers}
        scope = {
            **self.request.scope,
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": urlencode(query).encode(),
            "headers": [(name.encode(), value.encode()) for name, value in listed.items()],
        }
        answer = await self.send(Request(scope, b"" if body is None else orjson.dumps(body)))
        if not answer.good:
            raise NotMade(f"{method} {path} was refused with {answer.status}: {_message(answer)}")
        return answer.doc


def _message(answer: Answer) -> str:
    error = answer.doc.get("error", answer.doc)
    return str(error.get("message", "")) if isinstance(error, dict) else ""
