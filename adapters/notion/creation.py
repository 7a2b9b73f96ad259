"""New pages. A creation whose answer is lost is looked for, and never sent a second time."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from adapters.notion.client import Answer
from adapters.notion.crowd import Condition
from adapters.notion.draft import Draft
from adapters.notion.failures import Rejected, Unanswered
from adapters.notion.pages import TURNS, Pages, strike
from adapters.notion.rows import Rows
from adapters.notion.template import Blocks
from sync.message import say
from sync.model import Address, Record, RecordId

_BEFORE = timedelta(minutes=2)
"""Notion cuts creation times to the minute, and its clock is not ours."""


@dataclass
class Claims:
    """The pages that this run's creations have become, so that no two of them are taken for the same page."""

    _pages: dict[str, RecordId] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def take(self, page: str, record: RecordId) -> bool:
        with self._lock:
            return self._pages.setdefault(page, record) == record

    def open_to(self, page: str, record: RecordId) -> bool:
        with self._lock:
            return self._pages.get(page, record) == record


@dataclass(frozen=True)
class Creation:
    """One record to be created. ``seen`` are the pages that were there before, ``blocks`` what the page begins with."""

    pages: Pages
    record: RecordId
    draft: Draft
    seen: Mapping[Address, Record]
    claims: Claims
    since: datetime
    blocks: Blocks = ()

    def carry_out(self) -> Answer:
        """Return the new page.

        Raises ``Rejected`` where Notion takes no such page, ``Unanswered`` where nobody can tell what became of it.
        """
        page = self.made()
        if not self.claims.take(str(page.get("id")), self.record):
            raise Unanswered(say("two new pages in Notion cannot be told apart"), None)
        return page

    def made(self) -> Answer:
        """Make the page; where Notion refuses the blocks, without them, for the record matters more."""
        source = self.pages.decoder.layout.source
        for _ in range(len(self.draft.wire) + 1):
            try:
                return self.pages.connection.create(source, self.draft.body(), self.blocks)
            except Unanswered as lost:
                return self._found(lost)
            except Rejected as refusal:
                if self.blocks and _about_blocks(refusal):
                    return replace(self, blocks=()).made()
                if not strike(refusal, self.draft):
                    if not self.draft.wire or refusal.status != 400:
                        raise
                    break
        return self._bare_then_filled()

    def _bare_then_filled(self) -> Answer:
        """Nobody can say which field was refused: create the page with its id alone, then write field by field."""
        page = replace(self, draft=self.draft.alone(None)).carry_out()
        return self.pages.put(str(page["id"]), self.draft) if self.draft.wire else page

    def _found(self, lost: Unanswered) -> Answer:
        for turn in range(TURNS):
            page = self._committed(lost.resource) or self._look()
            if page is not None:
                return page
            self.pages.connection.wait(turn)
        raise lost

    def _committed(self, page: str | None) -> Answer | None:
        try:
            return None if page is None else self.pages.connection.page(page)
        except Rejected:
            return None

    def _look(self) -> Answer | None:
        """Return the page that carries the id; without an id property, the one new page with just these values."""
        if self.draft.empty:
            return None
        rows = Rows(self.pages.connection, self.pages.decoder.layout, self._condition()).fetch()
        fits = [page for page in rows.pages.values() if self._fits(page)]
        if self.draft.link is not None:
            return fits[0] if fits else None
        return fits[0] if len(fits) == 1 and self.claims.take(fits[0]["id"], self.record) else None

    def _condition(self) -> Condition:
        identity = self.pages.decoder.layout.id_property
        if identity is not None and self.draft.link is not None:
            return {"property": identity.name, identity.kind: {"equals": self.draft.link}}
        since = (self.since - _BEFORE).isoformat(timespec="milliseconds")
        return {"timestamp": "created_time", "created_time": {"on_or_after": since}}

    def _fits(self, page: Answer) -> bool:
        record = self.pages.record(page)
        if self.draft.link is not None:
            return record.id == self.draft.link
        new = record.address not in self.seen and self.claims.open_to(record.address, self.record)
        return new and self.draft.held_by(record)


def _about_blocks(refusal: Rejected) -> bool:
    """Say whether what stands on the page was refused, or that anything stands on it: a plan may have a limit."""
    return "body.children" in refusal.message or (
        "block" in refusal.message.casefold() and "body.properties" not in refusal.message
    )
