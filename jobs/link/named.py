"""Records that the text of another one names: by an id, or by the address of a page."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from jobs.rules.item import Item, Role
from mappings.load import source_id
from sync.model import RecordId, Side

Key = tuple[str, RecordId]
_WORD = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?")
_ADDRESS = re.compile(r"https?://[^\s<>\"'、。」）)\]]+")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[A-Za-z]")
_SHORTEST = 3
_MADE = re.compile(r"bw-[a-z]{8,}")
_ADDRESSES = (Role("url"), Role("ticket"), Role("postmortem"))
"""Roles whose value is an address of the record itself."""


class Named:
    """Knows what every record is called. A name that means two records means neither."""

    def __init__(self, items: Iterable[Item], own: Mapping[str, frozenset[Role]]) -> None:
        """``own`` are the roles of each table that we write ourselves: what stands there is no evidence."""
        self._own = own
        found: dict[str, set[Key]] = defaultdict(set)
        for item in items:
            for name in _names(item):
                found[name].add(item.key)
        self._known = {name: next(iter(keys)) for name, keys in found.items() if len(keys) == 1}

    def named_by(self, item: Item) -> frozenset[Key]:
        """Return the other records that the texts of a record name."""
        found = {self._known[name] for text in self._texts(item) for name in _said(text) if name in self._known}
        return frozenset(found - {item.key})

    def _texts(self, item: Item) -> Iterator[str]:
        own = self._own.get(item.table, frozenset())
        for role, value in item.values.items():
            if isinstance(value, str) and role not in own:
                yield value
        for section in item.sections or ():
            yield section.heading
            yield section.text


def _names(item: Item) -> Iterator[str]:
    number = item.get("number")
    for text in (str(item.record), number if isinstance(number, str) else ""):
        if _is_id(text):
            yield text.casefold()
    page = item.addresses.get(Side.NOTION)
    if page is not None and (known := source_id(str(page))) is not None:
        yield known
    for role in _ADDRESSES:
        value = item.values.get(role)
        if isinstance(value, str) and value.startswith("http"):
            yield _address(value)


def _is_id(text: str) -> bool:
    """Letters and digits, so that no plain number and no plain word is taken for an id."""
    if _MADE.fullmatch(text):
        return True
    whole = _WORD.fullmatch(text) is not None and len(text) >= _SHORTEST
    return whole and _DIGIT.search(text) is not None and _LETTER.search(text) is not None


def _said(text: str) -> Iterator[str]:
    text = unicodedata.normalize("NFKC", text)
    for found in _ADDRESS.findall(text):
        yield _address(found)
        page = source_id(found)
        if page is not None:
            yield page
    for word in _WORD.findall(_ADDRESS.sub(" ", text)):
        yield word.casefold()


def _address(url: str) -> str:
    parts = urlsplit(url.strip().rstrip(".,;:"))
    return f"{parts.netloc.casefold()}{parts.path.rstrip('/')}?{parts.query}#{parts.fragment}"
