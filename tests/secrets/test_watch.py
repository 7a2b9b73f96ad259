"""The watch over the whole suite sees what it is there for."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.message import say
from sync.secrecy import HIDDEN, scrubbed, scrubbed_message
from tests.secrets.planted import ALL, NOTION, shown
from tests.secrets.watch import leaks


@pytest.mark.leaks
def test_a_secret_in_the_output_in_the_log_and_in_a_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_bytes(b"\0\1" + NOTION.encode() + b"\0")
    (tmp_path / "token.planted").write_text(NOTION)
    item = cast("pytest.Item", SimpleNamespace(funcargs={"tmp_path": tmp_path}))
    report = cast("pytest.TestReport", SimpleNamespace(sections=[("Captured log call", f"Bearer {NOTION}")]))
    assert list(leaks(item, report)) == [f"{NOTION} in Captured log call", "state.db has one in it"]


def test_a_secret_that_a_terminal_broke_in_two_is_seen() -> None:
    assert shown(f"{NOTION[:9]}\n  {NOTION[9:]}") == [NOTION]
    assert not shown("nothing of the kind")


@given(st.text(), st.sampled_from(ALL), st.text())
def test_a_known_secret_never_stays(before: str, secret: str, after: str) -> None:
    assert secret not in scrubbed(before + secret + after, [secret])


@pytest.mark.parametrize(
    "secret",
    [
        "ntn_" + "a1" * 20,
        "secret_" + "a1" * 20,
        "ya29." + "a0Af_-" * 6,
        "1//" + "0gX-_" * 8,
        "GOCSPX-" + "a1b2" * 6,
        "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIx.c2lnbmF0dXJl",
        "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
    ],
)
def test_what_has_the_shape_of_a_secret_goes_though_nobody_told_of_it(secret: str) -> None:
    assert scrubbed(f"said {secret} to us") == f"said {HIDDEN} to us"


def test_a_password_in_an_address_goes_and_plain_words_stay() -> None:
    assert scrubbed("postgresql://me:pass@db/x") == f"postgresql://{HIDDEN}@db/x"
    plain = "Share it with worker@none.example: https://example.com/a:b@c, 1//2, secret_santa"
    assert scrubbed(plain) == plain


def test_a_message_is_looked_through_to_its_innermost_value() -> None:
    inner = say("it said {text}", text=f"Bearer {NOTION}")
    found = scrubbed_message(say("{count} times: {why}", count=3, why=inner), (NOTION,))
    assert str(found) == f"3 times: it said Bearer {HIDDEN}"
