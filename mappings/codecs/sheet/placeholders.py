"""What people type where they have nothing to say: it is no value, and not nothing either."""

from mappings.codecs.sheet.cell import CellData, content, short
from mappings.codecs.sheet.datetext import folded
from sync.message import say
from sync.model import Unreadable

_WORDS = frozenset(
    {"n/a", "na", "null", "none", "nil", "tbd", "tba", "unknown", "なし", "無し", "未定", "不明", "未設定", "該当なし"}
)
_SIGNS = frozenset("-‐‑–—―ー−?.…*/")


def nothing_meant(cell: CellData) -> Unreadable | None:
    """Hold a cell that stands for nothing: taken for empty, it would clear the other side, or be overwritten."""
    found = content(cell)
    if not isinstance(found, str):
        return None
    word = folded(found).casefold()
    if word in _WORDS or (word and not set(word) - _SIGNS):
        seen = short(found)
        why = say("the cell holds {seen}, which stands for no value; empty the cell if that is meant", seen=repr(seen))
        return Unreadable(seen, why)
    return None
