"""Nothing outside the mapping changes, whatever people have put there."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from jobs.sync import OutcomeKind
from tests.real.world import SHEETS
from tests.untouched.compare import alike, outside, pages
from tests.untouched.furniture import EVERYTHING, Area, Maker, furniture
from tests.untouched.table import KINDS, LEVELS, ROWS, Table, table

QUICK = settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example is two services and four runs: no shrinking
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

EDITS = {
    "sheet": {0: "typed"},
    "notion": {1: "written"},
    "level": {2: "low"},
    "due": {3: 46100},
    "conflict": {4: "both"},
}

Furniture = list[tuple[Maker, Area]]
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=30)


@st.composite
def edits(draw: st.DrawFn) -> dict[str, Any]:
    """Draw who edits which record: on both sides, in different places and in the same one."""
    numbers = st.integers(0, ROWS - 1)
    return {
        "sheet": draw(st.dictionaries(numbers, words, max_size=3)),
        "notion": draw(st.dictionaries(numbers, words, max_size=3)),
        "level": draw(st.dictionaries(numbers, st.sampled_from(LEVELS), max_size=2)),
        "due": draw(st.dictionaries(numbers, st.integers(46082, 46446), max_size=2)),
        "conflict": draw(st.dictionaries(numbers, words, max_size=1)),
    }


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as made:
        yield Path(made)


def put(found: Table, chosen: Furniture) -> None:
    for maker, area in chosen:
        found.batch(maker(found, area))


def bodies(found: Table) -> None:
    """Give pages what a sync has no business with: blocks, comments, icons, covers, locks."""
    notion = found.world.clients.notion
    for number, page in enumerate(found.world.pages.values()):
        paragraph = {"paragraph": {"rich_text": [{"text": {"content": f"body {number}"}}]}}
        notion.blocks.children.append(page, children=[paragraph, {"divider": {}}])
        notion.comments.create(parent={"page_id": page}, rich_text=[{"text": {"content": "seen"}}])
        note = {"Note": {"rich_text": [{"text": {"content": f"note {number}"}, "annotations": {"bold": True}}]}}
        cover = {"type": "external", "external": {"url": "https://example.com/cover.png"}}
        notion.pages.update(page, icon={"type": "emoji", "emoji": "🔥"}, cover=cover, properties=note)


def mapped(found: Table) -> set[str]:
    """Return the ids of the mapped properties, as the workspace keeps values by them."""
    source: Any = found.world.clients.notion.data_sources.retrieve(found.world.source)
    return {source["properties"][name]["id"] for name in ("id", *KINDS)}


def make(found: Table, wish: dict[str, Any]) -> None:
    """Let people edit our own columns on both sides."""
    at = {name: found.column(name) for name in ("text", "level", "due", "name")}
    for number, value in wish["sheet"].items():
        found.type(number + 1, at["text"], {"stringValue": value})
    for number, day in wish["due"].items():
        found.type(number + 1, at["due"], {"numberValue": day})
    for number, value in wish["notion"].items():
        found.change(f"r-{'abcdefgh'[number]}", {"name": {"title": [{"text": {"content": value}}]}})
    for number, value in wish["level"].items():
        found.change(f"r-{'abcdefgh'[number]}", {"level": {"select": {"name": value}}})
    for number, value in wish["conflict"].items():
        found.type(number + 1, at["name"], {"stringValue": f"{value} there"})
        found.change(f"r-{'abcdefgh'[number]}", {"name": {"title": [{"text": {"content": f"{value} here"}}]}})


@QUICK
@given(chosen=furniture, wish=edits())
@example(chosen=EVERYTHING, wish=EDITS)
def test_updates_and_conflicts_leave_all_else_as_it_was(folder: Path, chosen: Furniture, wish: dict[str, Any]) -> None:
    with TemporaryDirectory(dir=folder) as place, table(Path(place)) as found:
        put(found, chosen)
        bodies(found)
        first = found.world.sync()
        assert first.kind in (OutcomeKind.IN_STEP, OutcomeKind.CHANGED), first
        make(found, wish)
        ours, properties = found.ours(), mapped(found)
        before, notion = found.book(), found.notion()
        outcome = found.world.sync()
        assert outcome.error is None, outcome.error
        assert outside(found.book(), found.tab, ours) == outside(before, found.tab, ours)
        assert pages(found.notion(), properties) == pages(notion, properties)


@QUICK
@given(chosen=furniture)
@example(chosen=EVERYTHING)
def test_the_first_sync_leaves_all_else_as_it_was(folder: Path, chosen: Furniture) -> None:
    with TemporaryDirectory(dir=folder) as place, table(Path(place)) as found:
        put(found, chosen)
        bodies(found)
        found.change("r-a", {"score": {"number": 77}})
        ours, properties = found.ours(), mapped(found)
        before, notion = found.book(), found.notion()
        outcome = found.world.sync()
        assert outcome.error is None, outcome.error
        assert outside(found.book(), found.tab, ours) == outside(before, found.tab, ours)
        assert pages(found.notion(), properties) == pages(notion, properties)


@QUICK
@given(chosen=furniture, number=st.integers(1, 3))
@example(chosen=EVERYTHING, number=2)
def test_new_records_come_into_the_free_rows_and_change_nothing_there(
    folder: Path, chosen: Furniture, number: int
) -> None:
    with TemporaryDirectory(dir=folder) as place, table(Path(place)) as found:
        put(found, chosen)
        found.world.sync()
        for each in range(number):
            parent = {"type": "data_source_id", "data_source_id": found.world.source}
            title = {"name": {"title": [{"text": {"content": f"new {each}"}}]}}
            found.world.clients.notion.pages.create(parent=parent, properties=title)
        ours = found.ours()
        before = found.book()
        outcome = found.world.sync()
        assert outcome.error is None, outcome.error
        now, then = (outside(each, found.tab, ours, new=ROWS + 1) for each in (found.book(), before))
        assert now == then
        assert found.world.sync().kind is OutcomeKind.IN_STEP


@QUICK
@given(chosen=furniture, gone=st.integers(0, ROWS - 1))
@example(chosen=EVERYTHING, gone=3)
def test_a_deleted_record_takes_its_row_along_and_nothing_else(folder: Path, chosen: Furniture, gone: int) -> None:
    """What a person's own deletion of that row would leave is what our deletion leaves."""
    with TemporaryDirectory(dir=folder) as place, table(Path(place), 'deletes = "propagate"') as found:
        put(found, chosen)
        found.world.sync()
        key = f"r-{'abcdefgh'[gone]}"
        line = next(n for n in range(1, ROWS + 1) if found.cells(n)[0].get("formattedValue") == key)
        twin = found.world.clients.google.copy(found.world.spreadsheet).id
        rows = {"sheetId": found.tab, "dimension": "ROWS", "startIndex": line, "endIndex": line + 1}
        found.world.clients.google.http_client.batch_update(twin, {"requests": [{"deleteDimension": {"range": rows}}]})
        found.world.clients.notion.pages.update(found.world.pages[key], in_trash=True)
        notion = found.notion()
        outcome = found.world.sync()
        assert outcome.error is None, outcome.error
        client = found.world.clients.google.http_client
        expected = client.request("get", f"{SHEETS}/{twin}", {"includeGridData": True}).json()
        now, then = (outside(alike(each), found.tab, found.ours()) for each in (found.book(), expected))
        assert now == then
        assert pages(found.notion(), mapped(found)) == pages(notion, mapped(found))


def test_a_mapped_column_of_formulas_stays_one(tmp_path: Path) -> None:
    with table(tmp_path) as found:
        found.world.sync()
        at = found.column("score")
        for number in range(1, ROWS + 1):
            found.type(number, at, {"formulaValue": f"=LEN(C{number + 1})"})
        found.change("r-b", {"score": {"number": 5000}})
        outcome = found.world.sync()
        assert outcome.error is None
        assert [found.cells(n)[at]["userEnteredValue"] for n in range(1, ROWS + 1)] == [
            {"formulaValue": f"=LEN(C{n + 1})"} for n in range(1, ROWS + 1)
        ]


def test_a_protected_range_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    """Others may edit it, we may not: the cell is held, the rest goes through, nothing of the range changes."""
    with table(tmp_path) as found:
        found.world.sync()
        give_away(found)
        at = found.column("text")
        inside = {
            "range": {"sheetId": found.tab, "startColumnIndex": at, "endColumnIndex": at + 1},
            "editors": {"users": ["boss@example.com"]},
        }
        found.batch({"addProtectedRange": {"protectedRange": inside}}, user="boss@example.com")
        found.change("r-c", {"text": {"rich_text": [{"text": {"content": "barred"}}]}, "score": {"number": 9}})
        before = found.book()
        outcome = found.world.sync()
        assert outcome.error is None
        assert outside(found.book(), found.tab, {found.column("score")}) == outside(
            before, found.tab, {found.column("score")}
        )
        assert found.cells(3)[found.column("score")]["userEnteredValue"] == {"numberValue": 9}


def give_away(found: Table) -> None:
    store = found.world.server.store
    key = found.world.spreadsheet
    kind = next(kind for kind in store._docs for name, doc in store.all(kind) if name == key and "owner" in doc)
    shared = [{"id": "1", "type": "anyone", "role": "writer"}]
    store.put(kind, key, {**(store.get(kind, key) or {}), "owner": "boss@example.com", "permissions": shared})
