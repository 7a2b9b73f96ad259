from pathlib import Path

import pytest

from jobs.schedule import JobName
from jobs.settings import load
from jobs.settings.model import Settings
from sync.errors import Misconfigured
from tests.shared import ROOT

EXAMPLE = (ROOT / "config.example.toml").read_text("utf-8")


def settings(folder: Path, text: str, env: dict[str, str] | None = None) -> Settings:
    file = folder / "bothways.toml"
    file.write_text(EXAMPLE + text, "utf-8")
    return load(file, env or {})


def mistakes(folder: Path, text: str) -> list[str]:
    with pytest.raises(Misconfigured) as found:
        settings(folder, text)
    return [str(each) for each in found.value.mistakes]


def test_without_jobs_there_is_the_sync(tmp_path: Path) -> None:
    [planned] = settings(tmp_path, "").planned()
    assert (planned.job, planned.times) == (JobName.SYNC, None)


def test_jobs_run_in_their_own_order_and_the_digest_when_the_week_begins(tmp_path: Path) -> None:
    planned = settings(tmp_path, "[jobs.digest]\n[jobs.flag]\nenabled = false\n[jobs.sync]\n").planned()
    assert [each.job for each in planned] == [JobName.SYNC, JobName.DIGEST]
    assert planned[1].times is not None
    assert planned[1].times.crons == ("0 7 * * 1",)
    assert str(planned[1].times.zone) == "Asia/Tokyo"


def test_the_plain_form_and_the_cron_expression_say_the_same(tmp_path: Path) -> None:
    plain = '[jobs.sync]\non = ["monday", "weekday"]\nat = ["7:05", "19:00"]\nzone = "Europe/Berlin"\n'
    times = settings(tmp_path, plain).planned()[0].times
    assert times is not None
    assert times.crons == ("5 7 * * 1,1-5", "0 19 * * 1,1-5")
    assert str(times.zone) == "Europe/Berlin"


def test_a_schedule_from_the_environment(tmp_path: Path) -> None:
    env = {"BOTHWAYS_JOBS__SYNC__CRON": "30 3 * * *", "BOTHWAYS_JOBS__SYNC__ENABLED": "true"}
    times = settings(tmp_path, "", env).planned()[0].times
    assert times is not None
    assert times.crons == ("30 3 * * *",)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[jobs.sync]\ncron = "* * * *"', "jobs.sync.cron"),
        ('[jobs.sync]\ncron = "0 0 30 2 *"', "jobs.sync.cron"),
        ('[jobs.sync]\nat = ["25:00"]', "jobs.sync.at[0]"),
        ('[jobs.sync]\non = ["mondays"]', "jobs.sync.on[0]"),
        ('[jobs.sync]\nzone = "Asia/Tokio"\nat = ["07:00"]', "jobs.sync.zone"),
        ('[jobs.sync]\ncron = "0 3 * * *"\nevery_minutes = 5', "jobs.sync"),
        ("[jobs.backup]", "jobs.backup"),
        ('[heartbeat]\nurl = "hc-ping.com/uuid"', "heartbeat.url"),
        ('[mail]\npassword = "x"', "mail.password"),
        ('[mail]\nhost = "smtp.example.com"\nsecurity = "none"', "mail.security"),
        ('[notify]\nmail_to = ["nobody"]', "notify.mail_to[0]"),
    ],
)
def test_a_mistake_is_named_by_its_place(tmp_path: Path, text: str, path: str) -> None:
    [found] = mistakes(tmp_path, text)
    assert found.startswith(f"{path}:")


def test_addresses_that_are_secrets_are_never_shown(tmp_path: Path) -> None:
    env = {"BOTHWAYS_HEARTBEAT__URL": "https://hc-ping.com/planted-word", "BOTHWAYS_MAIL__PASSWORD": "planted word"}
    found = settings(tmp_path, '[notify]\nwebhook = "https://hooks.example/planted"', env)
    assert "planted" not in repr(found)
    url, hook, password = found.heartbeat_url(), found.webhook(), found.mail_password()
    assert url is not None
    assert hook is not None
    assert password is not None
    assert url.get_secret_value().endswith("/planted-word")
    assert password.get_secret_value() == "planted word"
    [mistake] = mistakes(tmp_path, '[notify]\nwebhook = "planted-word"')
    assert "planted" not in mistake


def test_a_secret_from_a_file_or_a_command(tmp_path: Path) -> None:
    (tmp_path / "hook").write_text("https://hooks.example/x\n")
    text = '[notify]\nwebhook_file = "hook"\n[heartbeat]\nurl_command = ["printf", "no address"]\n'
    found = settings(tmp_path, text)
    hook = found.webhook()
    assert hook is not None
    assert hook.get_secret_value() == "https://hooks.example/x"
    with pytest.raises(Misconfigured, match=r"heartbeat\.url_command"):
        found.heartbeat_url()
