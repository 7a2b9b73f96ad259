import httpx
import pytest

from adapters.sandbox.server import SandboxServer
from tests.adapters.sandbox.notion.conftest import Json

VERSION = {"notion-version": "2026-03-11"}
GOOD = {**VERSION, "authorization": "Bearer not-a-real-token"}


def ask(sandbox: SandboxServer, path: str, headers: dict[str, str], method: str = "GET", **rest: object) -> Json:
    answer = httpx.request(method, sandbox.url + path, headers=headers, **rest)  # type: ignore[arg-type]  # json or content
    body: Json = answer.json()
    assert answer.headers["x-notion-request-id"] == body["request_id"]
    assert list(body)[:4] == ["object", "status", "code", "message"]
    assert (body["object"], body["status"]) == ("error", answer.status_code)
    return body


def test_without_a_bearer_token_nothing_is_answered(sandbox: SandboxServer) -> None:
    for headers in (VERSION, {**VERSION, "authorization": "Bearer"}, {**VERSION, "authorization": "Basic abc"}):
        body = ask(sandbox, "/v1/users", headers)
        assert (body["status"], body["code"], body["message"]) == (401, "unauthorized", "API token is invalid.")


def test_with_a_token_set_only_that_one_is_taken() -> None:
    with SandboxServer(token="not-a-real-token-either") as server:
        assert ask(server, "/v1/users", GOOD)["code"] == "unauthorized"
        right = {**GOOD, "authorization": f"Bearer {server.token}"}
        assert httpx.get(f"{server.url}/v1/users", headers=right).status_code == 200


@pytest.mark.parametrize("version", [None, "2021-05-13", "tomorrow"])
def test_a_version_is_needed_and_must_be_known(sandbox: SandboxServer, version: str | None) -> None:
    headers = {"authorization": "Bearer not-a-real-token"} | ({"notion-version": version} if version else {})
    body = ask(sandbox, "/v1/users", headers)
    assert (body["status"], body["code"]) == (400, "missing_version")
    assert body["message"].startswith("Notion-Version header failed validation: Notion-Version header should be ")


def test_a_path_nobody_knows_is_an_invalid_url(sandbox: SandboxServer) -> None:
    for method, path in (("GET", "/v1/invalid"), ("DELETE", "/v1/users/me")):
        body = ask(sandbox, path, GOOD, method)
        assert (body["status"], body["code"], body["message"]) == (400, "invalid_request_url", "Invalid request URL.")


def test_a_body_that_is_no_json_or_too_large_is_refused(sandbox: SandboxServer) -> None:
    assert ask(sandbox, "/v1/search", GOOD, "POST", content=b"{not json")["code"] == "invalid_json"
    assert ask(sandbox, "/v1/search", GOOD, "POST", json=["a"])["code"] == "validation_error"
    large = ask(sandbox, "/v1/search", GOOD, "POST", json={"query": "x" * 600_000})
    assert large["code"] == "validation_error"


def test_an_id_must_be_a_uuid_of_the_rfc_variant(sandbox: SandboxServer) -> None:
    body = ask(sandbox, "/v1/pages/12345678-1234-1234-1234-123456789abc", GOOD)
    assert body["message"] == (
        "path failed validation: path.page_id should be a valid uuid, "
        'instead was `"12345678-1234-1234-1234-123456789abc"`.'
    )


def test_what_is_not_there_and_what_is_not_shared_get_the_same_answer(sandbox: SandboxServer) -> None:
    body = ask(sandbox, "/v1/pages/00000000-0000-0000-0000-000000000000", GOOD)
    assert (body["status"], body["code"]) == (404, "object_not_found")
    assert body["message"].startswith("Could not find page with ID: 00000000-0000-0000-0000-000000000000. Make sure")
    assert set(body["additional_data"]) == {"integration_id"}


def test_an_id_is_taken_with_and_without_dashes(sandbox: SandboxServer) -> None:
    bare = sandbox.root_page_id.replace("-", "")
    assert httpx.get(f"{sandbox.url}/v1/pages/{bare}", headers=GOOD).json()["id"] == sandbox.root_page_id


def test_a_call_can_be_made_by_another_person_at_another_time(sandbox: SandboxServer) -> None:
    person = sandbox.add_person("Mina Ito", "mina.ito@example.com")
    headers = {**GOOD, "x-sandbox-user": person, "x-sandbox-time": "2025-01-02T03:04:05+09:00"}
    body = {"parent": {"page_id": sandbox.root_page_id}, "properties": {}}
    page = httpx.post(f"{sandbox.url}/v1/pages", headers=headers, json=body).json()
    assert (page["created_time"], page["last_edited_by"]["id"]) == ("2025-01-01T18:04:00.000Z", person)
    later = httpx.patch(f"{sandbox.url}/v1/pages/{page['id']}", headers=GOOD, json={"icon": None}).json()
    assert (later["created_by"]["id"], later["last_edited_time"]) == (person, "2026-11-20T09:30:00.000Z")
    assert later["last_edited_by"]["id"] != person
