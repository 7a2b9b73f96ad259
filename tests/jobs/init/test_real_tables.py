"""Real public tables, in the sheet under their own headers and in Notion under others."""

from collections.abc import Mapping
from typing import Any

import pytest

from jobs.demo.pages import written
from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from tests.jobs.init.world import World
from tests.real.world import rows_of
from tests.shared import shared

Columns = Mapping[str, tuple[str, FieldType]]

HACK23: Columns = {
    "title": ("リスク名", FieldType.TITLE),
    "category": ("分類", FieldType.SELECT),
    "probability_1_5": ("発生確率", FieldType.NUMBER),
    "impact_1_6": ("影響度", FieldType.NUMBER),
    "score": ("リスクスコア", FieldType.NUMBER),
    "next_review": ("次回レビュー日", FieldType.DATE),
    "description": ("概要", FieldType.RICH_TEXT),
    "treatment": ("対策", FieldType.RICH_TEXT),
}
GITHUB: Columns = {
    "title": ("件名", FieldType.TITLE),
    "impact": ("重大度", FieldType.SELECT),
    "started_at": ("発生日時", FieldType.DATE),
    "resolved_at": ("復旧日時", FieldType.DATE),
    "duration_minutes": ("所要時間", FieldType.NUMBER),
    "first_update": ("最初の連絡", FieldType.RICH_TEXT),
    "url": ("リンク", FieldType.URL),
}


def put(made: World, name: str, columns: Columns, id_column: str, count: int) -> tuple[str, str, list[dict[str, str]]]:
    rows = rows_of(shared(f"data/{name}.csv"))[:count]
    schema: dict[str, Any] = {called: {kind.value: {}} for called, kind in columns.values()}
    pages = [
        {called: _written(kind, row[each]) for each, (called, kind) in columns.items() if row[each]} for row in rows
    ]
    values: list[list[object]] = [[id_column, *columns]]
    values += [[row[id_column], *(row[each] for each in columns)] for row in rows]
    return made.database(name, schema, pages), made.book({"table": values}), rows


def _written(kind: FieldType, text: str) -> dict[str, Any]:
    return {"date": {"start": text}} if kind is FieldType.DATE else written(kind, text, {})


@pytest.mark.parametrize(
    ("name", "columns", "id_column", "least"),
    [("hack23_risk_register", HACK23, "risk_id", 8), ("github_status_incidents", GITHUB, "id", 7)],
)
def test_columns_are_found_by_what_is_in_them_and_none_wrongly(
    made: World, name: str, columns: Columns, id_column: str, least: int
) -> None:
    database, book, _ = put(made, name, columns, id_column, 26)
    found = made.proposed("--notion", database, "--sheet", book, "--add-ids")
    got = {each["sheet"]: (each["notion"], FieldType(each["type"])) for each in found["fields"]}
    assert got.items() <= columns.items()
    assert len(got) >= least


def test_a_real_risk_register_is_in_step_after_one_sync(made: World) -> None:
    database, book, rows = put(made, "hack23_risk_register", HACK23, "risk_id", 26)
    assert made.init("--notion", database, "--sheet", book, "--add-ids").exit_code == 0
    text = made.file.read_text("utf-8")
    assert 'id_column = "risk_id"' in text
    assert [each.kind for each in made.run().values()] == [OutcomeKind.CHANGED]
    made.server.forget_calls()
    assert [each.kind for each in made.run().values()] == [OutcomeKind.IN_STEP]
    assert made.writes() == []
    assert len(made.values(book, "table")) == len(rows) + 1
