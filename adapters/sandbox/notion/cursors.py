"""Query sessions. A cursor names its session and the last row given; it is worth nothing once the session is gone."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from adapters.sandbox.notion.errors import bad_cursor

MOST_SESSIONS = 500


@dataclass(slots=True)
class Session:
    """What a query found. ``version`` is the store's when it looked: after a change it has to look again."""

    question: bytes
    version: int
    ids: list[str]
    pages: int = 1


class Sessions:
    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    def begin(self, question: bytes, version: int, ids: list[str]) -> tuple[str, Session]:
        key, session = self._new_id(), Session(question, version, ids)
        self._sessions[key] = session
        while len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return key, session

    def resume(self, cursor: object, most_pages: int | None = None) -> tuple[str, Session, str]:
        """Return the session of a cursor and the last row that was given from it; after its last page it is gone."""
        parts = str(cursor).split(":")
        session = self._sessions.get(parts[1]) if len(parts) == 3 and parts[0] == "s" else None
        if session is None or (most_pages is not None and session.pages >= most_pages):
            raise bad_cursor(cursor)
        session.pages += 1
        return parts[1], session, parts[2]

    def expire(self) -> None:
        """Invalidate every cursor there is."""
        self._sessions.clear()
