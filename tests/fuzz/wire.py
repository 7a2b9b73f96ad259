"""Spoilt answers, one a try: what the program makes of them, and what the next run makes of that."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from typer.testing import Result

from adapters.sandbox.faults.moments import ordinal
from adapters.sandbox.faults.places import Place, places
from adapters.sandbox.faults.spoilt import BODIES
from adapters.sandbox.faults.twisting import TWISTS
from jobs.exits import Exit
from tests.fuzz.desk import Desk, State
from tests.fuzz.recorder import Answered

OWN_FAULT = "fault of its own"
CALM = (Exit.DONE, Exit.CONFLICTS)
SHARES = {"sync": 8, "doctor": 2}
"""How often a command has its turn; others have one."""
STATUSES = (400, 401, 403, 404, 409, 429, 500, 503)
_KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_BOOK = re.compile(r"(/v4/spreadsheets/)[\w-]+")
_NEW = re.compile(r"bw-[a-z0-9]+")
_ERROR = ("", "/error", "/error/*", "/message", "/code", "/status", "/additional_data", "/error/details/*")


@dataclass(frozen=True, slots=True)
class Try:
    """One rule in force during one command. ``kind`` is what the figures are counted by."""

    command: tuple[str, ...]
    rule: str
    seed: int
    kind: str

    def __str__(self) -> str:
        return f"{' '.join(self.command)} | seed {self.seed} | {self.rule}"


@dataclass(frozen=True, slots=True)
class Reference:
    """What an undisturbed run makes of the pair, and what it was answered."""

    before: State
    after: State
    answers: dict[tuple[str, ...], list[Answered]]


def reference(desk: Desk, commands: tuple[tuple[str, ...], ...]) -> Reference:
    """Run each command undisturbed, the one that writes first."""
    desk.again()
    before = known(desk.state())
    answers: dict[tuple[str, ...], list[Answered]] = {}
    after: State = {}
    for command in commands:
        desk.again()
        done = desk.run(*command)
        assert done.exit_code in (*CALM, Exit.UNWELL, Exit.PENDING), done.output
        answers[command] = list(desk.recorder.answers)
        if command == ("sync",):
            after = known(desk.state())
    return Reference(before, after, answers)


def known(state: State) -> State:
    """Return a state in which new record ids, which are random, are all alike."""
    return {key: _NEW.sub("bw-new", text) for key, text in state.items()}


def tries(found: Reference, seed: int, count: int) -> Iterator[Try]:
    """Choose among all answers of all commands. Places of one shape are one choice, so that all get their turn."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    shapes = {
        command: [(answer, shape) for answer in _distinct(answers) for shape in _shapes(answer)]
        for command, answers in found.answers.items()
    }
    for number in range(count):
        command = random.choice([each for each in shapes for _ in range(SHARES.get(each[0], 1))])
        answer, pointer = random.choice(shapes[command])
        calls = sum(_alike(each, answer) for each in found.answers[command])
        when = random.choice(
            ["always", "once", *(f"{ordinal(at)}{end}" for at in range(2, calls + 1) for end in ("", ".."))]
        )
        where = f"{answer.service} {answer.method} {_pattern(answer.path)} {when}"
        choice = random.random()
        if choice < 0.06:
            how, rule = (
                "error",
                f"spoil {random.choice(list(TWISTS))} {random.choice(_ERROR)} of {random.choice(STATUSES)}",
            )
        elif choice < 0.12:
            how = random.choice(BODIES)
            rule = f"spoil {how}"
        else:
            how = random.choice(list(TWISTS))
            rule = f"spoil {how} {pointer}"
        yield Try(command, f"{where} {rule}", seed + number, how)


def _distinct(answers: list[Answered]) -> list[Answered]:
    """Leave out all but one answer of each endpoint and form."""
    found: dict[object, Answered] = {}
    for each in answers:
        if each.doc is not None:
            found.setdefault((each.service, each.method, _pattern(each.path), frozenset(_shapes(each))), each)
    return list(found.values())


def _alike(one: Answered, two: Answered) -> bool:
    return (one.service, one.method, _pattern(one.path)) == (two.service, two.method, _pattern(two.path))


def _shapes(answer: Answered) -> list[str]:
    return sorted({_shape(place) for place in places(answer.doc)})


def _shape(place: Place) -> str:
    return "".join(f"/{'*' if step.isdigit() else step}" for step in place.steps)


def _pattern(path: str) -> str:
    return _BOOK.sub(r"\1*", _KEY.sub("*", path))


@dataclass(frozen=True, slots=True)
class Verdict:
    """``wrong`` is empty where all went as it must; ``ending`` is the exit code and what came of the tables."""

    wrong: str
    ending: str


def judged(desk: Desk, found: Reference, each: Try) -> Verdict:
    desk.again()
    desk.server.script(each.rule, each.seed)
    done = desk.run(*each.command)
    fired = bool(desk.server.fired())
    desk.server.script("")
    if not fired:
        return Verdict("", "not met")
    wrong = graceless(done)
    state = known(desk.state())
    if each.command[0] != "sync":
        wrong = wrong or ("" if state == found.before else f"wrote: {_difference(found.before, state)}")
    else:
        strange = misled(found, state)
        wrong = wrong or afterwards(desk, found) or (f"misled: {strange}" if strange else "")
    return Verdict(wrong, _ending(done, found, state))


def graceless(done: Result) -> str:
    """Say how a command ended that did not end with one message of ours and a code of ours."""
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return f"traceback: {done.exception!r}"
    if done.exit_code not in list(Exit):
        return f"exit code {done.exit_code}"
    if "Traceback" in done.output:
        return "traceback in the output"
    if OWN_FAULT in " ".join(done.output.split()):
        return OWN_FAULT
    if not done.output.strip():
        return "said nothing"
    return ""


def misled(found: Reference, state: State) -> str:
    """Say what stands in the tables that neither stood there before nor would an undisturbed run have written.

    A record that was made without its title, which could not be read, is looked for by all else that it says.
    """
    state = _with_titles(found.after, state)
    odd = {
        key: state.get(key)
        for key in found.before.keys() | found.after.keys() | state.keys()
        if state.get(key) not in (found.before.get(key), found.after.get(key))
    }
    return ", ".join(f"{key}={value!r}" for key, value in sorted(odd.items(), key=str)[:4])


def _with_titles(after: State, state: State) -> State:
    named: State = {}
    for (side, title, field), text in state.items():
        name = title or next(
            (other for one, other, _ in after if one == side and _within(state, after, side, other)), title
        )
        named[side, name, field] = text
    return named


def _within(state: State, after: State, side: str, title: str) -> bool:
    """Say whether all that a record without a title says is what the record with this title is to say."""
    said = {field: text for (one, other, field), text in state.items() if (one, other) == (side, "")}
    return all(after.get((side, title, field)) == text for field, text in said.items() if field != "title")


def afterwards(desk: Desk, found: Reference) -> str:
    """Say how the tables differ, once undisturbed runs followed, from what they should be."""
    done = desk.run("sync")
    if done.exit_code not in CALM:
        return f"the next run ended with {done.exit_code}: {' '.join(done.output.split())[:300]}"
    state = known(desk.state())
    if state != found.after:
        return f"not in step afterwards: {_difference(found.after, state)}"
    desk.server.forget_calls()
    desk.run("sync")
    return "a further run writes" if desk.writes() else ""


def _difference(one: State, two: State) -> str:
    keys = sorted((key for key in one.keys() | two.keys() if one.get(key) != two.get(key)), key=str)
    return ", ".join(f"{key}: {one.get(key)!r} -> {two.get(key)!r}" for key in keys[:4])


def _ending(done: Result, found: Reference, state: State) -> str:
    tables = "untouched" if state == found.before else "all written" if state == found.after else "partly written"
    return f"exit {done.exit_code}, {tables}"
