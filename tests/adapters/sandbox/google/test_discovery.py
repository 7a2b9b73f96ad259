"""The sandbox's messages against those of Google's discovery document."""

from collections.abc import Iterator
from typing import Any

import pytest

from adapters.sandbox.google.schema import enums, messages
from tests.conformance.discovery import Document, NotInstalledError, document, served_by
from tests.conformance.witness import Exchange, Witness

Json = dict[str, Any]

_SCALARS = {"string": "str", "integer": "int", "number": "num", "boolean": "bool", "any": "*"}


@pytest.fixture(scope="module")
def google() -> Document:
    try:
        return document("sheets.v4")
    except NotInstalledError as error:
        pytest.skip(str(error))


def _kind(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"])
    if schema["type"] == "array":
        return f"[{_kind(schema['items'])}]"
    if schema["type"] == "object":
        return f"{{{_kind(schema['additionalProperties'])}}}"
    if "enum" in schema:
        return "@" + " ".join(schema["enum"])
    return "mask" if schema.get("format") == "google-fieldmask" else _SCALARS[schema["type"]]


def _own_kind(kind: str) -> str:
    if kind.startswith("["):
        return f"[{_own_kind(kind[1:-1])}]"
    return "@" + " ".join(enums()[kind]) if kind.startswith("@") else kind


def _fields(google: Document) -> Iterator[tuple[str, str, str]]:
    for name, schema in google.schemas.items():
        for field, kind in schema.get("properties", {}).items():
            yield name, field, _kind(kind)


def test_the_messages_and_their_fields_are_those_google_has(google: Document) -> None:
    assert messages().keys() == google.schemas.keys()
    own = {
        (name, field.name, _own_kind(field.kind)) for name, fields in messages().items() for field in fields.values()
    }
    assert own == set(_fields(google))


def test_no_enum_of_the_sandbox_is_unused() -> None:
    used = {field.kind.strip("[]") for fields in messages().values() for field in fields.values()}
    assert {kind for kind in used if kind.startswith("@")} == enums().keys()


def test_every_served_method_is_found_by_its_path(google: Document) -> None:
    found = google.method("PUT", "/v4/spreadsheets/1a/values/'Tab/x'!A1:B2")
    assert found is not None
    assert (found.id, found.request) == ("sheets.spreadsheets.values.update", "ValueRange")
    appended = google.method("POST", "/v4/spreadsheets/1a/values/A1:append")
    assert appended is not None
    assert appended.response == "AppendValuesResponse"
    drive = served_by("/upload/drive/v3/files/1a")
    assert drive is not None
    upload = drive.method("PATCH", "/upload/drive/v3/files/1a")
    assert upload is not None
    assert upload.id == "drive.files.update"


@pytest.mark.parametrize(
    ("answer", "kind", "path"),
    [
        ({"spreadsheetID": "1a"}, "unknown field", "Spreadsheet.spreadsheetID"),
        ({"sheets": [{"properties": {"sheetId": "0"}}]}, "wrong type", "Spreadsheet.sheets[0].properties.sheetId"),
        ({"properties": {"autoRecalc": "NEVER"}}, "wrong type", "Spreadsheet.properties.autoRecalc"),
        ({"sheets": {}}, "wrong type", "Spreadsheet.sheets"),
        ({"properties": {"title": True}}, "wrong type", "Spreadsheet.properties.title"),
        ({"sheets": [{"merges": [{"startRowIndex": 2**31}]}]}, "wrong type", "Spreadsheet.sheets[0].merges[0]"),
    ],
)
def test_a_witness_sees_what_google_does_not_have(google: Document, answer: Json, kind: str, path: str) -> None:
    witness = Witness()
    witness.see(Exchange("GET", "/v4/spreadsheets/1a", [], None, 200, answer))
    assert [(problem.kind, problem.path.removesuffix(".startRowIndex")) for _, problem in witness.problems] == [
        (kind, path)
    ]
    assert google.name == "sheets.v4"


def test_a_witness_sees_a_parameter_sheets_does_not_have(google: Document) -> None:
    witness = Witness()
    witness.see(Exchange("GET", "/v4/spreadsheets/1a", [("includeGridData", "maybe"), ("grid", "1")], None, 200, {}))
    assert [problem.kind for _, problem in witness.problems] == ["wrong type", "unknown field"]
    assert google.common.keys() >= {"fields", "alt"}
