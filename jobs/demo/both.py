"""A record as it stands on both sides, read with the services' own clients and shown as each side shows it."""

from collections.abc import Sequence
from typing import Any, cast

from gspread.utils import ValueRenderOption

from jobs.demo.clients import Clients
from jobs.demo.desk import Desk
from jobs.demo.tables import Demo

Json = dict[str, Any]


class Both:
    """One table, read once on both sides."""

    def __init__(self, clients: Clients, demo: Demo) -> None:
        self._demo = demo
        self._desk = Desk(clients, demo)
        self._pages: list[Json] = []
        cursor: str | None = None
        while True:
            query = clients.notion.data_sources.query(demo.data_source_id, start_cursor=cursor)
            answer = cast("Json", query)
            self._pages += answer["results"]
            cursor = answer["next_cursor"]
            if cursor is None:
                break

    def notion(self, title: str, field: str) -> str | None:
        """Return what the property shows, or None where no page has that title."""
        called = self._demo.fields["title"].notion
        page = next((page for page in self._pages if shown(page["properties"][called]) == title), None)
        return None if page is None else shown(page["properties"][self._demo.fields[field].notion])

    def sheet(self, title: str, field: str) -> str | None:
        rows = self._desk.rows_called(title)
        if not rows:
            return None
        return self._desk.values[rows[0] - 1][self._desk.column(self._demo.fields[field].sheet) - 1]

    def own_columns(self) -> dict[str, list[str]]:
        """Return the columns that are not mapped, by their header, formulas as they were typed."""
        mapped = {field.sheet for field in self._demo.fields.values()} | {self._demo.id_column}
        cells = self._desk.tab.get_values(value_render_option=ValueRenderOption.formula)
        names = cells[0]
        last = self._desk.last_row()
        return {
            name: [_cell(row, place) for row in cells[1:last]]
            for place, name in enumerate(names)
            if name and name not in mapped
        }


def shown(found: Json) -> str:
    """Return a property's value as text."""
    value: Any = found[found["type"]]
    if value is None:
        return ""
    if found["type"] in ("title", "rich_text"):
        return "".join(part["plain_text"] for part in value)
    if found["type"] in ("select", "status"):
        return str(value["name"])
    if found["type"] == "multi_select":
        return ", ".join(option["name"] for option in value)
    if found["type"] == "people":
        return ", ".join(person.get("person", {}).get("email", person["id"]) for person in value)
    if found["type"] == "date":
        return str(value["start"])
    return str(value)


def _cell(row: Sequence[Any], place: int) -> str:
    return str(row[place]) if place < len(row) else ""
