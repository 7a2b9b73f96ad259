"""The tabs that only the digest of the demo reads: actions, a backlog, objectives."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jobs.demo import grid
from jobs.demo.clients import Clients
from jobs.demo.people import page_of
from jobs.demo.tables import ID_LIST, demos
from mappings.fields import FieldType

Json = dict[str, Any]

_FIRST_TAB = 1101
_SPARE_ROWS = 20
_WIDE, _NARROW = 320, 110


@dataclass(frozen=True, slots=True)
class Tab:
    """``columns`` are the fields by header, in order; ``rows`` hold their texts, relations the keys of the demo."""

    name: str
    title: str
    columns: Mapping[str, FieldType]
    rows: tuple[Mapping[str, str], ...]


def more_configuration() -> str:
    """Return what is added to the demo's configuration before the digest."""
    return (files("jobs.demo") / "data" / "digest.toml").read_text("utf-8")


@cache
def tabs() -> tuple[Tab, ...]:
    """Return the tabs in the order of the configuration."""
    return tuple(_tab(name, said) for name, said in tomllib.loads(more_configuration())["tables"].items())


def _tab(name: str, said: Mapping[str, Any]) -> Tab:
    fields = {each: (each_said["sheet"], FieldType(each_said["type"])) for each, each_said in said["fields"].items()}
    text = (files("jobs.demo") / "data" / f"{name}.csv").read_text("utf-8")
    lines = csv.DictReader(io.StringIO(text, newline=""))
    rows = tuple({header: line[each] for each, (header, _) in fields.items()} for line in lines)
    return Tab(name, said["sheet"]["tab"], dict(fields.values()), rows)


def add_tabs(clients: Clients) -> int:
    """Add the tabs to the demo's spreadsheet in one call, once its records have ids; return how many rows there are."""
    requests: list[Json] = []
    for number, tab in enumerate(tabs(), _FIRST_TAB):
        rows = [[grid.header(name) for name in tab.columns]]
        rows += [[_cell(row[name], kind, clients) for name, kind in tab.columns.items()] for row in tab.rows]
        size = {"rowCount": len(rows) + _SPARE_ROWS, "columnCount": len(tab.columns), "frozenRowCount": 1}
        requests.append(
            {"addSheet": {"properties": {"sheetId": number, "title": tab.title, "gridProperties": size}}},
        )
        start = {"sheetId": number, "rowIndex": 0, "columnIndex": 0}
        cells = [{"values": row} for row in rows]
        requests.append(
            {"updateCells": {"start": start, "rows": cells, "fields": "userEnteredValue,userEnteredFormat"}}
        )
        requests += [grid.width(number, column, _NARROW if column else _WIDE) for column in range(len(tab.columns))]
    clients.google.http_client.batch_update(demos()[0].spreadsheet_id, {"requests": requests})
    return sum(len(tab.rows) for tab in tabs())


def _cell(text: str, kind: FieldType, clients: Clients) -> Json:
    if kind is FieldType.RELATION:
        text = ID_LIST.join(_record_id(clients, key) for key in text.split(ID_LIST) if key)
    return grid.cell(text, kind)


def _record_id(clients: Clients, key: str) -> str:
    """Return the id that the record of the demo has got meanwhile."""
    demo = next(each for each in demos() if any(row.key == key for row in each.rows))
    found = page_of(clients, demo, demo.row(key))["properties"][demo.id_property]["rich_text"]
    return "".join(part["plain_text"] for part in found)
