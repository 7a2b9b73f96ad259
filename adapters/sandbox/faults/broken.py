"""Faults of the line between caller and service, and of answers that cannot be read."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.sandbox.faults import google_bodies, notion_bodies
from adapters.sandbox.faults.fault import Ending, Fault, Outcome, Scene


@dataclass(frozen=True, slots=True)
class Drop(Fault):
    """The connection is closed, or reset, before or after the call was carried out; there is no answer."""

    effect: str
    reset: bool = False

    def __str__(self) -> str:
        return f"drop {self.effect} reset" if self.reset else f"drop {self.effect}"

    async def happen(self, scene: Scene) -> Outcome:
        answer = await scene.carry_out() if self.effect == "after" else None
        return Outcome(answer, Ending.RESET if self.reset else Ending.DROPPED)


@dataclass(frozen=True, slots=True)
class Hang(Fault):
    """Nothing comes until the caller goes away; for killing the caller at this point."""

    effect: str

    def __str__(self) -> str:
        return f"hang {self.effect}"

    async def happen(self, scene: Scene) -> Outcome:
        answer = await scene.carry_out() if self.effect == "after" else None
        return Outcome(answer, Ending.HUNG)


@dataclass(frozen=True, slots=True)
class Cut(Fault):
    """The connection breaks in the middle of the answer."""

    def __str__(self) -> str:
        return "cut"

    async def happen(self, scene: Scene) -> Outcome:
        return Outcome(await scene.carry_out(), Ending.CUT)


@dataclass(frozen=True, slots=True)
class Garbled(Fault):
    """The answer arrives whole, with a status of success, and is no JSON."""

    def __str__(self) -> str:
        return "garbled"

    async def happen(self, scene: Scene) -> Outcome:
        answer = await scene.carry_out()
        text = answer.body.decode(errors="replace")
        return Outcome(answer.with_body(f"{text[: len(text) // 2]}\0".encode()))


@dataclass(frozen=True, slots=True)
class Empty(Fault):
    """The answer has no body."""

    def __str__(self) -> str:
        return "empty"

    async def happen(self, scene: Scene) -> Outcome:
        return Outcome((await scene.carry_out()).with_body(b""))


@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """The answer is late, or with ``before`` the call waits to be carried out; virtual time only turns the clock."""

    milliseconds: int
    virtual: bool = False
    effect: str = ""

    def __str__(self) -> str:
        whole, rest = divmod(self.milliseconds, 1000)
        words = [f"slow {self.milliseconds}ms" if rest else f"slow {whole}s"]
        return " ".join([*words, *(["virtual"] if self.virtual else []), *([self.effect] if self.effect else [])])

    async def happen(self, scene: Scene) -> Outcome:
        seconds = self.milliseconds / 1000
        if self.effect == "before":
            await self._wait(scene, seconds)
            return Outcome(await scene.carry_out())
        answer = await scene.carry_out()
        if self.virtual:
            await self._wait(scene, seconds)
            return Outcome(answer)
        return Outcome(answer, late=seconds)

    async def _wait(self, scene: Scene, seconds: float) -> None:
        if self.virtual:
            scene.clock.turn(timedelta(seconds=seconds))
        else:
            await scene.pause(seconds)


@dataclass(frozen=True, slots=True)
class Html(Fault):
    """A page where JSON is expected, of the network in front of the service."""

    code: int
    effect: str = ""

    def __str__(self) -> str:
        return f"html {self.code} {self.effect}".rstrip()

    async def happen(self, scene: Scene) -> Outcome:
        if self.effect:
            await scene.carry_out()
        if scene.request.service == "google":
            return Outcome(google_bodies.page(self.code))
        return Outcome(notion_bodies.page(self.code, scene.random))
