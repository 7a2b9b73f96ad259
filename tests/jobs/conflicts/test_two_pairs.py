"""Two pairs of one spreadsheet share the tab, and each keeps to its own lines."""

from pathlib import Path

from jobs.settings import load
from jobs.sync import Outcome, OutcomeKind, sync_pair
from jobs.wiring import open_pair, services
from tests.jobs.conflicts.town import Town, town


def second(made: Town) -> None:
    """Let another pair hold a database and a tab of its own in the same spreadsheet."""
    first = made.database, made.source, made.spreadsheet
    made.make()
    other = made.database
    made.database, made.source, made.spreadsheet = first
    made.ask({"addSheet": {"properties": {"title": "two", "sheetId": 2}}})
    made.two = other
    for number, line in enumerate([["id", "title"], ["T-1a", "二つ目"]], 1):
        for column, text in zip("AB", line, strict=True):
            made.put_in("two", f"{column}{number}", text)


def sync_both(made: Town) -> list[Outcome]:
    text = made.settings_file().read_text("utf-8")
    pair = f"""
[pairs.two.notion]
source = "{made.two}"
id_property = "id"
[pairs.two.sheet]
spreadsheet = "{made.spreadsheet}"
tab = "two"
id_column = "id"
[pairs.two.fields.title]
type = "title"
"""
    file = made.folder / "two.toml"
    file.write_text(text + pair, "utf-8")
    settings = load(file, {})
    outcomes = []
    with services(settings) as shared:
        for mapping in settings.mappings():
            with open_pair(mapping, shared) as tools:
                outcomes.append(sync_pair(mapping, tools))
    return outcomes


def test_each_pair_adds_and_takes_away_its_own_lines(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        second(made)
        assert [each.error for each in sync_both(made)] == [None, None]
        source = made.clients.notion.databases.retrieve(made.two)["data_sources"][0]["id"]  # type: ignore[index]  # the client may be asynchronous
        page = made.clients.notion.data_sources.query(source)["results"][0]["id"]  # type: ignore[index]  # as above
        made.clients.notion.pages.update(page, properties={"title": {"title": [{"text": {"content": "甲"}}]}})
        made.put_in("two", "B2", "乙")
        made.clash("R-1a", owner=("佐藤", "鈴木"))
        assert {each.kind for each in sync_both(made)} == {OutcomeKind.CONFLICTS}
        assert sorted((line["Pair"], line["Record"]) for line in made.lines()) == [("table", "R-1a"), ("two", "T-1a")]
        made.choose("R-1a", "keep Sheet")
        assert [each.kind for each in sync_both(made)] == [OutcomeKind.CHANGED, OutcomeKind.CONFLICTS]
        assert [line["Pair"] for line in made.lines()] == ["two"]
        made.choose("T-1a", "keep Notion")
        assert [each.kind for each in sync_both(made)] == [OutcomeKind.IN_STEP, OutcomeKind.CHANGED]
        assert made.lines() == []
        assert made.grid("two")[1] == ["T-1a", "甲"]
