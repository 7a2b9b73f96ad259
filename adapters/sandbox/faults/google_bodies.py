"""What Google says when something is wrong on its side."""

from typing import Any

from adapters.sandbox.exchange import Answer, Request, answer_of
from adapters.sandbox.google.errors import (
    DriveError,
    GoogleError,
    SheetsError,
    drive_unauthenticated,
    forbidden,
    not_found,
    sheets_unauthenticated,
)

Json = dict[str, Any]
JSON = "application/json; charset=UTF-8"
_RPC = "type.googleapis.com/google.rpc."
_NUMBER = "100000000000"

ERRORS: dict[int, tuple[str, str]] = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    409: ("ABORTED", "The operation was aborted."),
    500: ("INTERNAL", "Internal error encountered."),
    503: ("UNAVAILABLE", "The service is currently unavailable."),
    504: ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
}
_DRIVE: dict[int, tuple[str, str]] = {
    400: ("badRequest", "Bad Request"),
    403: ("insufficientFilePermissions", "The user does not have sufficient permissions for this file."),
    404: ("notFound", "File not found: ."),
    409: ("conflict", "Conflict"),
    500: ("internalError", "Internal Error"),
    503: ("backendError", "Transient failure."),
    504: ("deadlineExceeded", "Deadline exceeded."),
}


def error(status: int, variant: str, request: Request, retry_after: float | None = None) -> Answer:
    """Return the answer for a status, in the style of the API that was called; 502 is a page, as it is with Google."""
    headers = {} if retry_after is None else {"retry-after": f"{retry_after:g}"}
    if status == 502:
        return page(status)
    if request.path.startswith(("/drive", "/upload")):
        return shown(_drive_error(status, variant), headers)
    if status == 429:
        return shown(too_many(reads=request.is_read), headers)
    known = {401: sheets_unauthenticated, 403: forbidden, 404: not_found}
    if variant:
        return shown(_forbidden_for(variant, reads=request.is_read), headers)
    if status in known:
        return shown(known[status](), headers)
    name, message = ERRORS[status]
    return shown(SheetsError(status, name, message), headers)


def _forbidden_for(variant: str, *, reads: bool) -> GoogleError:
    """Return a 403 of Sheets that is not about the spreadsheet."""
    if variant == "disabled":
        return _disabled()
    if variant == "scope":
        return _narrow()
    if variant == "daily":
        return _UsageLimit(403, "dailyLimitExceeded")
    return too_many(reads=reads, code=403)


def too_many(*, reads: bool, limit: int = 60, code: int = 429) -> SheetsError:
    """Return the error of a minute's reads or writes used up. It comes without a Retry-After."""
    word = "Read" if reads else "Write"
    info = {
        "@type": f"{_RPC}ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "sheets.googleapis.com",
            "consumer": f"projects/{_NUMBER}",
            "quota_limit": f"{word}RequestsPerMinutePerUser",
            "quota_limit_value": str(limit),
            "quota_location": "global",
            "quota_metric": f"sheets.googleapis.com/{word.lower()}_requests",
            "quota_unit": "1/min/{project}/{user}",
        },
    }
    url = "https://cloud.google.com/docs/quotas/help/request_increase"
    link = {"@type": f"{_RPC}Help", "links": [{"description": "Request a higher quota limit.", "url": url}]}
    text = (
        f"Quota exceeded for quota metric '{word} requests' and limit '{word} requests per minute per user' of "
        f"service 'sheets.googleapis.com' for consumer 'project_number:{_NUMBER}'."
    )
    return SheetsError(code, "RESOURCE_EXHAUSTED", text, [info, link])


def shown(refusal: GoogleError, headers: dict[str, str] | None = None) -> Answer:
    return answer_of(refusal.code, refusal.body, headers or {}, JSON)


def page(status: int) -> Answer:
    """Return a page instead of JSON; with 429 it is the one about automated queries."""
    if status == 429:
        return answer_of(status, _SORRY, {}, "text/html")
    html = (
        f"<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error {status} (Server Error)!!1</title>\n"
        f"  <p><b>{status}.</b> <ins>That’s an error.</ins>\n  <p>Please try again in 30 seconds.\n"
    )
    return answer_of(status, html, {}, "text/html; charset=UTF-8")


def _drive_error(status: int, variant: str) -> GoogleError:
    if status == 401:
        return drive_unauthenticated()
    if status == 429 or variant == "quota":
        return _UsageLimit(status, "userRateLimitExceeded" if status == 403 else "rateLimitExceeded")
    if variant == "daily":
        return _UsageLimit(status, "dailyLimitExceeded")
    if variant == "minute":
        return _UsageLimit(status, "rateLimitExceeded")
    if variant == "disabled":
        return _disabled()
    if variant == "scope":
        return DriveError(status, "insufficientPermissions", "Request had insufficient authentication scopes.")
    reason, message = _DRIVE[status]
    return DriveError(status, reason, message)


class _UsageLimit(DriveError):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason, "User Rate Limit Exceeded")

    @property
    def body(self) -> Json:
        body = super().body
        body["error"]["errors"][0]["domain"] = "usageLimits"
        return body


def _disabled() -> SheetsError:
    text = (
        f"Google Sheets API has not been used in project {_NUMBER} before or it is disabled. Enable it, wait a few "
        "minutes, then retry."
    )
    info = {
        "@type": f"{_RPC}ErrorInfo",
        "reason": "SERVICE_DISABLED",
        "domain": "googleapis.com",
        "metadata": {"consumer": f"projects/{_NUMBER}", "service": "sheets.googleapis.com"},
    }
    return SheetsError(403, "PERMISSION_DENIED", text, [info])


def _narrow() -> SheetsError:
    """Return the error of a token that was made for less than the spreadsheets."""
    info = {
        "@type": f"{_RPC}ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": "sheets.googleapis.com"},
    }
    return SheetsError(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", [info])


_SORRY = (
    '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title>Sorry...</title></head>\n'
    "<body><h1>We're sorry...</h1><p>... but your computer or network may be sending automated queries.</p>\n"
    "</body></html>\n"
)
