"""An error of the service, in its own words."""

from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime

from adapters.sandbox.exchange import Answer, Request
from adapters.sandbox.faults import google_bodies, notion_bodies
from adapters.sandbox.faults.fault import BOTH, GOOGLE, NOTION, Fault, Outcome, Scene
from adapters.sandbox.faults.lag import Trail
from adapters.sandbox.words import Words

CODES = (400, 401, 403, 404, 409, 429, 500, 502, 503, 504, 529)
VARIANTS: dict[tuple[int, str], frozenset[str]] = {
    (400, "beta"): NOTION,
    (400, "grant"): NOTION,
    (400, "json"): NOTION,
    (400, "request"): NOTION,
    (400, "url"): NOTION,
    (400, "version"): NOTION,
    (403, "blocks"): NOTION,
    (403, "daily"): GOOGLE,
    (403, "disabled"): GOOGLE,
    (403, "minute"): GOOGLE,
    (403, "quota"): GOOGLE,
    (403, "scope"): GOOGLE,
    (409, "rows"): NOTION,
    (429, "workspace"): NOTION,
    (429, "endpoint"): NOTION,
    (429, "blocked"): NOTION,
    (503, "database"): NOTION,
}
WAITING = (429, 503, 529)
"""The statuses that may come with a Retry-After."""


@dataclass(frozen=True, slots=True)
class Status(Fault):
    """``retry_after`` is in seconds; None is the service's own habit: 1 with Notion's 429, none elsewhere.

    ``dated`` tells it as a date. ``effect`` is empty where the call is not carried out, ``after`` where it is all the
    same, and ``saved`` where Notion says so itself, which it does only of writes that succeed.
    """

    code: int
    variant: str = ""
    retry_after: float | None = None
    silent: bool = False
    effect: str = ""
    dated: bool = False

    def __str__(self) -> str:
        words = [str(self.code), self.variant]
        if self.silent:
            words.append("no retry-after")
        if self.retry_after is not None:
            words.append(f"retry-after {self.retry_after:g}{' dated' if self.dated else ''}")
        return " ".join(word for word in (*words, self.effect) if word)

    @property
    def services(self) -> frozenset[str]:
        if self.code == 529:
            return NOTION
        return VARIANTS.get((self.code, self.variant), BOTH)

    def concerns(self, request: Request, _trail: Trail) -> bool:
        if self.variant == "quota":
            return not request.path.startswith("/v4/")
        return self.effect != "saved" or not request.is_read

    async def happen(self, scene: Scene) -> Outcome:
        answer = await scene.carry_out() if self.effect else None
        request = scene.request
        if answer is not None and self.effect == "saved":
            if not answer.good:
                return Outcome(answer)
            if request.service == "notion":
                return Outcome(notion_bodies.saved(request, answer, scene.random))
        if request.service == "google":
            made = google_bodies.error(self.code, self.variant, request, self.retry_after)
        else:
            made = notion_bodies.error(self.code, self.variant, request, self._notion_wait(), scene.random)
        return Outcome(self._dated(made, scene) if self.dated else made)

    def _dated(self, answer: Answer, scene: Scene) -> Answer:
        """Tell the wait as a moment, by the clock that dates the answers."""
        moment = scene.clock.now() + timedelta(seconds=self.retry_after or 0)
        others = tuple(each for each in answer.headers if each[0].lower() != b"retry-after")
        told = (b"retry-after", format_datetime(moment, usegmt=True).encode())
        return replace(answer, headers=(*others, told))

    def _notion_wait(self) -> float | None:
        if self.silent or self.retry_after is not None:
            return self.retry_after
        return 1 if self.code == 429 and self.variant != "blocked" else None


def read_status(words: Words, code: int) -> Status:
    variants = [name for status, name in VARIANTS if status == code]
    variant = words.accept(*variants) or ""
    wait: float | None = None
    silent = dated = False
    if code in WAITING:
        if words.accept("retry-after"):
            wait = float(words.fitting(r"\d{1,6}(\.\d{1,3})?", "a number of seconds"))
            dated = words.accept("dated") is not None
        elif words.accept("no"):
            words.expect("retry-after")
            silent = True
    effect = words.accept("after", *(["saved"] if code == 503 else [])) or ""
    if not words.done:
        waits = ["retry-after SECONDS", "no retry-after"] if code in WAITING and wait is None and not silent else []
        effects = ["after", *(["saved"] if code == 503 else [])] if not effect else []
        left = variants if not (variant or wait is not None or silent or effect) else []
        raise words.unclear(", ".join([*left, *(waits if not effect else []), *effects, "the end of the line"]))
    return Status(code, variant, wait, silent, effect, dated)
