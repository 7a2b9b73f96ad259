"""Certain signs: an id or a URL of another record in the text."""

import unicodedata
from collections.abc import Mapping
from urllib.parse import urlsplit

import regex

from jobs.rules.similar.folding import fold

_PIECE = regex.compile(
    r"https?://[^\s<>\"')」』】、。,]+|[a-z0-9][a-z0-9_-]*|[\p{Hiragana}\p{Katakana}\p{Han}ー]+-?[0-9]+",
    regex.IGNORECASE,
)
_HEX = regex.compile(r"[0-9a-f]{32}")
_FIRM = regex.compile(r"(?=.*\d)(?=.*\p{L}).{3,}", regex.DOTALL)


def mentions(text: str, known: Mapping[str, object]) -> list[object]:
    """Return what the ids and URLs of ``known`` that stand in ``text`` belong to, in the order in which they stand.

    An id counts only as a whole, and only with a letter and a figure: ``12`` names nothing. A page of Notion is known
    by the 32 hexadecimal figures of its URL, however it is written; of other URLs the order of the query, the last
    slash and the case of the host do not matter.
    """
    signs = {sign: owner for name, owner in known.items() for sign in [_sign(name)] if sign}
    found: list[object] = []
    for piece in _PIECE.findall(unicodedata.normalize("NFKC", text)):
        owner = signs.get(_sign(piece.rstrip(".;:!?)]}")) or "")
        if owner is not None and owner not in found:
            found.append(owner)
    return found


def _sign(name: str) -> str | None:
    """Return the form by which an id or a URL is known again; ``None`` where it would name too much."""
    if "://" not in name:
        folded = fold(name)
        page = _HEX.fullmatch(folded.replace("-", ""))
        return page.group() if page else folded if _FIRM.fullmatch(folded) else None
    parts = urlsplit(name)
    page = _HEX.search(parts.path.lower().replace("-", "")[-32:])
    if page and parts.hostname and parts.hostname.split(".")[-2:-1] == ["notion"]:
        return page.group()
    query = "&".join(sorted(filter(None, parts.query.split("&"))))
    return f"{(parts.hostname or '').lower()}{parts.path.rstrip('/')}?{query}#{parts.fragment}"
