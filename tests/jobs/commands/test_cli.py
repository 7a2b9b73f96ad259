import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import jobs
from jobs.cli import app
from jobs.exits import GRAVITY, MEANINGS, Exit, explained, gravest
from jobs.sync.outcome import Outcome, OutcomeKind
from jobs.sync.watch import Watch
from mappings.fields import PairMapping
from sync.errors import Busy, NotAllowed, OutOfTime
from sync.message import say
from tests.jobs.report.example import PLANNED, REFUSED
from tests.shared import ROOT

EXAMPLE = str(ROOT / "config.example.toml")
SECRET = "ntn_not-a-real-token"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "BOTHWAYS_CONFIG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BOTHWAYS_LANGUAGE", "en")
    monkeypatch.chdir(tmp_path)


class Fake:
    """Stands for the wiring and the job: ``outcomes`` has what each pair comes to, or what it raises."""

    def __init__(self) -> None:
        self.outcomes: dict[str, Outcome | BaseException] = {}
        self.calls: list[tuple[str, str, bool]] = []
        self.served: dict[str, Any] = {}
        self.minutes: list[float | None] = []
        self.slept: list[float] = []

    def watch(self, minutes: float | None) -> Watch:
        self.minutes.append(minutes)
        return Watch(lambda: NOW + timedelta(seconds=sum(self.slept)), self.slept.append)

    @contextmanager
    def services(self, settings: object, watch: object, *, reading: bool = False) -> Iterator[str]:
        yield "services"

    @contextmanager
    def open_pair(self, mapping: PairMapping, shared: object) -> Iterator[str]:
        yield "tools"

    def _come(self, command: str, mapping: PairMapping, *, force: bool = False) -> Outcome:
        self.calls.append((command, mapping.name, force))
        found = self.outcomes.get(mapping.name, Outcome(mapping.name, OutcomeKind.IN_STEP))
        if isinstance(found, BaseException):
            raise found
        return found

    def plan_pair(self, mapping: PairMapping, tools: object, progress: Callable[[int], None]) -> Outcome:
        progress(100)
        return self._come("plan", mapping)

    def sync_pair(
        self, mapping: PairMapping, tools: object, *, force: bool, progress: Callable[[int], None]
    ) -> Outcome:
        return self._come("sync", mapping, force=force)

    def serve_sandbox(self, **asked: object) -> None:
        self.served = asked


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Fake:
    made = Fake()
    wiring = SimpleNamespace(
        LOOPBACK=("127.0.0.1",),
        services=made.services,
        watch=made.watch,
        open_pair=made.open_pair,
        observe=lambda *_: None,
        serve_sandbox=made.serve_sandbox,
    )
    monkeypatch.setitem(sys.modules, "jobs.wiring", wiring)
    monkeypatch.setattr(jobs, "wiring", wiring, raising=False)
    monkeypatch.setattr("jobs.commands.run.plan_pair", made.plan_pair)
    monkeypatch.setattr("jobs.commands.run.sync_pair", made.sync_pair)
    return made


def call(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def run(*words: str) -> Result:
    return call(*words, "--config", EXAMPLE, "--language", "en")


def test_plan_shows_every_pair_in_the_order_of_the_file(fake: Fake) -> None:
    done = run("plan")
    assert done.exit_code == 0
    assert done.stdout == "risks: in step, nothing to do\n\nincidents: in step, nothing to do\n"
    assert fake.calls == [("plan", "risks", False), ("plan", "incidents", False)]


def test_only_the_named_pairs_are_run(fake: Fake) -> None:
    assert run("sync", "--pair", "incidents").exit_code == 0
    assert fake.calls == [("sync", "incidents", False)]


def test_an_unknown_pair_is_a_mistake_with_the_names_there_are(fake: Fake) -> None:
    done = run("plan", "--pair", "risk", "--pair", "x")
    assert done.exit_code == 2
    assert "--pair risk: there is no such pair; pairs are risks, incidents (nearest: risks)" in " ".join(
        done.stderr.split()
    )
    assert "--pair x" in done.stderr
    assert fake.calls == []


def test_force_reaches_the_job(fake: Fake) -> None:
    run("sync", "--force", "--pair", "risks")
    assert fake.calls == [("sync", "risks", True)]


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Outcome("risks", OutcomeKind.IN_STEP), 0),
        (Outcome("risks", OutcomeKind.CHANGED, run="r"), 0),
        (Outcome("risks", OutcomeKind.PENDING), 3),
        (PLANNED, 4),
        (REFUSED, 5),
        (Outcome("risks", OutcomeKind.FAILED, error=NotAllowed(say("no"))), 1),
        (Outcome("risks", OutcomeKind.FAILED), 1),
        (Outcome("risks", OutcomeKind.FAILED, error=Busy(say("busy"))), 6),
        (Busy(say("busy")), 6),
        (NotAllowed(say("no")), 1),
    ],
)
def test_the_exit_code_says_what_came_of_it(fake: Fake, outcome: Outcome | BaseException, code: int) -> None:
    fake.outcomes["risks"] = outcome
    assert run("plan").exit_code == code


def test_the_gravest_pair_decides(fake: Fake) -> None:
    fake.outcomes = {"risks": REFUSED, "incidents": PLANNED}
    assert run("plan").exit_code == 5
    assert gravest([Exit.PENDING, Exit.CONFLICTS]) is Exit.CONFLICTS
    assert gravest([Exit.REFUSED, Exit.FAILED, Exit.BUSY]) is Exit.FAILED
    assert gravest([]) is Exit.DONE


def test_a_pair_that_fails_does_not_keep_the_others_from_their_turn(fake: Fake) -> None:
    fake.outcomes["risks"] = NotAllowed(say("The token is refused."), say("Give another."))
    done = run("sync")
    assert done.exit_code == 1
    assert "The token is refused.\n→ Give another." in done.stdout
    assert "incidents: in step, nothing to do" in done.stdout


def test_json_is_one_object_and_nothing_else(fake: Fake) -> None:
    fake.outcomes["risks"] = PLANNED
    done = run("plan", "--json")
    found = json.loads(done.stdout)
    assert (found["command"], found["exit_code"], done.exit_code) == ("plan", 4, 4)
    assert [pair["pair"] for pair in found["pairs"]] == ["risks", "incidents"]


def test_json_has_the_mistakes_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "bothways.toml").write_text("zone = 'Mars'", encoding="utf-8")
    for command in (["plan"], ["sync"], ["config", "check"]):
        done = call(*command, "--json")
        found = json.loads(done.stdout)
        assert done.exit_code == found["exit_code"] == 2
        assert found["error"]["kind"] == "Misconfigured"
        assert len(found["error"]["mistakes"]) == 2


def test_the_answer_is_in_the_language_asked_for(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "in step" in call("plan", "--config", EXAMPLE).stdout
    monkeypatch.delenv("BOTHWAYS_LANGUAGE")
    assert "一致しています" in call("plan", "--config", EXAMPLE).stdout
    assert "in step" in call("plan", "--config", EXAMPLE, "--language", "en").stdout


def test_quiet_says_nothing_where_nothing_is_to_be_said(fake: Fake) -> None:
    assert run("plan", "--quiet").stdout == ""
    fake.outcomes["risks"] = REFUSED
    shown = run("plan", "--quiet").stdout
    assert "40 of 60 records" in shown
    assert "RISK-0003" not in shown


def test_verbose_lists_the_ids_that_are_written(fake: Fake) -> None:
    fake.outcomes["risks"] = PLANNED
    assert "the id is written" not in run("plan").stdout
    assert "the id is written" in run("plan", "--verbose").stdout


def test_nothing_is_coloured_and_no_bar_is_drawn_away_from_a_terminal(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    fake.outcomes["risks"] = PLANNED
    done = run("plan")
    assert "\x1b" not in done.stdout + done.stderr


def test_a_fault_of_its_own_is_one_sentence_without_what_people_typed(fake: Fake) -> None:
    fake.outcomes["risks"] = ValueError(SECRET)
    done = run("plan")
    assert done.exit_code == 1
    assert "Bothways met a fault of its own (ValueError)." in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert SECRET not in done.stdout + done.stderr
    assert "incidents: in step" in done.stdout
    assert "Traceback" in run("plan", "--verbose").stderr


def test_ctrl_c_ends_calmly_with_130(fake: Fake) -> None:
    fake.outcomes["risks"] = KeyboardInterrupt()
    done = run("sync")
    assert done.exit_code == 130
    assert "Stopped. What was written is remembered" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_configuration_the_way_out_is_said() -> None:
    done = call("plan")
    assert done.exit_code == 2
    assert "There is no configuration at" in done.stderr
    assert "Make one with bothways init" in done.stderr


def test_usage_errors_end_with_2() -> None:
    assert call("plan", "--no-such-option").exit_code == 2
    assert call("plan", "--language", "de").exit_code == 2
    assert call("sandbox", "--port", "70000").exit_code == 2


def test_the_sandbox_is_served_as_asked(fake: Fake) -> None:
    assert call("sandbox", "--port", "0", "--store", "s.db", "--token", "t", "--demo").exit_code == 0
    asked = {"port": 0, "store": Path("s.db"), "token": "t", "demo": True}
    assert fake.served == {**asked, "faults": None, "seed": 0, "quotas": False, "host": "127.0.0.1"}


def test_the_sandbox_serves_other_machines_only_when_told(fake: Fake) -> None:
    call("sandbox", "--host", "0.0.0.0")  # noqa: S104 - it is refused
    assert fake.served["host"] is None
    call("sandbox", "--host", "0.0.0.0", "--expose")  # noqa: S104 - nothing is served here
    assert fake.served["host"] == "0.0.0.0"  # noqa: S104 - as above


def test_the_demo_ends_with_its_own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobs.demo.run", lambda **asked: {"en": 0, "ja": 1}[asked["language"]])
    assert call("demo", "--language", "en").exit_code == 0
    assert call("demo", "--language", "ja").exit_code == 1


def test_config_check_names_the_pairs_and_lists_every_mistake(tmp_path: Path) -> None:
    good = call("config", "check", "--config", EXAMPLE, "--language", "en")
    assert good.exit_code == 0
    assert "risks: 15 fields, リスク一覧" in good.stdout
    (tmp_path / "bothways.toml").write_text(f'[notion]\ntoken = "{SECRET}"\n', encoding="utf-8")
    bad = call("config", "check")
    assert bad.exit_code == 2
    assert "notion.token: a secret does not belong" in bad.stderr
    assert "pairs: missing" in bad.stderr
    assert SECRET not in bad.stdout + bad.stderr


def test_schema_and_docs_print_what_stands_in_docs() -> None:
    assert call("config", "schema").stdout == (ROOT / "docs/bothways.schema.json").read_text(encoding="utf-8")
    assert call("config", "docs").stdout == (ROOT / "docs/configuration.md").read_text(encoding="utf-8")


def test_the_exit_codes_stand_in_help_and_docs() -> None:
    docs = (ROOT / "docs/exit-codes.md").read_text(encoding="utf-8")
    for words in ([], ["plan"], ["sync"]):
        assert explained() in call(*words, "--help").stdout.replace("\n  ", "\n")
    for code, meaning in MEANINGS.items():
        assert f"| {code.value} | {meaning} |" in docs
    assert ", ".join(str(code.value) for code in GRAVITY[:-1]) in docs


def test_help_loads_neither_services_nor_models() -> None:
    heavy = "pydantic rich.table notion_client gspread sqlalchemy babel starlette"
    code = (
        "import sys\nfrom jobs.cli import app\n"
        "try: app(['--help'])\nexcept SystemExit: pass\n"
        f"print([name for name in {heavy.split()!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603 - this interpreter, our code
    assert done.stderr.strip() == "[]"


def test_a_run_whose_time_is_over_ends_with_8_and_says_so(fake: Fake) -> None:
    fake.outcomes["risks"] = Outcome(
        "risks", OutcomeKind.UNFINISHED, run="r", error=OutOfTime(say("The time is over."), say("Run again."))
    )
    done = run("sync", "--deadline", "20")
    assert (done.exit_code, fake.minutes) == (8, [20])
    assert "risks: out of time; done before: -" in done.stdout
    assert "The time is over.\n→ Run again." in done.stdout


def test_the_deadline_may_stand_in_the_environment(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    run("sync")
    monkeypatch.setenv("BOTHWAYS_DEADLINE_MINUTES", "12.5")
    run("plan")
    run("sync", "--deadline", "3")
    assert fake.minutes == [None, 12.5, 3]


def test_a_busy_pair_is_waited_for_as_long_as_asked(fake: Fake) -> None:
    fake.outcomes["risks"] = Busy(say("Another run is there."))
    done = run("sync", "--wait", "5")
    assert done.exit_code == 6
    assert sum(fake.slept) == 5
    assert done.stderr.count("another run has this pair; waiting") == 1
    assert ("sync", "incidents", False) in fake.calls
