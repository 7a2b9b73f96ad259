"""The 14 committed versions of a real risk register, replayed as edits on alternating sides."""

from itertools import groupby
from pathlib import Path

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from tests.real.world import Row, World, as_number, fields_by_id, rows_of, world
from tests.shared import shared

KINDS = {
    "title": FieldType.TITLE,
    "category": FieldType.SELECT,
    "probability_1_5": FieldType.NUMBER,
    "impact_1_6": FieldType.NUMBER,
    "score": FieldType.NUMBER,
    "owner": FieldType.RICH_TEXT,
    "next_review": FieldType.DATE,
    "description": FieldType.RICH_TEXT,
    "treatment": FieldType.RICH_TEXT,
}


def versions() -> list[list[Row]]:
    rows = [{**row, "id": row["risk_id"]} for row in rows_of(shared("data/hack23_risk_register_history.csv"))]
    return [list(group) for _, group in groupby(rows, key=lambda row: row["commit"])]


def edit_notion(made: World, before: dict[str, Row], after: dict[str, Row]) -> None:
    for name, row in after.items():
        if name not in before:
            made.create_pages([row])
        elif row != before[name]:
            made.clients.notion.pages.update(made.pages[name], properties=made.properties(row, clear=True))
    for name in before.keys() - after.keys():
        made.clients.notion.pages.update(made.pages[name], in_trash=True)


def edit_sheet(made: World, before: dict[str, Row], after: dict[str, Row]) -> None:
    """Type the changed cells; rows that are gone are deleted, new ones go below."""
    sheet = made.clients.google.open_by_key(made.spreadsheet).worksheet("table")
    for name in before.keys() - after.keys():
        sheet.delete_rows(sheet.col_values(1).index(name) + 1)
    ids = sheet.col_values(1)
    for name, row in after.items():
        place = ids.index(name) + 1 if name in ids else len(ids) + 1
        if name not in ids:
            ids.append(name)
        if row != before.get(name):
            made.put([[name, *(made.cell(each, row[each]) for each in KINDS)]], f"A{place}")


def expected(row: Row) -> dict[str, object]:
    return {
        name: (as_number(row[name]) if kind is FieldType.NUMBER else row[name]) if row[name] else None
        for name, kind in KINDS.items()
        if kind is not FieldType.DATE
    }


def test_after_each_version_both_sides_equal_it_and_nothing_is_entered_twice(tmp_path: Path) -> None:
    history = versions()
    assert len(history) == 14
    with world(tmp_path, KINDS, 'deletes = "propagate"') as made:
        before: dict[str, Row] = {}
        for number, version in enumerate(history, start=1):
            after = {row["id"]: row for row in version}
            if number % 2:
                for page in made.both()[0].records:
                    made.pages[str(page.id)] = page.address
                edit_notion(made, before, after)
            else:
                edit_sheet(made, before, after)
            outcome = made.sync()
            assert outcome.kind in (OutcomeKind.CHANGED, OutcomeKind.IN_STEP), (number, outcome.refusals, outcome.error)
            notion, sheet = (fields_by_id(snapshot) for snapshot in made.both())
            assert notion == sheet
            assert notion.keys() == after.keys()
            for name, row in after.items():
                assert notion[name].items() >= expected(row).items()
                date = notion[name]["next_review"]
                assert str(getattr(date, "start", "")) == row["next_review"]
            made.server.forget_calls()
            assert made.sync().kind is OutcomeKind.IN_STEP
            assert made.write_calls() == {"notion": 0, "google": 0}
            before = after
