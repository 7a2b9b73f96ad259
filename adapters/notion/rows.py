"""All rows of a data source, or those that a condition names, past cut answers and cursors that go stale."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from adapters.notion.client import Answer, Connection
from adapters.notion.crowd import Condition, Order, Window, all_of, following
from adapters.notion.failures import Rejected
from adapters.notion.layout import Layout
from sync.errors import OutOfReach
from sync.message import say
from sync.model import Proof
from sync.ports import Progress, silent

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
        while self._ask([_created(since)] if since else [], _ORDER).cut:
            try:
                since = self._onwards(since)
            except ValueError:  # a creation time that is none, or none at all
                self.proof = Proof.PARTIAL
                break
        return self

    def _onwards(self, since: str | None) -> str:
        """Return where to go on after a cut. Raises ``ValueError`` where there is no going on."""
        last = max(str(page.get("created_time")) for page in self.pages.values())
        if since is None or last > since:
            return last
        if last < since:
            raise ValueError("a query is cut though it shows nothing new")
        if not all_of(last, self.layout, self._ask):
            self.proof = Proof.PARTIAL
        return following(last)

    def _ask(self, bounds: Sequence[Condition], order: Order) -> Window:
        """Read one query to its end."""
        cursor: str | None = None
        cut = False
        shown: dict[str, Answer] = {}
        while True:
            try:
                answer = self.connection.query(self.layout.source, self._body(bounds, order, cursor), self._only())
            except Rejected as refusal:
                if cursor is None or "start_cursor" not in refusal.message:
                    raise
                self._restarts += 1
                if self._restarts > _RESTARTS:
                    self.proof = Proof.PARTIAL
                    return Window([], cut=False)
                cursor = None
                continue
            shown |= self._take(answer)
            status = answer.get("request_status")
            cut |= isinstance(status, dict) and status.get("type") == "incomplete"
            if not answer.get("has_more"):
                return Window(list(shown.values()), cut)
            following_cursor = answer.get("next_cursor")
            if not isinstance(following_cursor, str) or following_cursor == cursor:
                self.proof = Proof.PARTIAL
                return Window([], cut=False)
            cursor = following_cursor

    def _take(self, answer: Answer) -> dict[str, Answer]:
        results = answer.get("results")
        if not isinstance(results, list):
            raise OutOfReach(say("Notion's answer to a query has no rows in it"))
        before = len(self.pages)
        shown: dict[str, Answer] = {}
        for page in results:
            if isinstance(page, dict) and (page.get("object") == "data_source" or page.get("in_trash") is True):
                continue
            if isinstance(page, dict) and page.get("object") == "page" and _is_id(page.get("id")):
                shown[page["id"]] = page
            else:
                self.proof = Proof.PARTIAL
        self.pages |= shown
        self.progress(len(self.pages) - before)
        return shown

    def _body(self, bounds: Sequence[Condition], order: Order, cursor: str | None) -> dict[str, object]:
        conditions = [*([] if self.condition is None else [self.condition]), *bounds]
        body: dict[str, object] = {"sorts": list(order)}
        if conditions:
            body["filter"] = conditions[0] if len(conditions) == 1 else {"and": conditions}
        if cursor is not None:
            body["start_cursor"] = cursor
        return body

    def _only(self) -> list[str]:
        wanted = self.layout.wanted()
        return wanted if self.layout.others and len(wanted) <= _MOST_FILTERED else []


def _is_id(key: object) -> bool:
    """Two ids that were cut short may be equal, and none of them leads to a page."""
    try:
        return isinstance(key, str) and bool(UUID(key))
    except ValueError:
        return False


def _created(since: str) -> Condition:
    return {"timestamp": "created_time", "created_time": {"on_or_after": since}}
