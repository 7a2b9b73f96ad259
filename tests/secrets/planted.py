"""Secrets of every kind, none of them real. Whatever shows one of them has a leak."""

import json
from collections.abc import Iterator
from pathlib import Path

NOTION = "planted-notion-7f3a9c51e2"
GOOGLE = "planted-google-access-41d8be07"
KEY_BODY = "plantedprivatekeyMIIEvQIBADANBgkqhkiG9w0BAQEFAASC"
CLIENT_SECRET = "planted-client-secret-a1b2c3"
REFRESH = "planted-refresh-token-9e8d7c"
PASSWORD = "planted-database-password"
SUBJECT = "planted-subject-token-55aa"
SESSION = "planted-sts-token-0f0f"
BEAT = "planted-heartbeat-word-4477"
HOOK = "planted-webhook-word-b0b0"
SLACK = "planted-slack-word-5a1a"
CHAT = "planted-chat-word-c4a7"
MAIL = "planted mail password 9911"
ALL = (NOTION, GOOGLE, KEY_BODY, CLIENT_SECRET, REFRESH, PASSWORD, SUBJECT, SESSION, BEAT, HOOK, SLACK, CHAT, MAIL)

ENVIRONMENT = {"BOTHWAYS_NOTION__TOKEN": NOTION, "BOTHWAYS_GOOGLE__TOKEN": GOOGLE}
"""What every test of the suite runs with, unless it says otherwise."""
KEEPER = ".planted"
"""A file of this ending was put there by the test itself, to hold a secret."""
_LARGEST = 50_000_000

SERVICE_ACCOUNT = json.dumps(
    {
        "type": "service_account",
        "client_email": "worker@none.example",
        "private_key": f"-----BEGIN PRIVATE KEY-----\n{KEY_BODY}\n-----END PRIVATE KEY-----\n",
        "token_uri": "https://oauth2.example/token",
    }
)
LOGIN = {
    "type": "authorized_user",
    "client_id": "client.example",
    "client_secret": CLIENT_SECRET,
    "refresh_token": REFRESH,
}


def shown(text: str) -> list[str]:
    """Return the planted secrets that a text shows, as a whole or broken by a terminal's width."""
    return [each for each in ALL if each in text or "".join(each.split()) in "".join(text.split())]


def kept(folder: Path) -> Iterator[str]:
    """Yield the files below a folder that hold a planted secret, other than those made to hold one."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == KEEPER or not path.is_file() or path.is_symlink() or path.stat().st_size > _LARGEST:
            continue
        content = path.read_bytes()
        if any(each.encode() in content for each in ALL):
            yield str(path.relative_to(folder))
