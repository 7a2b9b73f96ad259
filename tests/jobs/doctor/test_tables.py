"""Each mapped field against the live schemas: what was renamed, retyped, lost, merged, computed or protected."""

from dataclasses import replace
from typing import Any

from jobs.doctor import Area, Verdict
from jobs.doctor.quotas import quotas
from jobs.wiring import examine
from mappings.live import LiveTab
from tests.jobs.doctor.clinic import RISKS, TAB, Clinic, grid, only, wrong
from tests.jobs.doctor.test_services import OWNER, share, text


def test_a_property_that_never_was_is_told_with_the_nearest(clinic: Clinic) -> None:
    clinic.edit_mapping(
        'summary = { type = "rich_text", notion = "概要"', 'summary = { type = "rich_text", notion = "概要文"'
    )
    found = only(clinic.look(), Area.FIELDS, "property")
    assert "概要" in text(found.seen)
    assert found.pair == "risks"


def test_a_property_that_is_gone_since_the_last_run(clinic: Clinic) -> None:
    clinic.world.sync()
    clinic.schema({"監視URL": None})
    found = only(clinic.look(), Area.FIELDS, "property")
    assert (found.field, found.verdict) == ("monitor_url", Verdict.PROBLEM)


def test_a_renamed_property_is_followed_after_the_first_run(clinic: Clinic) -> None:
    clinic.world.sync()
    clinic.schema({"監視URL": {"name": "Datadog"}})
    found = only(clinic.look(), Area.FIELDS, "renamed")
    assert (found.field, found.verdict) == ("monitor_url", Verdict.WARNING)
    assert "Datadog" in text(found.seen)


def test_another_type_is_a_problem_before_the_first_run(clinic: Clinic) -> None:
    clinic.edit_mapping('score = { type = "number"', 'score = { type = "rich_text"')
    assert only(clinic.look(), Area.FIELDS, "property").verdict is Verdict.PROBLEM


def test_another_type_is_a_problem_after_a_run_too(clinic: Clinic) -> None:
    clinic.world.sync()
    clinic.schema({"スコア": {"rich_text": {}}})
    found = only(clinic.look(), Area.FIELDS, "type")
    assert (found.field, found.verdict) == ("score", Verdict.PROBLEM)


def test_headers_that_are_missing_and_twice_are_told_at_once(clinic: Clinic) -> None:
    score, summary = clinic.column("score"), clinic.column("summary")
    clinic.batch(*(typed(0, at, name) for at, name in ((score, "点数"), (summary, "リスク名"))))
    found = [each for each in clinic.look() if each.verdict is not Verdict.OK]
    assert {(each.area, each.code) for each in found} == {(Area.FIELDS, "column")}
    assert len(found) >= 3
    told = " ".join(text(each.seen) for each in found)
    assert all(name in told for name in ("スコア", "概要", "リスク名"))


def typed(row: int, column: int, value: str) -> dict[str, Any]:
    kind = "formulaValue" if value.startswith("=") else "stringValue"
    cell = {"userEnteredValue": {kind: value}}
    place = {"sheetId": TAB, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": place, "rows": [{"values": [cell]}], "fields": "userEnteredValue"}}


def test_formulas_in_a_mapped_column(clinic: Clinic) -> None:
    at = clinic.column("score")
    clinic.batch(typed(2, at, "=1+2"), typed(3, at, "=2+2"))
    found = only(clinic.look(), Area.FIELDS, "formulas")
    assert (found.field, found.verdict) == ("score", Verdict.WARNING)
    assert "to_notion" in text(found.way_out)
    clinic.edit_mapping('sheet = "スコア" }', 'sheet = "スコア", direction = "to_notion" }')
    assert wrong(clinic.look()) == []


def test_merged_cells_in_a_mapped_column(clinic: Clinic) -> None:
    at = clinic.column("summary")
    clinic.batch({"mergeCells": {"range": grid(4, 6, at, at + 1), "mergeType": "MERGE_ALL"}})
    found = only(clinic.look(), Area.FIELDS, "merged")
    assert found.field == "summary"
    assert "5:" in text(found.seen)


def test_a_protected_column_that_we_may_not_edit(clinic: Clinic) -> None:
    at = clinic.column("summary")
    protected = {"range": grid(1, 40, at, at + 1), "editors": {"users": ["boss@example.com"]}}
    share(clinic, "writer")
    clinic.batch({"addProtectedRange": {"protectedRange": protected}}, user=OWNER)
    found = only(clinic.look(), Area.FIELDS, "protected")
    assert (found.field, found.verdict) == ("summary", Verdict.PROBLEM)


def test_a_relation_to_a_database_that_is_not_shared(clinic: Clinic) -> None:
    incidents = "0b07a000-0000-4000-8000-000000000002"
    source = clinic.world.clients.notion.databases.retrieve(incidents)["data_sources"][0]["id"]  # type: ignore[index]
    clinic.schema({"関連": {"relation": {"data_source_id": source, "single_property": {}}}})
    at = clinic.column(RISKS.look.memo)
    clinic.batch(typed(0, at, "関連"))
    clinic.edit_mapping(
        "[pairs.incidents]", 'links = { type = "relation", notion = "関連", sheet = "関連" }\n\n[pairs.incidents]'
    )
    clinic.world.server.notion.unshare(incidents)
    found = [each for each in clinic.look() if each.verdict is not Verdict.OK]
    assert {(each.code, each.pair) for each in found} >= {("source", "incidents")}
    assert any(each.field == "links" or "links" in text(each.seen) for each in found)


def test_a_dropdown_that_offers_what_a_status_does_not_have(clinic: Clinic) -> None:
    at = clinic.column("status")
    values = [{"userEnteredValue": each} for each in ("未着手", "様子見")]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": True}
    clinic.batch({"setDataValidation": {"range": grid(1, 40, at, at + 1), "rule": rule}})
    found = only(clinic.look(), Area.FIELDS, "options")
    assert found.field == "status"
    assert "様子見" in text(found.seen)


def test_aliases_for_no_option(clinic: Clinic) -> None:
    clinic.edit_mapping('sheet = "影響度" }', 'sheet = "影響度", aliases = { "最高" = ["S"] } }')
    found = only(clinic.look(), Area.FIELDS, "aliases")
    assert (found.field, "最高" in text(found.seen)) == ("impact", True)


def test_budgets_over_the_plan_and_tables_near_the_cap(clinic: Clinic) -> None:
    settings = clinic.world.settings(
        NOTION__CALLS_PER_MINUTE="900", GOOGLE__READS_PER_MINUTE="300", GOOGLE__WRITES_PER_MINUTE="60"
    )
    far = settings.model_copy(
        update={
            "notion": settings.notion.model_copy(update={"base_url": None}),
            "google": settings.google.model_copy(update={"base_url": None}),
        }
    )
    mappings = settings.mappings()
    seen = examine(settings, mappings)
    assert [(each.code, each.verdict) for each in quotas(seen, far, mappings)] == [
        ("notion", Verdict.PROBLEM),
        ("google", Verdict.WARNING),
        ("calls", Verdict.OK),
    ]
    tab = seen.tabs["risks"]
    assert isinstance(tab, LiveTab)
    long = replace(seen, tabs={**seen.tabs, "risks": replace(tab, rows=19_000)})
    slow = settings.model_copy(update={"notion": settings.notion.model_copy(update={"calls_per_minute": 100})})
    assert [(each.code, each.verdict) for each in quotas(long, slow, mappings)] == [
        ("notion", Verdict.OK),
        ("calls", Verdict.WARNING),
        ("cap", Verdict.WARNING),
    ]
