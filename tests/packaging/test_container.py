"""The container: what its files say, and what happens when their steps are carried out."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from adapters.sandbox.server import SandboxServer
from jobs.demo.fill import fill_at
from tests.packaging.dockerfile import stages, steps
from tests.shared import ROOT


def compose() -> Any:  # noqa: ANN401 - YAML
    return YAML(typ="safe").load((ROOT / "examples/compose.yaml").read_text("utf-8"))


def test_only_what_is_copied_gets_into_the_build() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = {word for step in steps() if step.name == "COPY" and not step.options for word in step.words[:-1]}
    assert {each.split("/")[0] for each in copied} == {each.split("/")[0] for each in allowed}
    assert "*" in (ROOT / ".dockerignore").read_text().splitlines()
    assert all((ROOT / name).exists() for name in allowed)


def test_it_does_not_run_as_root_and_says_how_it_is() -> None:
    final = {step.name: step for step in stages()[-1]}
    assert final["USER"].text == "10001:10001"
    assert final["HEALTHCHECK"].text == 'CMD ["healthy"]'
    assert final["STOPSIGNAL"].text == "SIGTERM"
    assert final["LABEL"].text.count("org.opencontainers.image.") == 5


def test_every_package_of_the_image_is_held_by_a_hash_and_is_the_one_that_was_tested() -> None:
    def pinned(name: str) -> dict[str, str]:
        text = (ROOT / "requirements" / name).read_text("utf-8")
        found = re.findall(
            r"^([a-z0-9._-]+)==(\S+)(?: ;[^\\\n]*)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
            text,
            re.MULTILINE | re.IGNORECASE,
        )
        assert len(found) == len(re.findall(r"^[a-zA-Z]\S*==", text, re.MULTILINE)), f"{name}: a package without a hash"
        return {package: version for package, version, _ in found}

    service, run = pinned("service.txt"), pinned("run.txt")
    assert service.items() >= run.items()
    assert "psycopg" in service


def test_compose_hands_out_no_port_no_right_and_no_secret() -> None:
    told = compose()
    for name, service in told["services"].items():
        assert "ports" not in service, name
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]
        for variable, value in service["environment"].items():
            assert not re.search(r"PASSWORD$|TOKEN$|CREDENTIALS$", variable), variable
            assert "@" not in value or ":" not in value.split("//")[1].split("@")[0], "a password in an address"
        assert set(service["secrets"]) <= told["secrets"].keys()
    assert told["networks"]["inside"]["internal"] is True
    assert told["services"]["state"]["networks"] == ["inside"]


@pytest.fixture(scope="module")
def carried_out(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Carry out the Dockerfile's steps, once for all tests that look at what came of it."""
    tools = [name for name in ("unshare", "chroot", "setpriv") if shutil.which(name) is None]
    if os.geteuid() != 0 or tools or not Path("/proc/self/ns/mnt").exists():
        pytest.skip(f"needs root and {', '.join(tools or ['Linux'])} to carry out the Dockerfile without an engine")
    folder = tmp_path_factory.mktemp("container")
    apart = ["unshare", "--mount", "--propagation", "private", "--"]
    mount = [*apart, "mount", "-t", "tmpfs", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603 - fixed words
        pytest.skip("this machine lets nobody mount: the Dockerfile cannot be carried out without an engine")
    with SandboxServer() as server:
        fill_at(server.url, server.url, "secret")
        text = (ROOT / "config.example.toml").read_text("utf-8")
        config = folder / "bothways.toml"
        config.write_text(text.replace("http://127.0.0.1:8787", server.url), "utf-8")
        program = [sys.executable, "-m", "tests.packaging.without_engine"]
        words = [str(folder / "roots"), str(config), sysconfig.get_path("purelib")]
        done = subprocess.run(  # noqa: S603 - our own program
            [*apart, *program, *words], cwd=ROOT, check=False, capture_output=True, text=True, timeout=600
        )
    assert done.returncode == 0, done.stderr[-4000:]
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


@pytest.mark.timeout(900)
def test_the_image_holds_the_program_and_no_tool_to_change_it(carried_out: dict[str, Any]) -> None:
    assert carried_out["version"]["out"].startswith("bothways ")
    assert carried_out["code"]["out"].startswith("/opt/bothways/lib/")
    assert carried_out["pip"]["code"] != 0


@pytest.mark.timeout(900)
def test_it_can_write_its_state_and_nothing_else(carried_out: dict[str, Any]) -> None:
    written = dict(line.split() for line in carried_out["writes"]["out"].splitlines())
    assert {place for place, code in written.items() if code == "0"} == {"/state/x", "/tmp/x"}  # noqa: S108 - inside
    assert carried_out["me"]["out"].splitlines()[:3] == ["10001", "10001", "10001"]
    assert "drwx------" in carried_out["me"]["out"]


@pytest.mark.timeout(900)
def test_a_secret_that_cannot_be_read_is_said_so(carried_out: dict[str, Any]) -> None:
    assert carried_out["unreadable"]["code"] == 2
    assert "cannot be read by user 10001" in carried_out["unreadable"]["err"]


@pytest.mark.timeout(900)
def test_it_syncs_inside_and_the_memory_is_in_the_volume(carried_out: dict[str, Any]) -> None:
    assert carried_out["sync"]["code"] in (0, 4), carried_out["sync"]
    assert carried_out["again"]["code"] == carried_out["sync"]["code"], carried_out["again"]
    assert "bothways.db" in carried_out["state"]["out"]


@pytest.mark.timeout(900)
def test_the_worker_is_healthy_without_any_right_and_ends_when_it_is_told_to(carried_out: dict[str, Any]) -> None:
    worker = carried_out["worker"]
    assert worker["before"] != 0, "the health check has to fail where nothing runs"
    assert worker["healthy"], worker["out"]
    assert worker["user"].split() == ["10001"] * 4
    assert int(worker["rights"], 16) == 0
    assert worker["new_rights"] == "1"
    assert worker["code"] == 0, worker["out"]
    assert worker["seconds"] < 25, "compose gives it 30 seconds"
