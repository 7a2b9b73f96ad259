"""One run killed at one point, and the runs after it."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path

from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from jobs.demo.clients import Clients
from jobs.settings import load
from jobs.sync import Outcome, OutcomeKind, sync_pair
from jobs.wiring import open_alone
from tests.crashpoints.picture import Picture, differences, picture
from tests.crashpoints.point import Point
from tests.crashpoints.scene import STATE, STORE, Scene
from tests.crashpoints.victim import PRELOAD, run
from tests.crashpoints.warden import Warden
from tests.real.world import World

PATIENCE = 60.0
"""Seconds in which a run comes to its point or to its end."""
RUNS = 2
"""So many runs may be needed until all is as without the crash."""
_LEASE = timedelta(hours=1)
"""Longer than any lease: a killed run keeps its own until it expires."""
_GOOD = (OutcomeKind.CHANGED, OutcomeKind.IN_STEP, OutcomeKind.CONFLICTS)
_processes = get_context("forkserver")
_processes.set_forkserver_preload(PRELOAD)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trial; ``runs`` were needed until all was as it should be."""

    point: Point
    killed: bool
    runs: int = 0
    violations: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = f"{self.point}: {f'killed, {self.runs} runs' if self.killed else 'not reached'}"
        return "\n".join([what, *(f"    {line}" for line in self.violations)])


@dataclass
class Stage:
    """A copy of a scene behind its own server."""

    scene: Scene
    pair: World
    warden: Warden
    hours: int = 0
    outcomes: list[Outcome] = field(default_factory=list)

    def live(self) -> bool:
        """Let ``bothways sync`` run in a process of its own, and kill it at the point. Say whether it came to that."""
        ours, theirs = Pipe()
        process = _processes.Process(target=run, args=(str(self.pair.settings_file()), theirs), daemon=True)
        process.start()
        theirs.close()
        try:
            while process.is_alive():
                ready = wait([ours, self.warden.bell, process.sentinel], PATIENCE)
                if not ready:
                    raise TimeoutError(f"{self.scene.plot.name}: the run stands still")
                if self.warden.bell in ready:
                    os.kill(process.pid or 0, signal.SIGKILL)
                    return True
                if ours in ready and not self._heard(ours):
                    process.join(PATIENCE)
            return False
        finally:
            process.join(PATIENCE)
            process.close()
            ours.close()

    def _heard(self, line: Connection) -> bool:
        try:
            line.recv()
        except EOFError:
            return False
        if self.warden.may_commit():
            line.send(None)
        return True

    def sync(self) -> Outcome:
        """Run once more, in this process, after the lease of the killed run has expired."""
        self.hours += 1
        settings = load(self.pair.settings_file(), {})
        (mapping,) = settings.mappings()
        with open_alone(mapping, settings) as tools:
            clock, later = tools.clock, self.hours * _LEASE
            outcome = sync_pair(mapping, replace(tools, clock=lambda: clock() + later))
        self.outcomes.append(outcome)
        return outcome

    def picture(self) -> Picture:
        return picture(self.pair, self.scene)

    def writes(self) -> int:
        return sum(self.pair.write_calls().values())


@contextmanager
def stage(scene: Scene, folder: Path, point: Point | None = None) -> Iterator[Stage]:
    """Set the scene up anew in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (STORE, STATE):
        if (scene.folder / name).exists():
            shutil.copy(scene.folder / name, folder / name)
    warden = Warden(point)
    store = Store(folder / STORE)
    try:
        with (
            SandboxServer(store=store, wrappers=[warden.wrap]) as server,
            Clients(server.notion_base, server.google_base, server.token) as clients,
        ):
            yield Stage(scene, scene.on(server, clients, folder), warden)
    finally:
        store.close()
        warden.close()


@dataclass(frozen=True, slots=True)
class Reference:
    """What the run does, and leaves behind, when nobody kills it."""

    calls: tuple[str, ...]
    commits: int
    left: Picture


def reference(scene: Scene, folder: Path) -> Reference:
    """Let the run live, and check that a second one has nothing to do."""
    with stage(scene, folder) as there:
        there.live()
        calls, commits = tuple(there.warden.calls), there.warden.commits
        left = there.picture()
        there.pair.server.forget_calls()
        outcome = there.sync()
        if outcome.kind not in _GOOD or there.writes() or there.picture() != left:
            raise AssertionError(f"{scene.plot.name}: even without a crash the run does not settle: {outcome.kind}")
        return Reference(calls, commits, left)


def trial(scene: Scene, wanted: Reference, point: Point, folder: Path) -> Verdict:
    """Kill the run at ``point``, let the next ones go on, and compare."""
    with stage(scene, folder, point) as there:
        if not there.live():
            return Verdict(point, killed=False)
        there.warden.leave()
        wrong: list[str] = []
        for number in range(1, RUNS + 1):
            outcome = there.sync()
            if outcome.kind not in _GOOD:
                wrong = [f"run {number} after the crash: {outcome.kind} {outcome.error} {outcome.refusals}"]
                break
            wrong = differences(wanted.left, there.picture())
            if not wrong:
                break
        if not wrong:
            there.pair.server.forget_calls()
            there.sync()
            if there.writes():
                wrong = [f"the run after that still writes: {there.pair.write_calls()}"]
        return Verdict(point, True, len(there.outcomes) - 1, tuple(wrong))
