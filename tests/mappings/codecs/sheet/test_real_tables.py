"""The dates and durations of real tables: all are read but those whose reason is named here."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import UTC

import pytest

from mappings.codecs.sheet import read_cell
from mappings.fields import FieldType, Unit
from sync.model import Span, Unreadable
from tests.mappings.codecs.sheet.cells import field_of, text
from tests.shared import shared

DATES = {
    "cisa_kev.csv": ("dateAdded", "dueDate"),
    "dfds_postmortems.csv": ("timeline_first_utc", "timeline_last_utc"),
    "github_status_incidents.csv": ("started_at", "resolved_at"),
    "gitbugs_hadoop_bugs.csv": ("Created", "Resolved"),
    "hack23_risk_register.csv": ("date", "next_review"),
    "hack23_risk_register_history.csv": ("date", "next_review"),
    "vscode_issues_ja.csv": ("created_at",),
}
SLIPS = {"0202-01-16 12:00": "is before 1900", "0202-01-24 12:00": "is before 1900"}


def columns(name: str, *wanted: str) -> dict[str, list[str]]:
    with (shared("data") / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {column: [row[column] for row in rows if row[column]] for column in wanted}


@pytest.mark.parametrize("name", DATES)
def test_every_date_of_a_real_table_is_read_but_the_slips(name: str) -> None:
    for cells in columns(name, *DATES[name]).values():
        found = {cell: read_cell(text(cell), field_of(FieldType.DATE), UTC) for cell in cells}
        held = {cell: str(value.why) for cell, value in found.items() if isinstance(value, Unreadable)}
        assert all(isinstance(value, Span) for cell, value in found.items() if cell not in held)
        assert held.keys() == SLIPS.keys() & set(cells)
        assert all(SLIPS[cell] in reason for cell, reason in held.items())


def test_the_durations_of_real_post_mortems_are_read_as_minutes() -> None:
    minutes = replace(field_of(FieldType.NUMBER), unit=Unit.MINUTES)
    cells = [
        cell
        for each in columns("dfds_postmortems.csv", "time_to_detection", "time_to_recovery").values()
        for cell in each
    ]
    found = [read_cell(text(cell), minutes, UTC) for cell in cells]
    held = Counter(cell for cell, value in zip(cells, found, strict=True) if isinstance(value, Unreadable))
    assert held == {"N/A": 5}
    assert len(cells) - held.total() == 49
