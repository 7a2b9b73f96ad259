import json
import smtplib
import socket
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from adapters.signals.mail import Mail
from adapters.signals.program import Program
from adapters.signals.webhook import Webhook
from sync.errors import OutOfReach
from sync.notice import Notice
from tests.adapters.signals.conftest import Web

NOTICE = Notice(
    "Bothways: sync failed", "risks: <!channel> 期限切れ & more\nGive a new token.", "sync", "run1", False, 1
)


def test_a_webhook_gets_text_in_which_nothing_calls_anybody(web: Web) -> None:
    Webhook(f"{web.url}/services/T/B/secret").tell(NOTICE)
    [(method, path, body)] = web.asked
    assert (method, path) == ("POST", "/services/T/B/secret")
    assert json.loads(body) == {
        "text": "Bothways: sync failed\nrisks: &lt;!channel&gt; 期限切れ &amp; more\nGive a new token."
    }


def test_a_command_gets_the_notice_as_json(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    program = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_bytes(sys.stdin.buffer.read()); print('noise')"
    Program((sys.executable, "-c", program, str(out))).tell(NOTICE)
    assert json.loads(out.read_text())["text"] == NOTICE.text
    assert json.loads(out.read_text())["recovered"] is False


@pytest.mark.parametrize("words", [("/no/such/program",), (sys.executable, "-c", "raise SystemExit(3)"), ("\0",)])
def test_a_command_that_fails_is_said(words: tuple[str, ...]) -> None:
    with pytest.raises(OutOfReach, match=r"notify\.command"):
        Program(words).tell(NOTICE)


class Box:
    """Keeps the letters it gets."""

    def __init__(self) -> None:
        self.letters: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        self.letters.append(envelope)
        return "250 OK"


@pytest.fixture
def post() -> Iterator[tuple[Box, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    box = Box()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


def test_a_mail_is_a_plain_letter(post: tuple[Box, int]) -> None:
    box, port = post
    Mail(("oncall@example.com",), "bothways@example.com", "127.0.0.1", port, "none").tell(NOTICE)
    [letter] = box.letters
    assert letter.rcpt_tos == ["oncall@example.com"]
    found = message_from_bytes(letter.original_content or b"", policy=policy.default)
    assert found["Subject"] == "Bothways: sync failed"
    assert found["Auto-Submitted"] == "auto-generated"
    assert isinstance(found, EmailMessage)
    assert "期限切れ" in found.get_content()


def test_a_server_without_encryption_gets_no_mail_unless_that_is_configured(post: tuple[Box, int]) -> None:
    box, port = post
    with pytest.raises(OutOfReach, match=smtplib.SMTPNotSupportedError.__name__):
        Mail(("a@example.com",), "b@example.com", "127.0.0.1", port, password="hidden-word").tell(NOTICE)
    assert box.letters == []
    assert "hidden-word" not in repr(Mail((), "b", "h", password="hidden-word"))


def test_lines_in_a_subject_make_no_header() -> None:
    letter = Mail(("a@example.com",), "b@example.com", "h").letter("sync\nBcc: all@example.com", "text")
    assert letter["Bcc"] is None
