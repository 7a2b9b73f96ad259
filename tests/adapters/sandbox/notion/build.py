"""Short forms of what tests write."""

from typing import Any

from notion_client import Client

Json = dict[str, Any]


def text(content: str) -> list[Json]:
    return [{"type": "text", "text": {"content": content}}]


def table(notion: Client, parent: str, properties: Json, title: str = "Risks") -> str:
    """Make a database with these properties beside the title, and return the id of its data source."""
    database: Any = notion.databases.create(
        parent={"type": "page_id", "page_id": parent},
        title=text(title),
        initial_data_source={"properties": {"Name": {"title": {}}, **properties}},
    )
    key: str = database["data_sources"][0]["id"]
    return key


def row(notion: Client, source: str, name: str, **properties: Any) -> Json:  # noqa: ANN401 - wire values
    page: Any = notion.pages.create(
        parent={"type": "data_source_id", "data_source_id": source},
        properties={"Name": {"title": text(name)}, **properties},
    )
    return dict(page)


def names(pages: list[Json]) -> list[str]:
    return ["".join(part["plain_text"] for part in page["properties"]["Name"]["title"]) for page in pages]


def found(notion: Client, source: str, **body: Any) -> list[str]:  # noqa: ANN401 - wire values
    """Return the names of the rows of a query's first page."""
    answer: Any = notion.data_sources.query(source, **body)
    return names(answer["results"])
