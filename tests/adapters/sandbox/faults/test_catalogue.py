"""Every example of docs/sandbox-faults.md is a rule, and happens."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

import gspread
import httpx
import pytest
from notion_client.errors import APIResponseError, RequestTimeoutError, UnknownHTTPResponseError

from adapters.sandbox.faults.fault import Fault
from adapters.sandbox.faults.moments import ALLOWED
from adapters.sandbox.faults.script import Edits, parse
from adapters.sandbox.faults.status import CODES, VARIANTS, Status
from adapters.sandbox.people import pages, sheets
from adapters.sandbox.people.edit import Edit
from adapters.sandbox.people.sheets import SheetEdit
from tests.adapters.sandbox.faults.world import World
from tests.shared import ROOT

PAGE = ROOT / "docs" / "sandbox-faults.md"
FAILURES = (
    APIResponseError,
    UnknownHTTPResponseError,
    RequestTimeoutError,
    gspread.exceptions.APIError,
    httpx.HTTPError,
    OSError,
    ValueError,
    RecursionError,
)


def examples() -> list[str]:
    blocks = re.findall(r"```faults\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [str(rule) for line in lines for rule in parse(line).rules]


RULES = [parse(line).rules[0] for line in examples()]


@pytest.mark.parametrize("line", examples())
def test_an_example_happens(world: World, line: str) -> None:
    world.hurry(0.3 if "hang" in line else 5)
    world.server.script(line)
    for _ in range(20):
        for call in world.many():
            with suppress(*FAILURES):
                call()
            if world.server.fired():
                break
        if world.server.fired():
            break
    found = world.server.fired()
    assert found, "it never happened"
    assert [fired.failed for fired in found] == [""] * len(found)


def test_every_fault_has_an_example() -> None:
    assert names(Fault.__subclasses__()) == names(type(deed) for deed in deeds() if isinstance(deed, Fault))
    answers = {(deed.code, deed.variant) for deed in deeds() if isinstance(deed, Status)}
    assert {(code, "") for code in CODES} | set(VARIANTS) == answers
    assert {deed.effect for deed in deeds() if isinstance(deed, Status)} == {"", "after", "saved"}


def test_every_edit_has_an_example() -> None:
    edits = [edit for deed in deeds() if isinstance(deed, Edits) for edit in deed.edits]
    assert names(Edit.__subclasses__()) == names(type(edit) for edit in edits)
    done = names(type(edit.deed) for edit in edits if isinstance(edit, SheetEdit))
    assert done == names([*sheets.Deed.__subclasses__(), sheets.Type])
    assert {edit.verb for edit in edits if isinstance(edit, pages.Trash)} == set(pages.VERBS)


def test_the_page_shows_every_moment_and_the_message_of_a_mistake() -> None:
    text = PAGE.read_text("utf-8")
    assert all(moment in text for moment in ALLOWED.split(", "))
    assert ALLOWED in text


def names(classes: Iterable[type]) -> set[str]:
    """Name classes; one with slots is made twice, so they cannot be compared themselves."""
    return {each.__name__ for each in classes}


def deeds() -> Iterator[Fault | Edits]:
    return (rule.deed for rule in RULES)
