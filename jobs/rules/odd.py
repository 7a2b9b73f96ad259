"""Why a rule cannot judge a record."""

from sync.message import Message


class Odd(Exception):
    """Raised by a rule for a record with a value it can make nothing of; it becomes an ``Unjudged``."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why
