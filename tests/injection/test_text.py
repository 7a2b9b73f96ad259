"""Text is text: what begins like a formula, a number or a date arrives as the text it is, on both sides."""

from pathlib import Path
from typing import Any

import pytest

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from tests.injection.hostile import LINED, PLAIN
from tests.real.world import SHEETS, World, world

KINDS = {
    "name": FieldType.TITLE,
    "text": FieldType.RICH_TEXT,
    "choice": FieldType.SELECT,
    "tags": FieldType.MULTI_SELECT,
    "link": FieldType.URL,
    "mail": FieldType.EMAIL,
    "phone": FieldType.PHONE,
}
LISTED = ("choice", "tags")
SHORT = ("mail", "phone")


def fitting(value: str) -> dict[str, str]:
    """Return the fields that can hold a value in Notion, each with it."""
    fields = ["name", "text", "link"] if len(value) <= 2000 else ["name", "text"]
    if len(value) <= 100:
        fields += SHORT
    if "," not in value and "\n" not in value and len(value) <= 100:
        # in a list's cell an entry with a quote or with blanks at its ends is put in quotes, and read out of them
        fields += LISTED if '"' not in value and value == value.strip() else LISTED[:1]
    return dict.fromkeys(fields, value)


def cells(made: World) -> dict[str, dict[str, Any]]:
    """Return the cells of the tab by id and header, as they were entered."""
    url = f"{SHEETS}/{made.spreadsheet}"
    mask = "sheets.data.rowData.values.userEnteredValue"
    found = made.clients.google.http_client.request("get", url, {"fields": mask}).json()
    rows = [
        [cell.get("userEnteredValue", {}) for cell in row.get("values", [])]
        for row in found["sheets"][0]["data"][0]["rowData"]
    ]
    headers = [cell["stringValue"] for cell in rows[0]]
    listed = [dict(zip(headers, row + [{}] * (len(headers) - len(row)), strict=True)) for row in rows[1:]]
    return {next(iter(row["id"].values())): row for row in listed if row["id"]}


def pages(made: World) -> dict[str, dict[str, Any]]:
    """Return the pages' values by title, as plain text."""
    found: dict[str, dict[str, Any]] = {}
    cursor: str | None = None
    while True:
        answer: Any = made.clients.notion.data_sources.query(made.source, start_cursor=cursor)
        for page in answer["results"]:
            values = {name: plain(prop) for name, prop in page["properties"].items()}
            found[values["id"] or page["id"]] = values
        cursor = answer["next_cursor"]
        if cursor is None:
            return found


def plain(prop: Any) -> Any:  # noqa: ANN401 - a property of any type
    value = prop[prop["type"]]
    if prop["type"] in ("title", "rich_text"):
        return "".join(part["plain_text"] for part in value)
    if prop["type"] == "select":
        return value and value["name"]
    return [each["name"] for each in value] if prop["type"] == "multi_select" else value


def wire(kind: FieldType, value: str) -> dict[str, Any]:
    if kind in (FieldType.TITLE, FieldType.RICH_TEXT):
        return {kind.value: [{"text": {"content": value[at : at + 2000]}} for at in range(0, len(value), 2000)]}
    if kind is FieldType.SELECT:
        return {kind.value: {"name": value}}
    return {kind.value: [{"name": value}] if kind is FieldType.MULTI_SELECT else value}


@pytest.mark.parametrize("known", [False, True], ids=["in new rows", "in updates"])
def test_from_notion_into_the_sheet(tmp_path: Path, known: bool) -> None:  # noqa: FBT001 - a parameter of a case
    values = [*PLAIN, *LINED]
    with world(tmp_path, KINDS) as made:
        for number, value in enumerate(values):
            first = dict.fromkeys(KINDS, "before") if known else fitting(value)
            add_page(made, f"r-{number}", first)
        if known:
            assert made.sync().kind is OutcomeKind.CHANGED
            for number, value in enumerate(values):
                properties = {name: wire(KINDS[name], text) for name, text in fitting(value).items()}
                made.clients.notion.pages.update(made.pages[f"r-{number}"], properties=properties)
        assert made.sync().kind is OutcomeKind.CHANGED
        found = cells(made)
        for number, value in enumerate(values):
            for name in fitting(value):
                assert found[f"r-{number}"][name] == {"stringValue": value}, (name, value[:50])
        assert made.sync().kind is OutcomeKind.IN_STEP


def add_page(made: World, key: str, values: dict[str, str]) -> None:
    properties = {name: wire(KINDS[name], text) for name, text in values.items()}
    parent = {"type": "data_source_id", "data_source_id": made.source}
    answer: Any = made.clients.notion.pages.create(
        parent=parent, properties={**properties, "id": wire(FieldType.RICH_TEXT, key)}
    )
    made.pages[key] = answer["id"]


@pytest.mark.parametrize("known", [False, True], ids=["in new pages", "in updates"])
def test_from_the_sheet_into_notion(tmp_path: Path, known: bool) -> None:  # noqa: FBT001 - a parameter of a case
    values = [*PLAIN, *LINED]
    with world(tmp_path, KINDS) as made:
        rows = [[fitting(value).get(name, "") for name in KINDS] for value in values]
        keys = [[f"r-{number}"] for number in range(len(values))]
        if known:
            made.put([[*key, *["before"] * len(KINDS)] for key in keys], "A2")
            assert made.sync().kind is OutcomeKind.CHANGED
        made.put([[*key, *row] for key, row in zip(keys, rows, strict=True)], "A2")
        assert made.sync().kind is OutcomeKind.CHANGED
        found = pages(made)
        for number, value in enumerate(values):
            for name in fitting(value):
                expected = [value] if name == "tags" else value
                assert found[f"r-{number}"][name] == expected, (name, value[:50])
        assert made.sync().kind is OutcomeKind.IN_STEP


def test_ids_that_look_like_formulas_are_carried_as_text(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        add_page(made, "=1+2", {"name": "from Notion"})
        made.put([["+3", "from the sheet"]], "A2")
        assert made.sync().kind is OutcomeKind.CHANGED
        assert {key: row["id"] for key, row in cells(made).items()} == {
            "=1+2": {"stringValue": "=1+2"},
            "+3": {"stringValue": "+3"},
        }
        assert {values["id"] for values in pages(made).values()} == {"=1+2", "+3"}
        assert made.sync().kind is OutcomeKind.IN_STEP


def test_headers_that_look_like_formulas_are_found_and_left(tmp_path: Path) -> None:
    with world(tmp_path, {"name": FieldType.TITLE, "text": FieldType.RICH_TEXT}) as made:
        made.put([["id", "=name", "[bold]text[/bold]"]])
        file = made.settings_file
        text = file().read_text("utf-8")
        text = text.replace('type = "title"', 'type = "title"\nsheet = "=name"')
        text = text.replace('type = "rich_text"', 'type = "rich_text"\nsheet = "[bold]text[/bold]"')
        made.settings_file = lambda: write(tmp_path / "other.toml", text)  # type: ignore[method-assign]
        add_page(made, "r-1", {"name": "one", "text": "two"})
        assert made.sync().kind is OutcomeKind.CHANGED
        assert cells(made)["r-1"]["=name"] == {"stringValue": "one"}
        assert made.sync().kind is OutcomeKind.IN_STEP


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
