import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jobs.settings import Settings, load
from jobs.settings.reference import reference, schema
from mappings.fields import FieldType
from sync.errors import Misconfigured
from sync.model import Side
from sync.policy import Compare, Direction, EditAgainstDelete, FirstMatch, Inside, OnConflict, OneWay, OnReadOnly
from tests.shared import ROOT

EXAMPLE = ROOT / "config.example.toml"
SMALL = """
[pairs.risks]
match_on = ["title"]
[pairs.risks.notion]
source = "0b07a000-0000-4000-8000-000000000001"
id_property = "Bothways ID"
[pairs.risks.sheet]
spreadsheet = "demo-risks-and-incidents-0000000000000000000"
tab = "risks"
id_column = "ID"
[pairs.risks.fields]
title = { type = "title" }
"""


def read(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> Settings:
    file = tmp_path / "bothways.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, env or {})


def mistakes(tmp_path: Path, text: str, env: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(Misconfigured) as caught:
        read(tmp_path, text, env)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_the_example_is_read_without_a_mistake_and_in_order() -> None:
    settings = load(EXAMPLE, {})
    assert [mapping.name for mapping in settings.mappings()] == ["risks", "incidents"]
    risks, incidents = settings.mappings()
    assert risks.notion.source == "0b07a000-0000-4000-8000-000000000001"
    assert incidents.notion.source == "0b07a000-0000-4000-8000-000000000002"
    assert {risks.sheet.tab, incidents.sheet.tab} == {"リスク一覧", "インシデント"}
    assert risks.notion.id_property == incidents.notion.id_property == "Bothways ID"
    assert len(risks.fields) == 15
    assert len(incidents.fields) == 14
    assert risks.zone == ZoneInfo("Asia/Tokyo")
    assert settings.language == "ja"


def test_the_example_needs_no_token_because_it_stays_on_this_machine() -> None:
    settings = load(EXAMPLE, {})
    assert settings.notion_token().get_secret_value() == "local"
    assert settings.google_credentials().token is not None


def test_the_example_points_editors_to_the_schema() -> None:
    first = EXAMPLE.read_text(encoding="utf-8").splitlines()[0]
    assert first == "#:schema ./docs/bothways.schema.json"
    assert (ROOT / "docs/bothways.schema.json").exists()


def test_the_schema_in_docs_is_the_one_of_the_models() -> None:
    assert (ROOT / "docs/bothways.schema.json").read_text(encoding="utf-8") == schema()


def test_the_schema_offers_no_key_for_a_secret() -> None:
    tables = json.loads(schema())["$defs"]
    assert "token" not in tables["Notion"]["properties"]
    assert {"token", "credentials"}.isdisjoint(tables["Google"]["properties"])
    assert "token_file" in tables["Notion"]["properties"]


def test_the_reference_in_docs_is_the_one_of_the_models() -> None:
    assert (ROOT / "docs/configuration.md").read_text(encoding="utf-8") == reference()


def test_what_is_not_set_has_the_safe_default(tmp_path: Path) -> None:
    (mapping,) = read(tmp_path, SMALL).mappings()
    policy = mapping.policy
    assert policy.edit_against_delete is EditAgainstDelete.EDIT
    assert policy.first_match is FirstMatch.FILL
    assert policy.limits.deletes_percent == 50
    assert policy.limits.creates_percent is None
    assert (policy.limits.all_changed, policy.limits.all_changed_floor) == (True, 50)
    assert str(mapping.zone) == "UTC"
    (title,) = mapping.fields
    assert (title.notion, title.sheet) == ("title", "title")
    assert title.policy.on_conflict is OnConflict.ASK


def test_policies_reach_the_mapping(tmp_path: Path) -> None:
    text = SMALL.replace(
        'match_on = ["title"]',
        'match_on = ["title"]\nconflicts = "notion"\ndeletes = "propagate"\nunique = [["title"]]\n'
        'canary = "R-1"\nread_only = ["sheet"]\non_read_only = "refuse"\nwhole_records = true',
    )
    text += (
        'note = { type = "rich_text", on_conflict = "merge", one_way = "hold", direction = "to_notion" }\n'
        'tags = { type = "multi_select", on_conflict = "merge" }\n'
        'made = { type = "created_time" }\n'
        'mail = { type = "email", compare = "casefold", on_conflict = "newest" }\n'
    )
    policy = read(tmp_path, text).mappings()[0].policy
    of = {str(name): field for name, field in policy.fields.items()}
    assert policy.read_only == {Side.SHEET}
    assert policy.on_read_only is OnReadOnly.REFUSE
    assert policy.whole_records
    assert (policy.unique, policy.canary) == ((("title",),), "R-1")
    assert of["title"].on_conflict is OnConflict.NOTION
    assert (of["note"].inside, of["note"].on_conflict) == (Inside.LINES, OnConflict.NOTION)
    assert (of["note"].one_way, of["note"].direction) == (OneWay.HOLD, Direction.TO_NOTION)
    assert (of["tags"].inside, of["tags"].compare) == (Inside.SET, Compare.SET)
    assert of["made"].direction is Direction.TO_SHEET
    assert (of["mail"].compare, of["mail"].on_conflict) == (Compare.CASEFOLD, OnConflict.NEWEST)


def test_ids_are_taken_out_of_urls(tmp_path: Path) -> None:
    text = SMALL.replace(
        '"0b07a000-0000-4000-8000-000000000001"',
        '"https://www.notion.so/team/Risks-0b07a00000004000800000000000001f?v=ffffffffffffffffffffffffffffffff"',
    ).replace(
        '"demo-risks-and-incidents-0000000000000000000"',
        '"https://docs.google.com/spreadsheets/d/1abcDEF_ghijKLMN-opqrSTUV/edit?gid=0#gid=0"',
    )
    (mapping,) = read(tmp_path, text).mappings()
    assert mapping.notion.source == "0b07a000-0000-4000-8000-00000000001f"
    assert mapping.sheet.spreadsheet == "1abcDEF_ghijKLMN-opqrSTUV"


def test_the_environment_stands_over_the_file(tmp_path: Path) -> None:
    env = {
        "BOTHWAYS_ZONE": "Asia/Tokyo",
        "BOTHWAYS_NOTION__CALLS_PER_MINUTE": "600",
        "BOTHWAYS_PAIRS__RISKS__CONFLICTS": "sheet",
        "BOTHWAYS_PAIRS__RISKS__FIELDS__TITLE__SHEET": "[見出し]",
        "BOTHWAYS_PAIRS__RISKS__UNIQUE": '[["title"]]',
        "BOTHWAYS_PAIRS__RISKS__GUARDS__EMPTY_SIDE": "false",
    }
    settings = read(tmp_path, SMALL, env)
    (mapping,) = settings.mappings()
    assert settings.notion.calls_per_minute == 600
    assert str(mapping.zone) == "Asia/Tokyo"
    assert mapping.fields[0].policy.on_conflict is OnConflict.SHEET
    assert mapping.fields[0].sheet == "[見出し]"
    assert mapping.policy.unique == (("title",),)
    assert not mapping.policy.limits.empty_side


def test_names_of_pairs_are_found_in_the_environment_whatever_their_case(tmp_path: Path) -> None:
    text = SMALL.replace("pairs.risks", "pairs.TeamRisks")
    settings = read(tmp_path, text, {"BOTHWAYS_PAIRS__TEAMRISKS__CONFLICTS": "notion"})
    assert settings.pairs["TeamRisks"].conflicts is OnConflict.NOTION


def test_variables_of_others_are_left_alone_and_nearly_right_ones_are_not(tmp_path: Path) -> None:
    assert read(tmp_path, SMALL, {"BOTHWAYS_SHARED": "x", "LANGUAGE": "de"}).language is None
    assert mistakes(tmp_path, SMALL, {"BOTHWAYS_LANGAUGE": "ja"}) == [
        "BOTHWAYS_LANGAUGE: there is no such key; did you mean language?"
    ]


def test_every_field_type_can_be_mapped(tmp_path: Path) -> None:
    text = SMALL + "".join(f'f_{kind} = {{ type = "{kind}" }}\n' for kind in FieldType if kind is not FieldType.TITLE)
    assert len(read(tmp_path, text).mappings()[0].fields) == len(FieldType)


def test_the_file_is_the_given_one_then_that_of_the_environment_then_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, zone in (("a", "UTC"), ("b", "Asia/Tokyo"), ("bothways", "Europe/Paris")):
        (tmp_path / f"{name}.toml").write_text(f'zone = "{zone}"\n{SMALL}', encoding="utf-8")
    assert load(Path("a.toml"), {"BOTHWAYS_CONFIG": "b.toml"}).zone == "UTC"
    assert load(None, {"BOTHWAYS_CONFIG": "b.toml"}).zone == "Asia/Tokyo"
    assert load(None, {}).zone == "Europe/Paris"


def test_the_state_lies_beside_the_configuration(tmp_path: Path) -> None:
    def url(text: str) -> str:
        return read(tmp_path, f'state = {{ url = "{text}" }}\n{SMALL}').state_url()

    assert read(tmp_path, SMALL).state_url() == f"sqlite:///{tmp_path}/bothways-state.db"
    assert url("memory/state.db") == f"sqlite:///{tmp_path}/memory/state.db"
    assert url("sqlite:////var/lib/state.db") == "sqlite:////var/lib/state.db"
    assert url("sqlite:///:memory:") == "sqlite:///:memory:"
    assert url("postgresql+psycopg://db.example/bothways") == "postgresql+psycopg://db.example/bothways"
    assert url("postgresql+psycopg:///bothways") == "postgresql+psycopg:///bothways"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "\ufeff" + SMALL).zone == "UTC"
