"""Many histories, one after the other, and what came of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import partial

from tests.torture.history import History, imagine
from tests.torture.judge import Findings, Judge, Violation
from tests.torture.shrink import shortened
from tests.torture.stage import Stage

_STEP = 7_919
"""Seeds of histories lie apart, so that those of two starts do not meet."""


@dataclass
class Toll:
    """``broken`` has, by seed, what was broken and the shortened history."""

    played: int = 0
    findings: Findings = field(default_factory=Findings)
    broken: dict[int, tuple[str, str]] = field(default_factory=dict)

    def add(self, other: "Toll") -> None:
        self.played += other.played
        self.broken |= other.broken
        sums = {name: count + getattr(other.findings, name) for name, count in asdict(self.findings).items()}
        self.findings = Findings(**sums)


def breaks(stage: Stage, history: History) -> str:
    """Play a history and return which promise it broke; nothing where all were kept."""
    try:
        Judge(stage, history).play()
    except Violation as violation:
        return str(violation)
    except Exception as traceback:  # noqa: BLE001 - whatever reaches the user as a traceback is a violation, too
        return f"a traceback: {traceback!r}"
    return ""


def _alike(stage: Stage, kind: str, history: History) -> bool:
    return breaks(stage, history).startswith(kind)


def toll(seeds: Iterable[int], *, shrinking: bool = True) -> Toll:
    made = Toll()
    with Stage() as stage:
        for seed in seeds:
            history = imagine(seed)
            judge = Judge(stage, history)
            made.played += 1
            try:
                judge.play()
            except Exception as broken:  # noqa: BLE001 - see above
                why = repr(broken) if not isinstance(broken, Violation) else str(broken)
                if shrinking:
                    history = shortened(history, partial(_alike, stage, why[:12]))
                    why = breaks(stage, history) or why
                made.broken[seed] = (why, str(history))
            made.add(Toll(findings=judge.findings))
    return made


def seeds(count: int, start: int) -> list[int]:
    return [start * _STEP + number for number in range(count)]
