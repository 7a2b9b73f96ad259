"""Columns that the other side added, renamed or dropped."""

import pytest

from mappings.fields import Field, FieldType
from sync.changes import ColumnChange, Reshape
from sync.errors import Misconfigured, Refused
from sync.model import FieldName, Side
from tests.adapters.sheets.test_faults import protect
from tests.adapters.sheets.world import FIELDS, HEADERS, TITLE, A, World, record, update


def change(what: Reshape, name: str, field: FieldName = TITLE) -> ColumnChange:
    return ColumnChange(Side.SHEET, what, field, name, "column")


def test_a_new_column_gets_its_header_after_the_last_one(world: World) -> None:
    known = {FieldName("owner"): "担当"}
    fields = (*FIELDS, Field(FieldName("owner"), FieldType.RICH_TEXT, "Owner", "担当"))
    table = world.table(fields=fields, known=known)
    assert FieldName("owner") not in table.read().columns
    table.reshape([change(Reshape.ADD, "担当", FieldName("owner"))])
    assert world.tab.row_values(1) == [*HEADERS, "担当"]
    seen = table.recheck(table.read())
    [receipt] = table.write([update(seen, A, {FieldName("owner"): "佐藤"})], seen)
    assert receipt.written == {"owner"}


def test_a_column_at_the_edge_widens_the_grid(world: World) -> None:
    world.tab.resize(cols=8)
    fields = (*FIELDS, Field(FieldName("owner"), FieldType.RICH_TEXT, "Owner", "担当"))
    table = world.table(fields=fields, known={FieldName("owner"): "担当"})
    table.read()
    table.reshape([change(Reshape.ADD, "担当", FieldName("owner"))])
    assert world.tab.row_values(1)[-1] == "担当"


def test_a_renamed_column_is_followed_in_the_same_run(world: World) -> None:
    table = world.table()
    table.read()
    table.reshape([change(Reshape.RENAME, "名前")])
    assert world.tab.row_values(1)[1] == "名前"
    seen = table.read()
    assert seen.columns[TITLE].name == "名前"
    assert record(seen, A).fields[TITLE] == "停電"
    with pytest.raises(Misconfigured):
        world.table().read()


def test_reshaping_is_one_call_and_nothing_is_none(world: World) -> None:
    table = world.table()
    table.read()
    world.server.forget_calls()
    table.reshape([])
    assert world.calls() == []
    table.reshape([change(Reshape.RENAME, "名前"), change(Reshape.RENAME, "評価", FieldName("score"))])
    assert world.calls() == [("POST", 200)]


@pytest.mark.parametrize("what", [Reshape.DROP, Reshape.RETYPE])
def test_a_persons_column_is_never_taken_away(world: World, what: Reshape) -> None:
    table = world.table()
    before = world.values()
    with pytest.raises(Refused, match="by hand"):
        table.reshape([change(what, "件名")])
    assert world.values() == before


def test_a_protected_header_is_refused_with_the_way_out(world: World) -> None:
    table = world.table()
    table.read()
    protect(world, 0, 1, 0, 10)
    with pytest.raises(Refused, match=r"protected cell.*Remove the protection"):
        table.reshape([change(Reshape.RENAME, "名前")])
