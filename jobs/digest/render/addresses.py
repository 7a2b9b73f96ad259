"""Which links may be followed."""

import re
from urllib.parse import quote, urlsplit

_ODD = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_PLAIN = "/?#[]@!$&'*+,;=:%~"
"""Left as they are in an address. Parentheses, quotes and bars end a link in Markdown and are written as %28."""


def followable(url: str | None) -> str | None:
    """Return the address if it leads to a web page and nowhere else, fit for HTML and Markdown; else ``None``."""
    if url is None or _ODD.search(url.strip()):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return None
    return quote(url.strip(), safe=_PLAIN).replace("'", "%27").replace("*", "%2A").replace("~", "%7E")
