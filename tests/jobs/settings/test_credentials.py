import sys
from pathlib import Path

import pytest

from jobs.settings import Settings
from sync.errors import Misconfigured
from tests.jobs.settings.test_settings import SMALL, read

TOKEN = "not-a-real-token"
KEY = '{"type": "service_account", "client_email": "bothways@example.com", "private_key": "not-a-real-key"}'


def command(code: str) -> str:
    return f"['{sys.executable}', '-c', '''{code}''']"


def refused(settings: Settings, google: bool = False) -> str:  # noqa: FBT001, FBT002 - one of two
    with pytest.raises(Misconfigured) as caught:
        settings.google_credentials() if google else settings.notion_token()
    assert caught.value.way_out is not None
    return str(caught.value)


def test_a_token_comes_from_the_environment_before_file_and_command(tmp_path: Path) -> None:
    settings = read(tmp_path, f'[notion]\ntoken_file = "none"\n{SMALL}', {"BOTHWAYS_NOTION__TOKEN": TOKEN})
    assert settings.notion_token().get_secret_value() == TOKEN


def test_a_token_file_counts_from_the_configurations_folder(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    assert read(tmp_path, f'[notion]\ntoken_file = "token"\n{SMALL}').notion_token().get_secret_value() == TOKEN


def test_a_command_is_run_without_a_shell_and_only_when_the_token_is_asked_for(tmp_path: Path) -> None:
    code = f"open('ran', 'w'); print('{TOKEN}')".replace("ran", str(tmp_path / "ran"))
    settings = read(tmp_path, f"[notion]\ntoken_command = {command(code)}\n{SMALL}")
    assert not (tmp_path / "ran").exists()
    assert settings.notion_token().get_secret_value() == TOKEN
    assert (tmp_path / "ran").exists()


def test_a_command_as_one_text_is_split_into_words(tmp_path: Path) -> None:
    settings = read(tmp_path, f"[google]\ntoken_command = '{sys.executable} -c \"print(40 + 2)\"'\n{SMALL}")
    found = settings.google_credentials().token
    assert found is not None
    assert found.get_secret_value() == "42"


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("import sys; sys.exit(3)", "ended with status 3"),
        ("pass", "gave nothing"),
        (f"print('{TOKEN}'); print('and more')", "gave more than a token"),
        ("print('トークン')", "gave more than a token"),
    ],
)
def test_a_command_that_gives_no_token_is_refused_without_repeating_what_it_said(
    tmp_path: Path, code: str, seen: str
) -> None:
    found = refused(read(tmp_path, f"[notion]\ntoken_command = {command(code)}\n{SMALL}"))
    assert seen in found
    assert "notion.token_command" in found
    assert TOKEN not in found


def test_a_command_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "cannot be started" in refused(read(tmp_path, f'[notion]\ntoken_command = "no-such-program"\n{SMALL}'))
    assert "cannot be started" in refused(read(tmp_path, f"[notion]\ntoken_command = '\"open'\n{SMALL}"))


def test_a_command_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.settings.secret_sources.PATIENCE", 0.1)
    settings = read(tmp_path, f"[notion]\ntoken_command = {command('import time; time.sleep(9)')}\n{SMALL}")
    assert "had not ended after 0.1 seconds" in refused(settings)


def test_a_missing_token_file_is_refused_with_its_path(tmp_path: Path) -> None:
    assert str(tmp_path / "none") in refused(read(tmp_path, f'[notion]\ntoken_file = "none"\n{SMALL}'))


def test_without_any_secret_the_way_out_names_the_variable(tmp_path: Path) -> None:
    assert "BOTHWAYS_NOTION__TOKEN" in refused(read(tmp_path, SMALL))
    assert "BOTHWAYS_GOOGLE__CREDENTIALS" in refused(read(tmp_path, SMALL), google=True)


def test_a_service_accounts_key_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text(KEY, encoding="utf-8")
    for settings in (
        read(tmp_path, SMALL, {"BOTHWAYS_GOOGLE__CREDENTIALS": KEY}),
        read(tmp_path, f'[google]\ncredentials_file = "key.json"\n{SMALL}'),
    ):
        info = settings.google_credentials().info
        assert info is not None
        assert info["client_email"] == "bothways@example.com"


@pytest.mark.parametrize(
    ("text", "seen"),
    [("not-json", "is not JSON"), ('{"installed": {}}', "its type is -"), ("[1]", "its type is -")],
)
def test_what_is_no_key_of_a_service_account_is_refused(tmp_path: Path, text: str, seen: str) -> None:
    found = refused(read(tmp_path, SMALL, {"BOTHWAYS_GOOGLE__CREDENTIALS": text}), google=True)
    assert seen in found
    assert "not-json" not in found


def test_no_secret_shows_in_any_form_of_the_settings(tmp_path: Path) -> None:
    env = {
        "BOTHWAYS_NOTION__TOKEN": TOKEN,
        "BOTHWAYS_GOOGLE__TOKEN": TOKEN,
        "BOTHWAYS_GOOGLE__CREDENTIALS": KEY,
        "BOTHWAYS_STATE__URL": f"postgresql+psycopg://me:{TOKEN}@db/x",
    }
    settings = read(tmp_path, SMALL, env)
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    shown += f"{settings.notion_token()!r} {settings.google_credentials()!r}"
    without = read(tmp_path, SMALL, {"BOTHWAYS_GOOGLE__CREDENTIALS": KEY})
    shown += repr(without.google_credentials())
    assert TOKEN not in shown
    assert "not-a-real-key" not in shown
    assert TOKEN in settings.state_url()
