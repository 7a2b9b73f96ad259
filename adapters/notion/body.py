"""Page bodies: the blocks of a page, gathered under its headings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected
from mappings.templates import Placeholders
from sync.errors import OutOfReach
from sync.message import Message, say

LEVELS = {f"heading_{level}": level for level in (1, 2, 3, 4)}
_ENTRIES = ("bulleted_list_item", "numbered_list_item", "to_do")
_LINKS = ("bookmark", "embed", "link_preview")
_PAPERS = ("image", "video", "pdf", "audio", "file")
_CLOSED = ("child_page", "child_database", "unsupported", "link_to_page")
"""What stands in these is not of this page."""
_DEEPEST = 20
_TOGGLE_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Block:
    """A block with those in it; ``cells`` are those of a table's row."""

    kind: str
    text: str = ""
    inner: tuple["Block", ...] = ()
    cells: tuple[str, ...] = ()
    labels: bool = False
    """The first row of a table, or the first cell of its rows, are headings and say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with all that stands under it. ``level`` is 0 for what stands above the first heading.

    ``text`` has no placeholders; ``entries`` counts list entries, rows and toggles that say something.
    """

    heading: str
    level: int
    text: str
    entries: int = 0


def body(connection: Connection, page: str, placeholders: Placeholders) -> tuple[Part, ...] | Message:
    """Read a page: one call where nothing is nested. Returns why, where the page may not be read.

    Raises ``OutOfReach`` and ``NotAllowed``.
    """
    try:
        blocks = tuple(_blocks(connection, page, 0))
    except Rejected as refusal:
        return say("the body of the page cannot be read: {why}", why=refusal.message)
    return parts(blocks, placeholders)


def _blocks(connection: Connection, key: str, depth: int) -> Iterator[Block]:
    for raw in _listed(connection, key):
        yield _block(connection, raw, depth)


def _listed(connection: Connection, key: str) -> list[Answer]:
    found: list[Answer] = []
    cursor: str | None = None
    while True:
        answer = connection.children(key, cursor)
        found += [each for each in answer["results"] if isinstance(each, dict) and each.get("in_trash") is not True]
        following = answer.get("next_cursor")
        if not answer.get("has_more"):
            return found
        if not isinstance(following, str) or following == cursor:
            raise OutOfReach(say("Notion's list of blocks does not go on where it says that it does"))
        cursor = following


def _block(connection: Connection, raw: Answer, depth: int) -> Block:
    kind = str(raw.get("type"))
    content = raw.get(kind)
    shown: Mapping[str, Any] = content if isinstance(content, dict) else {}
    inner: tuple[Block, ...] = ()
    if raw.get("has_children") is True and kind not in _CLOSED and depth < _DEEPEST:
        inner = tuple(_blocks(connection, str(raw["id"]), depth + 1))
    elif kind == "synced_block":
        inner = _copied(connection, shown, depth)
    labels = kind == "table" and shown.get("has_column_header") is True
    if kind == "table" and shown.get("has_row_header") is True:
        inner = tuple(Block(each.kind, each.text, cells=each.cells, labels=True) for each in inner)
    cells = tuple(_plain(cell) for cell in shown.get("cells", ())) if kind == "table_row" else ()
    return Block(kind, _text(kind, shown), inner, cells, labels)


def _copied(connection: Connection, shown: Mapping[str, Any], depth: int) -> tuple[Block, ...]:
    """A copy of a synced block may show nothing itself; its original may lie on a page that is not shared."""
    source = shown.get("synced_from")
    key = source.get("block_id") if isinstance(source, dict) else None
    if not isinstance(key, str) or depth >= _DEEPEST:
        return ()
    try:
        return tuple(_blocks(connection, key, depth + 1))
    except Rejected:
        return ()


def _text(kind: str, shown: Mapping[str, Any]) -> str:
    if kind in _LINKS:
        return " ".join(filter(None, (_plain(shown.get("caption")), str(shown.get("url") or ""))))
    if kind in _PAPERS:
        return _plain(shown.get("caption")) or str(shown.get("name") or f"[{kind}]")
    if kind == "equation":
        return str(shown.get("expression") or "")
    title = shown.get("title")
    return title if isinstance(title, str) else _plain(shown.get("rich_text", title))


def _plain(runs: object) -> str:
    found = (run.get("plain_text") for run in runs if isinstance(run, dict)) if isinstance(runs, list) else ()
    return "".join(text for text in found if isinstance(text, str)).strip()


def parts(blocks: tuple[Block, ...], placeholders: Placeholders) -> tuple[Part, ...]:
    """Gather blocks under their headings. A toggle with blocks in it is a heading below the one it stands under."""
    sheaf = _Sheaf(placeholders)
    for each in blocks:
        sheaf.take(each)
    return tuple(Part(each.heading, each.level, "\n".join(each.lines), each.entries) for each in sheaf.found())


@dataclass
class _Open:
    heading: str
    level: int
    lines: list[str] = field(default_factory=list)
    entries: int = 0


@dataclass
class _Sheaf:
    """``open`` are the headings that what comes next stands under, the nearest last."""

    placeholders: Placeholders
    lead: _Open = field(default_factory=lambda: _Open("", 0))
    headings: list[_Open] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)

    def found(self) -> list[_Open]:
        return [*([self.lead] if self.lead.lines else []), *self.headings]

    def take(self, block: Block) -> None:
        level = LEVELS.get(block.kind)
        if level is not None:
            self._begin(block.text, level)
            self._all(block.inner)
        elif block.kind == "toggle" and block.inner:
            self._toggle(block)
        elif block.kind == "table":
            self._table(block)
        else:
            self._say(block.text, entry=block.kind in (*_ENTRIES, "toggle"))
            self._all(block.inner)

    def _all(self, blocks: tuple[Block, ...]) -> None:
        for each in blocks:
            self.take(each)

    def _begin(self, heading: str, level: int) -> None:
        self.open = [each for each in self.open if each.level < level]
        self.headings.append(_Open(heading, level))
        self.open.append(self.headings[-1])

    def _toggle(self, block: Block) -> None:
        """Its own line is a title: it says something where something stands inside."""
        around = self.open
        own = _Open(block.text, _TOGGLE_LEVEL)
        self.headings.append(own)
        self.open = [*around, own]
        self._all(block.inner)
        self.open = around
        if own.lines and not self.placeholders.is_one(block.text):
            for each in self._places():
                each.entries += 1

    def _table(self, block: Block) -> None:
        for row in block.inner[1:] if block.labels else block.inner:
            said = [cell for cell in row.cells[int(row.labels) :] if not self.placeholders.is_one(cell)]
            if said:
                self._add(" | ".join(filter(None, row.cells)), entry=True)

    def _say(self, text: str, *, entry: bool) -> None:
        lines = [line.strip() for line in text.splitlines() if not self.placeholders.is_one(line)]
        if lines:
            self._add("\n".join(lines), entry=entry)

    def _add(self, text: str, *, entry: bool) -> None:
        for each in self._places():
            each.lines.append(text)
            each.entries += entry

    def _places(self) -> list[_Open]:
        return self.open or [self.lead]
