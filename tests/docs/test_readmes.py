"""README.md and README.ja.md say the same: commands, figures, codes and pages."""

import re
from collections import Counter

import pytest

from tests.docs.blocks import blocks, lines
from tests.shared import ROOT

ENGLISH, JAPANESE = ROOT / "README.md", ROOT / "README.ja.md"
TEXTS = [page.read_text("utf-8") for page in (ENGLISH, JAPANESE)]
CODE = re.compile(r"`[^`\n]+`")
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)*")


def prose(text: str) -> str:
    """Return a page without its list of pages, which may name more of them in one language."""
    start, _, rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL).partition("| [docs/")
    return start + rest.rpartition("\n| ")[2]


def test_the_commands_are_the_same() -> None:
    english, japanese = ([line.words for line in lines(page)] for page in (ENGLISH, JAPANESE))
    assert japanese == english
    assert len(english) > 10


@pytest.mark.parametrize(("what", "pattern"), [("code", CODE), ("figures", FIGURE)], ids=["code", "figures"])
def test_what_is_no_word_is_the_same(what: str, pattern: re.Pattern[str]) -> None:
    english, japanese = (Counter(pattern.findall(prose(text))) for text in TEXTS)
    assert english - japanese == Counter(), f"{what} that the Japanese page lacks"
    assert japanese - english == Counter(), f"{what} that the English page lacks"


def test_every_page_that_one_leads_to_the_other_leads_to() -> None:
    english, japanese = (set(re.findall(r"\]\(([^)]+)\)", text)) for text in TEXTS)
    assert english <= japanese


def test_the_exit_codes_are_the_same() -> None:
    english, japanese = (re.findall(r"^\| (\d+) \|", text, re.MULTILINE) for text in TEXTS)
    assert japanese == english


def test_lines_of_japanese_are_not_broken_since_a_break_is_shown_as_a_space() -> None:
    text = re.sub(r"^```.*?^```", "", TEXTS[1], flags=re.MULTILINE | re.DOTALL)
    assert re.findall(r"[ぁ-んァ-ヶ一-龥、。]\n(?=[^\s#|-]).*", text) == []


def test_there_are_as_many_blocks() -> None:
    assert len(blocks(ENGLISH, "console")) == len(blocks(JAPANESE, "console"))
