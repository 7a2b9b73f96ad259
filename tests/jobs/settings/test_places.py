import pytest

from mappings.load import source_id, spreadsheet_id
from mappings.suggest import nearest

ID = "0b07a000-0000-4000-8000-000000000001"
HEX = ID.replace("-", "")


@pytest.mark.parametrize(
    "text",
    [
        ID,
        HEX,
        HEX.upper(),
        f" {ID} ",
        f"https://www.notion.so/{HEX}",
        f"https://www.notion.so/team/{HEX}?v=ffffffffffffffffffffffffffffffff&pvs=4",
        f"https://app.notion.com/Risk-Register-2026-{HEX}/",
        f"https://team.notion.site/%E3%83%AA%E3%82%B9%E3%82%AF-{HEX}#x",
    ],
)
def test_a_notion_id_is_found_in_ids_and_links(text: str) -> None:
    assert source_id(text) == ID


@pytest.mark.parametrize(
    "text", ["", "risks", HEX[:-1], f"x{HEX}", f"{HEX}0", "https://www.notion.so/", f"https://www.notion.so/?v={HEX}"]
)
def test_what_has_no_notion_id_gives_none(text: str) -> None:
    assert source_id(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "1abcDEF_ghijKLMN-opqrSTUV",
        "https://docs.google.com/spreadsheets/d/1abcDEF_ghijKLMN-opqrSTUV",
        "https://docs.google.com/spreadsheets/u/0/d/1abcDEF_ghijKLMN-opqrSTUV/edit?gid=3#gid=3",
    ],
)
def test_a_spreadsheet_id_is_found_in_ids_and_addresses(text: str) -> None:
    assert spreadsheet_id(text) == "1abcDEF_ghijKLMN-opqrSTUV"


@pytest.mark.parametrize("text", ["", "Risks", "https://example.com/", "my spreadsheet of all risks 2026"])
def test_what_has_no_spreadsheet_id_gives_none(text: str) -> None:
    assert spreadsheet_id(text) is None


def test_the_nearest_name_is_found_whatever_its_width_case_and_joints() -> None:
    assert nearest("Ｍａｔｃｈ－ｏｎ", ["match_on", "deletes"]) == "match_on"
    assert nearest("ステータ ス", ["ステータス", "担当者"]) == "ステータス"
    assert nearest("zzz", ["match_on"]) is None
