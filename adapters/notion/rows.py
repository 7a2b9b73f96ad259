"""All rows of a data source, or those that a condition names, past cut answers and cursors that go stale."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected
from adapters.notion.layout import Layout
from sync.errors import OutOfReach
from sync.message import say
from sync.model import Proof
from sync.ports import Progress, silent

Condition = Mapping[str, object]

_ORDER = [{"timestamp": "created_time", "direction": "ascending"}]
_RESTARTS = 5
_MOST_FILTERED = 50
"""Property ids in the query string of a read that leaves out what nobody mapped."""


@dataclass
class Rows:
    """The rows read so far, each page once, by page id."""

    connection: Connection
    layout: Layout
    condition: Condition | None = None
    progress: Progress = silent
    pages: dict[str, Answer] = field(default_factory=dict)
    proof: Proof = Proof.COMPLETE
    _restarts: int = 0

    def fetch(self) -> "Rows":
        """Read to the end. Where Notion cuts a query at its cap, go on with those created since the last row."""
        since: str | None = None
        while self._window(since):
            last = max((str(page.get("created_time")) for page in self.pages.values()), default=None)
            if last is None or last == since:
                self.proof = Proof.PARTIAL
                break
            since = last
        return self

    def _window(self, since: str | None) -> bool:
        """Read one query to its end and say whether it was cut."""
        cursor: str | None = None
        capped = False
        while True:
            try:
                answer = self.connection.query(self.layout.source, self._body(since, cursor), self._only())
            except Rejected as refusal:
                if cursor is None or "start_cursor" not in refusal.message:
                    raise
                self._restarts += 1
                if self._restarts > _RESTARTS:
                    self.proof = Proof.PARTIAL
                    return False
                cursor = None
                continue
            self._take(answer)
            status = answer.get("request_status")
            capped |= isinstance(status, dict) and status.get("type") == "incomplete"
            if not answer.get("has_more"):
                return capped
            following = answer.get("next_cursor")
            if not isinstance(following, str) or following == cursor:
                self.proof = Proof.PARTIAL
                return False
            cursor = following

    def _take(self, answer: Answer) -> None:
        results = answer.get("results")
        if not isinstance(results, list):
            raise OutOfReach(say("Notion's answer to a query has no rows in it"))
        before = len(self.pages)
        for page in results:
            if isinstance(page, dict) and (page.get("object") == "data_source" or page.get("in_trash") is True):
                continue
            if isinstance(page, dict) and page.get("object") == "page" and isinstance(page.get("id"), str):
                self.pages[page["id"]] = page
            else:
                self.proof = Proof.PARTIAL
        self.progress(len(self.pages) - before)

    def _body(self, since: str | None, cursor: str | None) -> dict[str, object]:
        bound = {"timestamp": "created_time", "created_time": {"on_or_after": since}} if since else None
        conditions = [each for each in (self.condition, bound) if each is not None]
        body: dict[str, object] = {"sorts": _ORDER}
        if conditions:
            body["filter"] = conditions[0] if len(conditions) == 1 else {"and": conditions}
        if cursor is not None:
            body["start_cursor"] = cursor
        return body

    def _only(self) -> list[str]:
        wanted = self.layout.wanted()
        return wanted if self.layout.others and len(wanted) <= _MOST_FILTERED else []
