"""A pair with a field of every type that the two services can hold, through the whole run."""

from pathlib import Path
from typing import Any

from mappings.fields import FieldType
from tests.real.world import World, world

PLACE = "東京タワー | 港区芝公園 4-2-8 | 35.6586, 139.7454"
LINKS = ("https://example.com/a.pdf?id=1", "https://example.com/b,c.pdf")
KINDS = {
    kind.value: kind
    for kind in FieldType
    if kind not in (FieldType.RELATION, FieldType.ROLLUP, FieldType.FORMULA, FieldType.UNKNOWN)
}


def add(table: World, **properties: object) -> str:
    parent = {"type": "data_source_id", "data_source_id": table.source}
    title = {"title": [{"text": {"content": "停止"}}]}
    made: Any = table.clients.notion.pages.create(parent=parent, properties={"title": title, **properties})
    return str(made["id"])


def cells(table: World, row: int) -> dict[str, str]:
    header, values = (
        table.clients.google.http_client.values_get(table.spreadsheet, f"'table'!{number}:{number}")["values"][0]
        for number in (1, row)
    )
    return dict(zip(header, [*values, *[""] * len(header)], strict=False))


def test_every_type_goes_into_the_sheet_once_and_what_can_be_written_comes_back(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as table:
        files = [{"name": f"f{number}", "external": {"url": url}} for number, url in enumerate(LINKS)]
        place = {
            "lat": 35.6586,
            "lon": 139.7454,
            "name": "東京タワー",
            "address": "港区芝公園 4-2-8",
            "google_place_id": "g",
        }
        page = add(table, files={"files": files}, place={"place": place}, number={"number": 3})
        table.sync()
        shown = cells(table, 2)
        assert shown["place"] == PLACE
        assert all(link in shown["files"] for link in LINKS)
        assert (shown["unique_id"], shown["verification"], shown["button"]) == ("1", "unverified", "")
        assert shown["created_by"]

        before = table.write_calls()
        table.sync()
        assert table.write_calls() == before

        header = ["id", *KINDS]
        column = chr(ord("A") + header.index("place"))
        table.put([["東京タワー|港区芝公園4丁目|35.6586,139.7454"]], f"{column}2")
        table.sync()
        answer: Any = table.clients.notion.pages.retrieve(page)
        found = answer["properties"]["place"]["place"]
        assert (found["address"], found["google_place_id"]) == ("港区芝公園4丁目", "g")
        assert [each["name"] for each in answer["properties"]["files"]["files"]] == ["f0", "f1"]
        before = table.write_calls()
        table.sync()
        assert table.write_calls() == before
