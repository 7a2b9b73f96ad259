"""The bodies of pages, read where they were edited since they were read last."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from adapters.notion.body import Part, body
from adapters.notion.client import Connection
from adapters.state.memory import PairMemory
from jobs.rules.item import Section
from jobs.sync.threads import threads
from jobs.wiring.services import now
from mappings.templates import Placeholders, Template, placeholders
from sync.message import Message
from sync.model import Address
from sync.ports import Progress

_AT_ONCE = 3
_SETTLED = timedelta(minutes=2)
"""Notion cuts the time of an edit to the minute: a page edited just now may be edited again without its showing."""
_FORM = 1
"""Counted up when bodies are read otherwise, so that what was kept in another form is read anew."""


class Bodies:
    """``memory`` has what was read before; ``most`` is how many pages are asked for in one run."""

    def __init__(self, connection: Connection, memory: PairMemory | None, *, keeps: bool, most: int) -> None:
        self._connection = connection
        self._memory = memory
        self._keeps = keeps
        self._most = most

    def read(
        self, pages: Mapping[Address, datetime | None], template: Template | None, progress: Progress
    ) -> dict[Address, tuple[Section, ...] | Message]:
        """Return the sections of the pages, or why they may not be read; pages beyond the cap are left out."""
        words = Placeholders((*placeholders(), *(template.lines if template is not None else ())))
        kept = self._kept(pages, template)
        wanted = [page for page in pages if page not in kept][: self._most]
        read_at = now()
        with threads(_AT_ONCE) as pool:
            asked = {page: pool.submit(body, self._connection, page, words) for page in wanted}
            read: dict[Address, tuple[Section, ...] | Message] = {}
            for page, each in asked.items():
                found = each.result()
                read[page] = found if isinstance(found, Message) else tuple(map(_section, found))
                progress(1)
        self._keep(read, pages, template, read_at)
        return {**kept, **read}

    def _kept(
        self, pages: Mapping[Address, datetime | None], template: Template | None
    ) -> dict[Address, tuple[Section, ...] | Message]:
        if self._memory is None:
            return {}
        shelved = self._memory.shelved([_name(page) for page in pages])
        found: dict[Address, tuple[Section, ...] | Message] = {}
        for page, edited_at in pages.items():
            raw = shelved.get(_name(page))
            kept = json.loads(raw) if raw is not None else {}
            if edited_at is not None and kept.get("of") == _of(edited_at, template):
                found[page] = tuple(Section(**each) for each in kept["sections"])
        return found

    def _keep(
        self,
        read: Mapping[Address, tuple[Section, ...] | Message],
        pages: Mapping[Address, datetime | None],
        template: Template | None,
        read_at: datetime,
    ) -> None:
        if self._memory is None or not self._keeps:
            return
        made: dict[str, bytes | None] = {}
        for page, sections in read.items():
            edited_at = pages[page]
            if isinstance(sections, tuple) and edited_at is not None and edited_at + _SETTLED < read_at:
                told = [
                    {"heading": each.heading, "level": each.level, "text": each.text, "entries": each.entries}
                    for each in sections
                ]
                made[_name(page)] = json.dumps({"of": _of(edited_at, template), "sections": told}).encode()
        if made:
            self._memory.shelve(made, read_at)


def _of(edited_at: datetime, template: Template | None) -> list[Any]:
    """Return what the sections of a page depend on besides the page."""
    return [_FORM, edited_at.isoformat(), list(template.lines) if template is not None else []]


def _name(page: Address) -> str:
    return f"body:{page}"


def _section(part: Part) -> Section:
    return Section(part.heading, part.level, part.text, part.entries)
