"""One request to an address that is a secret: what goes wrong is said without it."""

from collections.abc import Mapping

import httpx

from sync.errors import NotAllowed, OutOfReach
from sync.message import Message, say

_PATIENCE = 10.0
"""Seconds for the whole answer; these calls must not hold up the work."""


def ask(
    what: Message, method: str, url: str, *, text: str | None = None, json: Mapping[str, object] | None = None
) -> None:
    """Send one request. ``what`` names it in errors. Raises ``OutOfReach`` and ``NotAllowed``."""
    body = None if text is None else text.encode()
    try:
        with httpx.Client(timeout=_PATIENCE, follow_redirects=False) as client:
            found = client.request(method, url, content=body, json=json)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise OutOfReach(
            say("{what} could not be sent ({kind}).", what=what, kind=type(error).__name__),
            say("See that this machine can reach the address; it is not shown, since it is a secret."),
        ) from None
    if found.status_code in (401, 403, 404, 410):
        raise NotAllowed(
            say("{what} was not taken (status {status}).", what=what, status=found.status_code),
            say("The address is wrong or was taken back: configure the one that holds now."),
        )
    if not found.is_success:
        raise OutOfReach(say("{what} was not taken (status {status}).", what=what, status=found.status_code))
