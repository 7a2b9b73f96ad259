"""Credentials of every kind, none of them real."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.credentials import AnonymousCredentials

from adapters.sandbox.server import SandboxServer
from adapters.sheets import SheetTable, connect
from sync.errors import NotAllowed
from tests.adapters.sheets.world import NOW, World, mapping

RANDOM = Random(1)  # noqa: S311 - jitter


@pytest.fixture(scope="module")
def key() -> dict[str, Any]:
    """A service account of a project that does not exist."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "type": "service_account",
        "project_id": "none",
        "private_key_id": "0",
        "private_key": pem.decode(),
        "client_email": "worker@none.iam.gserviceaccount.com",
        "client_id": "0",
        "token_uri": "https://oauth2.googleapis.com/token",
    }


def test_a_service_account_gets_its_token_and_reads(world: World, key: dict[str, Any]) -> None:
    mine = {**key, "token_uri": f"{world.server.google_base}/token"}
    client = connect(mine, random=RANDOM, base_url=world.server.google_base)
    assert client.account == "worker@none.iam.gserviceaccount.com"
    assert len(SheetTable(mapping(world.book.id), client, now=lambda: NOW).read().records) == 3
    client.close()


def test_a_key_is_read_from_its_file(tmp_path: Path, key: dict[str, Any]) -> None:
    file = tmp_path / "key.json"
    file.write_text(json.dumps(key))
    assert connect(file, random=RANDOM).account == key["client_email"]


def test_credentials_of_google_auth_are_taken_as_they_are(world: World) -> None:
    nobody = AnonymousCredentials()  # type: ignore[no-untyped-call]  # google-auth has annotations on few constructors
    client = connect(nobody, random=RANDOM, base_url=world.server.google_base + "/")
    assert len(SheetTable(mapping(world.book.id), client, now=lambda: NOW).read().records) == 3


@pytest.mark.parametrize(
    "bad",
    [{}, {"type": "service_account"}, {"type": "service_account", "private_key": "secret"}, {"type": "robot"}],
)
def test_a_damaged_key_is_refused_without_showing_it(bad: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    file.write_text(json.dumps(bad))
    for given in (bad, file):
        with pytest.raises(NotAllowed) as caught:
            connect(given, random=RANDOM)
        assert "secret" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "no json", "[]"])
def test_a_file_that_is_no_key_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    file.write_text(text)
    with pytest.raises(NotAllowed):
        connect(file, random=RANDOM)
    with pytest.raises(NotAllowed):
        connect(tmp_path / "none.json", random=RANDOM)


def test_a_wrong_token_is_not_allowed() -> None:
    with SandboxServer(token="the-right-one") as strict:
        client = connect("a-wrong-one", random=RANDOM, base_url=strict.google_base)
        with pytest.raises(NotAllowed, match="credentials"):
            SheetTable(mapping("book"), client, now=lambda: NOW).read()
