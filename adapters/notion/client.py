"""The official client, with one layer of retry and pacing around every call."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import httpx
from notion_client import Client
from notion_client.errors import HTTPResponseError

from adapters.notion.failures import discreet, explained
from adapters.notion.judge import NoObject, judge_create, judge_read, judge_write
from adapters.pace import Advice, Pace, patiently
from sync.errors import Misconfigured, NotAllowed
from sync.message import say

Answer: TypeAlias = dict[str, Any]

PAGE_SIZE = 100
_LEAST_PAGE_SIZE = 10
_TIMEOUT_MS = 70_000
"""Notion itself gives up after 60 seconds; whoever leaves earlier never learns what became of the call."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Patience:
    """How a failed call is repeated: at most ``attempts`` times, after waits of at most ``longest`` seconds."""

    sleep: Callable[[float], None]
    random: Random
    attempts: int = 6
    longest: float = 60.0


@dataclass
class Connection:
    """Notion's endpoints that a sync needs.

    All raise ``NotAllowed`` (token), ``OutOfReach`` (patience ran out) and ``Rejected``; writes raise
    ``Unanswered`` where it is not known what became of them. Threads may share it.
    """

    client: Client
    pace: Pace
    patience: Patience
    secret: str = field(default="", repr=False)
    """The token, so that an answer that repeats it is not repeated."""

    def close(self) -> None:
        self.client.close()

    def database(self, key: str) -> Answer:
        return self._read(lambda: self.client.databases.retrieve(key))

    def data_source(self, key: str) -> Answer:
        return self._read(lambda: self.client.data_sources.retrieve(key))

    def query(self, source: str, body: Mapping[str, object], only: Sequence[str] = ()) -> Answer:
        """Ask for one page of rows; ``only`` are property ids. Pages get smaller while Notion is overburdened."""
        chosen = {"filter_properties": [unquote(key) for key in only]} if only else {}
        size = PAGE_SIZE

        def attempt() -> Any:  # noqa: ANN401 - the client's answers are untyped
            nonlocal size
            try:
                return _list(self.client.data_sources.query(source, **body, **chosen, page_size=size))
            except HTTPResponseError as failure:
                if failure.status in (503, 504):
                    size = max(_LEAST_PAGE_SIZE, size // 2)
                raise

        return self._read(attempt)

    def page(self, key: str) -> Answer:
        return self._read(lambda: self.client.pages.retrieve(key))

    def property_items(self, page: str, key: str, cursor: str | None) -> Answer:
        items = self.client.pages.properties
        return self._read(lambda: _list(items.retrieve(page, key, start_cursor=cursor, page_size=PAGE_SIZE)))

    def me(self) -> Answer:
        """Return the connection's own user, which needs no capability."""
        return self._read(self.client.users.me)

    def users(self, cursor: str | None) -> Answer:
        return self._read(lambda: _list(self.client.users.list(start_cursor=cursor, page_size=PAGE_SIZE)))

    def children(self, block: str, cursor: str | None) -> Answer:
        """List the blocks of a page, or those in a block; not those in them."""
        blocks = self.client.blocks.children
        return self._read(lambda: _list(blocks.list(block, start_cursor=cursor, page_size=PAGE_SIZE)))

    def create(
        self, source: str, properties: Mapping[str, object], children: Sequence[Mapping[str, object]] = ()
    ) -> Answer:
        """Make a page with these properties, and with these blocks on it."""
        parent = {"type": "data_source_id", "data_source_id": source}
        body = {"children": list(children)} if children else {}
        return self._create(lambda: self.client.pages.create(parent=parent, properties=dict(properties), **body))

    def create_below(self, page: str, title: str, children: Sequence[Mapping[str, object]]) -> Answer:
        """Make a page below a page, with these blocks on it: wholly or not at all."""
        parent = {"type": "page_id", "page_id": page}
        properties = {"title": {"title": [{"type": "text", "text": {"content": title}}]}}
        return self._create(
            lambda: self.client.pages.create(parent=parent, properties=properties, children=list(children))
        )

    def append(self, block: str, children: Sequence[Mapping[str, object]], position: Mapping[str, object]) -> Answer:
        """Put blocks on a page or into a block: wholly or not at all."""
        blocks = self.client.blocks.children
        return self._create(lambda: _list(blocks.append(block, children=list(children), position=dict(position))))

    def erase(self, block: str) -> Answer:
        """Move a block to the trash, with all that is in it."""
        return self._write(lambda: self.client.blocks.delete(block))

    def upload(self, name: str, kind: str, data: bytes) -> str:
        """Upload a small file, in two calls, and return its id. One that is not used within an hour is gone again."""
        uploads = self.client.file_uploads
        made = self._read(lambda: uploads.create(mode="single_part", filename=name, content_type=kind))
        key = str(made["id"])
        self._create(lambda: uploads.send(key, file=(name, data, kind)))
        return key

    def patch(self, page: str, **body: object) -> Answer:
        return self._write(lambda: self.client.pages.update(page, **body))

    def reshape(self, source: str, properties: Mapping[str, object]) -> Answer:
        return self._write(lambda: self.client.data_sources.update(source, properties=dict(properties)))

    def found(self, page: str, title: str, properties: Mapping[str, object]) -> Answer:
        """Make a database below a page."""
        return self._create(
            lambda: self.client.databases.create(
                parent={"type": "page_id", "page_id": page},
                title=[{"type": "text", "text": {"content": title}}],
                initial_data_source={"properties": dict(properties)},
            )
        )

    def comments(self, page: str, cursor: str | None) -> Answer:
        """List the comments of a page that are not resolved. Needs a capability that is off by default."""
        return self._read(lambda: self.client.comments.list(block_id=page, start_cursor=cursor, page_size=PAGE_SIZE))

    def comment(self, page: str, text: str) -> Answer:
        parent = {"type": "page_id", "page_id": page}
        rich = [{"type": "text", "text": {"content": text}}]
        return self._create(lambda: self.client.comments.create(parent=parent, rich_text=rich))

    def wait(self, turn: int) -> None:
        """Wait before looking again at what became of a write; ``turn`` counts from 0."""
        longest = min(self.patience.longest, 2.0**turn)
        self.patience.sleep(longest * self.patience.random.uniform(0.5, 1.0))

    def _read(self, attempt: Callable[[], Any]) -> Answer:
        return self._call(attempt, judge_read)

    def _write(self, attempt: Callable[[], Any]) -> Answer:
        return self._call(attempt, judge_write)

    def _create(self, attempt: Callable[[], Any]) -> Answer:
        return self._call(attempt, judge_create)

    def _call(self, attempt: Callable[[], Any], judge: Callable[[Exception], Advice]) -> Answer:
        def answered() -> Answer:
            answer = attempt()
            if not isinstance(answer, dict):
                raise NoObject("the answer is no object")
            return answer

        try:
            return patiently(
                answered,
                judge=judge,
                pace=self.pace,
                sleep=self.patience.sleep,
                random=self.patience.random,
                attempts=self.patience.attempts,
                longest=self.patience.longest,
            )
        except Exception as failure:
            reason = discreet(explained(failure, judge(failure)), self.secret)
            if reason is failure:
                raise
            raise reason from failure


def _list(answer: Any) -> Any:  # noqa: ANN401 - the client's answers are untyped
    """Return a page of a list. Raises ``NoObject`` where it does not say whether it is the last: that is no end."""
    if isinstance(answer, dict) and answer.get("object") == "list":
        if not isinstance(answer.get("results"), list):
            raise NoObject("a list without results")
        if not isinstance(answer.get("has_more"), bool):
            raise NoObject("a list that does not say whether it goes on")
    return answer


def connect(
    token: str,
    base_url: str,
    version: str,
    pace: Pace,
    patience: Patience,
    *,
    transport: httpx.BaseTransport | None = None,
) -> Connection:
    """Return a connection; nothing is sent yet. The official client's own retries and log handler stay off."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Misconfigured(
            say("{url} is no address of Notion's API; the usual one is {usual}", url=base_url, usual=_USUAL)
        )
    secret = token.strip()
    if not secret or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise NotAllowed(say("the Notion token is empty or has characters in it that no token has"))
    local = parts.hostname in _LOOPBACK
    client = Client(
        client=httpx.Client(transport=transport, trust_env=not local),
        auth=secret,
        base_url=base_url.rstrip("/"),
        notion_version=version,
        timeout_ms=_TIMEOUT_MS,
        retry=False,
        logger=logging.getLogger("bothways.notion"),
        log_level=logging.ERROR,
    )
    return Connection(client, pace, patience, secret)


_USUAL = "https://api.notion.com"
