"""A script at work: how often each rule was looked at, and what it decides."""

from dataclasses import dataclass, field
from random import Random

from adapters.sandbox.exchange import Request
from adapters.sandbox.faults.fault import Fault
from adapters.sandbox.faults.lag import Trail
from adapters.sandbox.faults.script import Edits, Rule, Script
from adapters.sandbox.people.edit import Edit


@dataclass(slots=True)
class Fired:
    """One thing that happened: the rule's line, what it did, to the how-manieth call that fits it, and to which.

    ``failed`` says why an edit could not be made; empty where all went as asked.
    """

    line: int
    what: str
    nth: int
    service: str
    method: str
    path: str
    failed: str = ""


@dataclass(slots=True)
class Turn:
    """What happens at one call."""

    before: list[tuple[Edit, Fired]] = field(default_factory=list)
    fault: tuple[Fault, Fired] | None = None
    after: list[tuple[Edit, Fired]] = field(default_factory=list)


@dataclass(slots=True)
class Count:
    """``calls`` are those that fit the rule."""

    rule: Rule
    random: Random
    calls: int = 0
    fired: int = 0


class Running:
    """Decides by the seed, the script and the calls alone. Each rule counts for itself, with its own random numbers."""

    def __init__(self, script: Script, seed: int) -> None:
        self.script = script
        self.seed = seed
        self.random = Random(f"{seed}:faults")  # noqa: S311 - repeatable, not secret
        self.counts = [
            Count(rule, Random(f"{seed}:{number}:{rule}"))  # noqa: S311 - as above
            for number, rule in enumerate(script.rules)
        ]
        self.fired: list[Fired] = []

    def turn(self, request: Request, trail: Trail) -> Turn:
        """Count a call and say what happens at it. All edits do; of several faults it is the first line's."""
        turn = Turn()
        for count in self.counts:
            if not self._hits(count, request, trail):
                continue
            deed = count.rule.deed
            if isinstance(deed, Edits):
                count.fired += 1
                place = turn.before if deed.place == "before" else turn.after
                place.extend((edit, self._note(count, edit, request)) for edit in deed.edits)
            elif turn.fault is None:
                count.fired += 1
                turn.fault = (deed, self._note(count, deed, request))
        return turn

    def _hits(self, count: Count, request: Request, trail: Trail) -> bool:
        rule = count.rule
        if not rule.pattern.fits(request):
            return False
        fault = rule.deed
        if isinstance(fault, Fault) and not (request.service in fault.services and fault.concerns(request, trail)):
            return False
        count.calls += 1
        return rule.when.hits(count.calls, count.fired, count.random)

    def _note(self, count: Count, what: Fault | Edit, request: Request) -> Fired:
        fired = Fired(count.rule.line, str(what), count.calls, request.service, request.method, request.path)
        self.fired.append(fired)
        return fired
