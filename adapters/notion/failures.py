"""What a failed call of Notion is to people, once patience has ended."""

from notion_client.errors import HTTPResponseError

from adapters.notion.judge import PASSING, blocked, body_of, code_of, committed, unsendable
from adapters.pace import Advice, Kind
from sync.errors import BothwaysError, Misconfigured, NotAllowed, OutOfReach, ServiceError
from sync.message import Message, say
from sync.secrecy import scrubbed, scrubbed_message

SHARE = say("Open the database in Notion, choose Connections in its menu and add the connection; then run again.")
_LATER = say("Nothing is lost: run again later.")
_SHORT = 300


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


def explained(failure: Exception, advice: Advice) -> Exception:
    """Return what is to be raised for a failure that was judged so; an error of the program itself stays as it is."""
    if isinstance(failure, HTTPResponseError):
        if advice.kind is Kind.STOP:
            return _stopped(failure)
        if advice.kind is Kind.HOLD:
            return Rejected(failure.status, code_of(failure), _told(failure))
    elif unsendable(failure):
        return Rejected(400, "", str(failure)[:_SHORT])
    elif not isinstance(failure, PASSING):
        return failure
    seen = say("Notion is out of reach: {why}", why=_told(failure))
    if advice.kind is Kind.REREAD:
        return Unanswered(seen, committed(failure))
    return OutOfReach(seen, _LATER)


def discreet(reason: Exception, secret: str) -> Exception:
    """Take the token out of what Notion, or somebody in between, said: it is shown, and kept in the journal."""
    if isinstance(reason, BothwaysError):
        reason.seen = scrubbed_message(reason.seen, (secret,))
        reason.args = (reason.seen, reason.way_out)
    if isinstance(reason, Rejected):
        reason.message = scrubbed(reason.message, (secret,))
    return reason


def _stopped(failure: HTTPResponseError) -> BothwaysError:
    if code_of(failure) == "missing_version":
        way_out = say("Take {key} out of the configuration, or write a version that Notion has.", key="notion.version")
        return Misconfigured(say("Notion does not take the API version: {why}", why=_told(failure)), way_out=way_out)
    if blocked(failure):
        seen = say("Notion has blocked this connection: {why}", why=_told(failure))
        return NotAllowed(seen, say("Waiting does not help; ask Notion's support."))
    if failure.status == 401:
        way_out = say("Give the token of a Notion connection that is in use; it is shown in the connection's settings.")
        return NotAllowed(say("the Notion token is refused: {why}", why=_told(failure)), way_out)
    seen = say("Notion takes no call of this connection: {why}", why=_told(failure))
    return ServiceError(seen, say("See what the configuration says of the token and of Notion's version."))


def _told(failure: Exception) -> str:
    if not isinstance(failure, HTTPResponseError):
        return str(failure) or type(failure).__name__
    message = body_of(failure).get("message")
    text = f"{message} " if isinstance(message, str) and message else ""
    return f"{text[:_SHORT]}(HTTP {failure.status})"
