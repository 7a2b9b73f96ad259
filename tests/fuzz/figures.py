"""The campaigns, and how many tries of which kind came to what."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from jobs.exits import Exit
from tests.fuzz import papers, stores
from tests.fuzz.desk import Desk
from tests.fuzz.wire import graceless, judged, known, misled, reference, tries

Tell = Callable[[str], None]


@dataclass
class Figures:
    """``tried`` counts by kind, ``endings`` what became of the tries, ``wrong`` has each violation as one line."""

    tried: Counter[str] = field(default_factory=Counter)
    endings: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def note(self, kind: str, ending: str, wrong: str, what: str) -> None:
        self.tried[kind] += 1
        self.endings[ending] += 1
        if wrong:
            self.wrong.append(f"{what}: {wrong}")

    def lines(self, name: str) -> list[str]:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.tried.items()))
        endings = ", ".join(f"{ending}: {count}" for ending, count in sorted(self.endings.items()))
        head = f"{name}: {sum(self.tried.values())} tries, {len(self.wrong)} violations"
        return [head, f"  by kind: {kinds}", f"  endings: {endings}", *(f"  WRONG {each}" for each in self.wrong)]


def commands(desk: Desk) -> tuple[tuple[str, ...], ...]:
    places = ("--notion", desk.world.database, "--sheet", desk.world.spreadsheet)
    return (("sync",), ("plan",), ("doctor",), ("init", "--dry-run", "--json", *places))


def answers(desk: Desk, seed: int, count: int) -> Figures:
    """Spoil one answer a try, of every endpoint that a run, a plan, a checkup and a proposal use."""
    figures = Figures()
    found = reference(desk, commands(desk))
    for each in tries(found, seed, count):
        verdict = judged(desk, found, each)
        figures.note(each.kind if verdict.ending != "not met" else "not met", verdict.ending, verdict.wrong, str(each))
    return figures


def configurations(folder: Path, seed: int, count: int) -> Figures:
    figures = Figures()
    file = folder / "fuzzed.toml"
    kinds: Mapping[str, Callable[[Random], bytes] | None] = {**papers.KINDS, "environment": None}
    for number in range(count):
        kind = list(kinds)[number % len(kinds)]
        make, random = kinds[kind], Random(f"{seed}:{number}")  # noqa: S311 - repeatable, not secret
        file.write_bytes(papers.EXAMPLE if make is None else make(random))
        env = papers.environment(random) if make is None else {}
        wrong, ending = papers.read(file, env)
        figures.note(kind, ending, wrong, f"seed {seed}, number {number}, {kind}")
    return figures


def memories(desk: Desk, seed: int, count: int) -> Figures:
    """Damage the state file before a run. Where the run is refused nothing is written; where not, all is right."""
    figures = Figures()
    found = reference(desk, (("sync",),))
    file = desk.folder / "bothways-state.db"
    for number in range(count):
        kind = list(stores.KINDS)[number % len(stores.KINDS)]
        desk.again()
        stores.KINDS[kind](file, Random(f"{seed}:{number}"))  # noqa: S311 - as above
        done = desk.run("sync")
        state = known(desk.state())
        stores.remove(file)
        untouched = state == found.before
        wrong = graceless(done) or misled(found, state)
        if done.exit_code == Exit.FAILED and not untouched:
            wrong = wrong or "refused, and yet it wrote"
        ending = f"exit {done.exit_code}, {'untouched' if untouched else 'written'}"
        figures.note(kind, ending, wrong, f"seed {seed}, number {number}, {kind}")
    return figures
