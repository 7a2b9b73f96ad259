"""Every test of the suite fails that shows a planted secret, or leaves one in a file."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.secrets.planted import ENVIRONMENT, kept, shown

_said: list[str] = []


def plant() -> None:
    """Let every command that a test runs have tokens which must not be seen."""
    for name, secret in ENVIRONMENT.items():
        os.environ.setdefault(name, secret)


@pytest.fixture(autouse=True, scope="session")
def _overheard() -> Iterator[None]:
    """Keep what commands say that run inside a test's own process."""
    genuine = CliRunner.invoke

    def invoke(self: CliRunner, *words: Any, **more: Any) -> Any:  # noqa: ANN401 - as it is called
        found = genuine(self, *words, **more)
        _said.append(found.output)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CliRunner, "invoke", invoke)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    found = list(leaks(item, report)) if call.when == "call" and item.get_closest_marker("leaks") is None else []
    if call.when == "call":
        _said.clear()
    if found and report.outcome != "failed":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} shows a secret:\n  " + "\n  ".join(found)
    return report


def leaks(item: pytest.Item, report: pytest.TestReport) -> Iterator[str]:
    """Yield where a planted secret was seen."""
    for place, text in (*report.sections, *(("a command's output", text) for text in _said)):
        for secret in shown(text):
            yield f"{secret} in {place}"
    folder = getattr(item, "funcargs", {}).get("tmp_path")
    if isinstance(folder, Path) and folder.exists():
        yield from (f"{name} has one in it" for name in kept(folder))
