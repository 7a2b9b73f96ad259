"""An error of the service, in its own words."""

from dataclasses import dataclass

from adapters.sandbox.exchange import Request
from adapters.sandbox.faults import google_bodies, notion_bodies
from adapters.sandbox.faults.fault import BOTH, GOOGLE, NOTION, Fault, Outcome, Scene
from adapters.sandbox.faults.lag import Trail
from adapters.sandbox.words import Words

CODES = (400, 401, 403, 404, 409, 429, 500, 502, 503, 504, 529)
VARIANTS: dict[tuple[int, str], frozenset[str]] = {
    (403, "disabled"): GOOGLE,
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

    ``effect`` is empty where the call is not carried out, ``after`` where it is all the same, and ``saved`` where
    Notion says so itself, which it does only of writes that succeed.
    """

    code: int
    variant: str = ""
    retry_after: int | None = None
    silent: bool = False
    effect: str = ""

    def __str__(self) -> str:
        words = [str(self.code), self.variant]
        if self.silent:
            words.append("no retry-after")
        if self.retry_after is not None:
            words.append(f"retry-after {self.retry_after}")
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
            return Outcome(google_bodies.error(self.code, self.variant, request, self.retry_after))
        return Outcome(notion_bodies.error(self.code, self.variant, request, self._notion_wait(), scene.random))

    def _notion_wait(self) -> int | None:
        if self.silent or self.retry_after is not None:
            return self.retry_after
        return 1 if self.code == 429 and self.variant != "blocked" else None


def read_status(words: Words, code: int) -> Status:
    variants = [name for status, name in VARIANTS if status == code]
    variant = words.accept(*variants) or ""
    wait: int | None = None
    silent = False
    if code in WAITING:
        if words.accept("retry-after"):
            wait = int(words.fitting(r"\d{1,6}", "a number of seconds"))
        elif words.accept("no"):
            words.expect("retry-after")
            silent = True
    effect = words.accept("after", *(["saved"] if code == 503 else [])) or ""
    if not words.done:
        waits = ["retry-after SECONDS", "no retry-after"] if code in WAITING and wait is None and not silent else []
        effects = ["after", *(["saved"] if code == 503 else [])] if not effect else []
        left = variants if not (variant or wait is not None or silent or effect) else []
        raise words.unclear(", ".join([*left, *(waits if not effect else []), *effects, "the end of the line"]))
    return Status(code, variant, wait, silent, effect)
