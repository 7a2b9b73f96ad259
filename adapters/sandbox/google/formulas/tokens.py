"""The words of a formula."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r'|(?P<text>"(?:[^"]|"")*")'
    r"|(?P<reference>(?:(?:'(?:[^']|'')*'|[^\W\d][\w.]*)!)?"
    r"(?:\$?[A-Za-z]{1,3}\$?[1-9]\d*(?::\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?)?(?![\w(])"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?:\$?[1-9]\d*)?(?![\w(])|\$?[1-9]\d*:\$?[1-9]\d*(?![\w.])))"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<error>#[A-Z/0]+[!?]?)"
    r"|(?P<name>[^\W\d][\w.]*)"
    r"|(?P<operator><>|<=|>=|[-+*/^&=<>%(){},;:!])",
)


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str


def tokens(text: str) -> list[Token] | None:
    """Split a formula (without its ``=``) into words, blanks included; None where it cannot be read."""
    out, at = [], 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            return None
        out.append(Token(str(found.lastgroup), found.group()))
        at = found.end()
    return out
