"""Lets through to Notion only what touches something that this check has made itself."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from tests.contract.services.place import NO_PAGE
from tests.live.ledger import Ledger

_PATH = re.compile(r"/v1/(?P<kind>[a-z_]+)(?:/(?P<id>[^/?]+))?(?P<rest>/.*)?")
_OPEN = ("/v1/users/me", "/v1/users")
_PARENTS = ("page_id", "database_id", "data_source_id", "block_id")


@dataclass
class NotionGuard:
    ledger: Ledger
    made: set[str] = field(default_factory=set)

    def objection(self, method: str, address: str, body: Any) -> str | None:  # noqa: ANN401 - JSON
        """Return why a call may not go, or None. ``address`` is its path with its parameters."""
        path, _, asked = address.partition("?")
        if method == "GET" and (path in _OPEN or (path == "/v1/comments" and self._asked_of_ours(asked))):
            return None
        found = _PATH.fullmatch(path)
        if found is None:
            return "not a call of the suite"
        if found["id"] is None:
            return self._making(found["kind"], body) if method == "POST" else "it lists what is not ours"
        if self._ours(found["id"]) or self._reading(method, found):
            return None
        return "it touches what this check has not made"

    def _ours(self, key: str) -> bool:
        below = {_bare(each) for each in (*self.ledger.databases, *self.ledger.pages)}
        return _bare(key) in self.made | below | {_bare(NO_PAGE)}

    def _asked_of_ours(self, asked: str) -> bool:
        return all(self._ours(value) for name, value in parse_qsl(asked) if name == "block_id") and "block_id" in asked

    def _reading(self, method: str, found: re.Match[str]) -> bool:
        """Say whether the page itself is read, or a page by what is no id at all."""
        if method != "GET" or found["kind"] not in ("pages", "blocks"):
            return False
        return _bare(found["id"]) == _bare(self.ledger.page) or not _is_id(found["id"])

    def _making(self, kind: str, body: Any) -> str | None:  # noqa: ANN401 - JSON
        if kind == "file_uploads":
            return None
        parent = body.get("parent") if isinstance(body, dict) else None
        if kind not in ("pages", "databases", "data_sources", "comments") or not isinstance(parent, dict):
            return "it makes something without a parent"
        where = next((str(parent[name]) for name in _PARENTS if name in parent), "")
        if self._ours(where):
            return None
        if _bare(where) != _bare(self.ledger.page) or kind not in ("pages", "databases"):
            return "it makes something below what this check has not made"
        return None if _title(body).startswith(self.ledger.mark) else "its title does not begin with the mark"

    def learn(self, method: str, path: str, body: Any, answer: Any) -> None:  # noqa: ANN401 - JSON
        """Take note of what an answer says was made, on disk where it lies right below the page."""
        if not isinstance(answer, dict):
            return
        found = _PATH.fullmatch(path)
        kind = found["kind"] if found else ""
        if method == "POST" and found and found["id"] is None:
            key = str(answer.get("id", ""))
            self.made.add(_bare(key))
            at_home = _bare(str((body.get("parent") or {}).get("page_id", ""))) == _bare(self.ledger.page)
            if at_home and kind in ("pages", "databases"):
                self.ledger.add_below(kind, key)
            self.made |= {_bare(each["id"]) for each in answer.get("data_sources", ())}
        elif kind == "blocks" and found and found["rest"] and _bare(found["id"]) in self.made:
            self.made |= {_bare(each["id"]) for each in answer.get("results", ()) if "id" in each}


def _title(body: dict[str, Any]) -> str:
    parts = body.get("title")
    if parts is None:
        found = [each for each in (body.get("properties") or {}).values() if isinstance(each, dict) and "title" in each]
        parts = found[0]["title"] if found else []
    return "".join(str((part.get("text") or {}).get("content", "")) for part in parts)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _bare(key: str) -> str:
    return key.replace("-", "").lower()
