"""Links to Notion's pages, in the forms in which people copy them."""

import re
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

_ID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
_WHOLE = re.compile(_ID, re.IGNORECASE)
_LAST = re.compile(rf"(?:.*[^0-9a-f])?({_ID})", re.IGNORECASE)
_HOME = re.compile(r"(?:.+\.)?notion\.(?:so|com|site)", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)*notion\.(?:so|com|site)/", re.IGNORECASE)
_SCHEMES = ("https", "http", "notion")


def page_in(text: str) -> str | None:
    """Return the id, with dashes, of the page that an id or a link names; None where it names none.

    In a link the id ends the path, after a slug of the title if there is one. A page that is open beside its table
    stands in ``p=``; what ``v=`` names is a view, and what follows ``#`` a block.
    """
    text = text.strip()
    if _WHOLE.fullmatch(text):
        return _dashed(text)
    if _BARE.match(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in _SCHEMES or not _HOME.fullmatch(host):
        return None
    beside = parse_qs(parts.query).get("p", [""])[0]
    if _WHOLE.fullmatch(beside):
        return _dashed(beside)
    found = _LAST.fullmatch(parts.path.rstrip("/").rpartition("/")[2])
    return None if found is None else _dashed(found[1])


def link_to(page: str) -> str:
    """Return a link to the page with this id that stays right whatever the page is called."""
    return f"https://www.notion.so/{page.replace('-', '')}"


def _dashed(text: str) -> str:
    return str(UUID(text))
