"""The Conflicts tab: its columns, its lines, and the key by which a line is known again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mappings.aliases import Language
from sync.choices import Question
from sync.model import FieldName, RecordId


class BoardColumn(StrEnum):
    """In the order in which they are made; a person may move them."""

    PAIR = "pair"
    RECORD = "record"
    TITLE = "title"
    FIELD = "field"
    BASE = "base"
    NOTION = "notion"
    SHEET = "sheet"
    SINCE = "since"
    EDITED = "edited"
    CHOICE = "choice"
    KEY = "key"


HEADERS: Mapping[Language, Mapping[BoardColumn, str]] = {
    "en": {
        BoardColumn.PAIR: "Pair",
        BoardColumn.RECORD: "Record",
        BoardColumn.TITLE: "Title",
        BoardColumn.FIELD: "Field",
        BoardColumn.BASE: "Last agreed",
        BoardColumn.NOTION: "Notion",
        BoardColumn.SHEET: "Sheet",
        BoardColumn.SINCE: "Since",
        BoardColumn.EDITED: "Last edited",
        BoardColumn.CHOICE: "Choice",
        BoardColumn.KEY: "Key",
    },
    "ja": {
        BoardColumn.PAIR: "ペア",
        BoardColumn.RECORD: "レコード",
        BoardColumn.TITLE: "件名",
        BoardColumn.FIELD: "項目",
        BoardColumn.BASE: "前回の一致",
        BoardColumn.NOTION: "Notion",
        BoardColumn.SHEET: "シート",
        BoardColumn.SINCE: "発生",
        BoardColumn.EDITED: "最終編集",
        BoardColumn.CHOICE: "選択",
        BoardColumn.KEY: "キー",
    },
}


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A conflict as people read it. What a column lacks is left empty; the choice is theirs."""

    key: str
    texts: Mapping[str, str]
    """By column."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A line as it stands in the tab, with what a person entered as the choice."""

    key: str
    choice: str


def key_of(pair: str, asked: Question) -> str:
    return json.dumps([pair, asked.record, asked.field, asked.mark], ensure_ascii=False)


def question_of(key: str) -> tuple[str, Question] | None:
    """Return the pair and the question of a key, or ``None`` for what is none."""
    try:
        pair, record, field, mark = json.loads(key)
    except (ValueError, TypeError):
        return None
    if not all(isinstance(part, str) for part in (pair, record, mark)) or not isinstance(field, str | None):
        return None
    return pair, Question(RecordId(record), None if field is None else FieldName(field), mark)
