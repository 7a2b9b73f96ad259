"""Marks on columns: written along with a batch, believed once they were seen, and no help to a batch gone astray."""

from collections.abc import Mapping

from adapters.sheets import SheetTable
from sync.model import ID_FIELD, Site
from tests.adapters.sheets.world import FIELDS, SCORE, TITLE, A, B, World, meddle, record, update

FIELD_NAMES = {ID_FIELD, *(each.name for each in FIELDS)}


def marked_table(world: World) -> SheetTable:
    """Return a table of a second run: the first has written a batch, and its marks with it."""
    first = world.table()
    seen = first.read()
    assert first.marks() == {}
    first.write([update(seen, A, {TITLE: "停電（再）"})], seen)
    assert first.marks().keys() == FIELD_NAMES
    return world.table(known=first.column_keys(), marked=first.marks())


def marks(world: World) -> Mapping[int, list[str]]:
    """Return what our marks say, by column."""
    data = world.dump()["sheets"][0]["data"][0]["columnMetadata"]
    found = {
        at: [each["metadataValue"] for each in about.get("developerMetadata", [])] for at, about in enumerate(data)
    }
    return {at: values for at, values in found.items() if values}


def move(world: World, at: int, to: int) -> None:
    source = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    world.do({"moveDimension": {"source": source, "destinationIndex": to}})


def test_marks_go_along_with_a_batch_once(world: World) -> None:
    table = marked_table(world)
    assert marks(world)[1] == ["register/title/件名"]
    seen = table.read()
    table.write([update(seen, B, {SCORE: 6})], seen)
    assert all(len(values) == 1 for values in marks(world).values())


def test_a_column_renamed_and_moved_before_the_write_still_gets_what_was_meant_for_it(world: World) -> None:
    table = marked_table(world)
    seen = table.read()

    def meanwhile() -> None:
        world.tab.update_acell("D1", "評価")
        move(world, 3, 8)
        world.tab.update_acell("B1", "題")

    meddle(table, meanwhile)
    receipts = table.write([update(seen, A, {SCORE: 9, TITLE: "x"}), update(seen, B, {SCORE: 1})], seen)
    assert all(each.done and not each.refused for each in receipts)
    now = table.read()
    assert record(now, A).fields[SCORE] == 9
    assert record(now, A).fields[TITLE] == "x"
    assert record(now, B).fields[SCORE] == 1
    untouched = {name: value for name, value in record(seen, A).fields.items() if name not in (SCORE, TITLE)}
    assert untouched.items() <= record(now, A).fields.items()
    assert (now.columns[SCORE].name, now.columns[TITLE].name) == ("評価", "題")


def test_marks_that_landed_on_the_wrong_columns_are_not_believed_and_are_put_right(world: World) -> None:
    """The first batch carries the marks, and somebody moves a column right before it that the batch does not write."""
    table = world.table()
    seen = table.read()
    meddle(table, lambda: move(world, 3, 8))
    table.write([update(seen, A, {TITLE: "x"})], seen)
    assert SCORE not in table.marks()
    following = world.table(known=table.column_keys(), marked=table.marks())
    seen = following.read()
    assert (record(seen, A).fields[SCORE], record(seen, A).fields[TITLE]) == (3, "x")
    following.write([update(seen, B, {SCORE: 1})], seen)
    assert following.marks().keys() == FIELD_NAMES
    assert sorted(value for values in marks(world).values() for value in values) == sorted(
        f"register/{name}/{header}" for name, header in [("", "ID"), *((each.name, each.sheet) for each in FIELDS)]
    )


def test_a_mark_that_replaces_a_lost_one_is_not_believed_before_it_was_seen_on_its_column(world: World) -> None:
    """A column was made anew, somebody drags columns right before the batch that marks it, and the run is killed."""
    table = marked_table(world)
    table.read()
    known, marked = table.column_keys(), table.marks()
    mark = next(text for (text,) in marks(world).values() if text.startswith(f"register/{SCORE}/"))
    lookup = {"metadataKey": "bothways", "metadataValue": mark}
    world.do({"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}})
    seen = table.read()
    meddle(table, lambda: move(world, 3, 8))
    table.write([update(seen, A, {TITLE: "x"})], seen)
    assert any(mark in texts for texts in marks(world).values())
    after = world.table(known=known, marked=marked).read()
    assert (record(after, A).fields[SCORE], record(after, A).fields[TITLE]) == (3, "x")
    assert after.columns[SCORE].name == seen.columns[SCORE].name


def test_a_refused_mark_stops_nothing(world: World) -> None:
    """The metadata of a tab is full, so that no mark has room."""
    full = {"metadataKey": "mine", "metadataValue": "x" * 29_990, "visibility": "DOCUMENT", "location": {"sheetId": 0}}
    world.do({"createDeveloperMetadata": {"developerMetadata": full}})
    table = world.table()
    seen = table.read()
    (receipt,) = table.write([update(seen, A, {SCORE: 9})], seen)
    assert receipt.done
    assert marks(world) == {}


def test_a_tab_of_another_name_is_found_by_its_id(world: World) -> None:
    first = world.table()
    site = first.read().site
    assert site.name == "Register"
    world.tab.update_title("Risks")
    found = world.table(site=site).read()
    assert found.site == Site(site.table, "Risks", site.identity)
    assert found.records == first.read().records
