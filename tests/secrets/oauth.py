"""What Google's sign-in answers, on loopback: tokens, the exchange of other people's tokens, taking back."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.secrets.planted import CLIENT_SECRET, GOOGLE, REFRESH, SESSION, SUBJECT


@dataclass
class SignIn:
    """``asked`` has each call's path and form; ``refuses`` are paths that are answered with an error."""

    url: str = ""
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    scope: str = "https://www.googleapis.com/auth/spreadsheets"

    def client(self) -> dict[str, object]:
        """Return what the console gives to download for a desktop app."""
        return {
            "installed": {
                "client_id": "client.example",
                "client_secret": CLIENT_SECRET,
                "auth_uri": f"{self.url}/auth",
                "token_uri": f"{self.url}/token",
                "redirect_uris": ["http://localhost"],
            }
        }

    def workload(self, *, impersonated: bool = False) -> dict[str, object]:
        """Return a credential configuration as it is made for GitHub's tokens."""
        made: dict[str, object] = {
            "type": "external_account",
            "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/github",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
            "token_url": f"{self.url}/v1/token",
            "credential_source": {
                "url": f"{self.url}/oidc?audience=x",
                "headers": {"Authorization": "Bearer of-the-runner"},
                "format": {"type": "json", "subject_token_field_name": "value"},
            },
        }
        if impersonated:
            account = "worker@none.iam.gserviceaccount.com"
            made["service_account_impersonation_url"] = (
                f"{self.url}/v1/projects/-/serviceAccounts/{account}:generateAccessToken"
            )
        return made

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append((path, form))
        if path in self.refuses:
            return 400, {"error": "invalid_grant", "error_description": f"no: {json.dumps(form)}"}
        if path == "/oidc":
            return 200, {"value": SUBJECT}
        if path == "/v1/token":
            return 200, {"access_token": SESSION, "expires_in": 3600, "token_type": "Bearer", "issued_token_type": "x"}
        if path.endswith(":generateAccessToken"):
            return 200, {"accessToken": GOOGLE, "expireTime": "2099-01-01T00:00:00Z"}
        if path == "/revoke":
            return 200, {}
        made = {"access_token": GOOGLE, "expires_in": 3600, "token_type": "Bearer", "scope": self.scope}
        if form.get("grant_type") == "authorization_code":
            made["refresh_token"] = REFRESH
        return 200, made


@contextmanager
def sign_in() -> Iterator[SignIn]:
    made = SignIn()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            form = {name: found[0] for name, found in parse_qs(body).items()}
            made.headers.append(dict(self.headers))
            status, found = made.answer(urlsplit(self.path).path, form)
            content = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815 - the base class names them so

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
