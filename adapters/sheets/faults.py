"""What a failed call to Google means: whether to repeat it, and what to tell people."""

import re
from typing import Any

from google.auth.exceptions import GoogleAuthError, TransportError
from gspread.exceptions import APIError
from requests import RequestException
from requests.exceptions import ConnectTimeout

from adapters.pace import Advice, Kind
from sync.errors import BothwaysError, NotAllowed, NotThere, OutOfReach, ServiceError
from sync.message import Message, say

_PASSING = frozenset({408, 409, 425, 429})
_INDEX = re.compile(r"Invalid requests\[(\d+)\]")
_NARROW = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
PROTECTED = "protected cell or object"
BAD_RANGE = "Unable to parse range"
"""What Google's messages have in them."""


class NotJson(Exception):
    """A success whose body is no JSON: something between us and Google answered."""


class LostAnswer(Exception):
    """A write of which nobody knows whether it was carried out. Read before anything is sent again."""


class Rejected(Exception):
    """A batch that was refused as a whole; ``index`` is the request at fault where Google names it."""

    def __init__(self, index: int | None, message: str) -> None:
        super().__init__(message)
        self.index = index
        self.message = message


def judge_read(failure: Exception) -> Advice:
    """A read may always be repeated."""
    if isinstance(failure, APIError):
        return _judge_status(failure, unsure=Kind.RETRY)
    passing = isinstance(failure, RequestException | TransportError | NotJson)
    return Advice(Kind.RETRY if passing else Kind.STOP)


def judge_write(failure: Exception) -> Advice:
    """A write is repeated only where it certainly was not carried out."""
    if isinstance(failure, APIError):
        return _judge_status(failure, unsure=Kind.REREAD)
    if isinstance(failure, ConnectTimeout | TransportError):
        return Advice(Kind.RETRY)
    unsure = isinstance(failure, RequestException | NotJson)
    return Advice(Kind.REREAD if unsure else Kind.STOP)


def _judge_status(failure: APIError, unsure: Kind) -> Advice:
    status = failure.response.status_code
    if status == 429 or _over_quota(failure):
        return Advice(Kind.RETRY, _retry_after(failure))
    if status in _PASSING or status >= 500:
        return Advice(unsure, _retry_after(failure))
    return Advice(Kind.HOLD if status == 400 else Kind.STOP)


def _over_quota(failure: APIError) -> bool:
    """Drive answers 403 where a quota is used up."""
    errors = failure.error.get("errors") or [{}]
    return bool(failure.response.status_code == 403 and errors[0].get("domain") == "usageLimits")


def _retry_after(failure: APIError) -> float | None:
    asked = failure.response.headers.get("Retry-After", "")
    return float(asked) if asked.isdigit() else None


def rejected(failure: Exception) -> Rejected | None:
    """Return the refusal of a batch, or None where the failure is another."""
    if not isinstance(failure, APIError) or failure.response.status_code != 400:
        return None
    message = str(failure.error.get("message", ""))
    found = _INDEX.search(message)
    return Rejected(int(found[1]) if found else None, message)


def translate(failure: Exception, account: str) -> BothwaysError:
    """Return what to tell people. ``account`` is the address that a spreadsheet has to be shared with."""
    if isinstance(failure, APIError):
        return _translate_status(failure, account)
    if isinstance(failure, GoogleAuthError) and not isinstance(failure, TransportError):
        return NotAllowed(
            say("Google refused the credentials: {reason}", reason=_reason(failure)),
            say("Check the key or token and the computer's clock; a deleted or expired key has to be made anew."),
        )
    return OutOfReach(
        say("Google Sheets could not be reached: {reason}", reason=type(failure).__name__),
        say("Check the connection and run again; nothing is written twice."),
    )


def _reason(failure: GoogleAuthError) -> str:
    return str(failure.args[0]) if failure.args else type(failure).__name__


def _translate_status(failure: APIError, account: str) -> BothwaysError:
    status = failure.response.status_code
    text = _text(failure)
    if status == 401:
        return NotAllowed(
            say("Google does not accept the token: {text}", text=text),
            say("Check the key or token that the configuration names."),
        )
    if status == 403:
        return _forbidden(failure, account, text)
    if status == 404:
        return NotThere(
            say("Google finds no spreadsheet of this id."),
            say("Check the id or URL in the configuration; the file may have been deleted or not be a spreadsheet."),
        )
    if status in _PASSING or status >= 500:
        return OutOfReach(
            say("Google Sheets kept answering {status}: {text}", status=status, text=text),
            say("Run again later; nothing is written twice."),
        )
    return ServiceError(say("Google Sheets refused a request: {status} {text}", status=status, text=text))


def _forbidden(failure: APIError, account: str, text: str) -> NotAllowed:
    disabled = _disabled_service(failure)
    if disabled:
        return NotAllowed(
            say(
                "The API {service} is not switched on in the Google Cloud project of these credentials.",
                service=disabled,
            ),
            say("Enable it in the Google Cloud console (APIs & Services), wait some minutes and run again."),
        )
    if _has_reason(failure, _NARROW):
        return NotAllowed(
            say("The Google token was made without the right to spreadsheets: {text}", text=text),
            say("Make the token with the scope {scope}.", scope="https://www.googleapis.com/auth/spreadsheets"),
        )
    return NotAllowed(
        say("Google does not let us do this with the spreadsheet: {text}", text=text),
        share_it(account),
    )


def share_it(account: str) -> Message:
    if account:
        return say("Share the spreadsheet with {account} as an editor.", account=account)
    return say("Share the spreadsheet, as an editor, with the account that the credentials belong to.")


def _disabled_service(failure: APIError) -> str | None:
    details: list[dict[str, Any]] = failure.error.get("details") or []
    for detail in details:
        if detail.get("reason") in ("SERVICE_DISABLED", "accessNotConfigured"):
            return str(detail.get("metadata", {}).get("service", "sheets.googleapis.com"))
    return None


def _has_reason(failure: APIError, reason: str) -> bool:
    details: list[dict[str, Any]] = failure.error.get("details") or []
    return any(detail.get("reason") == reason for detail in details)


def _text(failure: APIError) -> str:
    """Return Google's own words; of a page of HTML only what the status line says."""
    if failure.code == -1:
        return str(failure.response.reason or failure.response.status_code)
    return str(failure.error.get("message", ""))
