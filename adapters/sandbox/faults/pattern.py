"""Which calls a rule is about: service, method, path."""

import re
from dataclasses import dataclass

from adapters.sandbox.exchange import Request
from adapters.sandbox.words import Words

SERVICES = ("notion", "google")
METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
CLASSES = ("read", "write")
SIGN_IN = "/token"
_MOMENT = re.compile(r"before|after|always|once|every|\d.*")


@dataclass(frozen=True, slots=True)
class Pattern:
    """``service`` may be any; ``method`` is one, ``read``, ``write``, or empty; ``*`` in the path is any text.

    Google's sign-in is meant only where it is named.
    """

    service: str
    method: str
    path: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.service, self.method, self.path) if part)

    def fits(self, request: Request) -> bool:
        if request.service != self.service and (self.service != "any" or request.service not in SERVICES):
            return False
        if request.path == SIGN_IN != self.path:
            return False
        if self.method in CLASSES:
            if request.is_read != (self.method == "read"):
                return False
        elif self.method not in ("", request.method):
            return False
        wanted = ".*".join(re.escape(part) for part in self.path.split("*"))
        return re.fullmatch(wanted, request.path, re.DOTALL) is not None


def read_pattern(words: Words) -> Pattern:
    service = words.expect(*SERVICES, "any")
    method = words.accept(*METHODS, *CLASSES) or ""
    allowed = "a path that begins with / or *, or a moment, like 3rd"
    if not method:
        allowed = f"{', '.join((*METHODS, *CLASSES))}, {allowed}"
    if words.bare is not None and _MOMENT.fullmatch(words.bare):
        return Pattern(service, method, "*")
    return Pattern(service, method, words.fitting(r"[/*]\S*", allowed))
