"""The digest as a block of cells: figures as numbers, and what native charts are drawn from."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from jobs.digest.model import Chart, ChartKind, Digest, Line, Section, SectionKey, Unit
from jobs.digest.render.charts import titled
from jobs.digest.render.figures import has_values
from jobs.digest.render.phrases import PHRASES
from jobs.digest.render.view import View
from jobs.digest.render.words import Words
from mappings.digest import WIDTH, Cell, Drawn, Graph, Look, Sheaf
from sync.message import say

ROOM = 18
"""Rows that a chart covers."""
_PATTERNS = {Unit.COUNT: "#,##0.##", Unit.PERCENT: '0.0"%"', Unit.RATIO: "0.00", Unit.DAYS: "0.0"}
_KINDS = {
    ChartKind.BARS: Drawn.COLUMN,
    ChartKind.GROUPED: Drawn.COLUMN,
    ChartKind.STACKED: Drawn.STACKED,
    ChartKind.LINE: Drawn.LINE,
}
_HEADS = (
    say("Section"),
    PHRASES["figure"],
    PHRASES["value"],
    say("Unit"),
    say("Records (n)"),
    say("Left out"),
    say("Window before"),
    say("Median of 13 before"),
)
_LONGEST = 5_000


def sheaf(digest: Digest, language: str) -> Sheaf:
    """Return the block. The time it was made stands in it, and does not make it another."""
    block = _Block(View(digest, Words.of(digest, language)))
    block.fill()
    same = json.dumps([[asdict(cell) for cell in row] for row in block.rows[1:]], ensure_ascii=False)
    drawn = json.dumps([asdict(each) for each in block.graphs], ensure_ascii=False)
    print_ = sha256(f"{same}{drawn}".encode()).hexdigest()[:16]
    order = digest.window.start.date().toordinal()
    return Sheaf(digest.window.name, order, print_, tuple(block.rows), tuple(block.graphs))


@dataclass
class _Block:
    view: View
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    graphs: list[Graph] = field(default_factory=list)

    def fill(self) -> None:
        digest, words = self.view.digest, self.view.words
        made = f"{words(PHRASES['made'])} {words.moment(digest.made_at)}"
        title = f"{words(digest.title)} · {words.window(digest.window)}"
        self.rows.append((Cell(title, look=Look.TITLE), *[Cell()] * (WIDTH - 2), Cell(made)))
        self._highlights()
        self._gap()
        self.rows.append(tuple(Cell(words(head), look=Look.HEAD) for head in _HEADS))
        for section in digest.sections:
            self.rows += self._figures(section)
        for section in digest.sections:
            for chart in section.charts:
                if has_values(chart):
                    self._chart(chart)

    def _gap(self) -> None:
        self.rows.append(())

    def _highlights(self) -> None:
        found = self.view.digest.section(SectionKey.HIGHLIGHTS)
        for listing in found.listings if found is not None else ():
            self.rows += [self._line(line) for line in listing.lines]

    def _line(self, line: Line) -> tuple[Cell, ...]:
        row = self.view.row(line)
        owner = self.view.words(PHRASES["nobody"]) if row.ownerless else row.owners
        marks = " ".join(mark.text for mark in row.marks)
        return (Cell(marks), Cell(_short(row.title), link=row.url), Cell(_short(row.text)), Cell(owner), Cell(row.age))

    def _figures(self, section: Section) -> Iterator[tuple[Cell, ...]]:
        words = self.view.words
        for figure in section.figures:
            pattern = _PATTERNS.get(figure.unit, "0.0")
            yield (
                Cell(words(section.title)),
                Cell(words(figure.name)),
                Cell(figure.value, pattern) if figure.value is not None else Cell(words(say("too few to say"))),
                Cell(words.unit(figure.unit)),
                Cell(figure.n, "0"),
                Cell(figure.excluded, "0"),
                Cell(figure.before, pattern),
                Cell(figure.usual, pattern),
            )

    def _chart(self, chart: Chart) -> None:
        """Put the numbers to the left, in as many columns as are ours; the chart stands beside them."""
        words, series = self.view.words, chart.series[: WIDTH - 1]
        self._gap()
        self.rows.append((Cell(titled(chart, words), look=Look.HEAD),))
        top = len(self.rows)
        self.rows.append((Cell(), *(Cell(words(each.name), look=Look.HEAD) for each in series)))
        pattern = _PATTERNS.get(chart.unit, "0.0")
        for place, label in enumerate(chart.labels):
            values = (Cell(each.values[place], pattern) for each in series)
            self.rows.append((Cell(words.label(label)), *values))
        text = _short(words(chart.text))
        self.graphs.append(Graph(titled(chart, words), text, _KINDS[chart.kind], top, len(chart.labels), len(series)))
        self.rows += [()] * max(0, top + ROOM - len(self.rows))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
