"""A monitor that is asked after each run, as healthchecks.io and its like are."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit, urlunsplit

from adapters.signals.asking import ask
from sync.message import say

_LONGEST = 10_000
"""Letters of a text; healthchecks.io keeps 100 kB, others less."""


@dataclass(frozen=True)
class Heartbeat:
    """``method`` is GET or POST; only POST carries a text."""

    url: str = field(repr=False)
    method: str = "GET"
    fail_suffix: str = "/fail"

    def beat(self, text: str, *, well: bool) -> None:
        """Say that a run ended. Raises ``OutOfReach`` and ``NotAllowed``."""
        if not well and not self.fail_suffix:
            return
        url = self.url if well else _behind(self.url, self.fail_suffix)
        ask(say("The heartbeat"), self.method, url, text=text[:_LONGEST] if self.method == "POST" else None)


def _behind(url: str, suffix: str) -> str:
    """Put something behind the path; what stands in the query stays."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=parts.path.rstrip("/") + suffix))
