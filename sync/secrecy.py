"""Taking secrets out of what is shown or kept, where they got into it through somebody else's words."""

import re
from collections.abc import Iterable

from sync.message import Message

HIDDEN = "[hidden]"
_SHORTEST = 8
"""Shorter texts are no secrets, and would tear holes into plain words."""
_SHAPES = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|\b(?:ntn_[A-Za-z0-9]{16,}|secret_[A-Za-z0-9]{32,})"
    r"|\bya29\.[\w.~+/-]{8,}"
    r"|\b1//[\w-]{20,}"
    r"|\bGOCSPX-[\w-]{16,}"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?"
    r"|(?<=Bearer )[\w.~+/=-]{8,}"
    r"|(?<=://)[^\s/:@]*:[^\s/@]+(?=@)",
    re.DOTALL,
)
"""Private keys; tokens of Notion and Google; signed tokens; passwords in addresses."""


def scrubbed(text: str, known: Iterable[str] = ()) -> str:
    """Return ``text`` without the secrets in ``known``, and without what has the shape of one."""
    for secret in sorted({each for each in known if len(each) >= _SHORTEST}, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return _SHAPES.sub(HIDDEN, text)


def scrubbed_message(message: Message, known: Iterable[str] = ()) -> Message:
    """Return the same sentence; only what stands in it is looked through."""
    kept = tuple(known)
    return Message(message.text, tuple((name, _value(value, kept)) for name, value in message.values))


def _value(value: object, known: tuple[str, ...]) -> object:
    if isinstance(value, Message):
        return scrubbed_message(value, known)
    return scrubbed(value, known) if isinstance(value, str) else value
