"""A message to a chat whose address is a secret, sent again only where nothing can have come of it."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from adapters.pace.asked import seconds_asked
from sync.errors import BothwaysError, NotAllowed, OutOfReach
from sync.message import Message, say

_PATIENCE = 10.0
_ATTEMPTS = 4
_LONGEST = 60.0
"""Seconds that one wait may last: a message must not hold up the work."""
_WRONG = (400, 401, 403, 404, 405, 410)
_FULL = (429, 500, 502, 503, 504)


class _Again(Exception):
    """Nothing came of it. ``after``: the seconds that were asked for."""

    def __init__(self, error: BothwaysError, after: float | None = None) -> None:
        super().__init__()
        self.error = error
        self.after = after


@contextmanager
def _hushed(url: str) -> Iterator[None]:
    """Keep lines with the address out of the log: httpx writes one for each request."""

    def silent(record: logging.LogRecord) -> bool:
        return url not in record.getMessage()

    logger = logging.getLogger("httpx")
    logger.addFilter(silent)
    try:
        yield
    finally:
        logger.removeFilter(silent)


@dataclass(frozen=True)
class Posting:
    """``name`` is what people call the place. The address stands in no error, and in no line of a log."""

    name: str
    url: str = field(repr=False)
    sleep: Callable[[float], None]
    random: Random

    def post(self, body: Mapping[str, object]) -> None:
        """Send a message. Raises ``NotAllowed`` where the address or the message is wrong, else ``OutOfReach``."""
        retrying = Retrying(
            retry=retry_if_exception_type(_Again),
            wait=self._wait,
            stop=stop_after_attempt(_ATTEMPTS),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            retrying(self._once, body)
        except _Again as last:
            raise last.error from None

    def _wait(self, state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome is not None else None
        asked = failure.after if isinstance(failure, _Again) else None
        return min(_LONGEST, max(asked or 0.0, 2.0 ** (state.attempt_number - 1) * self.random.uniform(0.5, 1.0)))

    def _once(self, body: Mapping[str, object]) -> None:
        try:
            with _hushed(self.url), httpx.Client(timeout=_PATIENCE, follow_redirects=False) as client:
                answer = client.post(self.url, json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise _Again(self._unreached(type(error).__name__)) from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._unreached(type(error).__name__) from None
        if answer.is_success:
            return
        why = self._refused(answer.status_code)
        if answer.status_code in _FULL:
            raise _Again(why, seconds_asked(answer.headers.get("retry-after"), answer.headers.get("date")))
        raise why

    def _unreached(self, kind: str) -> OutOfReach:
        return OutOfReach(
            say("The message to {name} could not be sent ({kind}).", name=self.name, kind=kind),
            say("See that this machine can reach the address; it is not shown, since it is a secret."),
        )

    def _refused(self, status: int) -> BothwaysError:
        seen: Message = say("{name} did not take the message (status {status}).", name=self.name, status=status)
        if status in _WRONG:
            return NotAllowed(seen, say("The address is wrong or was taken back: configure the one that holds now."))
        return OutOfReach(seen)
