"""A notice to a command of one's own."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sync.errors import OutOfReach
from sync.message import Message, say
from sync.notice import Notice

_PATIENCE = 30.0


@dataclass(frozen=True)
class Program:
    """It gets the notice as one JSON object on its standard input; what it prints is dropped."""

    words: Sequence[str]

    def tell(self, notice: Notice) -> None:
        """Raises ``OutOfReach``."""
        body = json.dumps(asdict(notice), ensure_ascii=False).encode()
        try:
            done = subprocess.run(  # noqa: S603 - the command is the configuration's own, and no shell is involved
                list(self.words), input=body, capture_output=True, check=False, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise _failed(say("it had not ended after {seconds:g} seconds", seconds=_PATIENCE)) from None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise _failed(say("it cannot be started: {reason}", reason=reason or type(error).__name__)) from None
        if done.returncode:
            raise _failed(say("it ended with status {status}", status=done.returncode))


def _failed(why: Message) -> OutOfReach:
    return OutOfReach(
        say("The command {key} did not take the notice: {why}.", key="notify.command", why=why),
        say("Try it in a terminal; it gets JSON on its standard input."),
    )
