"""Whether a failed call of Notion may be sent again. docs/retries.md has the table."""

import json

import httpx
from notion_client.errors import HTTPResponseError, InvalidPathParameterError, RequestTimeoutError

from adapters.pace import Advice, Kind, seconds_asked

_EDGE = (400, 401, 403, 404, 405, 407)
"""With no word of Notion's in them, these are about the way to it, not about the call."""
_FOR_GOOD = ("missing_version", "invalid_beta", "invalid_grant", "unauthorized")
"""Codes that every further call would be answered with."""


class NoObject(Exception):
    """A success whose body is JSON of no form of Notion's: somebody between us and Notion answered."""


GARBLED = (json.JSONDecodeError, UnicodeDecodeError, RecursionError, NoObject)
PASSING = (RequestTimeoutError, httpx.RequestError, *GARBLED)
_UNSENDABLE = (ValueError, httpx.InvalidURL, InvalidPathParameterError)
"""What the client says of ids and values, taken from an answer, that no call can carry."""


def unsendable(failure: Exception) -> bool:
    """Say whether the call was never sent, and never can be as it is."""
    return isinstance(failure, _UNSENDABLE) and not isinstance(failure, PASSING)


def judge_read(failure: Exception) -> Advice:
    """Judge the failure of a call that changes nothing, which includes POST for queries."""
    if isinstance(failure, HTTPResponseError):
        if _passing(failure) or failure.status == 409:
            return Advice(Kind.RETRY, asked(failure))
        return Advice(_refusal(failure))
    if unsendable(failure):
        return Advice(Kind.HOLD)
    return Advice(Kind.RETRY if isinstance(failure, PASSING) else Kind.STOP)


def judge_write(failure: Exception) -> Advice:
    """Judge the failure of a change of what is there: where it may have happened, or another's did, look first."""
    if isinstance(failure, HTTPResponseError) and code_of(failure) == "conflict_error":
        return Advice(Kind.REREAD, asked(failure))
    return judge_create(failure)


def judge_create(failure: Exception) -> Advice:
    """Judge the failure of a creation. A conflict is an answer: nothing was made, and there is nothing to look at."""
    if isinstance(failure, HTTPResponseError):
        if failure.status in (429, 529) or from_the_edge(failure) or code_of(failure) == "conflict_error":
            return Advice(_refusal(failure) if blocked(failure) else Kind.RETRY, asked(failure))
        if _passing(failure):
            return Advice(Kind.REREAD, asked(failure))
        return Advice(_refusal(failure))
    if _never_sent(failure):
        return Advice(Kind.RETRY)
    if unsendable(failure):
        return Advice(Kind.HOLD)
    return Advice(Kind.REREAD if isinstance(failure, PASSING) else Kind.STOP)


def code_of(failure: HTTPResponseError) -> str:
    """Return Notion's code, also one the client does not know."""
    code = body_of(failure).get("code")
    return code if isinstance(code, str) else ""


def asked(failure: HTTPResponseError) -> float | None:
    """Return the seconds that the answer asks to wait."""
    given = failure.headers.get("retry-after") or _more(failure).get("retry_after")
    return seconds_asked(given, failure.headers.get("date"))


def committed(failure: Exception) -> str | None:
    """Return the id of what Notion says it saved, though the answer is a failure."""
    resource = _more(failure).get("committed_resource_id") if isinstance(failure, HTTPResponseError) else None
    return resource if isinstance(resource, str) else None


def blocked(failure: HTTPResponseError) -> bool:
    return failure.status == 429 and _more(failure).get("rate_limit_reason") == "public_api_request_blocked"


def from_the_edge(failure: HTTPResponseError) -> bool:
    """An answer of the network in front of Notion (no JSON, no request id) says nothing of tokens or permissions."""
    stranger = not body_of(failure) and "x-notion-request-id" not in failure.headers
    return stranger and (failure.status in _EDGE or 300 <= failure.status < 400)


def body_of(failure: HTTPResponseError) -> dict[str, object]:
    try:
        body = json.loads(failure.body)
    except (ValueError, TypeError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _more(failure: HTTPResponseError) -> dict[str, object]:
    extra = body_of(failure).get("additional_data")
    return extra if isinstance(extra, dict) else {}


def _passing(failure: HTTPResponseError) -> bool:
    if failure.status == 429:
        return not blocked(failure)
    return failure.status >= 500 or failure.status == 408 or from_the_edge(failure)


def _refusal(failure: HTTPResponseError) -> Kind:
    lasting = failure.status == 401 or blocked(failure) or code_of(failure) in _FOR_GOOD
    return Kind.STOP if lasting else Kind.HOLD


def _never_sent(failure: Exception) -> bool:
    if isinstance(failure, RequestTimeoutError):
        return isinstance(failure.__context__, httpx.ConnectTimeout | httpx.PoolTimeout)
    return isinstance(failure, httpx.ConnectError)
