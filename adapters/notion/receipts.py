"""Batches written, and the receipts that say what is proved of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from adapters.notion.client import Answer, Connection
from adapters.notion.creation import Claims, Creation
from adapters.notion.decoder import Decoder
from adapters.notion.draft import Draft
from adapters.notion.failures import Rejected
from adapters.notion.lists import whole
from adapters.notion.pages import Pages
from adapters.notion.template import Blocks
from mappings.codecs.notion.codec import shown
from mappings.fields import FieldType
from sync.changes import Change, Kind, Receipt
from sync.message import Message, say
from sync.model import Address, FieldName, Record, RecordId, Snapshot, Unreadable


@dataclass(frozen=True)
class Writer:
    """``seen`` is what the plan was made from, ``current`` what the pages showed besides it.

    ``edited`` are the pages that were edited since, as they are now.
    """

    connection: Connection
    decoder: Decoder
    claims: Claims
    seen: Snapshot
    now: Callable[[], datetime]
    current: Mapping[Address, Mapping[FieldName, object]] = field(default_factory=dict)
    edited: Mapping[Address, Record] = field(default_factory=dict)
    blocks: Blocks = ()
    """What a new page begins with."""

    @property
    def pages(self) -> Pages:
        return Pages(self.connection, self.decoder)

    def write(self, batch: Sequence[Change]) -> list[Receipt]:
        """Write the changes of one record and return a receipt for each."""
        link = next((change for change in batch if change.kind is Kind.LINK), None)
        update = next((change for change in batch if change.kind is Kind.UPDATE), None)
        made: dict[Kind, Receipt] = {}
        if link is not None or update is not None:
            made = self._edit(link, update)
        for change in batch:
            if change.kind is Kind.CREATE:
                made[Kind.CREATE] = self._create(change)
            elif change.kind is Kind.TRASH:
                made[Kind.TRASH] = self._trash(change)
        return [made[change.kind] for change in batch]

    def _edit(self, link: Change | None, update: Change | None) -> dict[Kind, Receipt]:
        wish, barred = (None, None) if link is None else self._link(link)
        address = (update or link).address  # type: ignore[union-attr]  # one of the two is there
        current = self.current.get(address or Address(""), {})
        draft = Draft(self.decoder, link=wish, current=current).take(update.cells if update is not None else ())
        after: Record | None = None
        failed: Message | None = None
        self._leave_edited(draft, self.edited.get(address or Address("")))
        if not draft.empty:
            page = _page_id(address)
            try:
                after = None if page is None else self.pages.record(self.pages.put(page, draft))
            except Rejected as refusal:
                failed = _refused(refusal)
            if page is None:
                failed = say("the record has no page in Notion")
        made: dict[Kind, Receipt] = {}
        if link is not None:
            made[Kind.LINK] = self._linked(link, after, barred or failed)
        if update is not None:
            made[Kind.UPDATE] = _proved(update, draft, after, failed)
        return made

    def _leave_edited(self, draft: Draft, now: Record | None) -> None:
        """What people edited since the plan was made waits for the next run."""
        for name in draft.edited(now) if now is not None else ():
            draft.refuse(name, _meanwhile())

    def _link(self, change: Change) -> tuple[RecordId | None, Message | None]:
        """Return the id to be written, and why none can be."""
        identity = self.decoder.layout.id_property
        if identity is None:
            return None, None
        if identity.kind == "unique_id":
            return None, say("Notion numbers {name} itself, so no record id can be written there", name=identity.name)
        return change.record, None

    def _linked(self, change: Change, after: Record | None, failed: Message | None) -> Receipt:
        if self.decoder.layout.id_property is None:
            return Receipt(change, done=True, after=after)
        return Receipt(change, done=after is not None and after.id == change.record, failed=failed, after=after)

    def _create(self, change: Change) -> Receipt:
        identity = self.decoder.layout.id_property
        link = change.record if identity is not None and identity.kind != "unique_id" else None
        draft = Draft(self.decoder, link=link, blind=True).take(change.cells)
        seen: Mapping[Address, Record] = {record.address: record for record in self.seen.records}
        try:
            page = self._restored(change, draft)
            if page is None:
                page = Creation(
                    self.pages, change.record, draft, seen, self.claims, self.now(), self.blocks
                ).carry_out()
        except Rejected as refusal:
            return Receipt(change, refused=draft.refused, failed=_refused(refusal))
        receipt = _proved(change, draft, self.pages.record(page), None)
        found = receipt.after
        return replace(receipt, done=found is not None and (link is None or found.id == link))

    def _restored(self, change: Change, draft: Draft) -> Answer | None:
        """Return the record's old page, taken out of the trash and written; None where that cannot be."""
        page = _page_id(change.restore)
        if page is None:
            return None
        try:
            old = self.connection.page(page)
            parent = old.get("parent")
            if not isinstance(parent, dict) or parent.get("data_source_id") != self.decoder.layout.source:
                return None
            if old.get("in_trash") is True:
                old = self.pages.trashed(page, wish=False)
        except Rejected:  # for ever gone, or not ours any more: a new page takes its place
            return None
        draft.again(self.decoder.current(whole(self.connection, old, self.decoder.layout)))
        return old if draft.empty else self.pages.put(page, draft)

    def _trash(self, change: Change) -> Receipt:
        page = _page_id(change.address)
        if page is None:
            return Receipt(change, failed=say("the record has no page in Notion"))
        now = self.edited.get(change.address or Address(""))
        if now is not None and not any(_alike(now, record) for record in self.seen.records):
            return Receipt(change, failed=_meanwhile())
        try:
            shown_page = self.pages.trashed(page, wish=True)
        except Rejected as refusal:
            if "archived" not in refusal.message:
                return Receipt(change, failed=_refused(refusal))
            shown_page = self.connection.page(page)
        if shown_page.get("in_trash") is True and self._typed_into(shown_page, change):
            return self._back(change, page)
        return Receipt(change, done=shown_page.get("in_trash") is True)

    def _typed_into(self, page: Answer, change: Change) -> bool:
        """Say whether somebody has typed there after the last look: then it was not this page that was to go."""
        seen = next((record for record in self.seen.records if record.address == change.address), None)
        if seen is None:
            return False
        now = self.pages.record(page)
        typed = [name for name, each in self.decoder.fields.items() if each.type in _TYPED and name in seen.fields]
        return any(now.fields.get(name) != seen.fields[name] for name in typed)

    def _back(self, change: Change, page: str) -> Receipt:
        try:
            shown_page = self.pages.trashed(page, wish=False)
        except Rejected:
            return Receipt(change, done=True)
        if shown_page.get("in_trash") is True:
            return Receipt(change, done=True)
        return Receipt(change, failed=_meanwhile())


_TYPED = frozenset(
    {
        FieldType.TITLE,
        FieldType.RICH_TEXT,
        FieldType.NUMBER,
        FieldType.CHECKBOX,
        FieldType.SELECT,
        FieldType.MULTI_SELECT,
        FieldType.STATUS,
        FieldType.DATE,
        FieldType.URL,
        FieldType.EMAIL,
        FieldType.PHONE,
    }
)
"""What reads the same in a list of pages and in the answer to a write; files get new links, relations are completed."""


def _alike(one: Record, two: Record) -> bool:
    return (one.address, one.id, one.fields) == (two.address, two.id, two.fields)


def _meanwhile() -> Message:
    return say("edited in Notion while we were writing; the next run looks again")


def _proved(change: Change, draft: Draft, after: Record | None, failed: Message | None) -> Receipt:
    if after is None:
        return Receipt(change, refused=draft.refused, failed=failed)
    written = {name for name in draft.wire if draft.shows(after, name)}
    kept = {name: _kept(after, name) for name in draft.wire if name not in written}
    return Receipt(change, True, frozenset(written), {**draft.refused, **kept}, failed, after)


def _kept(after: Record, name: FieldName) -> Message:
    found = after.fields.get(name)
    text = found.seen if isinstance(found, Unreadable) else shown(found)
    return say("Notion shows {found} after the value was written", found=text)


def _refused(refusal: Rejected) -> Message:
    if refusal.status == 404:
        return say("the page is not there, or not shared with the connection any more: {why}", why=refusal.message)
    return say("Notion refuses to change the page: {why}", why=refusal.message)


def _page_id(address: Address | None) -> str | None:
    try:
        return None if address is None else str(UUID(address))
    except ValueError:
        return None
