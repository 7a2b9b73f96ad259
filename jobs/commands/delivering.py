"""Bringing a digest to its places. One that fails keeps the others from nothing; a message never fails the digest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from jobs.digest.model import Digest
from jobs.exits import Exit
from jobs.settings import Settings
from sync.errors import BothwaysError, OutOfTime
from sync.message import Message, say

if TYPE_CHECKING:
    from jobs.digest.render.brief import Brief
    from jobs.wiring import Diary, Services

PLACES = ("notion", "tab", "slack", "chat", "mail")
_MESSAGES = ("slack", "chat", "mail")


class State(StrEnum):
    WRITTEN = "written"
    SAME = "same"
    SENT = "sent"
    KNOWN = "sent before"
    UNKNOWN = "not known"
    FAILED = "failed"

    @property
    def said(self) -> Message:
        return _SAID[self]


_SAID: Mapping[State, Message] = {
    State.WRITTEN: say("written"),
    State.SAME: say("up to date"),
    State.SENT: say("sent"),
    State.KNOWN: say("was sent before"),
    State.UNKNOWN: say("nobody knows whether it was sent"),
    State.FAILED: say("failed"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one place."""

    place: str
    state: State
    url: str | None = None
    notices: tuple[Message, ...] = ()
    error: BothwaysError | None = None

    @property
    def code(self) -> Exit:
        """A message that did not go out is told, and is no failure."""
        if self.error is None or self.place in _MESSAGES:
            return Exit.DONE
        return Exit(self.error.exit_code)


def configured(settings: Settings) -> tuple[str, ...]:
    """Return the places that the configuration names."""
    own = settings.digest
    there = {
        "notion": own.notion.page is not None or own.notion.database is not None,
        "tab": own.sheet.spreadsheet is not None,
        "slack": own.slack.configured,
        "chat": own.chat.configured,
        "mail": bool(own.mail_to),
    }
    return tuple(place for place in PLACES if there[place])


@dataclass
class Delivery:
    """``again`` sends messages of a window that were sent before."""

    digest: Digest
    language: str
    shared: "Services"
    diary: "Diary | None"
    again: bool = False
    url: str | None = None
    _done: list[Done] = field(default_factory=list)

    def to(self, places: Sequence[str]) -> list[Done]:
        """Bring it to the places: those with an address first, since the messages lead there."""
        ways: dict[str, Callable[[], Done]] = {"notion": self._notion, "tab": self._tab}
        self.url = self.shared.settings.digest.link
        for place in places:
            try:
                done = ways[place]() if place in ways else self._message(place)
            except OutOfTime:
                raise
            except BothwaysError as error:
                done = Done(place, State.FAILED, error=error)
            if done.url is not None and not any(each.url for each in self._done):
                self.url = done.url
            self._done.append(done)
        return self._done

    def _notion(self) -> Done:
        from jobs import wiring  # noqa: PLC0415 - it loads every adapter, which --help need not wait for
        from jobs.digest.render import png  # noqa: PLC0415 - drawing is slow to load
        from jobs.digest.render.notion import leaf  # noqa: PLC0415 - as above

        own = self.shared.settings.digest.notion
        draw = (lambda chart: png(chart, self.language)) if own.charts else None
        page = leaf(self.digest, self.language, mentions=own.mentions, draw=draw)
        url, fresh, notices = wiring.publish_page(page, self.shared, self._book)
        return Done("notion", State.WRITTEN if fresh else State.SAME, url, notices)

    def _tab(self) -> Done:
        from jobs import wiring  # noqa: PLC0415 - as above
        from jobs.digest.render.tab import sheaf  # noqa: PLC0415 - as above

        url, fresh = wiring.publish_tab(sheaf(self.digest, self.language), self.shared)
        return Done("tab", State.WRITTEN if fresh else State.SAME, url)

    def _message(self, place: str) -> Done:
        """Send once a window. It is noted before, so that a run that is stopped does not send it twice."""
        from jobs.digest.render.brief import brief  # noqa: PLC0415 - as above

        book, window = self._book, self.digest.window.name
        before = book.told(place, window)
        if before == "sent" and not self.again:
            return Done(place, State.KNOWN)
        if before == "sending" and not self.again:
            notice = say(
                "A run before was stopped while it sent the digest {window} to {place}. {option} sends it again.",
                window=window,
                place=place,
                option="--again",
            )
            return Done(place, State.UNKNOWN, notices=(notice,))
        book.tell(place, window, "sending")
        try:
            self._send(place, brief(self.digest, self.language, self.url))
        except BothwaysError:
            book.tell(place, window, before)
            raise
        book.tell(place, window, "sent")
        return Done(place, State.SENT)

    def _send(self, place: str, told: "Brief") -> None:
        from jobs import wiring  # noqa: PLC0415 - as above
        from jobs.digest.render.chat import chat  # noqa: PLC0415 - as above
        from jobs.digest.render.mail import mail  # noqa: PLC0415 - as above
        from jobs.digest.render.slack import slack  # noqa: PLC0415 - as above

        own = self.shared.settings.digest
        if place == "slack":
            wiring.post(place, own.slack, slack(told), self.shared)
        elif place == "chat":
            wiring.post(place, own.chat, chat(told), self.shared)
        else:
            wiring.send(mail(told), own.mail_to, self.shared)

    @property
    def _book(self) -> "Diary":
        if self.diary is None:
            raise ValueError("nothing may be written")
        return self.diary
