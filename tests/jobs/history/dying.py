"""A process that dies before or after any one of its steps: each transaction of the memory, each write to a table."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

from jobs.sync import Tools
from sync.model import Side
from sync.ports import Memory, Table
from tests.fakes.table import Crash

STEPS = frozenset({"begin", "agree", "drop", "intend", "receive", "note", "end", "write", "remember"})


@dataclass
class Death:
    """Comes before or after the step of this number; ``count`` is how many steps there were."""

    number: int
    when: str
    count: int = 0

    def watch(self, tools: Tools) -> Tools:
        tables = {side: cast("Table", _Mortal(tools.tables[side], self)) for side in Side}
        return replace(tools, tables=tables, memory=cast("Memory", _Mortal(tools.memory, self)))

    def step(self, act: Callable[..., object]) -> Callable[..., object]:
        def dies(*words: object, **named: object) -> object:
            self.count += 1
            mine = self.count
            if mine == self.number and self.when == "before":
                raise Crash
            done = act(*words, **named)
            if mine == self.number:
                raise Crash
            return done

        return dies


class _Mortal:
    def __init__(self, inner: object, death: Death) -> None:
        self._inner = inner
        self._death = death

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - it stands for anything
        found = getattr(self._inner, name)
        return self._death.step(found) if name in STEPS else found
