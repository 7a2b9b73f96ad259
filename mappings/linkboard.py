"""The tab of suggested links: its columns, the words people answer by, and the key of a line."""

import json
import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from mappings.aliases import Language
from sync.clerical import TieState
from sync.model import RecordId


class LinkColumn(StrEnum):
    """In the order in which they are made; a person may move them."""

    TABLE = "table"
    RECORD = "record"
    TITLE = "title"
    OTHER_TABLE = "other_table"
    OTHER = "other"
    OTHER_TITLE = "other_title"
    SCORE = "score"
    WHY = "why"
    CHOICE = "choice"
    KEY = "key"


HEADERS: Mapping[Language, Mapping[LinkColumn, str]] = {
    "en": {
        LinkColumn.TABLE: "Table",
        LinkColumn.RECORD: "Record",
        LinkColumn.TITLE: "Title",
        LinkColumn.OTHER_TABLE: "Link to table",
        LinkColumn.OTHER: "Link to",
        LinkColumn.OTHER_TITLE: "Title there",
        LinkColumn.SCORE: "Score",
        LinkColumn.WHY: "Why",
        LinkColumn.CHOICE: "Choice",
        LinkColumn.KEY: "Key",
    },
    "ja": {
        LinkColumn.TABLE: "テーブル",
        LinkColumn.RECORD: "レコード",
        LinkColumn.TITLE: "件名",
        LinkColumn.OTHER_TABLE: "リンク先テーブル",
        LinkColumn.OTHER: "リンク先",
        LinkColumn.OTHER_TITLE: "リンク先の件名",
        LinkColumn.SCORE: "スコア",
        LinkColumn.WHY: "理由",
        LinkColumn.CHOICE: "選択",
        LinkColumn.KEY: "キー",
    },
}
WORDS: Mapping[Language, Mapping[TieState, str]] = {
    "en": {TieState.ACCEPTED: "accept", TieState.DISMISSED: "dismiss", TieState.LATER: "later"},
    "ja": {TieState.ACCEPTED: "リンクする", TieState.DISMISSED: "リンクしない", TieState.LATER: "あとで"},
}
Link = tuple[str, RecordId, str, RecordId, str]
"""The record with its table, the other with its, and the role of the field."""


def understood(text: str) -> TieState | None:
    """Return what a person means, in either language; width, case and blanks make no difference."""
    return _MEANINGS.get(_folded(text))


def key_of(link: Link) -> str:
    return json.dumps(list(link), ensure_ascii=False)


def link_of(key: str) -> Link | None:
    """Return the link of a key, or ``None`` for what is none."""
    try:
        table, record, other_table, other, role = json.loads(key)
    except (ValueError, TypeError):
        return None
    if not all(isinstance(part, str) for part in (table, record, other_table, other, role)):
        return None
    return table, RecordId(record), other_table, RecordId(other), role


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_MEANINGS = {_folded(word): state for words in WORDS.values() for state, word in words.items()}
