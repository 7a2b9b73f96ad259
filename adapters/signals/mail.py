"""Notices and other letters by mail."""

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from sync.errors import NotAllowed, OutOfReach
from sync.message import say
from sync.notice import Notice

_PATIENCE = 15.0
_PORTS = {"starttls": 587, "tls": 465, "none": 25}


@dataclass(frozen=True)
class Mail:
    """``security`` is starttls, tls or none; certificates are checked."""

    to: Sequence[str]
    sender: str
    host: str
    port: int | None = None
    security: str = "starttls"
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def tell(self, notice: Notice) -> None:
        """Raises ``OutOfReach`` and ``NotAllowed``."""
        self.send(self.letter(notice.subject, notice.text))

    def send(self, letter: EmailMessage) -> None:
        """Raises ``OutOfReach`` and ``NotAllowed``."""
        try:
            with self._server() as server:
                if self.user is not None:
                    server.login(self.user, self.password or "")
                server.send_message(letter)
        except smtplib.SMTPAuthenticationError:
            raise NotAllowed(
                say("The mail server {host} did not accept the login.", host=self.host),
                say("Correct {user} and the password of {table}.", user="mail.user", table="[mail]"),
            ) from None
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise OutOfReach(
                say("The mail could not be sent over {host} ({kind}).", host=self.host, kind=type(error).__name__),
                say("See docs/operating.md; {table} says how mail is sent.", table="[mail]"),
            ) from None

    def _server(self) -> smtplib.SMTP:
        port = self.port or _PORTS[self.security]
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, port, timeout=_PATIENCE, context=ssl.create_default_context())
        server = smtplib.SMTP(self.host, port, timeout=_PATIENCE)
        if self.security == "starttls":
            try:
                server.starttls(context=ssl.create_default_context())
            except BaseException:
                server.close()
                raise
        return server

    def letter(self, subject: str, text: str, html: str | None = None) -> EmailMessage:
        """Return a letter in plain text, and in HTML as well."""
        letter = EmailMessage()
        letter["Subject"] = " ".join(subject.split())
        letter["From"] = self.sender
        letter["To"] = ", ".join(self.to)
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = make_msgid(domain="bothways.invalid")
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(text)
        if html is not None:
            letter.add_alternative(html, subtype="html")
        return letter
