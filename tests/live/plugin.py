"""Lets pytest run the contract of the services in two places and notes how each test ended in each of them."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.services.place import PLACES, Places
from tests.live.notes import Notes


class Watching:
    def __init__(self, places: Places, notes: dict[str, Notes]) -> None:
        self._places = places
        self._notes = notes

    def pytest_configure(self, config: pytest.Config) -> None:
        config.stash[PLACES] = self._places

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        place, test = told_apart(item)
        if place in self._notes:
            self._notes[place].test = test
        try:
            return (yield)
        finally:
            if place in self._notes:
                self._notes[place].test = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        place, test = told_apart(item)
        if place in self._notes and (call.when == "call" or report.outcome != "passed"):
            self._notes[place].outcomes[test] = _outcome(report, call)
        return report


def told_apart(item: pytest.Item) -> tuple[str, str]:
    """Return the place of a test, and the name that it has in every place."""
    callspec = getattr(item, "callspec", None)
    place = str(callspec.params.get("place", "")) if callspec is not None else ""
    others = [part for part in callspec.id.split("-") if part != place] if callspec is not None else []
    name = getattr(item, "originalname", item.name)
    return place, f"{item.path.stem}::{name}" + (f"[{'-'.join(others)}]" if others else "")


def _outcome(report: pytest.TestReport, call: pytest.CallInfo[None]) -> str:
    """Say what went wrong and where, without any value that was compared."""
    if report.outcome != "failed" or call.excinfo is None:
        return report.outcome
    mine = [each for each in call.excinfo.traceback if "contract" in str(each.path)]
    line = f" in {Path(mine[-1].path).name}, line {mine[-1].lineno + 1}" if mine else ""
    return f"failed: {call.excinfo.typename}{line}"
