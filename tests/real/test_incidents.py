"""819 incidents of a public status page, in both services."""

from pathlib import Path

import pytest

from jobs.sync import OutcomeKind
from mappings.fields import FieldType
from tests.real.world import fields_by_id, rows_of, world
from tests.shared import shared

KINDS = {
    "title": FieldType.TITLE,
    "impact": FieldType.SELECT,
    "started_at": FieldType.DATE,
    "resolved_at": FieldType.DATE,
    "duration_minutes": FieldType.NUMBER,
    "components": FieldType.RICH_TEXT,
    "last_update": FieldType.RICH_TEXT,
    "url": FieldType.URL,
}


@pytest.mark.parametrize("side", ["notion", "sheet"])
def test_all_incidents_go_over_to_an_empty_side_and_stand_there_equal(side: str, tmp_path: Path) -> None:
    rows = rows_of(shared("data/github_status_incidents.csv"))
    assert len(rows) == 819
    with world(tmp_path, KINDS) as made:
        if side == "notion":
            made.create_pages(rows)
        else:
            made.type_rows(rows)
        made.server.forget_calls()
        outcome = made.sync()
        assert outcome.kind is OutcomeKind.CHANGED
        assert made.write_calls() == ({"notion": 0, "google": 1} if side == "notion" else {"notion": 819, "google": 0})
        notion, sheet = (fields_by_id(snapshot) for snapshot in made.both())
        assert notion == sheet
        assert notion.keys() == {row["id"] for row in rows}
        for row in rows:
            assert notion[row["id"]]["title"] == row["title"]
            assert notion[row["id"]]["last_update"] == (row["last_update"].replace("\r\n", "\n") or None)
        made.server.forget_calls()
        assert made.sync().kind is OutcomeKind.IN_STEP
        assert made.write_calls() == {"notion": 0, "google": 0}
        assert made.read_calls() == {"notion": 11, "google": 1}, "9 pages of 100, the database and its schema; one read"
