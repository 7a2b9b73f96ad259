"""Files by their links.

Notion signs the links to files of its own anew at every read, so the value of such a file is its link without the
query; a link to anywhere else is whole. A write replaces the list: what the page has goes back as it stands, with its
name.
"""

from urllib.parse import unquote, urlsplit

from mappings.codecs.notion.codec import Codec, Lookup, Unwritable, encodable, misfit, odd, unreadable
from mappings.text.clusters import units
from sync.message import say
from sync.model import Unreadable, Value

MOST = 100
MOST_URL = 2000
MOST_NAME = 100


def _read(raw: object, _lookup: Lookup) -> Value | Unreadable:
    if raw is None:
        return None
    if not isinstance(raw, list):
        return odd(raw)
    links = []
    for entry in raw:
        link = _link(entry)
        if link is None:
            return unreadable(raw, say("Notion shows a file without a link"))
        links.append(link)
    return tuple(dict.fromkeys(links)) or None


def _kind(entry: dict[str, object]) -> str:
    kind = entry.get("type")
    return kind if isinstance(kind, str) else next((name for name in ("external", "file") if name in entry), "")


def _link(entry: object) -> str | None:
    """Return what stands for the file in the value."""
    if not isinstance(entry, dict):
        return None
    kind = _kind(entry)
    content = entry.get(kind)
    url = content.get("url") if isinstance(content, dict) else None
    if not isinstance(url, str) or not encodable(url):
        return None
    return (url.partition("?")[0] if kind == "file" else url) or None


def _write(value: Value, _lookup: Lookup, current: object) -> object | Unwritable:
    if value is None:
        return []
    if not isinstance(value, tuple):
        return misfit(value, say("a list of links is expected"))
    wire: list[object] = []
    for link in dict.fromkeys(value):
        standing = _standing(link, current)
        if not standing:
            why = _refused(link)
            if why is not None:
                return why
        wire += standing or [{"name": _name(link), "type": "external", "external": {"url": link}}]
    if len(wire) > MOST:
        return misfit(value, say("Notion takes at most {most} files at once", most=MOST))
    return wire


def _standing(link: str, current: object) -> list[object]:
    """Return the files of that link that the page has, as a write takes them."""
    found: list[object] = []
    for entry in current if isinstance(current, list) else ():
        if isinstance(entry, dict) and _link(entry) == link:
            kind, name = _kind(entry), entry.get("name")
            shown = name if isinstance(name, str) and name else _name(link)
            found.append({"name": _cut(shown), "type": kind, kind: {"url": entry[kind]["url"]}})
    return found


def _refused(link: str) -> Unwritable | None:
    try:
        parts = urlsplit(link)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or not encodable(link) or any(character.isspace() or ord(character) < ord(" ") for character in link):
        return misfit(link, say("a link that begins with https:// is expected"))
    if units(link) > MOST_URL:
        return misfit(link, say("Notion takes links of at most {most} characters", most=MOST_URL))
    return None


def _name(link: str) -> str:
    """Name a file by the end of its link, as browsers do."""
    parts = urlsplit(link)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2], errors="replace")
    return _cut(" ".join(last.split()) or parts.hostname or link)


def _cut(name: str) -> str:
    name = name[:MOST_NAME]
    while units(name) > MOST_NAME:
        name = name[:-1]
    return name


FILES = Codec(_read, _write)
