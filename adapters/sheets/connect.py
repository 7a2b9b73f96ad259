"""From credentials of any kind to a client."""

import time
import warnings
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import google.auth
import google.oauth2.credentials
import google.oauth2.service_account
import orjson
from google.auth.credentials import Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError

from adapters.pace import Pace
from adapters.sheets.client import CALLS_A_MINUTE, SheetsClient
from adapters.sheets.workload import Workload
from sync.errors import NotAllowed
from sync.message import say

SCOPES = ("https://www.googleapis.com/auth/spreadsheets",)
# google-auth has annotations on few of its constructors
_TOKEN: Any = google.oauth2.credentials.Credentials
_KINDS: Mapping[str, Callable[..., Credentials]] = {
    "service_account": google.oauth2.service_account.Credentials.from_service_account_info,
    "authorized_user": google.oauth2.credentials.Credentials.from_authorized_user_info,
    "external_account": Workload.from_info,
}


def connect(
    credentials: Credentials | Mapping[str, Any] | Path | str,
    *,
    random: Random,
    base_url: str | None = None,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
    check: Callable[[], None] = lambda: None,
    reads_a_minute: int = CALLS_A_MINUTE,
    writes_a_minute: int = CALLS_A_MINUTE,
) -> SheetsClient:
    """Return a client for google-auth credentials, a key as a mapping or file, or (a str) a plain access token.

    ``check`` is asked before each call, and may raise. Raises ``NotAllowed`` where the key cannot be used; no call is
    made yet.
    """
    reads, writes = (
        Pace(calls, 60.0, monotonic=monotonic, sleep=sleep, check=check) for calls in (reads_a_minute, writes_a_minute)
    )
    auth = _credentials(credentials)
    return SheetsClient(auth, reads=reads, writes=writes, sleep=sleep, random=random, base_url=base_url)


def application_default() -> Credentials:
    """Return what this machine calls its own: a file that the environment names, gcloud's, or the instance's account.

    Raises ``NotAllowed`` where there is nothing.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the quota project, which Google's own answer names where it matters
            found: Credentials = google.auth.default(scopes=SCOPES)[0]
    except (DefaultCredentialsError, ValueError, KeyError, TypeError):
        raise NotAllowed(
            say("This machine has no application default credentials for Google that can be used."),
            say(
                "Set {variable} to a file, or run {command}.",
                variable="GOOGLE_APPLICATION_CREDENTIALS",
                command="gcloud auth application-default login",
            ),
        ) from None
    return found


def renewed(token: str, again: Callable[[], str]) -> Credentials:
    """Return credentials that ask ``again`` for a token once this one is an hour old, or refused."""

    def refresh(_request: object, *, scopes: object) -> tuple[str, datetime]:  # noqa: ARG001 - google-auth's form
        return again(), _soon()

    made: Credentials = _TOKEN(token, expiry=_soon(), refresh_handler=refresh)
    return made


def _soon() -> datetime:
    """Google's access tokens live an hour; of one that a command printed nobody knows how old it is."""
    return datetime.now(UTC).replace(tzinfo=None) + timedelta(minutes=30)


def _credentials(given: Credentials | Mapping[str, Any] | Path | str) -> Credentials:
    if isinstance(given, Credentials):
        return given
    if isinstance(given, str):
        token: Credentials = _TOKEN(given)
        return token
    return _from_key(_load(given) if isinstance(given, Path) else given)


def _load(file: Path) -> Mapping[str, Any]:
    try:
        found = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as broken:
        raise _unusable(say("it cannot be read as JSON ({kind})", kind=type(broken).__name__)) from None
    if not isinstance(found, dict):
        raise _unusable(say("it holds no JSON object"))
    return found


def _from_key(key: Mapping[str, Any]) -> Credentials:
    """The key itself is never part of a message."""
    kind = key.get("type")
    make = _KINDS.get(str(kind))
    if make is None:
        raise _unusable(say("its type is {kind}; allowed are {kinds}", kind=repr(kind), kinds=", ".join(_KINDS)))
    try:
        return make(key, scopes=SCOPES)
    except (ValueError, KeyError, TypeError, GoogleAuthError) as broken:
        raise _unusable(say("a field is missing or damaged ({kind})", kind=type(broken).__name__)) from None


def _unusable(why: object) -> NotAllowed:
    return NotAllowed(
        say("The Google credentials cannot be used: {why}.", why=why),
        say("Download the key of the service account again, or name the right file."),
    )
