"""Pages written so that it is known what became of each.

Fields that Notion refuses fail alone, lost answers are looked up, and nothing is sent twice blindly.
"""

from collections.abc import Callable
from dataclasses import dataclass

from adapters.notion.blame import blamed, is_about_the_page
from adapters.notion.client import Answer, Connection
from adapters.notion.decoder import Decoder
from adapters.notion.draft import Draft
from adapters.notion.failures import Rejected, Unanswered
from adapters.notion.lists import whole
from sync.errors import NotAllowed
from sync.message import say
from sync.model import Record

TURNS = 3
"""How often a write whose answer is lost is looked up, and sent again where it is known not to have happened."""


@dataclass(frozen=True)
class Pages:
    connection: Connection
    decoder: Decoder

    def record(self, page: Answer) -> Record:
        return self.decoder.record(whole(self.connection, page, self.decoder.layout))

    def put(self, page: str, draft: Draft) -> Answer:
        """Write the draft to the page and return it. Fields that are refused leave the draft.

        Raises ``Rejected`` where Notion refuses the page itself.
        """
        for _ in range(len(draft.wire) + 1):
            try:
                return self._patched(page, draft)
            except Rejected as refusal:
                if not strike(refusal, draft):
                    if is_about_the_page(refusal) or len(draft.wire) + (draft.link is not None) < 2:
                        raise
                    return self._one_by_one(page, draft)
                if draft.empty:
                    break
        return self.connection.page(page)

    def _one_by_one(self, page: str, draft: Draft) -> Answer:
        """Nobody can say which field was meant: send each by itself."""
        shown = self.put(page, draft.alone(None)) if draft.link is not None else None
        for name in list(draft.wire):
            single = draft.alone(name)
            shown = self.put(page, single)
            if name in single.refused:
                draft.refuse(name, single.refused[name])
        return self.connection.page(page) if shown is None else shown

    def _patched(self, page: str, draft: Draft) -> Answer:
        def settled(shown: Answer) -> bool:
            record = self.record(shown)
            return draft.held_by(record) or not draft.untouched(record)

        return self.proved(lambda: self.connection.patch(page, properties=draft.body()), page, settled)

    def trashed(self, page: str, *, wish: bool) -> Answer:
        """Move the page to the trash or out of it."""
        return self.proved(
            lambda: self.connection.patch(page, in_trash=wish), page, lambda shown: shown.get("in_trash") is wish
        )

    def proved(self, send: Callable[[], Answer], page: str, settled: Callable[[Answer], bool]) -> Answer:
        """Send until there is an answer, or the page shows that no further sending is needed.

        Sending again is safe: the page was just seen to hold what it held before.
        """
        for turn in range(TURNS):
            try:
                return send()
            except Unanswered:
                shown = self.connection.page(page)
                if settled(shown):
                    return shown
                if turn == TURNS - 1:
                    raise
            self.connection.wait(turn)
        raise AssertionError("the last turn returns or raises")


def strike(refusal: Rejected, draft: Draft) -> bool:
    """Take the field that was refused out of the draft, and say whether there was one.

    Raises ``NotAllowed`` where the connection may not write at all.
    """
    name = blamed(refusal, draft)
    if name is not None:
        draft.refuse(name, say("Notion refuses the value: {why}", why=refusal.message))
        return True
    if refusal.status == 403:
        way_out = say("Allow the connection to insert and update content, or make Notion read only in the mapping.")
        raise NotAllowed(
            say("Notion does not let the connection write: {why}", why=refusal.message), way_out
        ) from refusal
    return False
