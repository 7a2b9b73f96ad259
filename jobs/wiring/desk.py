"""The desk of a pair: where its people are asked about conflicts."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import cast

from adapters.notion.conflicts import ConflictPages
from adapters.sheets.conflicts import ConflictsTab
from adapters.sheets.reader import spreadsheet_id
from adapters.state.memory import PairMemory
from jobs.catalogue import language_of
from jobs.conflicts import ConflictDesk
from jobs.conflicts.flags import Flags
from jobs.conflicts.words import Words
from jobs.wiring.services import Services, memory_of, now
from mappings.aliases import Language
from mappings.fields import PairMapping
from sync.model import Side


def notebook_of(mapping: PairMapping, shared: Services) -> tuple[PairMemory, Callable[[], datetime]]:
    """Return the memory of a pair and the clock; no service is asked."""
    return memory_of(shared.store, mapping), now


def desk_of(mapping: PairMapping, shared: Services, memory: PairMemory) -> ConflictDesk:
    """Return the desk; a side that is only read is not written for this either."""
    language = cast("Language", shared.settings.language or language_of(os.environ))
    read_only = mapping.policy.read_only
    desk = ConflictDesk(Words(mapping, language), memory, now)
    if mapping.sheet.conflicts_tab and Side.SHEET not in read_only:
        desk.tab_name = mapping.sheet.conflicts_tab
        desk.tab = ConflictsTab(
            shared.google, spreadsheet_id(mapping.sheet.spreadsheet), mapping.sheet.conflicts_tab, language
        )
    if Side.NOTION in read_only:
        return desk
    pages = ConflictPages(shared.notion, mapping.notion.conflict_property)
    desk.pages = pages if mapping.notion.conflict_comments else None
    desk.flags = Flags(memory, pages, language, now) if mapping.notion.conflict_property else None
    return desk
