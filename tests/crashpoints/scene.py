"""Two tables in step, and then edits on both sides, so that the next run has every kind of write to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from adapters.sandbox.server import SandboxServer
from adapters.sandbox.store import Store
from jobs.demo.clients import Clients
from jobs.demo.pages import written
from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from sync.model import FieldName
from tests.real.world import SHEETS, World

KINDS = {
    "title": FieldType.TITLE,
    "text": FieldType.RICH_TEXT,
    "score": FieldType.NUMBER,
    "level": FieldType.SELECT,
    "tags": FieldType.MULTI_SELECT,
    "due": FieldType.DATE,
    "owner": FieldType.RICH_TEXT,
    "number": FieldType.UNIQUE_ID,
}
MORE = {"tags": 'on_conflict = "merge"', "owner": 'on_conflict = "sheet"'}
LETTERS = "abcdefghijklmnop"
STORE = "sandbox.db"
STATE = "bothways-state.db"
TITLE = FieldName("title")
_COLUMNS = {name: chr(ord("A") + place) for place, name in enumerate(["id", *KINDS, "notes"])}


@dataclass(frozen=True, slots=True)
class Scene:
    """A pair as it stands before the run that is killed. ``folder`` has the services' store and the memory.

    ``known`` are the ids of the records and pages that are there before.
    """

    plot: "Plot"
    folder: Path
    database: str
    source: str
    spreadsheet: str
    known: frozenset[str]

    def on(self, server: SandboxServer, clients: Clients, folder: Path) -> World:
        """Return the pair behind another server, with a configuration in another folder."""
        pair = _world(self.plot, server, clients, folder)
        return replace(pair, database=self.database, source=self.source, spreadsheet=self.spreadsheet)


def row(letter: str, **changes: str) -> dict[str, str]:
    place = LETTERS.index(letter)
    made = {
        "id": f"r-{letter}",
        "title": f"risk {letter}",
        "text": f"what is known of {letter}",
        "score": str(place + 1),
        "level": ("high", "middle", "low")[place % 3],
        "tags": "api",
        "due": f"2026-03-{place + 1:02}",
        "owner": f"team {letter}",
        "number": "",
    }
    return {**made, **changes}


def _property(name: str, text: str) -> Any:  # noqa: ANN401 - any JSON
    if KINDS[name] is FieldType.MULTI_SELECT:
        return {"multi_select": [{"name": each} for each in text.split(", ")]}
    return written(KINDS[name], text, {})


@dataclass
class People:
    """They type into cells and properties, and make and remove rows and pages."""

    pair: World
    rows: list[str] = field(default_factory=list)
    """The letters of the records, in the order of their rows."""

    def types(self, letter: str, **cells: object) -> None:
        at = self.rows.index(letter) + 2
        for name, value in cells.items():
            self.pair.put([[value]], f"{_COLUMNS[name]}{at}")

    def adds_row(self, *cells: object) -> None:
        self.rows.append("")
        self.pair.put([list(cells)], f"A{len(self.rows) + 1}")

    def removes_row(self, letter: str) -> None:
        at = self.rows.index(letter) + 1
        place = {"sheetId": self.tab, "dimension": "ROWS", "startIndex": at, "endIndex": at + 1}
        self.batch({"deleteDimension": {"range": place}})
        del self.rows[at - 1]

    def sets(self, letter: str, **values: str) -> None:
        properties = {name: _property(name, value) for name, value in values.items()}
        self.pair.clients.notion.pages.update(self.pair.pages[f"r-{letter}"], properties=properties)

    def adds_page(self, **values: str) -> None:
        properties = {name: _property(name, value) for name, value in values.items()}
        parent = {"type": "data_source_id", "data_source_id": self.pair.source}
        self.pair.clients.notion.pages.create(parent=parent, properties=properties)

    def trashes(self, letter: str) -> None:
        self.pair.clients.notion.pages.update(self.pair.pages[f"r-{letter}"], in_trash=True)

    @property
    def tab(self) -> int:
        answer = self.pair.clients.google.http_client.fetch_sheet_metadata(self.pair.spreadsheet)
        return next(int(s["properties"].get("sheetId", 0)) for s in answer["sheets"])

    def batch(self, *requests: Mapping[str, Any]) -> None:
        url = f"{SHEETS}/{self.pair.spreadsheet}:batchUpdate"
        self.pair.clients.google.http_client.request("post", url, json={"requests": list(requests)})

    def dropdown(self, column: str, *names: str) -> None:
        at = ord(_COLUMNS[column]) - ord("A")
        box = {"sheetId": self.tab, "startRowIndex": 1, "endRowIndex": 40}
        values = [{"userEnteredValue": name} for name in names]
        rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": True, "showCustomUi": True}
        across = {"startColumnIndex": at, "endColumnIndex": at + 1}
        self.batch({"setDataValidation": {"range": {**box, **across}, "rule": rule}})


def everything(people: People) -> None:
    """Every kind of write, on both sides at once."""
    people.types("a", text="typed in the sheet", score=99, due="2027-01-01")
    people.types("b", level="extreme")
    people.types("c", tags="api, sheet")
    people.sets("c", tags="api, notion")
    people.types("d", text="")
    people.types("l", owner="sheet's owner")
    people.sets("l", owner="notion's owner")
    people.types("k", text="the sheet says this")
    people.sets("k", text="notion says that")
    people.types("j", text="edited before its page went")
    people.trashes("j")
    people.sets("g", text="edited in notion", score="77", due="2027-02-02")
    people.sets("h", level="tiny")
    people.trashes("i")
    people.sets("f", text="edited before its row went")
    people.trashes("m")
    for letter in "efm":
        people.removes_row(letter)
    people.adds_row("", "typed new one", "of the sheet", 1, "high", "api", "2027-03-03", "x")
    people.adds_row("", "typed new two", "of the sheet", 2, "low", "", "", "")
    people.adds_row("X-1a", "typed with an id", "", 3)
    people.adds_page(title="page new one", text="of notion", score="4", level="low", tags="api, db")
    people.adds_page(title="page new two", owner="somebody")


def few(people: People) -> None:
    """One write of each kind that concerns rows, for other shapes of tab."""
    people.sets("a", text="edited in notion", score="77")
    people.trashes("b")
    people.adds_page(title="page new one", text="of notion", score="4", level="low")
    people.adds_page(title="page new two", owner="somebody")
    people.types("c", text="typed in the sheet")


def paged(people: People) -> None:
    """What is new and what is gone where a page's own id is the record's."""
    people.types("a", text="typed in the sheet")
    people.sets("b", text="edited in notion")
    for title in ("typed new one", "typed new two"):
        people.adds_row("", title, "of the sheet", 1)
    people.adds_page(title="page new one", text="of notion")
    people.trashes("c")
    people.removes_row("d")


def twofold(people: People) -> None:
    """Texts that both sides changed, each version to live on as a record."""
    for letter in "ab":
        people.types(letter, text=f"the sheet says this of {letter}")
        people.sets(letter, text=f"notion says that of {letter}")
    people.adds_page(title="page new one", text="of notion")


def crowd(people: People) -> None:
    """Hundreds of rows in one batch."""
    for number in range(150):
        values = {"title": f"page {number}", "text": f"of notion {number}", "score": str(number)}
        properties = {name: _property(name, value) for name, value in values.items()}
        properties["id"] = written(FieldType.RICH_TEXT, f"P-{number}x", {})
        parent = {"type": "data_source_id", "data_source_id": people.pair.source}
        people.pair.clients.notion.pages.create(parent=parent, properties=properties)
    for letter in "abcdefgh":
        people.sets(letter, text="edited in notion")
    for letter in "ijkl":
        people.trashes(letter)


def totals(people: People) -> None:
    """Something stands below the table, so new rows have to be put in."""
    people.pair.put([["total"]], f"B{len(people.rows) + 5}")


def protected(people: People) -> None:
    """The notes beside the table are locked for us, so free rows are filled by their place."""
    at = ord(_COLUMNS["notes"]) - ord("A")
    box = {"sheetId": people.tab, "startRowIndex": 0, "startColumnIndex": at, "endColumnIndex": at + 1}
    people.batch({"addProtectedRange": {"protectedRange": {"range": box, "editors": {"users": ["owner@example.com"]}}}})


def nothing(_people: People) -> None:
    """A tab as any other."""


@dataclass(frozen=True, slots=True)
class Plot:
    """``before`` shapes the tab, ``edits`` come once both sides are in step; ``first``: they never were."""

    name: str
    edits: Callable[[People], None]
    before: Callable[[People], None] = nothing
    options: str = 'deletes = "propagate"'
    id_property: bool = True
    first: bool = False


PLOTS = (
    Plot("everything", everything),
    Plot("rows put in", few, before=totals),
    Plot("rows filled", few, before=protected),
    Plot("page ids", paged, options='deletes = "propagate"\nmatch_on = ["title"]', id_property=False),
    Plot("both kept", twofold, options='conflicts = "keep_both"'),
    Plot("first meeting", nothing, options='match_on = ["title"]', first=True),
    Plot("hundreds of rows", crowd),
)


def prepare(plot: Plot, folder: Path) -> Scene:
    """Make the scene and keep it in ``folder``, which is empty."""
    store = Store(folder / STORE)
    with SandboxServer(store=store) as server, Clients(server.notion_base, server.google_base, server.token) as clients:
        pair = _world(plot, server, clients, folder)
        pair.make()
        pair.put([["id", *KINDS, "notes"]])
        people = People(pair, list(LETTERS))
        _fill(people, plot)
        if not plot.first:
            outcome = pair.sync()
            assert outcome.kind is OutcomeKind.CHANGED, (outcome.error, outcome.refusals, outcome.plan.held)
            pair.pages |= {f"r-{str(r.fields[TITLE])[-1:]}": r.address for r in pair.both()[0].records}
        plot.edits(people)
        notion, sheet = pair.both()
        ids = {str(record.id) for record in (*notion.records, *sheet.records) if record.id is not None}
        pages = {key for key, _ in store.all("notion.page")}
    store.close()
    return Scene(plot, folder, pair.database, pair.source, pair.spreadsheet, frozenset(ids | pages))


def _world(plot: Plot, server: SandboxServer, clients: Clients, folder: Path) -> World:
    return World(server, clients, folder, KINDS, plot.options, plot.id_property, dict(MORE))


def _fill(people: People, plot: Plot) -> None:
    pair = people.pair
    people.dropdown("level", "high", "middle", "low")
    rows = [row(letter) for letter in LETTERS]
    if plot.first:
        for letter in LETTERS[4:]:
            people.adds_page(title=f"risk {letter}", text=f"what is known of {letter}", level="high")
        rows = rows[:10]
    pair.put([["", *(pair.cell(name, each[name]) for name in KINDS)] for each in rows], "A2")
    pair.put([[f"note {letter}"] for letter in LETTERS], f"{_COLUMNS['notes']}2")
    plot.before(people)
