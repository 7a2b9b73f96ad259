"""The words by which people settle conflicts in their tables: written in one language, read in both."""

import unicodedata
from collections.abc import Mapping

from mappings.aliases import Language
from sync.choices import Keep

WORDS: Mapping[Language, Mapping[Keep, str]] = {
    "en": {
        Keep.NOTION: "keep Notion",
        Keep.SHEET: "keep Sheet",
        Keep.BOTH: "keep both",
        Keep.LATER: "later",
    },
    "ja": {
        Keep.NOTION: "Notionを残す",
        Keep.SHEET: "シートを残す",
        Keep.BOTH: "両方残す",
        Keep.LATER: "あとで",
    },
}
CONFLICT: Mapping[Language, str] = {"en": "conflict", "ja": "競合"}
"""What a page's property says until somebody chooses."""
_ALSO = {
    Keep.NOTION: ("notion", "ノーション"),
    Keep.SHEET: ("sheet", "keep sheets", "シート", "スプレッドシート"),
    Keep.BOTH: ("both", "両方", "両方を残す"),
    Keep.LATER: ("keep later", "後で", "保留"),
}


def understood(text: str) -> Keep | None:
    """Return what a person means, in either language; width, case and blanks make no difference."""
    return _MEANINGS.get(_folded(text))


def asks(text: str) -> bool:
    """Say whether a property still says that there is a conflict, and not what was chosen."""
    return not text.strip() or _folded(text) in map(_folded, CONFLICT.values())


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_MEANINGS = {_folded(word): keep for words in WORDS.values() for keep, word in words.items()} | {
    _folded(word): keep for keep, words in _ALSO.items() for word in words
}
