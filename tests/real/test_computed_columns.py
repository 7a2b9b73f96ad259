"""Whole runs over columns that a sheet computes, merged cells, words for nothing and durations."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from jobs.sync import Outcome
from mappings.fields import FieldType
from sync.model import Unreadable
from tests.real.world import World, fields_by_id, world

KINDS = {"title": FieldType.TITLE, "weight": FieldType.NUMBER, "score": FieldType.NUMBER, "due": FieldType.DATE}
IDS = ("R-1a", "R-2a", "R-3a")


def typed(made: World, rows: Sequence[Sequence[object]]) -> None:
    made.clients.google.http_client.values_update(
        made.spreadsheet,
        "'table'!A2",
        params={"valueInputOption": "USER_ENTERED"},
        body={"values": rows},
    )


def risks(*scores: object) -> list[list[object]]:
    return [
        [name, f"リスク {at}", at, score, "2026-01-05"]
        for at, (name, score) in enumerate(zip(IDS, scores, strict=True), 2)
    ]


def why_held(outcome: Outcome, field: str) -> list[str]:
    return [str(held.why) for held in outcome.plan.held if held.field == field]


def in_notion(made: World, field: str) -> Mapping[str, object]:
    return {name: fields[field] for name, fields in fields_by_id(made.both()[0]).items()}


def pages_of(made: World) -> dict[str, str]:
    answer: Any = made.clients.notion.data_sources.query(made.source)
    return {page["properties"]["id"]["rich_text"][0]["plain_text"]: page["id"] for page in answer["results"]}


def set_score(made: World, name: str, value: float) -> None:
    made.clients.notion.pages.update(pages_of(made)[name], properties={"score": {"number": value}})


def formulas(made: World) -> list[str]:
    answer = made.clients.google.http_client.values_get(
        made.spreadsheet, "'table'!D2:D9", params={"valueRenderOption": "FORMULA"}
    )
    return [str(row[0]) if row else "" for row in answer.get("values", [])]


def test_results_flow_to_notion_and_edits_there_are_held(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        typed(made, risks("=C2*10", "=C3*10", "=C4*10"))
        made.sync()
        assert in_notion(made, "score") == {"R-1a": 20, "R-2a": 30, "R-3a": 40}
        made.put([[7]], "C3")
        made.sync()
        assert in_notion(made, "score")["R-2a"] == 70
        set_score(made, "R-1a", 99)
        outcome = made.plan()
        assert why_held(outcome, "score") == ["D2 holds a formula, which is never overwritten"]
        assert not outcome.plan.changes
        made.sync()
        assert formulas(made) == ["=C2*10", "=C3*10", "=C4*10"]
        assert in_notion(made, "score")["R-1a"] == 99


def test_a_page_that_is_new_gets_a_row_without_a_value_in_the_computed_column(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        typed(made, risks("=C2*10", "=C3*10", "=C4*10"))
        made.sync()
        made.create_pages([{"id": "R-4a", "title": "new", "weight": "5", "score": "1", "due": ""}])
        assert why_held(made.sync(), "score") == [
            "column D is computed (D2 holds a formula), so nothing is written in it"
        ]
        assert fields_by_id(made.both()[1])["R-4a"] == {"title": "new", "weight": 5, "score": None, "due": None}
        outcome = made.sync()
        assert not outcome.plan.changes
        assert why_held(outcome, "score")
        assert in_notion(made, "score")["R-4a"] == 1


@pytest.mark.parametrize("wrong", ["=1/0", "N/A", "未定"])
def test_an_error_or_a_word_for_nothing_clears_nothing_in_notion(tmp_path: Path, wrong: str) -> None:
    with world(tmp_path, KINDS) as made:
        typed(made, risks(1, 2, 3))
        made.sync()
        typed(made, risks(1, wrong, 3))
        outcome = made.sync()
        assert [why.partition(":")[0] for why in why_held(outcome, "score")] == ["D3"]
        assert in_notion(made, "score") == {"R-1a": 1, "R-2a": 2, "R-3a": 3}
        assert isinstance(fields_by_id(made.both()[1])["R-2a"]["score"], Unreadable)


def test_cells_that_are_merged_clear_nothing_in_notion(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        typed(made, risks(1, 2, 3))
        made.sync()
        area = {"startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 3, "endColumnIndex": 4}
        made.clients.google.http_client.batch_update(
            made.spreadsheet, {"requests": [{"mergeCells": {"range": area, "mergeType": "MERGE_ALL"}}]}
        )
        outcome = made.sync()
        assert [why.partition(",")[0] for why in why_held(outcome, "score")] == [
            "D3 is merged into D2:D4",
            "D4 is merged into D2:D4",
        ]
        assert in_notion(made, "score") == {"R-1a": 1, "R-2a": 2, "R-3a": 3}


def test_durations_are_numbers_in_notion_and_times_in_the_sheet(tmp_path: Path) -> None:
    with world(tmp_path, KINDS) as made:
        made.kinds = {**KINDS, "score": FieldType.NUMBER}
        typed(made, risks("1:30:00", "90分", "19 hours 43 minutes."))
        settings = made.settings_file
        made.settings_file = lambda: with_unit(settings())  # type: ignore[method-assign]  # one more line in the file
        made.sync()
        assert in_notion(made, "score") == {"R-1a": 90, "R-2a": 90, "R-3a": 1183}
        set_score(made, "R-3a", 1500)
        made.sync()
        shown = made.clients.google.http_client.values_get(made.spreadsheet, "'table'!D2:D4", params={})["values"]
        assert shown == [["1:30:00"], ["90分"], ["25:00"]]
        assert not made.sync().plan.changes


def with_unit(file: Path) -> Path:
    text = file.read_text("utf-8").replace(
        'fields.score]\ntype = "number"', 'fields.score]\ntype = "number"\nunit = "minutes"'
    )
    file.write_text(text, "utf-8")
    return file
