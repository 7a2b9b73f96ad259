"""Bad requests get the services' own bodies."""

from typing import Any

import orjson
import pytest
import requests
from google.oauth2 import service_account

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.google.client import Sheets, connect
from tests.shared import shared

TYPES = "type.googleapis.com/google.apps.sheets.v4"
UNKNOWN_PARAMETER = (
    "Invalid JSON payload received. Unknown name \"nonsense\": Cannot bind query parameter. Field 'nonsense' could not "
    "be found in request message."
)


def test_the_recorded_error_bodies_are_answered_alike(server: SandboxServer, sheets: Sheets) -> None:
    """The quota and service errors of the recording are left to the faults on demand."""
    asked = {
        "sheets-spreadsheets-get-bad-field-mask_400": f"{sheets.url}?ranges=A1:A1&fields=sheets.sheetProperties",
        "sheets-spreadsheets-get-nonexistent-range_400": f"{sheets.url}?ranges=NOPE!A5:F15",
        "sheets-spreadsheets-get-nonexistent-sheet-id_404": (
            f"{sheets.base}/v4/spreadsheets/DOES_NOT_EXIST?fields=spreadsheetId"
        ),
        "drive-files-get-nonexistent-file-id_404": (
            f"{server.google_base}/drive/v3/files/NOPE_NOT_A_GOOD_ID?supportsTeamDrives=TRUE"
        ),
    }
    compared = 0
    for line in shared("recorded/sheets/error_bodies.jsonl").read_bytes().splitlines():
        recorded = orjson.loads(line)
        if recorded["source"] in asked:
            answer = requests.get(asked[recorded["source"]], timeout=5)
            assert (answer.status_code, answer.json()) == (recorded["status"], recorded["response"])
            compared += 1
    assert compared == len(asked)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/values/Nope!A1", "Unable to parse range: Nope!A1"),
        ("/values/A1:[5", "Unable to parse range: A1:[5"),
        ("/values/Sheet1!AB1", "Range (Sheet1!AB1) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("/values:batchGet?ranges=A1&ranges=Nope!A1", "Unable to parse range: Nope!A1"),
        (
            "/values/A1?valueRenderOption=PRETTY",
            f"Invalid value at 'value_render_option' ({TYPES}.ValueRenderOption), \"PRETTY\"",
        ),
        ("?nonsense=1", UNKNOWN_PARAMETER),
        ("/values/A1?fields=nonsense", "Request contains an invalid argument."),
    ],
)
def test_a_bad_read_is_a_400_with_googles_message(sheets: Sheets, path: str, message: str) -> None:
    answer = requests.get(sheets.url + path, timeout=5)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == message
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


@pytest.mark.parametrize(
    ("text", "values", "option", "message"),
    [
        (
            "A1:B1",
            [["a", "b", "c"]],
            "RAW",
            "Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]",
        ),
        (
            "A1:B1",
            [["a"], ["b"]],
            "RAW",
            "Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]",
        ),
        ("Z1", [["a", "b"]], "RAW", "Range (Sheet1!Z1:AA1) exceeds grid limits. Max rows: 1000, max columns: 26"),
        ("A1", [["a"]], None, "'valueInputOption' is required but not specified"),
        (
            "A1",
            "X",
            "RAW",
            "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\"",
        ),
        ("A1", [[[1]]], "RAW", "Invalid values[0][0]: list_value {\n  values {\n    number_value: 1.0\n  }\n}\n"),
    ],
)
def test_a_bad_write_is_a_400_and_writes_nothing(
    sheets: Sheets,
    text: str,
    values: Any,  # noqa: ANN401 - right and wrong JSON
    option: str | None,
    message: str,
) -> None:
    params = {"valueInputOption": option} if option else {}
    answer = requests.put(f"{sheets.url}/values/{text}", params=params, json={"values": values}, timeout=5)
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, message)
    assert sheets.shown("Sheet1") == []


def test_an_unknown_path_is_googles_html_page(sheets: Sheets) -> None:
    answer = requests.get(f"{sheets.url}/nothing", timeout=5)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_with_a_token_set_any_other_is_401_in_the_style_of_each_service() -> None:
    with SandboxServer(token="not-a-real-token") as server:
        made = connect(server.google_base, token="not-a-real-token").create("x")
        wrong = {"Authorization": "Bearer another"}
        sheets = requests.get(f"{server.google_base}/v4/spreadsheets/{made.id}", headers=wrong, timeout=5)
        drive = requests.get(f"{server.google_base}/drive/v3/files", timeout=5)
    assert (sheets.status_code, sheets.json()["error"]["status"]) == (401, "UNAUTHENTICATED")
    assert "WWW-Authenticate" in sheets.headers
    assert (drive.status_code, drive.json()["error"]["errors"][0]["reason"]) == (401, "authError")


def test_a_service_account_signs_in_at_the_token_endpoint() -> None:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - heavy, one use
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    with SandboxServer(token="not-a-real-token") as server:
        info = {
            "type": "service_account",
            "client_email": "worker@example.iam.gserviceaccount.com",
            "private_key": pem,
            "token_uri": f"{server.google_base}/token",
        }
        credentials = service_account.Credentials.from_service_account_info(info, scopes=["x"])  # type: ignore[no-untyped-call]
        from google.auth.transport.requests import Request  # noqa: PLC0415

        credentials.refresh(Request())
        assert credentials.token == "not-a-real-token"
