"""What a failed call of Notion means: whether to repeat it, and what to tell people."""

import json
import math
from contextlib import suppress
from email.utils import parsedate_to_datetime

import httpx
from notion_client.errors import HTTPResponseError, RequestTimeoutError

from adapters.pace import Advice, Kind
from sync.errors import NotAllowed, OutOfReach, ServiceError
from sync.message import Message, say

SHARE = say("Open the database in Notion, choose Connections in its menu and add the connection; then run again.")
_LATER = say("Nothing is lost: run again later.")
_SHORT = 300
_GARBLED = (json.JSONDecodeError, UnicodeDecodeError)
_PASSING = (RequestTimeoutError, httpx.RequestError, *_GARBLED)


class Rejected(ServiceError):
    """Notion understood the call and will never take it as it is (400, 403, 404, a row limit)."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(say("Notion refused: {message}", message=message))
        self.status = status
        self.code = code
        self.message = message


class Unanswered(OutOfReach):
    """Nobody knows whether a write was carried out. ``resource`` is the id that Notion said it had saved."""

    def __init__(self, seen: Message, resource: str | None) -> None:
        super().__init__(seen, _LATER)
        self.resource = resource


def judge_read(failure: Exception) -> Advice:
    """Judge the failure of a call that changes nothing, which includes POST for queries."""
    if isinstance(failure, HTTPResponseError):
        if _passing(failure) or failure.status == 409:
            return Advice(Kind.RETRY, asked(failure))
        return Advice(_refusal(failure))
    return Advice(Kind.RETRY if isinstance(failure, _PASSING) else Kind.STOP)


def judge_write(failure: Exception) -> Advice:
    """Judge the failure of a write: what may have been carried out is read again, never repeated blindly."""
    if isinstance(failure, HTTPResponseError):
        if failure.status in (429, 529) or _from_the_edge(failure) or code_of(failure) == "conflict_error":
            return Advice(_refusal(failure) if _blocked(failure) else Kind.RETRY, asked(failure))
        if _passing(failure):
            return Advice(Kind.REREAD, asked(failure))
        return Advice(_refusal(failure))
    if _never_sent(failure):
        return Advice(Kind.RETRY)
    return Advice(Kind.REREAD if isinstance(failure, _PASSING) else Kind.STOP)


def explained(failure: Exception, *, writing: bool) -> Exception:
    """Return what is to be raised once patience has ended; an error of the program itself stays as it is."""
    advice = judge_write(failure) if writing else judge_read(failure)
    if isinstance(failure, HTTPResponseError):
        if failure.status == 401:
            way_out = say(
                "Give the token of a Notion connection that is in use; it is shown in the connection's settings."
            )
            return NotAllowed(say("the Notion token is refused: {why}", why=_told(failure)), way_out)
        if _blocked(failure):
            seen = say("Notion has blocked this connection: {why}", why=_told(failure))
            return NotAllowed(seen, say("Waiting does not help; ask Notion's support."))
        if advice.kind is Kind.HOLD:
            return Rejected(failure.status, code_of(failure), _told(failure))
    elif not isinstance(failure, _PASSING):
        return failure
    seen = say("Notion is out of reach: {why}", why=_told(failure))
    if advice.kind is Kind.REREAD:
        return Unanswered(seen, committed(failure))
    return OutOfReach(seen, _LATER)


def code_of(failure: HTTPResponseError) -> str:
    """Return Notion's code, also one the client does not know."""
    code = _body(failure).get("code")
    return code if isinstance(code, str) else ""


def asked(failure: HTTPResponseError) -> float | None:
    """Return the seconds that the answer asks to wait. A date counts from the answer's own date."""
    extra = _body(failure).get("additional_data")
    given = failure.headers.get("retry-after") or (extra.get("retry_after") if isinstance(extra, dict) else None)
    with suppress(ValueError):
        seconds = float(str(given))
        return max(0.0, seconds) if math.isfinite(seconds) else None
    with suppress(ValueError, TypeError):
        wait = parsedate_to_datetime(str(given)) - parsedate_to_datetime(failure.headers.get("date", ""))
        return max(0.0, wait.total_seconds())
    return None


def committed(failure: Exception) -> str | None:
    extra = _body(failure).get("additional_data") if isinstance(failure, HTTPResponseError) else None
    resource = extra.get("committed_resource_id") if isinstance(extra, dict) else None
    return resource if isinstance(resource, str) else None


def _passing(failure: HTTPResponseError) -> bool:
    if failure.status == 429:
        return not _blocked(failure)
    return failure.status >= 500 or failure.status == 408 or _from_the_edge(failure)


def _refusal(failure: HTTPResponseError) -> Kind:
    return Kind.STOP if failure.status == 401 or _blocked(failure) else Kind.HOLD


def _blocked(failure: HTTPResponseError) -> bool:
    extra = _body(failure).get("additional_data")
    reason = extra.get("rate_limit_reason") if isinstance(extra, dict) else None
    return failure.status == 429 and reason == "public_api_request_blocked"


def _from_the_edge(failure: HTTPResponseError) -> bool:
    """A refusal by the network in front of Notion (HTML, no request id) says nothing of permissions."""
    return failure.status == 403 and not _body(failure) and "x-notion-request-id" not in failure.headers


def _never_sent(failure: Exception) -> bool:
    if isinstance(failure, RequestTimeoutError):
        return isinstance(failure.__context__, httpx.ConnectTimeout | httpx.PoolTimeout)
    return isinstance(failure, httpx.ConnectError)


def _body(failure: HTTPResponseError) -> dict[str, object]:
    try:
        body = json.loads(failure.body)
    except (ValueError, TypeError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _told(failure: Exception) -> str:
    if not isinstance(failure, HTTPResponseError):
        return str(failure) or type(failure).__name__
    message = _body(failure).get("message")
    text = f"{message} " if isinstance(message, str) and message else ""
    return f"{text[:_SHORT]}(HTTP {failure.status})"
