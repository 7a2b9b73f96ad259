"""Characters as people see them: one may be several code points, as in é, 👩‍🚒 or 🇯🇵."""

from collections.abc import Iterator

import regex

_CLUSTER = regex.compile(r"\X")


def clusters(text: str) -> list[str]:
    """Return the grapheme clusters of a text, by Unicode's rules (UAX 29)."""
    return _CLUSTER.findall(text)


def units(text: str) -> int:
    """Return the length in UTF-16 code units, as both services count."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def cut(text: str, most: int) -> Iterator[str]:
    """Cut a text into parts of at most ``most`` UTF-16 code units, never inside a cluster that fits into a part."""
    if units(text) <= most:
        yield from [text] if text else []
        return
    part, size = "", 0
    for cluster in clusters(text):
        for piece in [cluster] if units(cluster) <= most else cluster:
            width = units(piece)
            if size + width > most:
                yield part
                part, size = "", 0
            part += piece
            size += width
    yield part
