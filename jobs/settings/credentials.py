"""Secrets, fetched when they are needed: from the environment, a file or a command. They are never shown."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from jobs.settings.login import login_file, private
from jobs.settings.secrecy import given
from jobs.settings.secret_sources import read_secret, run_command
from jobs.settings.services import Google, Notion
from sync.errors import Misconfigured
from sync.message import Message, say

LOCAL = SecretStr("local")
"""What is sent to the local services, which take anything."""
_KINDS = ("service_account", "authorized_user", "external_account")


@dataclass(frozen=True, slots=True)
class GoogleCredentials:
    """An access token, or a key as google-auth reads it, or the word that the machine's own account is used.

    ``again`` gets another token once the first has expired.
    """

    token: SecretStr | None = None
    info: Mapping[str, object] | None = field(default=None, repr=False)
    application_default: bool = False
    again: Callable[[], SecretStr] | None = field(default=None, repr=False)


def loopback(url: str | None) -> bool:
    """Say whether ``url`` leads to this machine."""
    return url is not None and urlsplit(url).hostname in ("127.0.0.1", "::1", "localhost")


def notion_token(notion: Notion, file: Path) -> SecretStr:
    if notion.token is not None:
        return _sound(notion.token.get_secret_value(), "BOTHWAYS_NOTION__TOKEN")
    if notion.token_file is not None:
        return _sound(read_secret(notion.token_file, file, "notion.token_file"), "notion.token_file")
    if notion.token_command is not None:
        return _sound(run_command(notion.token_command, "notion.token_command"), "notion.token_command")
    if loopback(notion.base_url):
        return LOCAL
    raise Misconfigured(
        say("There is no token for Notion."),
        way_out=say(
            "Set {variable}, or {file_key} or {command_key} in {file}.",
            variable="BOTHWAYS_NOTION__TOKEN",
            file_key="notion.token_file",
            command_key="notion.token_command",
            file=file,
        ),
    )


def google_credentials(google: Google, file: Path) -> GoogleCredentials:
    if google.token is not None:
        return GoogleCredentials(_sound(google.token.get_secret_value(), "BOTHWAYS_GOOGLE__TOKEN"))
    if google.credentials is not None:
        return _parsed(google.credentials.get_secret_value(), "BOTHWAYS_GOOGLE__CREDENTIALS")
    if google.credentials_file is not None:
        return _parsed(read_secret(google.credentials_file, file, "google.credentials_file"), "google.credentials_file")
    if google.token_command is not None:
        command = google.token_command

        def run() -> SecretStr:
            return _sound(run_command(command, "google.token_command"), "google.token_command")

        return GoogleCredentials(run(), again=run)
    if google.application_default:
        return GoogleCredentials(application_default=True)
    local = loopback(google.base_url)
    login = None if local and google.login_file is None else login_file(google, file)
    if login is not None and login.exists():
        private(login)
        return _parsed(read_secret(str(login.absolute()), file, "google.login_file"), "google.login_file")
    if local:
        return GoogleCredentials(LOCAL)
    raise Misconfigured(
        say("There are no credentials for Google."),
        way_out=say(
            "Set {variable}, or {file_key} or {command_key} in {file}; for your own account: {login}.",
            variable="BOTHWAYS_GOOGLE__CREDENTIALS",
            file_key="google.credentials_file",
            command_key="google.token_command",
            file=file,
            login="bothways login google",
        ),
    )


def _sound(text: str, where: str) -> SecretStr:
    """Refuse what cannot be a token: it would travel as a header."""
    text = text.strip()
    if not text:
        raise _wrong(where, say("{where} gave nothing where a token was expected.", where=where))
    if not text.isascii() or not text.isprintable() or " " in text:
        raise _wrong(
            where, say("{where} gave more than a token: it has spaces, lines or other signs in it.", where=where)
        )
    return SecretStr(given(text))


def _wrong(where: str, seen: Message) -> Misconfigured:
    return Misconfigured(
        seen, way_out=say("Correct {where}, so that it gives the secret and nothing else.", where=where)
    )


def _parsed(text: str, where: str) -> GoogleCredentials:
    try:
        info = json.loads(given(text))
    except ValueError:
        raise _wrong(where, say("{where} is not JSON.", where=where)) from None
    kind = info.get("type") if isinstance(info, dict) else None
    if kind not in _KINDS:
        seen = say(
            "{where} is not the key of a service account: its type is {kind}; allowed are {allowed}.",
            where=where,
            kind=kind if isinstance(kind, str) else "-",
            allowed=", ".join(_KINDS),
        )
        way_out = say("Make a key in the Google Cloud console under IAM, Service accounts, Keys, and give its JSON.")
        raise Misconfigured(seen, way_out=way_out)
    return GoogleCredentials(info=info)
