"""A history: how the pair is set, and what happens, as lines that can be read, shortened and played again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.torture.watcher import Meanwhile
from tests.torture.words import EDITED

RUNS = ("sync", "plan", "force", "quiet")
FAULTS = (
    "{service} * {when} 429",
    "{service} * {when} 429 retry-after 120",
    "{service} * {when} 409",
    "{service} * {when} 500",
    "{service} * {when} 503",
    "{service} write {when} 500 after",
    "{service} write {when} 504 after",
    "{service} write {when} 503 saved",
    "{service} * {when} drop before",
    "{service} * {when} drop after",
    "{service} write {when} drop after reset",
    "{service} * {when} html 502",
    "{service} write {when} html 504 after",
    "{service} * {when} html 200",
    "{service} * {when} cut",
    "{service} * {when} garbled",
    "{service} * {when} empty",
    "{service} * {when} slow 90s virtual",
    "notion * {when} 529",
    "notion POST */query {when} lag",
    "notion POST */query {when} bad cursor",
    "notion write {when} 400",
    "{service} * {when} 403",
    "notion GET * {when} 404",
)
WHEN = ("1st", "2nd", "3rd", "4th", "5th", "6th..8th", "1st..3rd", "30%", "60% until 9 times")


@dataclass(frozen=True)
class Line:
    """A step of a person or a run; ``within`` belongs to a run."""

    words: tuple[str, ...]
    within: tuple[tuple[str, ...], ...] = ()

    @property
    def faults(self) -> list[str]:
        return [" ".join(words[1:]) for words in self.within if words[0] == "fault"]

    @property
    def die(self) -> int:
        return next((int(words[1]) for words in self.within if words[0] == "die"), 0)

    @property
    def meanwhile(self) -> list[Meanwhile]:
        return [
            Meanwhile(words[1], words[0], int(words[2]), words[3:])
            for words in self.within
            if words[0] in ("before", "after")
        ]


@dataclass(frozen=True)
class History:
    seed: int
    options: tuple[str, ...]
    lines: tuple[Line, ...]

    def __str__(self) -> str:
        head = [f"seed {self.seed}", *(f"set {option}" for option in self.options)]
        for line in self.lines:
            head.append(" ".join(line.words))
            head += ["  " + " ".join(words) for words in line.within]
        return "\n".join(head)


def read(text: str) -> History:
    """Read a history as it was printed."""
    seed, options, lines = 0, [], list[Line]()
    for row in filter(str.strip, text.splitlines()):
        words = tuple(row.split())
        if row.startswith(" "):
            last = lines.pop()
            lines.append(Line(last.words, (*last.within, words)))
        elif words[0] == "seed":
            seed = int(words[1])
        elif words[0] == "set":
            options.append(" ".join(words[1:]))
        else:
            lines.append(Line(words))
    return History(seed, tuple(options), tuple(lines))


def imagine(seed: int) -> History:
    """Make up a history."""
    return _Author(Random(seed)).history(seed)  # noqa: S311 - it is to be repeatable, not secret


class _Author:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.number = random.randrange(40)

    def history(self, seed: int) -> History:
        pick = self.random
        self.deletes = pick.choice(["hold", "propagate"])
        options = [
            f'deletes = "{self.deletes}"',
            f'first_match = "{pick.choice(["fill", "strict"])}"',
            f'conflicts = "{pick.choice(["ask", "ask", "ask", "notion", "sheet", "newest"])}"',
        ]
        if pick.random() < 0.2:
            options.append('match_on = ["code"]')
        if pick.random() < 0.2:
            options.append('edit_against_delete = "ask"')
        if pick.random() < 0.1:
            options.append("whole_records = true")
        lines = [Line(self._add()) for _ in range(pick.randint(4, 8))]
        lines.append(self._run())
        for _ in range(pick.randint(1, 3)):
            lines += [Line(self._step()) for _ in range(pick.randint(1, 6))]
            lines.append(self._run())
        lines += [Line(self._step()) for _ in range(pick.randint(0, 3))]
        return History(seed, tuple(options), tuple(lines))

    def _next(self) -> str:
        self.number += 1
        return str(self.number)

    def _side(self) -> str:
        return self.random.choice(["notion", "sheet"])

    def _at(self) -> str:
        return str(self.random.randrange(12))

    def _add(self) -> tuple[str, ...]:
        return ("add", self._side(), self._next())

    def _edit(self) -> tuple[str, ...]:
        return ("edit", self._side(), self._at(), self.random.choice(EDITED), self._next())

    def _step(self) -> tuple[str, ...]:
        pick = self.random
        if pick.random() < 0.35:
            return self._edit()
        return tuple(map(str, pick.choice(list(self._others()))))

    def _others(self) -> Iterator[Sequence[str]]:
        pick = self.random
        field = pick.choice(EDITED)
        yield from (
            ("clear", self._side(), self._at(), pick.choice(["note", "log", "tags", "score", "level", "due"])),
        ) * 2
        yield from (("both", self._at(), field, self._next(), self._next()),) * 4
        number = self._next()
        yield ("both", self._at(), field, number, number)
        yield from (self._add(),) * 3
        yield from (("drop", self._at()),) * 2
        yield from (("trash", self._at()),) * 2
        yield ("reenter",)
        yield ("restore", self._at())
        yield from (
            ("sort", pick.choice(["name", "score", "id", "code"]), pick.choice(["ASCENDING", "DESCENDING"])),
        ) * 2
        yield ("move", self._at(), self._at())
        yield ("blank", self._at())
        yield ("copy", self._at(), pick.choice(["end", "end", self._at()]))
        yield ("clear-id", self._side(), self._at())
        yield ("change-id" if self.deletes == "hold" else "change-id-new", self._at(), self._next())
        yield ("rename", self._side(), pick.choice(EDITED), self._next())
        yield ("remake", self._side(), pick.choice(["note", "log", "tags", "level", "due"]))
        yield ("column", self._at())
        yield ("shift", pick.choice(["id", "memo", *EDITED]), self._at())
        yield ("aside", self._at(), self._next())
        yield ("wait", str(pick.choice([1, 3, 15, 700])))

    def _run(self) -> Line:
        pick = self.random
        kind = pick.choices(RUNS, [70, 6, 8, 16])[0]
        within: list[tuple[str, ...]] = []
        if kind != "quiet":
            if pick.random() < 0.45:
                within += [self._fault() for _ in range(pick.randint(1, 3))]
            if pick.random() < 0.5:
                within += [self._meanwhile() for _ in range(pick.randint(1, 3))]
            if pick.random() < 0.35:
                within.append(("die", str(pick.randint(1, 60))))
        return Line((kind,), tuple(within))

    def _fault(self) -> tuple[str, ...]:
        rule = self.random.choice(FAULTS)
        service = self.random.choice(["notion", "google", "any"])
        return ("fault", *rule.format(service=service, when=self.random.choice(WHEN)).split())

    def _meanwhile(self) -> tuple[str, ...]:
        """Google is called less often than Notion: a read, perhaps another, a write."""
        calls, most = self.random.choice(
            [("notion", 8), ("google", 4), ("notion-write", 4), *[("google-write", 2)] * 3]
        )
        moment = self.random.choice(["before", "before", "after"])
        return (moment, calls, str(self.random.randint(1, most)), *self._step_within())

    def _step_within(self) -> tuple[str, ...]:
        if self.random.random() < 0.2:
            return ("hit", self._side(), self._next())
        while True:
            step = self._step()
            if step[0] != "wait":
                return step
