import io
import time
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from jobs.demo.show import run
from tests.yardstick import yard

WIDTH = 80


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "kept"


@pytest.fixture(scope="module")
def told(kept: Path) -> tuple[int, str, float]:
    out = io.StringIO()
    began = time.perf_counter()
    code = run(Console(file=out, width=WIDTH, highlight=False), language="en", kept=kept)
    return code, out.getvalue(), time.perf_counter() - began


def test_the_demo_proves_what_it_claims(told: tuple[int, str, float]) -> None:
    code, text, _ = told
    assert code == 0, text
    assert "✗" not in text


def test_the_demo_ends_well_within_a_minute(told: tuple[int, str, float]) -> None:
    assert told[2] < 1500 * yard()  # some 45 s on the machine it was written on


def test_the_second_run_makes_no_write_call(told: tuple[int, str, float]) -> None:
    assert "✓ 0 write calls" in told[1]


def test_the_demo_can_be_read_at_80_columns(told: tuple[int, str, float]) -> None:
    assert [line for line in told[1].splitlines() if cell_len(line) > WIDTH] == []


def test_it_ends_with_a_digest_that_stays_and_says_where(told: tuple[int, str, float], kept: Path) -> None:
    names = {file.name for file in kept.iterdir()}
    assert names == {"digest.en.html", "digest.ja.html", "digest.md"}
    assert all(name in told[1] for name in names)
    assert "✓ a page in Notion and the tab Digest" in told[1]
    assert 'lang="ja"' in (kept / "digest.ja.html").read_text("utf-8")[:100]


def test_the_digest_is_worth_reading(told: tuple[int, str, float], kept: Path) -> None:
    text = (kept / "digest.md").read_text("utf-8")
    sections = {title.partition("\n")[0]: title for title in text.split("\n## ")[1:]}
    top = sections["What matters this week"].strip().splitlines()
    assert len([line for line in top if line.startswith("- ")]) == 5
    assert "店舗向けAPIに呼び出しの上限を設ける" in sections["Repeated incidents"], "an avoidable repeat"
    assert "used 113 %" in sections["Objectives and error budgets"]
    for title, line in (
        ("Prevention actions", "三浦 大地: 2 overdue"),
        ("Risks", "冬のセールで問い合わせが倍になる"),
        ("Backlog", "Booking history in the shop console"),
        ("Thanks", "青木 ひなた"),
        ("The sync and the data", "both sides changed it"),
    ):
        assert line in sections[title], title


def test_the_last_two_lines_say_what_to_do_next(told: tuple[int, str, float]) -> None:
    last = told[1].rstrip().splitlines()[-2:]
    assert "config.example.toml" in last[0]
    assert "bothways plan" in last[1]
