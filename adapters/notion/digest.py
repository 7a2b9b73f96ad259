"""A digest on a page of its own, rewritten in place. What people put on the page stays.

All that is ours stands in one synced block, whose first line has a mark with the window's name and a print of the
content: by it the block is known with or without a memory, and an unchanged digest is not written again. A new version
is put before the old one, which then goes to the trash; who stops in between leaves two whole versions, and the
next run takes the older away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from adapters.notion.client import Answer, Connection
from adapters.notion.failures import Rejected, Unanswered
from adapters.notion.source import id_in, resolve
from mappings.digest import Blocks, Leaf, print_in
from sync.errors import NotAllowed, NotThere, OutOfReach, ServiceError
from sync.message import Message, say

_GONE = (400, 404)


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a page: nothing of it is needed, all of it saves calls."""

    page: str | None = None
    pictures: Mapping[str, str] = field(default_factory=dict)
    """Uploads by the print of their bytes: an image that has not changed is not sent again."""


@dataclass(frozen=True, slots=True)
class Published:
    known: Known
    url: str | None
    written: bool
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class _Version:
    key: str
    print: str
    before: str | None
    """The block above it."""
    touched: bool
    """Somebody else has written in it."""


@dataclass
class DigestPages:
    """Pages below the page ``parent``, or rows of the database ``parent``: an id or URL.

    Raises ``NotThere`` and ``NotAllowed`` where it is not shared, ``ServiceError`` where Notion refuses, and
    ``OutOfReach``.
    """

    connection: Connection
    parent: str
    rows: bool = False
    _notices: list[Message] = field(default_factory=list)
    _uploads: dict[str, str] = field(default_factory=dict)

    def publish(self, leaf: Leaf, known: Known) -> Published:
        """Let the page of this window say what ``leaf`` says; make it where there is none."""
        self._notices, self._uploads = [], dict(known.pictures)
        try:
            page = known.page
            written = self._rewritten(page, leaf) if page is not None else None
            if page is None or written is None:
                page = self._found(leaf)
                written = self._rewritten(page, leaf) if page is not None else None
            if page is None or written is None:
                page, written = self._made(leaf), True
        except Rejected as refusal:
            raise _refused(refusal) from refusal
        return Published(Known(page, self._uploads), _url(page), written, tuple(self._notices))

    def _found(self, leaf: Leaf) -> str | None:
        """Look for the page by its title: a run may have been stopped before it could remember it."""
        if self.rows:
            source = str(resolve(self.connection, self.parent)["id"])
            titled = [{"property": "title", "title": {"equals": title}} for title in leaf.titles]
            rows = self.connection.query(source, {"filter": {"or": titled}}).get("results") or []
            return next((str(row["id"]) for row in rows if row.get("in_trash") is not True), None)
        for block in self._all(id_in(self.parent)):
            content = block.get("child_page")
            if isinstance(content, dict) and content.get("title") in leaf.titles:
                return str(block["id"])
        return None

    def _made(self, leaf: Leaf) -> str:
        """Make the page with all that is on it, in one call."""
        try:
            return str(self._sent(leaf, lambda body: self._create(leaf, [_version(body)]))["id"])
        except Unanswered as lost:
            page = lost.resource or self._found(leaf)
            if page is None:
                raise
            return page

    def _create(self, leaf: Leaf, blocks: Blocks) -> Answer:
        if not self.rows:
            return self.connection.create_below(id_in(self.parent), leaf.title, blocks)
        source = str(resolve(self.connection, self.parent)["id"])
        title = {"title": [{"type": "text", "text": {"content": leaf.title}}]}
        return self.connection.create(source, {"title": title}, blocks)

    def _rewritten(self, page: str, leaf: Leaf) -> bool | None:
        """Bring the page up to date; say whether anything was written. ``None``: the page is gone."""
        try:
            blocks = self._all(page)
        except Rejected as refusal:
            if refusal.status in _GONE:
                return None
            raise
        versions = self._versions(blocks, leaf.key)
        if versions and versions[0].print == leaf.print:
            over = [each for each in versions[1:] if not each.touched]
            for each in over:
                self._erase(each.key)
            return bool(over)
        kept = [each for each in versions if each.touched]
        at = versions[0].before if versions else (str(blocks[-1]["id"]) if blocks else None)
        said = bool(kept) and len(kept) == len(versions)
        try:
            self._put(page, leaf, at, said=said)
        except Rejected as refusal:
            if "archived" in refusal.message:
                return None
            raise
        for each in versions:
            if not each.touched:
                self._erase(each.key)
        if said:
            self._notices.append(
                say("Somebody has written in the digest {window} in Notion: that version was left.", window=leaf.key)
            )
        return True

    def _put(self, page: str, leaf: Leaf, at: str | None, *, said: bool) -> None:
        position = {"type": "start"} if at is None else {"type": "after_block", "after_block": {"id": at}}
        note = {"callout": {"rich_text": [{"type": "text", "text": {"content": leaf.kept}}]}}
        below = [{"object": "block", "type": "callout", **note}] if said and leaf.kept else []
        try:
            self._sent(leaf, lambda body: self.connection.append(page, [_version(body), *below], position))
        except Unanswered:
            if not any(each.print == leaf.print for each in self._versions(self._all(page), leaf.key)):
                raise

    def _sent(self, leaf: Leaf, send: Any) -> Answer:  # noqa: ANN401 - a function of blocks
        """Send the body with its images. An image or a mention that Notion does not take costs only itself."""
        self._upload(leaf)
        bodies = [leaf.body] + ([leaf.plain] if leaf.plain != leaf.body else [])
        for last, body in zip([*[False] * (len(bodies) - 1), True], bodies, strict=True):
            try:
                return self._shown(leaf, body, send)
            except Rejected as refusal:
                if last or refusal.status not in _GONE or "archived" in refusal.message:
                    raise
        raise AssertionError  # the last body was sent, or raised

    def _shown(self, leaf: Leaf, body: Blocks, send: Any) -> Answer:  # noqa: ANN401 - as above
        try:
            answer: Answer = send(self._pictured(body, leaf))
        except Rejected as refusal:
            if "upload" not in refusal.message:
                raise
            self._uploads = {}
            self._upload(leaf)
            answer = send(self._pictured(body, leaf))
        return answer

    def _upload(self, leaf: Leaf) -> None:
        kept = {}
        for each in leaf.pictures.values():
            print_ = sha256(each.data).hexdigest()
            try:
                kept[print_] = self._uploads.get(print_) or self.connection.upload(each.name, "image/png", each.data)
            except (Rejected, OutOfReach) as failure:
                self._notices.append(
                    say("The image {name} could not be sent to Notion: {why}", name=each.name, why=failure.seen)
                )
        self._uploads = kept

    def _pictured(self, body: Blocks, leaf: Leaf) -> Blocks:
        """Put uploads in the place of images; where there is none, its words stand there."""
        found = []
        for block in body:
            image = block.get("image")
            picture = leaf.pictures.get(image["picture"]) if image is not None else None
            if image is None or picture is None:
                found.append(block)
                continue
            upload = self._uploads.get(sha256(picture.data).hexdigest())
            if upload is None:
                found.append({"object": "block", "type": "paragraph", "paragraph": {"rich_text": image["caption"]}})
            else:
                content = {"type": "file_upload", "file_upload": {"id": upload}, "caption": image["caption"]}
                found.append({"object": "block", "type": "image", "image": content})
        return found

    def _versions(self, blocks: Sequence[Answer], key: str) -> list[_Version]:
        found = []
        above: str | None = None
        for block in blocks:
            own = str(block["id"])
            content = block.get("synced_block")
            if isinstance(content, dict) and content.get("synced_from") is None:
                inside = self._all(own)
                print_ = _print(inside, key)
                if print_ is not None:
                    found.append(_Version(own, print_, above, _touched(inside, block)))
            above = own
        return found

    def _all(self, block: str) -> list[Answer]:
        found: list[Answer] = []
        cursor: str | None = None
        while True:
            answer = self.connection.children(block, cursor)
            found += [each for each in answer["results"] if isinstance(each, dict) and each.get("in_trash") is not True]
            following = answer.get("next_cursor")
            if not answer.get("has_more") or not isinstance(following, str) or following == cursor:
                return found
            cursor = following

    def _erase(self, block: str) -> None:
        """Take an old version away; one that is gone already is."""
        try:
            self.connection.erase(block)
        except Rejected as refusal:
            if refusal.status not in _GONE:
                raise
        except Unanswered:
            self._notices.append(say("An earlier version is left on the page; the next run takes it away."))


def _version(body: Blocks) -> dict[str, Any]:
    return {"object": "block", "type": "synced_block", "synced_block": {"synced_from": None, "children": list(body)}}


def _print(inside: Sequence[Answer], key: str) -> str | None:
    runs = inside[0].get("callout", {}).get("rich_text") if inside else None
    for run in reversed(runs if isinstance(runs, list) else []):
        found = print_in(str(run.get("plain_text", "")), key)
        if found is not None:
            return found
    return None


def _touched(inside: Sequence[Answer], version: Answer) -> bool:
    """Say whether a block was added or changed by others. Who made the version is us."""
    own = _who(version, "created_by")
    return any(_who(each, part) != own for each in inside for part in ("created_by", "last_edited_by"))


def _who(block: Answer, part: str) -> str | None:
    user = block.get(part)
    return user.get("id") if isinstance(user, dict) else None


def _url(page: str) -> str:
    return f"https://www.notion.so/{page.replace('-', '')}"


def _refused(refusal: Rejected) -> ServiceError:
    share = say("Open the page in Notion, choose Connections in its menu and add the connection; then run again.")
    if refusal.status == 404:
        return NotThere(say("The place of the digest in Notion is not shared with the connection."), share)
    if refusal.status == 403:
        seen = say("Notion does not let the connection write the digest: {why}", why=refusal.message)
        return NotAllowed(seen, say("Allow the connection to insert content."))
    return ServiceError(say("Notion refuses the digest: {why}", why=refusal.message))
