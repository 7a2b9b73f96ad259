"""A person's own login: the browser asks, Google answers to a port of this machine, a refresh token is what is kept."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import requests
from google.auth.exceptions import GoogleAuthError
from google_auth_oauthlib.flow import (  # type: ignore[import-untyped]  # no annotations
    InstalledAppFlow,
    WSGITimeoutError,
)
from oauthlib.oauth2 import AccessDeniedError, OAuth2Error  # type: ignore[import-untyped]  # as above

from adapters.sheets.connect import SCOPES
from sync.errors import NotAllowed, OutOfReach
from sync.message import say

for _each in ("google_auth_oauthlib", "requests_oauthlib", "oauthlib"):
    logging.getLogger(_each).setLevel(logging.WARNING)  # below that they write codes and tokens to the log
_TIMEOUT = 30.0
_AGAIN = say("Run the command again.")
_NEEDED = ("client_id", "client_secret", "auth_uri", "token_uri")


class _Flow(InstalledAppFlow):  # type: ignore[misc]  # the library has no annotations
    """Hands over the address to be opened instead of printing and logging it."""

    tell: Callable[[str], None]

    def authorization_url(self, **more: Any) -> tuple[str, str]:  # noqa: ANN401 - the library's own
        found: tuple[str, str] = super().authorization_url(prompt="consent", **more)  # else no refresh token is given
        self.tell(found[0])
        return found


def ask_person(
    client: Mapping[str, Any], tell: Callable[[str], None], done: str, *, port: int = 0, patience: int = 300
) -> dict[str, object]:
    """Ask for the right to spreadsheets and return what ``connect`` takes of the type ``authorized_user``.

    ``tell`` is given the address to open; ``done`` is what the browser shows at the end; ``patience`` is in seconds.
    Raises ``NotAllowed`` where the client cannot be used or the person says no, ``OutOfReach`` without an answer.
    """
    flow = _flow(client)
    flow.tell = tell
    try:
        flow.run_local_server(
            host="127.0.0.1",
            port=port,
            open_browser=False,
            authorization_prompt_message=None,
            success_message=done,
            timeout_seconds=patience,
        )
    except WSGITimeoutError:
        raise OutOfReach(
            say("Nobody has answered in the browser for {count} seconds.", count=patience), _AGAIN
        ) from None
    except AccessDeniedError:
        raise NotAllowed(say("The right to spreadsheets was not given in the browser."), _AGAIN) from None
    except (OAuth2Error, GoogleAuthError, ValueError, Warning) as error:  # a Warning says that other rights were given
        seen = say("Google did not log us in ({kind}).", kind=type(error).__name__)
        raise NotAllowed(seen, say("Run the command again, and tick the right to spreadsheets.")) from None
    except requests.RequestException as error:
        raise OutOfReach(say("Google could not be reached: {reason}", reason=type(error).__name__), _AGAIN) from None
    except OSError as error:
        seen = say(
            "The answer cannot be waited for on port {port} ({reason}).", port=port, reason=error.strerror or "-"
        )
        raise OutOfReach(seen, say("Name another with {option}.", option="--port")) from None
    return _kept(flow)


def _flow(client: Mapping[str, Any]) -> _Flow:
    inner = client.get("installed")
    if not isinstance(inner, Mapping) or not all(isinstance(inner.get(name), str) for name in _NEEDED):
        raise NotAllowed(
            say("The OAuth client is not one for desktop apps."),
            say("In the Google Cloud console make a client of the type Desktop app, and download its JSON."),
        )
    return _Flow.from_client_config({"installed": dict(inner)}, scopes=list(SCOPES))  # type: ignore[no-any-return]  # as above


def _kept(flow: _Flow) -> dict[str, object]:
    found = flow.credentials
    if not found.refresh_token:
        raise NotAllowed(
            say("Google gave no lasting login."),
            say(
                "Remove Bothways at {url}, then run the command again.", url="https://myaccount.google.com/connections"
            ),
        )
    return {
        "type": "authorized_user",
        "client_id": found.client_id,
        "client_secret": found.client_secret,
        "refresh_token": found.refresh_token,
        "token_uri": found.token_uri,
        "scopes": list(SCOPES),
    }


def take_back(login: Mapping[str, Any]) -> bool:
    """Tell Google to forget a login; False where it does not answer, or does not know it any more."""
    uri = str(login.get("token_uri") or "https://oauth2.googleapis.com/token")
    base = uri.removesuffix("/token")
    try:
        answer = requests.post(f"{base}/revoke", data={"token": login.get("refresh_token")}, timeout=_TIMEOUT)
    except requests.RequestException:
        return False
    return answer.ok
