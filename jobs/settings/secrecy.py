"""The secrets this process was given, kept so that no traceback and no line of a log shows them."""

import json
import logging
from collections.abc import Iterable

from sync.secrecy import scrubbed

_given: set[str] = set()


def given(secret: str) -> str:
    """Remember a secret that is about to be used; of a key in JSON, every long text of its own."""
    _given.add(secret)
    try:
        found = json.loads(secret)
    except ValueError:
        return secret
    _given.update(_texts(found))
    return secret


def _texts(found: object) -> Iterable[str]:
    if isinstance(found, dict):
        for name, each in found.items():
            if isinstance(each, str) and name in _SECRET_KEYS:
                yield from (each, *each.splitlines())
            elif isinstance(each, dict):
                yield from _texts(each)


_SECRET_KEYS = frozenset({"private_key", "client_secret", "refresh_token", "access_token", "token", "private_key_id"})


def discreet(text: str) -> str:
    """Return ``text`` without any secret this process was given, and without what looks like one."""
    return scrubbed(text, _given)


class Discreet(logging.Filter):
    """Takes secrets out of a record: its words, its values, its traceback. For handlers, which see every logger."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = discreet(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = discreet(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = discreet(record.exc_text)
        return True
