import io
import time

import pytest
from rich.cells import cell_len
from rich.console import Console

from jobs.demo.show import run
from tests.yardstick import yard

WIDTH = 80


@pytest.fixture(scope="module")
def told() -> tuple[int, str, float]:
    out = io.StringIO()
    began = time.perf_counter()
    code = run(Console(file=out, width=WIDTH, highlight=False), language="en")
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


def test_the_last_two_lines_say_what_to_do_next(told: tuple[int, str, float]) -> None:
    last = told[1].rstrip().splitlines()[-2:]
    assert "config.example.toml" in last[0]
    assert "bothways plan" in last[1]
