"""Answers that are JSON of a form the service never gives: a field gone, added, of another type, or cut."""

from dataclasses import dataclass
from random import Random

import orjson

from adapters.sandbox.exchange import Answer
from adapters.sandbox.faults.fault import Fault, Outcome, Scene
from adapters.sandbox.faults.places import Place, places
from adapters.sandbox.faults.status import CODES, Status, read_status
from adapters.sandbox.faults.twisting import TWISTS, in_json
from adapters.sandbox.words import Words

BODIES = ("short", "encoding", "deep")
"""What is done to the body as a whole: it ends early, it is in an encoding nobody asked for, it nests without end."""
_DEEP = 20_000


@dataclass(frozen=True, slots=True)
class Spoil(Fault):
    """The call is carried out, and one place of its answer is changed: a random one of those that ``pointer`` fits.

    ``pointer`` is a JSON pointer (RFC 6901) in which ``*`` is any one step; an answer without such a place stays as it
    is. ``of`` is the error whose answer is spoilt, where it is not the call's own.
    """

    how: str
    pointer: str = ""
    of: Status | None = None

    def __str__(self) -> str:
        words = ["spoil", self.how, self.pointer, *(["of", str(self.of)] if self.of is not None else [])]
        return " ".join(word for word in words if word)

    async def happen(self, scene: Scene) -> Outcome:
        outcome = Outcome(await scene.carry_out()) if self.of is None else await self.of.happen(scene)
        if outcome.answer is None:
            return outcome
        return Outcome(spoilt(outcome.answer, self.how, self.pointer, scene.random))


def spoilt(answer: Answer, how: str, pointer: str, random: Random) -> Answer:
    """Return the answer spoilt; one that is no JSON, or has no such place, as it is."""
    if how == "short":
        return answer.with_body(answer.body[: random.randrange(len(answer.body) or 1)])
    if how == "encoding":
        text = answer.body.decode(errors="replace")
        return answer.with_body(text.encode(random.choice(["utf-16", "cp037"]), "replace"))
    if how == "deep":
        return answer.with_body(b"[" * _DEEP + b"]" * _DEEP)
    try:
        doc = orjson.loads(answer.body)
    except orjson.JSONDecodeError:
        return answer
    twist = TWISTS[how]
    fitting: list[Place] = [place for place in places(doc) if place.fits(pointer) and twist.can(place)]
    if not fitting:
        return answer
    twist.do(random.choice(fitting), random)
    return answer.with_body(in_json(doc))


def read_spoil(words: Words) -> Spoil:
    how = words.expect(*TWISTS, *BODIES)
    pointer = ""
    if how in TWISTS and (words.bare or "").startswith("/"):
        pointer = words.take("").text
    of = None
    if words.accept("of"):
        of = read_status(words, int(words.expect(*(str(code) for code in CODES))))
    return Spoil(how, pointer, of)
