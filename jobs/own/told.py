"""The texts that were written into fields of our own: known again by their digests."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """The texts that were written, by record: what each depends on, and its own digest."""

    of: Mapping[str, tuple[str, str]]

    @classmethod
    def read(cls, body: bytes | None) -> "Told":
        """Anything that is not understood counts as nothing: the texts are written anew."""
        try:
            found = json.loads(body or b"{}")
            return cls({str(name): (str(sign), str(text)) for name, (sign, text) in found.items()})
        except (ValueError, AttributeError, TypeError):
            return cls({})

    def body(self) -> bytes:
        return json.dumps({name: list(entry) for name, entry in sorted(self.of.items())}).encode()

    def wrote(self, record: str, text: str) -> bool:
        """Say whether a text is the one that was written last."""
        return record in self.of and self.of[record][1] == digest(text)

    def stands(self, record: str, sign: str) -> bool:
        return record in self.of and self.of[record][0] == sign
