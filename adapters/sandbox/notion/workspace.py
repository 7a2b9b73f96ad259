"""What a workspace has: its documents, its clock, its ids, and an index from data source to rows."""

import random
import uuid
from collections import defaultdict
from datetime import datetime
from typing import Any

from adapters.sandbox.clock import Clock
from adapters.sandbox.notion.capabilities import Capability
from adapters.sandbox.notion.cursors import Sessions
from adapters.sandbox.notion.dates import instant, minute
from adapters.sandbox.notion.errors import ApiError
from adapters.sandbox.notion.ids import new_uuid
from adapters.sandbox.notion.limits import Limits
from adapters.sandbox.store import Doc, Store

ROOT_PAGE_ID = "5eed0000-0000-4000-8000-000000000001"
WORKSPACE_ID = "5eed0000-0000-4000-8000-0000000000ff"
BOT_ID = "5eed0000-0000-4000-8000-0000000000b0"
WORKSPACE_NAME = "Bothways sandbox"
BOT_NAME = "Bothways"

USER = "notion.user"
PAGE = "notion.page"
DATABASE = "notion.database"
DATA_SOURCE = "notion.data_source"
BLOCK = "notion.block"
CHILDREN = "notion.children"
EMOJI = "notion.custom_emoji"
UNSHARED = "notion.unshared"

_PEOPLE = (
    ("佐藤 美咲", "misaki.sato@example.com"),
    ("鈴木 健太", "kenta.suzuki@example.com"),
    ("高橋 由美子", "yumiko.takahashi@example.com"),
    ("Emma Clarke", "emma.clarke@example.com"),
    ("Daniel Okafor", "daniel.okafor@example.com"),
)
_TITLE = {
    "type": "text",
    "text": {"content": "Sandbox", "link": None},
    "annotations": {
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "code": False,
        "color": "default",
    },
    "plain_text": "Sandbox",
    "href": None,
}


class Workspace:
    """One workspace and the connection that works in it.

    ``mention_limit`` cuts the mentions in a page's texts, as the documentation says; recordings show no such cut,
    so there is none unless it is set. ``editor`` and ``moment`` are who acts and when, for the call at hand: the
    connection and the clock's time, unless the call says otherwise. ``plans`` is a cache of how rows are read.
    ``unindexed`` are pages and data sources that search does not know yet; while ``index_is_late``, new ones join them.
    ``unshared`` are the ids of what the connection may not see, ``lacking`` the capabilities it was not given.
    """

    def __init__(self, *, store: Store, clock: Clock, random: random.Random) -> None:
        self.store = store
        self.clock = clock
        self.random = random
        self.mention_limit: int | None = None
        self.editor = BOT_ID
        self.moment: datetime | None = None
        self.plans: dict[str, Any] = {}
        self.sessions = Sessions(self.uuid)
        self.limits = Limits()
        self.index_is_late = False
        self.unindexed: set[str] = set()
        self.unshared = {key for key, _ in store.all(UNSHARED)}
        self.lacking: set[Capability] = set()
        self.rows: defaultdict[str, dict[str, Doc]] = defaultdict(dict)
        self._found()
        for key, page in store.all(PAGE):
            self._index(key, page)

    def uuid(self) -> str:
        """Return an id that no page has, those loaded from another workspace included."""
        key = new_uuid(self.random)
        while self.store.get(PAGE, key) is not None:
            key = new_uuid(self.random)
        return key

    def now(self) -> datetime:
        return self.moment or self.clock.now()

    def minute(self) -> str:
        """Return the time as pages, blocks and data sources carry it: floored to the minute."""
        return minute(self.now())

    def instant(self) -> str:
        """Return the time as databases and views carry it: in milliseconds, with an offset."""
        return instant(self.now())

    def put_source(self, source: Doc) -> None:
        self.store.put(DATA_SOURCE, source["id"], source)
        self.plans.clear()

    def put_page(self, page: Doc) -> None:
        self.store.put(PAGE, page["id"], page)
        self._index(page["id"], page)

    def put_pages(self, pages: list[Doc]) -> None:
        self.store.put_many(PAGE, {page["id"]: page for page in pages})
        for page in pages:
            self._index(page["id"], page)

    def unshare(self, key: str) -> None:
        self.unshared.add(key)
        self.store.put(UNSHARED, key, {"id": key})

    def share(self, key: str) -> None:
        self.unshared.discard(key)
        self.store.delete(UNSHARED, key)

    def made(self, key: str) -> None:
        """Note that a page or data source is new: search may learn of it later."""
        if self.index_is_late:
            self.unindexed.add(key)

    def unindex(self, page: Doc) -> None:
        """Take a page out of its data source's rows, before its parent changes."""
        source = page["parent"].get("data_source_id")
        if source is not None:
            self.rows[source].pop(page["id"], None)

    def authored(self, key: str) -> Doc:
        """Return what every new page, block and data source begins with."""
        now = self.minute()
        return {
            "id": key,
            "created_time": now,
            "last_edited_time": now,
            "created_by": self.editor,
            "last_edited_by": self.editor,
            "in_trash": False,
        }

    def touch(self, doc: Doc) -> None:
        """Note an edit on a page, block or data source; the caller puts it."""
        doc["last_edited_time"] = self.minute()
        doc["last_edited_by"] = self.editor

    def _index(self, key: str, page: Doc) -> None:
        source = page["parent"].get("data_source_id")
        if source is not None:
            self.rows[source][key] = page

    def _found(self) -> None:
        if self.store.get(USER, BOT_ID) is not None:
            return
        self.store.put(USER, BOT_ID, {"id": BOT_ID, "name": BOT_NAME, "bot": True})
        for name, email in _PEOPLE:
            add_person(self.store, name, email)
        self.store.put(
            PAGE,
            ROOT_PAGE_ID,
            {
                **self.authored(ROOT_PAGE_ID),
                "cover": None,
                "icon": None,
                "parent": {"type": "workspace", "workspace": True},
                "is_locked": False,
                "values": {"title": [{**_TITLE}]},
            },
        )


def add_person(store: Store, name: str, email: str) -> str:
    """Add a person, or rename the one with that address; the id follows from the address."""
    key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"mailto:{email.lower()}"))
    store.put(USER, key, {"id": key, "name": name, "email": email})
    return key


USER_KINDS = ("person", "guest", "bot", "agent", "group")


def add_user(store: Store, name: str, email: str, kind: str) -> str:
    """Add somebody of one of ``USER_KINDS``. Guests and groups are not listed among the users; a group is no user."""
    key = add_person(store, name, email)
    marks: Doc = {"unlisted": kind in ("guest", "group")}
    if kind not in ("person", "guest"):
        marks |= {kind: True}
    store.put(USER, key, {"id": key, "name": name, "email": email, **marks})
    return key


def not_found(kind: str, key: str) -> ApiError:
    """Return the answer for what is not there or not shared; the service does not tell them apart."""
    hint = f'Make sure the relevant pages and databases are shared with your integration "{BOT_NAME}".'
    if kind == "user":
        hint = (
            "Make sure your integration has capabilities to read user information. With those capabilities, only "
            "members and guests in the integration's workspace are visible."
        )
    return ApiError(
        404,
        "object_not_found",
        f"Could not find {kind} with ID: {key}. {hint}",
        {"integration_id": BOT_ID},
    )
