"""``python -m tests.similarity``: each figure with its goal; exit status 1 where a goal is missed.

    python -m tests.similarity [--semantic]

``--semantic`` measures with the multilingual encoder, too; it takes some minutes.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from jobs.rules.similar.comparison import compare
from jobs.rules.similar.twice import entered_twice
from jobs.wiring.encoding import installed_encoder
from tests.similarity.measures import Ranking, judged, ranking
from tests.similarity.sets import TEMPLATE, backlog, incidents, japanese_reports, verdicts


@dataclass(frozen=True)
class Figure:
    what: str
    seen: float
    goal: str
    met: bool

    def __str__(self) -> str:
        return f"{'ok  ' if self.met else 'MISS'} {self.what:58} {self.seen:8.3f}   {self.goal}"


def at_least(what: str, seen: float, goal: float) -> Figure:
    return Figure(what, seen, f"at least {goal:g}", seen >= goal)


def at_most(what: str, seen: float, goal: float) -> Figure:
    return Figure(what, seen, f"at most {goal:g}", seen <= goal)


def _ranked(name: str, found: Ranking, *, hit: float, precision: float) -> Iterator[Figure]:
    yield at_least(f"{name}: hit@5", found.hits[5], 0)
    yield at_least(f"{name}: hit@10", found.hits[10], hit)
    yield at_least(f"{name}: MAP", found.precision, precision)


def quality(*, semantic: bool) -> Iterator[Figure]:
    labelled = backlog()
    yield from _ranked("backlog of 2,503, words", ranking(labelled), hit=0.84, precision=0.62)
    encoder = installed_encoder() if semantic else None
    if encoder is not None:
        yield from _ranked("backlog of 2,503, words and meaning", ranking(labelled, encoder), hit=0.84, precision=0.62)
    said = judged(entered_twice(compare(labelled.texts)), labelled, verdicts())
    titles = {text.key: text.title for text in labelled.texts}
    for name in ("labelled", "right", "wrong", "unknown"):
        for pair in getattr(said, name):
            print(f"     {name:8} {pair.score:.2f} {titles[pair.one]} | {titles[pair.other]}")
    yield at_least('backlog: right in what "entered twice" says', said.share, 0.8)
    yield at_most("backlog: pairs said that nobody has judged", len(said.unknown), 0)
    yield from on_time()
    equal = ("131086", "131087", "131088")
    found = {pair.keys for pair in entered_twice(compare(japanese_reports()))}
    pairs = [each for each in found if {record for _, record in each} <= set(equal)]
    yield at_least("the three equal Japanese reports: pairs of three", len(pairs), 3)
    yield at_most("other pairs among the 84 Japanese reports", len(found) - len(pairs), 0)


def on_time() -> Iterator[Figure]:
    texts, facts = incidents()
    titles = {text.key: text.title for text in texts}
    found = entered_twice(compare(texts, facts))
    for pair in found:
        print(f"     incident {pair.score:.2f} {titles[pair.one]} | {titles[pair.other]}: {pair.why}")
    apart = 0
    for pair in found:
        (start, end), (begin, stop) = ((facts[key].start, facts[key].end) for key in (pair.one, pair.other))
        apart += not (start and begin and start <= (stop or begin) and begin <= (end or start))
    templated = sum(TEMPLATE in (titles[pair.one], titles[pair.other]) for pair in found)
    yield at_most("incidents entered twice that do not overlap in time", apart, 0)
    yield at_most("of them with the title that stands 112 times", templated, 0)


def size() -> Iterator[Figure]:
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.similarity.large"]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - our own
    seen = json.loads(answer.stdout)
    yield at_most("10,000 records: index and lists, seconds of one core", seen["built"], 15)
    yield at_most("  as a multiple of the yardstick", seen["built"] / seen["yard"], 400)
    yield at_most("10,000 records: memory at most, MB", seen["peak"], 600)
    yield at_most("100 changed of 10,000: seconds of one core", seen["update"], 1)
    yield at_most("  as a multiple of the yardstick", seen["update"] / seen["yard"], 40)
    yield at_most("what is kept of 10,000 records, MB", seen["kept"], 20)


def main(arguments: list[str]) -> int:
    try:
        figures = [*quality(semantic="--semantic" in arguments), *size()]
    except pytest.skip.Exception as missing:
        print(missing.msg)
        return 1
    print(*figures, sep="\n")
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
