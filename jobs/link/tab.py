"""The tab of suggested links: a line for each, with a choice."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from jobs.catalogue import translate
from jobs.link.decide import Key, still_open
from jobs.link.suggest import Suggestion
from mappings.aliases import Language
from mappings.board import BoardLine, BoardRow
from mappings.linkboard import WORDS, LinkColumn, key_of, link_of, understood
from sync.clerical import Tie, TieKind
from sync.message import Message, say


class Tab(Protocol):
    """The tab in a spreadsheet, shared by all tables that lie there. Raises ``ServiceError``."""

    def read(self) -> Sequence[BoardRow] | None: ...

    def post(self, lines: Sequence[BoardLine], pair: str) -> frozenset[str]:
        """Let these be the lines of the table; a line that stands there keeps its choice."""
        ...


def chosen(
    rows: Iterable[BoardRow], table: str, ties: Sequence[Tie], now: datetime, language: Language
) -> tuple[list[Tie], list[Message]]:
    """Return what people chose in the tab of suggestions that still wait, and what is not understood."""
    asked = {(each.record, each.table, each.other, each.role): each for each in still_open(ties)}
    made: list[Tie] = []
    notices: list[Message] = []
    for row in rows:
        link = link_of(row.key)
        tie = asked.get(link[1:]) if link is not None and link[0] == table else None
        if tie is None or not row.choice.strip():
            continue
        state = understood(row.choice)
        if state is None:
            notices.append(
                say(
                    "{record}: the choice {seen} is not understood; choices are {allowed}",
                    record=tie.record,
                    seen=repr(row.choice),
                    allowed=", ".join(WORDS[language].values()),
                )
            )
        elif state is not tie.state:
            made.append(Tie(TieKind.LINK, tie.record, tie.table, tie.other, state, now, tie.role))
    return made, notices


def lines(suggestions: Sequence[Suggestion], titles: Mapping[Key, str], language: Language) -> list[BoardLine]:
    """Return the lines of one table, the likeliest of each record first."""
    found = []
    for each in suggestions:
        one, other = each.scored.one, each.scored.other
        texts = {
            LinkColumn.TABLE.value: one[0],
            LinkColumn.RECORD.value: str(one[1]),
            LinkColumn.TITLE.value: titles.get(one, ""),
            LinkColumn.OTHER_TABLE.value: other[0],
            LinkColumn.OTHER.value: str(other[1]),
            LinkColumn.OTHER_TITLE.value: titles.get(other, ""),
            LinkColumn.SCORE.value: f"{each.scored.score:.2f}",
            LinkColumn.WHY.value: translate(each.scored.why, language),
        }
        found.append(BoardLine(key_of((*one, *other, each.scored.role)), texts))
    return found
