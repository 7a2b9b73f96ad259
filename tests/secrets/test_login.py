"""A person logs in by the browser; a workload by its own token; neither leaves anything that others can read."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from typer.testing import CliRunner, Result

from jobs.cli import app
from tests.secrets.desk import configured, desk, run
from tests.secrets.oauth import SignIn, sign_in
from tests.secrets.planted import CLIENT_SECRET, GOOGLE, REFRESH, SESSION, SUBJECT, kept, shown

SCOPE = "https://www.googleapis.com/auth/spreadsheets"
NO_TOKEN: dict[str, str | None] = {"BOTHWAYS_GOOGLE__TOKEN": None}


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[SignIn]:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the stand-in has no certificate
    monkeypatch.delenv("BOTHWAYS_GOOGLE__TOKEN", raising=False)
    with sign_in() as made:
        monkeypatch.setattr("google.oauth2.credentials._GOOGLE_OAUTH2_TOKEN_ENDPOINT", f"{made.url}/token")
        yield made


class Browser:
    """Stands for the person at the browser: says yes, unless told otherwise."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened: list[str] = []
        self.say: Callable[[dict[str, str]], dict[str, str]] = lambda asked: {
            "code": "the-code",
            "state": asked["state"],
            "scope": SCOPE,
        }
        monkeypatch.setattr("jobs.wiring.login.open_browser", self.open)

    def open(self, url: str) -> None:
        self.opened.append(url)
        asked = {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}
        answer = self.say(asked)
        threading.Thread(target=requests.get, args=(asked["redirect_uri"], answer), kwargs={"timeout": 9}).start()

    @property
    def asked(self) -> dict[str, str]:
        return {name: found[0] for name, found in parse_qs(urlsplit(self.opened[-1]).query).items()}


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    return Browser(monkeypatch)


def log_in(folder: Path, google: SignIn, *words: str, login: str = "in/login.planted") -> Result:
    (folder / "client.planted").write_text(json.dumps(google.client()))
    (folder / "login.toml").write_text(f'[google]\nclient_file = "client.planted"\nlogin_file = "{login}"\n')
    config = str(folder / "login.toml")
    return CliRunner().invoke(app, ["login", "google", "--config", config, "--language", "en", *words])


def test_a_login_asks_for_spreadsheets_alone_and_is_kept_for_this_user_alone(
    tmp_path: Path, google: SignIn, browser: Browser
) -> None:
    done = log_in(tmp_path, google)
    assert done.exit_code == 0, done.output
    assert browser.asked["scope"] == SCOPE
    assert browser.asked["access_type"] == "offline"
    assert browser.asked["code_challenge_method"] == "S256"
    assert urlsplit(browser.asked["redirect_uri"]).hostname == "127.0.0.1"
    place = tmp_path / "in" / "login.planted"
    assert place.stat().st_mode & 0o777 == 0o600
    assert place.parent.stat().st_mode & 0o777 == 0o700
    found = json.loads(place.read_text())
    assert found["refresh_token"] == REFRESH
    assert GOOGLE not in place.read_text()  # an access token is not kept
    assert not shown(done.output)
    assert "the-code" not in done.output


def test_the_login_opens_the_spreadsheet(tmp_path: Path, google: SignIn, browser: Browser) -> None:
    assert log_in(tmp_path, google).exit_code == 0
    with desk(tmp_path) as made:
        file = configured(made, google='login_file = "in/login.planted"')
        done = run(file, "sync", env=NO_TOKEN)
        assert done.exit_code == 0, done.output
        assert [form["scope"] for path, form in google.asked if form.get("grant_type") == "refresh_token"] == [SCOPE]
        looked = run(file, "doctor", env=NO_TOKEN)
        assert "google.login_file" in looked.output
    assert list(kept(tmp_path)) == []


def test_a_person_who_says_no_is_no_login(tmp_path: Path, google: SignIn, browser: Browser) -> None:
    browser.say = lambda asked: {"error": "access_denied", "state": asked["state"]}
    done = log_in(tmp_path, google)
    assert done.exit_code == 1
    assert "was not given" in done.output
    assert not (tmp_path / "in").exists()


@pytest.mark.parametrize("answer", [{"code": "x", "state": "another"}, {"state": "another"}, {}])
def test_an_answer_that_is_not_to_our_question_is_refused(
    tmp_path: Path, google: SignIn, browser: Browser, answer: dict[str, str]
) -> None:
    browser.say = lambda _asked: answer
    done = log_in(tmp_path, google)
    assert done.exit_code == 1, done.output
    assert "did not log us in" in done.output
    assert google.asked == []


def test_a_login_with_other_rights_than_asked_for_is_refused(tmp_path: Path, google: SignIn, browser: Browser) -> None:
    google.scope = "openid"
    done = log_in(tmp_path, google)
    assert done.exit_code == 1
    assert "tick the right to spreadsheets" in " ".join(done.output.split())
    assert not (tmp_path / "in").exists()


def test_a_refused_exchange_shows_nothing_of_what_was_sent(tmp_path: Path, google: SignIn, browser: Browser) -> None:
    google.refuses.add("/token")
    done = log_in(tmp_path, google, "--verbose")
    assert done.exit_code == 1
    assert not shown(done.output)


def test_nobody_at_the_browser_is_waited_for_and_then_given_up(
    tmp_path: Path, google: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adapters.sheets import login as adapter  # noqa: PLC0415 - its patience is made shorter

    genuine = adapter.ask_person
    monkeypatch.setattr("jobs.wiring.login.ask_person", lambda *words, **more: genuine(*words, **more, patience=1))
    done = log_in(tmp_path, google, "--no-browser")
    assert done.exit_code == 1
    assert "Nobody has answered" in done.output


def test_a_login_is_never_kept_in_a_repository(tmp_path: Path, google: SignIn, browser: Browser) -> None:
    (tmp_path / ".git").mkdir()
    done = log_in(tmp_path, google)
    assert done.exit_code == 2
    assert "lies in the repository" in " ".join(done.output.split())
    assert browser.opened == []


def test_a_login_that_others_can_read_is_not_used(tmp_path: Path, google: SignIn, browser: Browser) -> None:
    assert log_in(tmp_path, google).exit_code == 0
    (tmp_path / "in" / "login.planted").chmod(0o644)
    with desk(tmp_path) as made:
        done = run(configured(made, google='login_file = "in/login.planted"'), "plan", env=NO_TOKEN)
        assert done.exit_code == 2
        assert "chmod 600" in done.output


def test_a_client_that_is_none_is_refused_without_being_shown(tmp_path: Path, google: SignIn) -> None:
    (tmp_path / "web.planted").write_text(json.dumps({"web": {"client_secret": CLIENT_SECRET}}))
    (tmp_path / "no.planted").write_text(f"not json {CLIENT_SECRET}")
    for name in ("web.planted", "no.planted", "none.planted"):
        done = log_in(tmp_path, google, "--client", str(tmp_path / name))
        assert done.exit_code in (1, 2)
        assert not shown(done.output)


def test_without_a_client_the_way_out_names_where_to_get_one(tmp_path: Path, google: SignIn) -> None:
    (tmp_path / "empty.toml").write_text("")
    done = CliRunner().invoke(app, ["login", "google", "--config", str(tmp_path / "empty.toml"), "--language", "en"])
    assert done.exit_code == 2
    assert "connect-google.md" in done.output


def test_a_login_is_taken_back_at_google_and_removed(tmp_path: Path, google: SignIn, browser: Browser) -> None:
    assert log_in(tmp_path, google).exit_code == 0
    done = log_in(tmp_path, google, "--forget")
    assert done.exit_code == 0, done.output
    assert ("/revoke", {"token": REFRESH}) in google.asked
    assert not (tmp_path / "in" / "login.planted").exists()
    assert log_in(tmp_path, google, "--forget").exit_code == 0


def test_a_login_google_does_not_confirm_is_removed_all_the_same(
    tmp_path: Path, google: SignIn, browser: Browser
) -> None:
    assert log_in(tmp_path, google).exit_code == 0
    google.refuses.add("/revoke")
    assert log_in(tmp_path, google, "--forget").exit_code == 1
    assert not (tmp_path / "in" / "login.planted").exists()


@pytest.mark.parametrize("impersonated", [False, True])
def test_a_workload_logs_in_by_its_own_token_and_no_key(tmp_path: Path, google: SignIn, impersonated: bool) -> None:  # noqa: FBT001 - a parameter of the test
    (tmp_path / "workload.json").write_text(json.dumps(google.workload(impersonated=impersonated)))
    with desk(tmp_path) as made:
        done = run(configured(made, google='credentials_file = "workload.json"'), "sync", "--verbose", env=NO_TOKEN)
        assert done.exit_code == 0, done.output
    paths = [path for path, _ in google.asked]
    assert paths[:2] == ["/oidc", "/v1/token"]
    assert google.headers[0]["Authorization"] == "Bearer of-the-runner"
    exchange = google.asked[1][1]
    assert exchange["subject_token"] == SUBJECT
    if not impersonated:
        assert exchange["scope"] == SCOPE
    else:
        assert paths[2].endswith(":generateAccessToken")
    assert not shown(done.output)


@pytest.mark.parametrize("refused", ["/oidc", "/v1/token"])
def test_a_workload_that_is_refused_says_why_and_shows_no_token(tmp_path: Path, google: SignIn, refused: str) -> None:
    google.refuses.add(refused)
    (tmp_path / "workload.json").write_text(json.dumps(google.workload()))
    with desk(tmp_path) as made:
        done = run(configured(made, google='credentials_file = "workload.json"'), "sync", "--verbose", env=NO_TOKEN)
        assert done.exit_code == 1, done.output
        assert "Google refused the credentials" in done.output
        assert not shown(done.output)
        assert SESSION not in done.output


def test_application_default_credentials_are_those_of_the_environment(
    tmp_path: Path, google: SignIn, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert log_in(tmp_path, google).exit_code == 0
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "in" / "login.planted"))
    with desk(tmp_path) as made:
        file = configured(made, google="application_default = true")
        done = run(file, "plan", env=NO_TOKEN)
        assert done.exit_code == 3, done.output
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
        done = run(file, "plan", env=NO_TOKEN)
        assert done.exit_code == 1
        assert "no application default credentials" in " ".join(done.output.split())
