"""What a failed call to Google means: whether to repeat it, and what to tell people."""

import re

import orjson
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.exceptions import APIError
from requests import ConnectionError as ConnectionError_
from requests import RequestException, Response
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import MaxRetryError, NewConnectionError

from adapters.pace import Advice, Kind, seconds_asked
from sync.errors import BothwaysError, NotAllowed, NotThere, OutOfReach, ServiceError
from sync.message import Message, say

_PASSING = frozenset({408, 409, 425, 429})
_BETWEEN = frozenset({400, 401, 403, 405, 407})
_OF_THE_MOMENT = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_SWITCHED_OFF = frozenset({"SERVICE_DISABLED", "accessNotConfigured"})
_INDEX = re.compile(r"Invalid requests\[(\d+)\]")
_NARROW = "ACCESS_TOKEN_SCOPE_INSUFFICIENT"
_NO_RENEWAL = "The credentials do not contain the necessary fields"
PROTECTED = "protected cell or object"
BAD_RANGE = "Unable to parse range"
FULL = "increase the number of cells"
"""What Google's messages have in them."""


class NotJson(Exception):
    """An answer whose body has no form of Google's: something between us and Google answered."""


class Misshapen(NotJson):
    """A success that is JSON of another form than the service gives; the text is the place of the first misfit."""


class OddRefusal(APIError):
    """An error whose body is not of Google's form: nothing is known of it but its status.

    ``code`` is -1, as gspread has it, where the body is none of Google's errors at all.
    """

    def __init__(self, response: Response, *, googles: bool) -> None:
        Exception.__init__(self, response.status_code)
        self.response = response
        self.code = response.status_code if googles else -1
        self.error = {"code": self.code, "message": ""}


class LostAnswer(Exception):
    """A write of which nobody knows whether it was carried out. Read before anything is sent again."""


class Rejected(Exception):
    """A batch that was refused as a whole; ``index`` is the request at fault where Google names it."""

    def __init__(self, index: int | None, message: str) -> None:
        super().__init__(message)
        self.index = index
        self.message = message


def refusal_of(response: Response) -> APIError:
    """Return the error of an answer that is no success, whatever its body is."""
    try:
        error = orjson.loads(response.content)["error"]
    except (orjson.JSONDecodeError, LookupError, TypeError):
        return OddRefusal(response, googles=False)
    try:
        formed = type(error["code"]) is int and isinstance(error["message"], str)
    except (LookupError, TypeError):
        formed = False
    return APIError(response) if formed else OddRefusal(response, googles=True)


def judge_read(failure: Exception) -> Advice:
    """A read may always be repeated."""
    if isinstance(failure, APIError):
        return _judge_status(failure, unsure=Kind.RETRY)
    if isinstance(failure, GoogleAuthError):
        return Advice(Kind.RETRY if _passes(failure) else Kind.STOP)
    return Advice(Kind.RETRY if isinstance(failure, RequestException | NotJson) else Kind.STOP)


def judge_write(failure: Exception) -> Advice:
    """A write is repeated only where it certainly was not carried out."""
    if isinstance(failure, APIError):
        return _judge_status(failure, unsure=Kind.REREAD)
    if isinstance(failure, GoogleAuthError):  # before anything is sent
        return Advice(Kind.RETRY if _passes(failure) else Kind.STOP)
    if _never_sent(failure):
        return Advice(Kind.RETRY)
    unsure = isinstance(failure, RequestException | NotJson)
    return Advice(Kind.REREAD if unsure else Kind.STOP)


def _judge_status(failure: APIError, unsure: Kind) -> Advice:
    status = failure.response.status_code
    if status == 429 or (status == 403 and _too_many(failure)) or _from_between(failure):
        return Advice(Kind.RETRY, asked(failure))
    if status in _PASSING or status >= 500:
        return Advice(unsure, asked(failure))
    return Advice(Kind.HOLD if status == 400 else Kind.STOP)


def asked(failure: Exception) -> float | None:
    """Return the seconds that the answer asks to wait."""
    headers = failure.response.headers if isinstance(failure, APIError) else {}
    return seconds_asked(headers.get("Retry-After"), headers.get("Date"))


def _too_many(failure: APIError) -> bool:
    """Google says 403 as well where a minute's quota is used up. A day's is not waited for, nor a switched-off API."""
    return bool(_reasons(failure) & _OF_THE_MOMENT)


def _from_between(failure: APIError) -> bool:
    """What is no error of Google's says nothing of the token or of permissions: it did not come as far as the API."""
    return failure.code == -1 and failure.response.status_code in _BETWEEN


def _never_sent(failure: Exception) -> bool:
    cause = failure.args[0] if isinstance(failure, ConnectionError_) and failure.args else None
    refused = isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)
    return refused or isinstance(failure, ConnectTimeout)


def _passes(failure: GoogleAuthError) -> bool:
    return isinstance(failure, TransportError) or failure.retryable


def _reasons(failure: APIError) -> set[str]:
    """Return every reason that Google names, in the lists of Drive and of Sheets alike."""
    lists = (failure.error.get(name) for name in ("errors", "details"))
    entries = [entry for each in lists if isinstance(each, list) for entry in each if isinstance(entry, dict)]
    return {str(entry.get("reason")) for entry in entries}


def rejected(failure: Exception) -> Rejected | None:
    """Return the refusal of a batch, or None where the failure is another."""
    if not isinstance(failure, APIError) or failure.response.status_code != 400 or _from_between(failure):
        return None
    message = str(failure.error.get("message", ""))
    found = _INDEX.search(message)
    return Rejected(int(found[1]) if found else None, message)


def translate(failure: Exception, account: str) -> BothwaysError:
    """Return what to tell people. ``account`` is the address that a spreadsheet has to be shared with."""
    if isinstance(failure, APIError):
        return _translate_status(failure, account)
    if isinstance(failure, RefreshError) and str(_reason(failure)).startswith(_NO_RENEWAL):
        return NotAllowed(
            say("Google does not accept the access token any more: it has expired, or was taken back."),
            say(
                "Give a new one; nothing renews it. For runs without you use {first} or {second}.",
                first="google.credentials_file",
                second="google.token_command",
            ),
        )
    if isinstance(failure, GoogleAuthError) and not _passes(failure):
        return NotAllowed(
            say("Google refused the credentials: {reason}", reason=_reason(failure)),
            say("Check the key or token and the computer's clock; a deleted or expired key has to be made anew."),
        )
    if isinstance(failure, NotJson):
        return OutOfReach(
            say("Google Sheets answered in a form that is not understood: {place}", place=str(failure) or "-"),
            say("Run again later; where it stays so, this Bothways may be too old for the service."),
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
    if _from_between(failure):
        return _kept_answering(failure, text)
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
        return _kept_answering(failure, text)
    return ServiceError(say("Google Sheets refused a request: {status} {text}", status=status, text=text))


def _kept_answering(failure: APIError, text: str) -> OutOfReach:
    return OutOfReach(
        say("Google Sheets kept answering {status}: {text}", status=failure.response.status_code, text=text),
        say("Run again later; nothing is written twice."),
    )


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
    if _NARROW in _reasons(failure):
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
    if not _reasons(failure) & _SWITCHED_OFF:
        return None
    details = failure.error.get("details")
    for detail in details if isinstance(details, list) else ():
        more = detail.get("metadata") if isinstance(detail, dict) else None
        if isinstance(more, dict) and more.get("service"):
            return str(more["service"])
    return "sheets.googleapis.com"


def _text(failure: APIError) -> str:
    """Return Google's own words; where there are none, what the status line says."""
    said = "" if failure.code == -1 else str(failure.error.get("message", ""))
    return said or str(failure.response.reason or failure.response.status_code)
