"""All there is of a pair, as text that two ends of the same story share: what is random is called new."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from adapters.state.memory import PairMemory
from jobs.settings import load
from jobs.sync import Tools
from jobs.wiring import open_alone
from sync.history import State
from sync.model import Address, BaseRecord, FieldName, Record, Side
from tests.crashpoints.scene import Scene
from tests.real.world import SHEETS, World

Picture: TypeAlias = Mapping[str, list[str]]
NEW = "new"
HISTORY = "history"
RECORD, PASSING = 1, (7, 8, 10)
"""Columns of the tab of conflicts: the record; since when, who edited last, and the key, which has the record in it."""
_CELLS = (
    "sheets(properties(title),data(columnMetadata(developerMetadata(metadataKey)),rowData(values(dataValidation))))"
)


def picture(pair: World, scene: Scene) -> Picture:
    """Look at both tables, both trashes, the columns and the memory."""
    settings = load(pair.settings_file(), {})
    (mapping,) = settings.mappings()
    with open_alone(mapping, settings) as tools:
        records = sorted(_records(tools, scene))
        remembered = _memory(tools, scene)
    return {
        "records": records,
        "rows": sorted(_rows(pair, scene, "table")),
        "removed rows": sorted(_rows(pair, scene, "Bothways trash")),
        "removed pages": sorted(_trashed(pair, scene)),
        "asked": sorted(_asked(pair, scene)),
        "options": _options(pair),
        "sheet": list(_sheet(pair)),
        **remembered,
    }


def differences(wanted: Picture, found: Picture) -> list[str]:
    """Return what is in one picture and not in the other; a killed run may have more history than one that lives."""
    made = []
    for name, lines in wanted.items():
        missing, rest = [], list(found[name])
        for line in lines:
            if line in rest:
                rest.remove(line)
            else:
                missing.append(line)
        made += [f"{name}: missing {line}" for line in missing]
        made += [f"{name}: too much {line}" for line in rest if name != HISTORY]
    return made


def _called(name: str | None, scene: Scene) -> str:
    return "none" if name is None else name if name in scene.known else NEW


def _records(tools: Tools, scene: Scene) -> Iterator[str]:
    notion, sheet = tools.tables[Side.NOTION].read(), tools.tables[Side.SHEET].read()
    rows = {record.id: record for record in sheet.records}
    for page in notion.records:
        row = rows.pop(page.id, None) if page.id is not None else None
        new = page.address not in scene.known or page.id not in scene.known
        yield repr(
            (
                _called(page.id, scene),
                _called(page.address, scene),
                _fields(page, new=new),
                None if row is None else _fields(row, new=new),
                row is not None and row.fields.get("number") == page.fields.get("number"),  # type: ignore[call-overload]  # a FieldName is a str
            )
        )
    for name, row in rows.items():
        yield repr((_called(name, scene), "no page", _fields(row, new=True)))


def _fields(record: Record, *, new: bool) -> list[tuple[str, object]]:
    """The number that Notion gives a page depends on the order in which pages are made."""
    found = {**record.fields}
    if new:
        found.pop("number", None)  # type: ignore[call-overload]  # a FieldName is a str
    return sorted((str(name), repr(value)) for name, value in found.items())


def _rows(pair: World, scene: Scene, tab: str) -> Iterator[str]:
    """Every row of a tab as it is shown, its id first."""
    numbered = 1 + list(pair.kinds).index("number")
    for row in _shown(pair, tab):
        name = _called(row[0] or None, scene) if row[0] != "id" else "id"
        cells = [cell for place, cell in enumerate(row) if place not in (0, numbered)]
        while cells and not cells[-1]:
            cells.pop()
        yield repr((name, cells))


def _asked(pair: World, scene: Scene) -> Iterator[str]:
    """What people are asked about conflicts, in the tab and by comments, without the times."""
    for row in _shown(pair, "Bothways conflicts"):
        cells = [cell for place, cell in enumerate(row) if place not in (RECORD, *PASSING)]
        yield repr((_called(row[RECORD], scene), cells))
    for _, comment in pair.server.store.all("notion.comment"):
        text = "".join(part["plain_text"] for part in comment["rich_text"])
        yield repr((_called(comment["parent"].get("page_id"), scene), text))


def _shown(pair: World, tab: str) -> list[list[str]]:
    client = pair.clients.google.http_client
    titles = {sheet["properties"]["title"] for sheet in client.fetch_sheet_metadata(pair.spreadsheet)["sheets"]}
    if tab not in titles:
        return []
    return [row for row in client.values_get(pair.spreadsheet, f"'{tab}'!A1:Z2000").get("values", []) if any(row)]


def _trashed(pair: World, scene: Scene) -> Iterator[str]:
    for key, page in pair.server.store.all("notion.page"):
        if page.get("in_trash"):
            yield repr((_called(key, scene), key if key in scene.known else ""))


def _options(pair: World) -> list[str]:
    answer = pair.clients.notion.data_sources.retrieve(pair.source)
    assert isinstance(answer, dict)
    found = []
    for name, each in sorted(answer["properties"].items()):
        options = each.get(each["type"], {}).get("options", []) if isinstance(each.get(each["type"]), dict) else []
        found.append(repr((name, each["type"], sorted(option["name"] for option in options))))
    return found


def _sheet(pair: World) -> Iterator[str]:
    """Dropdowns and the marks of columns."""
    url = f"{SHEETS}/{pair.spreadsheet}"
    answer = pair.clients.google.http_client.request("get", url, {"includeGridData": True, "fields": _CELLS}).json()
    for sheet in answer["sheets"]:
        yield repr(sheet["properties"]["title"])
        for part in sheet.get("data", []) if sheet["properties"]["title"] == "table" else ():
            marks = [len(column.get("developerMetadata", [])) for column in part.get("columnMetadata", [])]
            yield repr(marks)
            rules = {
                (at, repr(cell["dataValidation"]))
                for row in part.get("rowData", [])
                for at, cell in enumerate(row.get("values", []))
                if "dataValidation" in cell
            }
            yield from map(repr, sorted(rules))


def _remembered(name: str, record: BaseRecord, scene: Scene) -> str:
    """The row's number is no part of it: new rows stand in the order of their ids."""
    page = _called(record.addresses.get(Side.NOTION), scene)
    fields = _fields(Record(Address(""), None, record.fields), new=page == NEW)
    return repr((_called(name, scene), page, Side.SHEET in record.addresses, fields, record.unlinked))


def _memory(tools: Tools, scene: Scene) -> dict[str, list[str]]:
    memory = tools.memory
    assert isinstance(memory, PairMemory)
    open_ = (each.conflict for each in memory.open_conflicts())
    return {
        "base": sorted(_remembered(name, record, scene) for name, record in memory.base().records.items()),
        "conflicts": sorted(
            repr((_called(each.record, scene), each.field, each.was, sorted(each.values.items()))) for each in open_
        ),
        "open intents": [repr(intent.change.key) for intent in memory.open_intents()],
        HISTORY: sorted(set(_history(memory, scene))),
    }


def _history(memory: PairMemory, scene: Scene) -> Iterator[str]:
    """What is known to be written to the fields of records that were there before."""
    for run in memory.runs(limit=10):
        for each in memory.changes_of(run.run):
            change = each.intent.change
            if each.state is State.DONE and change.record in scene.known:
                fields = each.written - {FieldName("number")}  # it depends on the order in which pages are made
                yield from (repr((change.side, change.record, name, change.values()[name])) for name in fields)
