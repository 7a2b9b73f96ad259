"""The action for GitHub: what its files promise, and what its steps do."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from adapters.sandbox.server import SandboxServer
from jobs.demo.fill import fill_at
from tests.shared import ROOT

WORKFLOWS = [*(ROOT / ".github/workflows").glob("*.yml"), ROOT / "examples/nightly.yml"]
PINNED = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


def read(path: Path) -> Any:  # noqa: ANN401 - YAML
    return YAML(typ="safe").load(path.read_text("utf-8"))


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_and_says_its_version(path: Path) -> None:
    lines = [line.strip().removeprefix("- ") for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert lines
    assert [line for line in lines if not PINNED.fullmatch(line) and not line.startswith("uses: ./")] == []


def test_the_workflow_has_the_least_rights_and_runs_once_at_a_time() -> None:
    told = read(ROOT / "examples/nightly.yml")
    assert told["permissions"] == {}
    assert told["concurrency"] == {"group": "bothways", "cancel-in-progress": False}
    (job,) = told["jobs"].values()
    assert job["permissions"] == {"contents": "read", "id-token": "write"}
    assert job["timeout-minutes"] <= 60
    checkouts = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
    assert [step["with"]["persist-credentials"] for step in checkouts] == [False, False]
    assert "pull_request" not in told["on"], "nobody else's branch may see the memory or the secrets"


def test_the_workflow_gives_the_action_only_what_it_takes() -> None:
    action = read(ROOT / "action.yml")
    (job,) = read(ROOT / "examples/nightly.yml")["jobs"].values()
    (step,) = [step for step in job["steps"] if step.get("uses", "").startswith("./")]
    assert step["with"].keys() <= action["inputs"].keys()
    (google,) = [step for step in job["steps"] if "google-github-actions/auth@" in step.get("uses", "")]
    assert (
        step["env"]["BOTHWAYS_GOOGLE__CREDENTIALS_FILE"]
        == f"${{{{ steps.{google['id']}.outputs.credentials_file_path }}}}"
    )
    assert "credentials_json" not in google["with"], "no key is stored"
    assert not [name for name in action["inputs"] if re.search(r"token|secret|password|credential", name)]


def test_no_input_is_pasted_into_a_script() -> None:
    for step in read(ROOT / "action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_memory_is_kept_whatever_became_of_the_run() -> None:
    steps = {step["name"]: step for step in read(ROOT / "action.yml")["runs"]["steps"]}
    fetch, keep = steps["Fetch the memory"], steps["Keep the memory"]
    assert fetch["with"]["key"] == keep["with"]["key"]
    assert fetch["with"]["path"] == keep["with"]["path"] == ".bothways-state"
    assert fetch["with"]["key"].startswith(fetch["with"]["restore-keys"])
    assert keep["if"].startswith("always()")


@dataclass
class Runner:
    """A folder as a job of GitHub has it."""

    home: Path

    def step(self, name: str, **environment: str) -> subprocess.CompletedProcess[str]:
        for each in ("temp", "work"):
            (self.home / each).mkdir(exist_ok=True)
        known = {
            "PATH": os.environ["PATH"],
            "RUNNER_TEMP": str(self.home / "temp"),
            "GITHUB_OUTPUT": str(self.home / "output"),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary"),
            "CONFIG": "bothways.toml",
            "COMMAND": "run",
            "STATE_KEY": "bothways-state",
            "BOTHWAYS_PROGRAM": str(self.home / "bothways"),
            "BOTHWAYS_LANGUAGE": "en",
        }
        return subprocess.run(  # noqa: S603 - our own script
            [str(ROOT / "deploy/step"), name],
            cwd=self.home / "work",
            env=known | environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )

    def program(self, script: str) -> None:
        file = self.home / "bothways"
        file.write_text("#!/bin/sh\n" + script, "utf-8")
        file.chmod(0o755)

    def outputs(self) -> dict[str, str]:
        return dict(line.split("=", 1) for line in (self.home / "output").read_text("utf-8").splitlines())


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.mark.parametrize(
    ("code", "ends", "word"),
    [(0, 0, ""), (3, 0, "notice"), (4, 0, "warning"), (6, 0, "warning"), (8, 0, "warning"), (1, 1, "error")]
    + [(code, code, "error") for code in (2, 5, 7)],
)
def test_what_only_people_can_settle_is_a_warning_and_the_rest_fails(
    runner: Runner, code: int, ends: int, word: str
) -> None:
    runner.program(f"exit {code}\n")
    done = runner.step("run", MEMORY="bothways-state-1-1")
    assert done.returncode == ends, done.stderr
    assert runner.outputs()["exit-code"] == str(code)
    assert re.findall(r"^::(\w+) title=", done.stdout, re.MULTILINE) == ([word] if word else [])


def test_conflicts_may_be_made_a_failure(runner: Runner) -> None:
    runner.program("exit 4\n")
    assert runner.step("run", FAIL_ON_CONFLICTS="true").returncode == 4


def test_no_shell_reads_the_command(runner: Runner) -> None:
    runner.program('for word in "$@"; do echo "<$word>"; done\n')
    done = runner.step("run", COMMAND="sync --pair $(touch${IFS}here) ; touch there * `id`")
    assert "<$(touch${IFS}here)>\n<;>\n<touch>\n<there>\n<*>\n<`id`>" in done.stdout
    assert sorted(each.name for each in (runner.home / "work").iterdir()) == [".bothways-state"]


def test_what_a_table_holds_is_no_command_to_github(runner: Runner) -> None:
    runner.program("echo '::set-output name=exit-code::0'; echo '::error::from a cell'\n")
    lines = runner.step("run", MEMORY="x").stdout.splitlines()
    stop = lines[0].removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", stop)
    assert lines.index(f"::{stop}::") > lines.index("::error::from a cell")


def test_the_memory_is_in_the_cache_unless_it_is_kept_elsewhere(runner: Runner) -> None:
    runner.program('echo "$BOTHWAYS_STATE__URL" "$BOTHWAYS_CONFIG"\n')
    work = runner.home / "work"
    assert f"sqlite:///{work}/.bothways-state/bothways.db bothways.toml" in runner.step("run").stdout
    there = runner.step("run", BOTHWAYS_STATE__URL="postgresql://db/state")
    assert "postgresql://db/state bothways.toml" in there.stdout
    (work / ".bothways-state").rmdir()
    assert "\n bothways.toml\n" in runner.step("run", STATE_KEY="").stdout
    assert not (work / ".bothways-state").exists()


def test_the_digest_is_the_summary_of_the_job_and_a_folder_to_keep(runner: Runner) -> None:
    runner.program('[ "$1 $2 $4" = "digest --html --markdown" ] && echo page >"$3" && echo "# Week" >"$5"\n')
    (runner.home / "summary").write_text("before\n")
    done = runner.step("digest")
    assert done.returncode == 0, done.stderr
    assert (runner.home / "summary").read_text() == "before\n# Week\n"
    folder = Path(runner.outputs()["folder"])
    assert sorted(each.name for each in folder.iterdir()) == ["digest.html", "digest.md"]


def test_a_digest_that_fails_says_so(runner: Runner) -> None:
    runner.program("exit 1\n")
    assert runner.step("digest").returncode == 1


def test_a_cache_that_is_gone_costs_nothing(runner: Runner) -> None:
    """The memory is lost between two runs: equal records are adopted, nothing is deleted, nothing is written."""
    runner.program(f'exec "{ROOT}/.venv/bin/python" -c "from jobs.cli import main; main()" "$@"\n')
    with SandboxServer() as server:
        fill_at(server.url, server.url, "secret")
        text = (ROOT / "config.example.toml").read_text("utf-8").replace("http://127.0.0.1:8787", server.url)
        (runner.home / "work").mkdir()
        (runner.home / "work/bothways.toml").write_text(text, "utf-8")
        there = {"PYTHONPATH": str(ROOT), "COMMAND": "sync --json"}
        first = runner.step("run", **there)
        assert "No memory in the cache" in first.stdout
        assert runner.outputs()["exit-code"] in ("0", "4"), first.stdout
        memory = runner.home / "work/.bothways-state"
        assert (memory / "bothways.db").exists()
        for file in memory.iterdir():
            file.unlink()
        before = len(server.calls())
        second = runner.step("run", **there)
        writes = [(call.method, call.path) for call in server.calls()[before:] if _writes(call.method, call.path)]
    assert second.returncode == first.returncode, second.stdout
    assert writes == []


def _writes(method: str, path: str) -> bool:
    return method in ("PATCH", "PUT", "DELETE") or (method == "POST" and not path.endswith(("/query", ":batchGet")))
