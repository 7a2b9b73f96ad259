"""A message to a chat, by an incoming webhook."""

from dataclasses import dataclass, field

from adapters.signals.asking import ask
from sync.message import say
from sync.notice import Notice

_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LONGEST = 3500
"""Google Chat takes 4096 letters, Slack more."""


@dataclass(frozen=True)
class Webhook:
    """Slack's and Google Chat's: both take ``text``, and escape it alike, so that nothing in it calls anybody."""

    url: str = field(repr=False)

    def tell(self, notice: Notice) -> None:
        """Raises ``OutOfReach`` and ``NotAllowed``."""
        text = "".join(_ESCAPED.get(letter, letter) for letter in f"{notice.subject}\n{notice.text}"[:_LONGEST])
        ask(say("The notice to the webhook"), "POST", self.url, json={"text": text})
