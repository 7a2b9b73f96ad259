"""Filled, not only present; said so that it can be verified."""

import pytest

from jobs.rules.item import Item, RecordType, Role, Section
from jobs.rules.ruleset import make_rules
from jobs.rules.tables import Roles
from sync.message import say
from tests.jobs.rules.made import all_said, odd, on, record, risk, said, with_rule


def postmortem(*sections: tuple[str, str], **values: object) -> Item:
    made = tuple(Section(heading, 2, text) for heading, text in sections)
    given = {"severity": "SEV1", "status": "Resolved", "title": "Down", **values}
    return record(RecordType.INCIDENT, sections=made, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "heading", ["概要", "■ 概要", "1. Summary", "Ｓｕｍｍａｒｙ", "TL;DR", "概要（サマリー）", "【概要】"]
)
def test_a_section_is_known_by_any_of_its_headings(heading: str) -> None:
    assert said("postmortem.C2", postmortem((heading, "The API was down."))) == []


@pytest.mark.parametrize(
    "text", ["", "TBD", "TODO", "未記入", "なし", "N/A", "調査中", "（ここに記入）", "-\n…", "未定。"]
)
def test_a_placeholder_is_no_summary(text: str) -> None:
    (found,) = said("postmortem.C2", postmortem(("Summary", text)))
    assert str(found.why) == "missing: summary"


def test_nothing_is_an_answer_where_it_may_be() -> None:
    whole = postmortem(
        ("うまくいったこと", "連絡が早かった"), ("うまくいかなかったこと", "なし"), ("幸運だったこと", "特になし")
    )
    assert said("postmortem.C9", whole) == []
    gap = postmortem(
        ("うまくいったこと", "連絡が早かった"), ("うまくいかなかったこと", "TODO"), ("幸運だったこと", "特になし")
    )
    (found,) = said("postmortem.C9", gap)
    assert str(found.why) == "missing: what went wrong"
    (found,) = said("postmortem.C6", postmortem(("原因", "なし"), ("契機", "配備")))
    assert str(found.why) == "missing: cause"


def test_a_property_does_as_well_as_a_section() -> None:
    assert said("postmortem.C2", postmortem(summary="The API was down.")) == []
    assert len(said("postmortem.C2", postmortem(summary="TBD"))) == 1
    assert said("postmortem.C2", postmortem(("Summary", "The API was down."), summary="")) == []


def test_only_incidents_that_need_a_post_mortem() -> None:
    assert said("postmortem.C2", postmortem(severity="SEV4")) == []
    assert said("postmortem.C2", postmortem(status="Investigating")) == []
    assert said("postmortem.C2", postmortem(kind="Tutorial")) == []
    assert said("postmortem.C2", postmortem(postmortem_status="Skipped")) == []
    assert len(said("postmortem.C2", postmortem(severity="SEV4", postmortem_status="Draft"))) == 1


@pytest.mark.parametrize(
    ("text", "fine"),
    [
        ("About 3,000 users could not book", True),
        ("120店舗で予約ができなかった", True),
        ("決済の約12％が失敗", True),
        ("９０分間停止", True),
        ("なし", True),
        ("Many users were affected", False),
        ("多くの店舗に影響", False),
        ("version 3 was broken", False),
        ("", False),
    ],
)
def test_impact_needs_a_number_with_a_unit(text: str, fine: bool) -> None:  # noqa: FBT001 - a parameter
    assert (said("postmortem.C3", postmortem(("Impact", text))) == []) is fine
    assert said("postmortem.C3", postmortem(("Impact", text), customers=12)) == []


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("Human error", True),
        ("ヒューマンエラー。", True),
        ("担当者の確認不足", True),
        ("操作ミス、注意不足", True),
        ("操作ミスで削除した。削除に確認の手順がなく、権限も広すぎた", False),
        ("The migration ran without a lock, and the operator error was possible because nothing asked", False),
    ],
)
def test_a_cause_does_not_end_at_a_person(text: str, blamed: bool) -> None:  # noqa: FBT001 - a parameter
    assert bool(said("postmortem.C6.people", postmortem(("Root cause", text)))) is blamed


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("Improve monitoring", True),
        ("監視強化", True),
        ("ダブルチェックする", True),
        ("気をつける", True),
        ("Alert when the queue holds more than 1,000 jobs for 5 minutes", False),
        ("在庫同期キューの滞留が10分を超えたらアラートを出す", False),
    ],
)
def test_an_action_can_be_verified(text: str, vague: bool) -> None:  # noqa: FBT001 - a parameter
    assert bool(said("action.C10.wording", record(RecordType.ACTION_ITEM, title=text, status="Open"))) is vague


def test_the_timeline_has_three_entries() -> None:
    def incident(entries: int) -> Item:
        section = Section("タイムライン", 2, "\n".join(["10:00 x"] * entries), entries)
        return record(RecordType.INCIDENT, severity="SEV1", status="Resolved", sections=(section,))

    assert said("postmortem.C8", incident(3)) == []
    (found,) = said("postmortem.C8", incident(2))
    assert found.facts == {"count": 2, "wanted": 3}


def test_exactly_one_owner() -> None:
    assert [str(each.why) for each in said("risk.R1", risk("R-1", owner=()), risk("R-2", owner=("A", "B")))] == [
        "missing: owner",
        "owner: 2 are named; exactly one is meant",
    ]
    assert said("risk.R1", risk(owner=("A",))) == []


def test_an_action_item_has_one_owner_and_a_date() -> None:
    items = [
        record(RecordType.ACTION_ITEM, "T-1", owner=(), due=None, status="Open"),
        record(RecordType.ACTION_ITEM, "T-2", owner=("A", "B"), due=on("2027-01-01"), status="Open"),
        record(RecordType.ACTION_ITEM, "T-3", owner=("A",), due=on("2027-01-01"), status="Open"),
        record(RecordType.ACTION_ITEM, "T-4", owner=(), due=None, status="Done"),
    ]
    assert [(each.record, str(each.why)) for each in said("action.C10", *items)] == [
        ("T-1", "missing: owner, due"),
        ("T-2", "owner: 2 are named; exactly one is meant"),
    ]


def test_an_accepted_risk_says_why_who_and_until_when() -> None:
    item = risk(
        status="Accepted", accepted_because="", approver=("CTO",), accepted_until=None, next_review=on("2027-01-01")
    )
    (found,) = said("risk.R8", item)
    assert str(found.why) == "missing: accepted_because"


def test_a_topic_is_no_risk() -> None:
    assert len(said("risk.R4", risk(title="DB", summary="DB connections"))) == 1
    assert said("risk.R4", risk(title="DB", summary="夜間の一括処理で接続が上限に達し、予約を受けられなくなる")) == []


def test_a_customer_noticed_and_nothing_would_detect_it() -> None:
    incident = record(
        RecordType.INCIDENT, "I-1", severity="SEV1", status="Resolved", detection="Customer", actions=("T-1",)
    )
    fix = record(RecordType.ACTION_ITEM, "T-1", type="Fix", status="Open")
    assert len(said("postmortem.C5.customer", incident, fix)) == 1
    alert = record(RecordType.ACTION_ITEM, "T-2", type="検出", status="Open", incident=("I-1",))
    assert said("postmortem.C5.customer", incident, fix, alert) == []


def test_the_gate_of_the_backlog() -> None:
    items = [
        record(RecordType.BACKLOG, "B-1", status="Open", risks=("R-1",)),
        record(RecordType.BACKLOG, "B-2", status="Open", risks=()),
        record(RecordType.BACKLOG, "B-3", status="Open", risks=("R-3",)),
        record(RecordType.BACKLOG, "B-4", status="Done", risks=("R-1",)),
    ]
    risks = [
        risk("R-1", status="Investigating", strategy=None, backlog=()),
        risk("R-2", status="Open", strategy=None, backlog=("B-2",)),
        risk("R-3", status="Open", strategy="Mitigate", backlog=()),
    ]
    found = said("backlog.gate", *items, *risks)
    assert [(each.record, each.others) for each in found] == [
        ("B-1", (("risks", "R-1"),)),
        ("B-2", (("risks", "R-2"),)),
    ]


def test_a_rule_without_its_role_is_told_once_and_accuses_nobody() -> None:
    judged = all_said(*(risk(f"R-{n}", status="Open") for n in range(5)))
    assert [str(each.why) for each in judged.idle if each.rule == "risk.R5"] == ["no field has the role next_review"]
    assert "risk.R5" not in {each.rule for each in judged.findings}


def test_a_rule_of_one_s_own() -> None:
    rules = with_rule(
        "risk.team", kind="filled", record="risk", roles=["team"], weight="error", when={"status": ["Open"]}
    )
    found = said(
        "risk.team", risk("R-1", status="Open", team=None), risk("R-2", status="Closed", team=None), rules=rules
    )
    assert [(each.record, each.weight) for each in found] == [("R-1", "error")]


def test_what_could_not_be_read_is_listed() -> None:
    item = Item(
        RecordType.RISK,
        "risks",
        risk().record,
        {},
        title="x",
        unreadable={"owner": all_said().unjudged or "?"},  # type: ignore[dict-item]
    )
    assert len(odd("risk.R1", all_said(item))) == 1


def test_what_could_not_be_read_is_named_as_the_table_names_it() -> None:
    item = Item(
        RecordType.RISK, "risks", risk().record, {}, title="x", unreadable={Role("owner"): say("F27: nobody's name")}
    )
    labels = {"risks": Roles(RecordType.RISK, {Role("title"): "リスク名", Role("owner"): "担当者"})}
    (why,) = odd("risk.R1", all_said(item, rules=make_rules(tables=labels)))
    assert why == "担当者 could not be read: F27: nobody's name"
