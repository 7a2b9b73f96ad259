"""How many fields are found right and wrong, on the demo's tables and with other names for their columns."""

import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from jobs.demo.fill import fill
from jobs.demo.tables import demos
from tests.jobs.init.world import World
from tests.shared import ROOT

EXAMPLE = tomllib.loads((ROOT / "config.example.toml").read_text("utf-8"))["pairs"]
ALIKE = {
    "risks": {
        "リスク名": "件名",
        "概要": "内容",
        "ステータス": "対応状況",
        "発生確率": "発生可能性",
        "影響度": "インパクト",
        "スコア": "リスクスコア",
        "対応方針": "対応戦略",
        "担当者": "オーナー",
        "サービス": "影響サービス",
        "検知日": "起票日",
        "次回レビュー日": "見直し日",
        "監視URL": "DatadogのURL",
        "予算要": "予算(要/不要)",
        "No": "Ｎｏ．",
        "最終更新": "更新日時",
    },
    "incidents": {
        "タイトル": "件名",
        "ステータス": "状態",
        "重大度": "SEV",
        "発生日時": "障害発生",
        "復旧日時": "障害復旧",
        "サービス": "影響サービス",
        "検知方法": "検知経路",
        "影響顧客数": "顧客影響",
        "指揮官": "担当",
        "原因": "根本原因",
        "ポストモーテム": "PM",
        "連絡先": "メール",
        "電話": "電話番号",
        "レビュー済": "レビュー",
    },
}
ENGLISH = {
    "risks": {
        "リスク名": "Title",
        "概要": "Summary",
        "ステータス": "Status",
        "発生確率": "Likelihood",
        "影響度": "Impact",
        "スコア": "Score",
        "対応方針": "Strategy",
        "担当者": "Owner",
        "サービス": "Services",
        "検知日": "Detected",
        "次回レビュー日": "Next review",
        "監視URL": "Monitor URL",
        "予算要": "Needs budget",
        "No": "Number",
        "最終更新": "Last edited",
    },
    "incidents": {
        "タイトル": "Title",
        "ステータス": "Status",
        "重大度": "Severity",
        "発生日時": "Started at",
        "復旧日時": "Resolved at",
        "サービス": "Services",
        "検知方法": "Detected by",
        "影響顧客数": "Customers",
        "指揮官": "Commander",
        "原因": "Root cause",
        "ポストモーテム": "Postmortem URL",
        "連絡先": "Mail",
        "電話": "Phone",
        "レビュー済": "Reviewed",
    },
}


def rename(made: World, pair: str, names: Mapping[str, str]) -> None:
    demo = next(each for each in demos() if each.name == pair)
    sheet = made.clients.google.open_by_key(demo.spreadsheet_id).worksheet(demo.tab)
    header = sheet.row_values(1)
    sheet.update([[names.get(name, name) for name in header]], "A1")


def measured(made: World, pair: str, names: Mapping[str, str]) -> tuple[int, int, int]:
    """Return the fields that were found right, found wrong, and not found."""
    demo = next(each for each in demos() if each.name == pair)
    fields: Mapping[str, Any] = EXAMPLE[pair]["fields"]
    wanted = {each["notion"]: (names.get(each["sheet"], each["sheet"]), each["type"]) for each in fields.values()}
    found = made.proposed("--notion", demo.database_id, "--sheet", demo.spreadsheet_id, "--tab", demo.tab)
    got = {each["notion"]: (each["sheet"], each["type"]) for each in found["fields"]}
    assert found["sheet"]["id_column"] == "ID"
    assert found["notion"]["id_property"] == "Bothways ID"
    right = sum(got.get(name) == where for name, where in wanted.items())
    wrong = sum(wanted.get(name) != where for name, where in got.items())
    return right, wrong, len(wanted.keys() - got.keys())


def test_every_field_of_the_example_is_found_and_none_besides(made: World) -> None:
    fill(made.clients)
    assert measured(made, "risks", {}) == (15, 0, 0)
    assert measured(made, "incidents", {}) == (14, 0, 0)


@pytest.mark.parametrize("names", [ALIKE, ENGLISH], ids=["other Japanese names", "English names"])
def test_columns_under_other_names_are_found_and_none_is_taken_for_another(
    made: World, names: Mapping[str, Mapping[str, str]]
) -> None:
    fill(made.clients)
    results = []
    for pair, renamed in names.items():
        rename(made, pair, renamed)
        results.append(measured(made, pair, renamed))
    right, wrong, missed = (sum(each) for each in zip(*results, strict=True))
    assert (right, wrong, missed) == (28, 0, 1)
