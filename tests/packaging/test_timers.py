"""The units of systemd and the line for cron."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.shared import ROOT

UNITS = sorted((ROOT / "examples/systemd").iterdir())
PROGRAM = "/opt/bothways/bin/bothways"


def analyzed(*words: str) -> subprocess.CompletedProcess[str]:
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip("systemd-analyze is not there: the units are not verified")
    return subprocess.run([tool, *words], capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - fixed words


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """Give the units with a program that is there: only that it is executable is looked at."""
    for unit in UNITS:
        (tmp_path / unit.name).write_text(unit.read_text("utf-8").replace(PROGRAM, "/bin/true"), "utf-8")
    return [str(tmp_path / unit.name) for unit in UNITS]


def test_systemd_takes_the_units(units: list[str]) -> None:
    done = analyzed("verify", "--man=no", *units)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["bothways.service", "bothways-worker.service"])
def test_the_services_may_do_little(units: list[str], name: str) -> None:
    (unit,) = [path for path in units if path.endswith(f"/{name}")]
    done = analyzed("security", "--offline=yes", "--threshold=25", "--no-pager", unit)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_timer_looks_every_ten_minutes() -> None:
    (when,) = re.findall(r"^OnCalendar=(.+)$", (ROOT / "examples/systemd/bothways.timer").read_text(), re.MULTILINE)
    done = analyzed("calendar", when)
    assert done.returncode == 0, done.stderr
    assert "Normalized form: *-*-* *:00/10:00" in done.stdout


def test_both_services_are_shut_in_alike() -> None:
    room = [(ROOT / "examples/systemd" / name).read_text() for name in ("bothways.service", "bothways-worker.service")]
    one, other = (text[text.index("# A user that") :].split("\n\n[Install]")[0].strip() for text in room)
    assert one == other


def test_the_line_for_cron_is_one() -> None:
    lines = [line for line in (ROOT / "examples/crontab").read_text().splitlines() if line and line[0] != "#"]
    settings = [line for line in lines if re.fullmatch(r"[A-Z_]+=\S+", line)]
    (entry,) = [line for line in lines if line not in settings]
    minute, *others, command = entry.split(None, 5)
    assert (minute, others) == ("*/10", ["*"] * 4)
    assert command.endswith(f"{PROGRAM} run --quiet --deadline 50")
    assert "%" not in command, "cron makes a new line of it"
