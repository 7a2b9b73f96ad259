"""docs/reads.md names tests that are there, and every test of partial reads."""

import re

from tests.shared import ROOT

PAGE = (ROOT / "docs" / "reads.md").read_text("utf-8")
NAMED = set(re.findall(r"\| `(\w+)` \|$", PAGE, re.MULTILINE))


def names_in(*folders: str) -> set[str]:
    files = [file for folder in folders for file in (ROOT / "tests" / folder).glob("**/test_*.py")]
    return {name for file in files for name in re.findall(r"^def test_(\w+)\(", file.read_text("utf-8"), re.MULTILINE)}


def test_every_test_that_the_page_names_is_there() -> None:
    assert NAMED
    assert names_in("adapters", "jobs", "sync") >= NAMED


def test_every_way_that_is_tested_over_the_services_is_on_the_page() -> None:
    file = ROOT / "tests" / "jobs" / "sync" / "test_partial_reads.py"
    assert set(re.findall(r"^def test_(\w+)\(", file.read_text("utf-8"), re.MULTILINE)) <= NAMED
