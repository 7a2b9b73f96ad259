"""One check from its beginning to its end: the suite in both places, the cleaning, the report."""

import secrets
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import httpx
import pytest

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from tests.contract.services.place import TOKEN as SANDBOX
from tests.contract.services.place import Place, Places, spreadsheet
from tests.live.account import PAGE, SPREADSHEET, Account, pace
from tests.live.compare import differences
from tests.live.gate import TOKEN, Gate, Upstream, serving
from tests.live.ledger import Ledger
from tests.live.notes import Notes
from tests.live.plugin import Watching
from tests.live.report import Report
from tests.live.sweep import standing, sweep
from tests.shared import ROOT

_PATIENCE = 190.0
"""Seconds that a call may still be under way after the suite was stopped."""
_ALREADY = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # what the check itself has imported is not rewritten
SUITE = ROOT / "tests/contract/services"


class Unreachable(Exception):
    """The page or the spreadsheet cannot be used."""


@dataclass
class Check:
    account: Account
    folder: Path
    notes: dict[str, Notes] = field(default_factory=lambda: {"sandbox": Notes(), "real": Notes()})
    left: list[str] = field(default_factory=list)
    complete: bool = False
    say: Callable[[str], object] = print

    @property
    def file(self) -> Path:
        return self.folder / "live-made.json"

    def clear(self, ledger: Ledger) -> None:
        """Take away what the ledger names. It is not stopped by Ctrl-C, only by a second one."""
        with self._door(ledger, Notes()) as gate, _unhurried(self.say):
            self._sweep(gate)

    def run(self, words: tuple[str, ...] = ()) -> int:
        """Run the suite in both places and clean up, whatever happens. Returns pytest's own exit status.

        Raises ``Unreachable`` before anything is made.
        """
        mark = f"bothways-live {secrets.token_hex(8)} "
        ledger = Ledger(self.file, self.account.page, self.account.spreadsheet, mark)
        with self._door(ledger, self.notes["real"]) as gate:
            self._look(gate)
            ledger.save()
            status = int(pytest.ExitCode.INTERRUPTED)
            try:
                status = int(pytest.main(self._words(words), plugins=[Watching(self._places(gate), self.notes)]))
            except (KeyboardInterrupt, Exception) as failure:  # noqa: BLE001 - pytest stopped amid a fixture may trip
                self.say(f"Stopped ({type(failure).__name__}).")
            finally:
                self.notes["real"].test = ""
                with _unhurried(self.say):
                    gate.settle(_PATIENCE)
                    self._sweep(gate)
        self.complete = status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        return status

    def report(self, day: date) -> Report:
        found = tuple(differences(self.notes["sandbox"], self.notes["real"]))
        both = self.notes["sandbox"], self.notes["real"]
        return Report(version("bothways"), day.isoformat(), *both, found, self.left, self.complete)

    @property
    def forbidden(self) -> tuple[str, ...]:
        """What must not stand in a report."""
        return (*self.account.secrets, self.account.page, self.account.spreadsheet)

    @contextmanager
    def _door(self, ledger: Ledger, notes: Notes) -> Iterator[Gate]:
        with serving(Gate(self.account.notion, self.account.google, ledger, notes)) as gate:
            yield gate

    def _look(self, gate: Gate) -> None:
        """See whether both can be reached, and which tabs are there already."""
        with Clients(gate.url, gate.url, TOKEN) as clients:
            try:
                clients.notion.pages.retrieve(self.account.page)
            except Exception as failure:
                raise Unreachable(f"the page in {PAGE} cannot be read: {failure}") from failure
            try:
                found = standing(clients, self.account.spreadsheet)
            except Exception as failure:
                raise Unreachable(f"the spreadsheet in {SPREADSHEET} cannot be read: {failure}") from failure
        gate.ledger.there, gate.ledger.before = found.tabs, list(found.marks)

    def _sweep(self, gate: Gate) -> None:
        with Clients(gate.url, gate.url, TOKEN) as clients:
            clients.notion.client.timeout = httpx.Timeout(_PATIENCE)
            clients.google.set_timeout(_PATIENCE)
            self.left = sweep(clients, gate.ledger)

    def _words(self, more: tuple[str, ...]) -> list[str]:
        fixed = ["-q", "-p", "no:cacheprovider", "--force-enable-socket", "-o", "timeout=1800", "--tb=short", *_ALREADY]
        return [str(SUITE), f"--rootdir={ROOT}", f"--config-file={ROOT / 'pyproject.toml'}", *fixed, *more]

    def _places(self, gate: Gate) -> Places:
        return {"sandbox": self._sandbox, "real": lambda: nullcontext(_place(gate))}

    @contextmanager
    def _sandbox(self) -> Iterator[Place]:
        with SandboxServer(token=SANDBOX) as server:
            book = spreadsheet(server)
            free = pace(1_000_000)
            upstream = Upstream(
                server.url, lambda _method, _url: {"Authorization": f"Bearer {server.token}"}, free, free
            )
            ledger = Ledger(None, server.root_page_id, book, "bothways-live sandbox ", there=[0])
            with serving(Gate(upstream, upstream, ledger, self.notes["sandbox"])) as door:
                yield _place(door)


def _place(gate: Gate) -> Place:
    return Place(gate.url, gate.url, TOKEN, gate.ledger.page, gate.ledger.spreadsheet, gate.ledger.mark)


@contextmanager
def _unhurried(say: Callable[[str], object]) -> Iterator[None]:
    """Let the first Ctrl-C only say that it is being cleaned up."""

    def told(_number: int, _frame: FrameType | None) -> None:
        say("Taking away what was made; once more to leave it (`make live` takes it away next time).")
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)

    before = {number: signal.signal(number, told) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
