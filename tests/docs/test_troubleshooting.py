"""What stands on the pages about messages is what the program says."""

import re

import pytest

from jobs.catalogue.extraction import sentences
from tests.docs.messages import PAGE, page, troubles, untold
from tests.shared import ROOT

PROSE = (ROOT / "docs" / "troubleshooting.md").read_text("utf-8")
TITLES = re.findall(r"^### (.+)$", PROSE, re.MULTILINE)
SAID = [text for text, _ in sentences()]


def bare(text: str) -> str:
    """Return a message with … for what is filled in."""
    return re.sub(r"\s*\{[^{}]*\}", lambda found: f"{found[0][: found[0].index('{')]}…", text)


@pytest.mark.parametrize("title", TITLES)
def test_a_message_that_is_explained_is_one_that_the_program_says(title: str) -> None:
    said = {bare(text).rstrip(".") for text in SAID}
    assert title.rstrip(".") in said


def test_at_least_twenty_are_explained() -> None:
    assert len(TITLES) >= 20


def test_every_message_with_a_way_out_is_on_the_page() -> None:
    assert PAGE.read_text("utf-8") == page(), "run python -m tests.docs.messages"


def test_what_is_read_from_the_source_is_what_the_catalogue_is_made_of() -> None:
    known = set(SAID)
    assert {each.seen for each in troubles()} | {each.way_out for each in troubles()} <= known


def test_every_error_that_names_a_way_out_is_found() -> None:
    assert untold() == []
    assert len(troubles()) > 180
    assert {each.area for each in troubles()} >= {"Notion", "Google Sheets", "The state store", "Commands"}
