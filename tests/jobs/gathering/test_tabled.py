from datetime import date

import pytest

from jobs.gathering import Reading
from jobs.gathering.tabled import tabled
from jobs.rules.item import Role
from mappings.scales import scale
from sync.message import say
from sync.model import Address, RecordId, Side, Span, Unreadable, Value
from sync.policy import FirstMatch
from tests.jobs.gathering.desk import field, items, look, reading, row, subject

PAGE = "0b07a000-0000-4000-8000-00000000000a"


def test_both_sides_of_a_record_are_one_item_with_the_roles_of_its_fields() -> None:
    due = Span(date(2026, 7, 2))
    told: dict[str, Value | Unreadable] = {
        "title": "停止",
        "status": "対応中",
        "owner": ("a@example.com",),
        "next_review": due,
    }
    item, found = look(
        subject(roles={"due": "next_review"}), reading([row(PAGE, "r1", **told)], [row("4", "r1", **told)])
    )
    assert (item.record, item.title, item.table) == ("r1", "停止", "risks")
    assert item.addresses == {Side.NOTION: PAGE, Side.SHEET: "4"}
    assert item.url == "https://www.notion.so/0b07a00000004000800000000000000a"
    assert item.get("due") == item.get("next_review") == due
    assert item.get("status") == "In progress"
    assert found.unread == ()
    assert item.unreadable == {}


def test_an_edit_that_is_not_synced_yet_is_what_counts() -> None:
    base = {"r1": {"title": "a", "status": "Open"}}
    for notion, sheet in (("Done", "Open"), ("Open", "Done")):
        given = reading([row("p", "r1", title="a", status=notion)], [row("4", "r1", title="a", status=sheet)], base)
        assert look(subject(), given)[0].get("status") == "Closed"


def test_what_both_sides_changed_is_not_guessed() -> None:
    given = reading(
        [row("p", "r1", title="a", status="Done")],
        [row("4", "r1", title="a", status="Accepted")],
        {"r1": {"title": "a", "status": "Open"}},
    )
    item, _ = look(subject(), given)
    assert item.get("status") is None
    assert "the two sides differ" in str(item.unreadable[Role("status")])


def test_without_a_memory_equal_sides_and_one_blank_side_are_enough() -> None:
    given = reading(
        [row("p", "r1", title="a", status="Open", severity=None)],
        [row("4", "r1", title="a", status="Closed", severity="SEV1")],
    )
    item, _ = look(subject(), given)
    assert item.get("severity") == "SEV1"
    assert Role("status") in item.unreadable
    strict, _ = look(subject(first=FirstMatch.STRICT), given)
    assert Role("severity") in strict.unreadable


def test_what_cannot_be_read_is_no_value_and_says_why() -> None:
    why = say("{cell}: no date", cell="C4")
    given = reading([row("p", "r1", title="a")], [row("4", "r1", title="a", next_review=Unreadable("明日", why))])
    item, _ = look(subject(), given)
    assert item.unreadable == {Role("next_review"): why}
    assert Role("next_review") not in item.values


def test_a_record_on_one_side_is_judged_by_that_side() -> None:
    found = items(subject(), reading([row("p", "r1", title="a")], [row("9", "r2", title="b")]))
    assert {name: set(item.addresses) for name, item in found.items()} == {"r1": {Side.NOTION}, "r2": {Side.SHEET}}
    assert found["r2"].url == "https://docs.google.com/spreadsheets/d/book/edit#gid=7&range=A9"


def test_records_without_an_id_are_called_the_same_at_every_look() -> None:
    given = reading([row(PAGE, None, title="新")], [row("4", None, title="別"), row("5", None, title="新")])
    first, again = items(subject(), given), items(subject(), given)
    assert first.keys() == again.keys()
    assert {item.title: set(item.addresses) for item in first.values()} == {
        "新": {Side.NOTION, Side.SHEET},
        "別": {Side.SHEET},
    }
    assert not any("\0" in name for name in first)


def test_an_id_that_stands_twice_is_listed_and_not_judged() -> None:
    given = reading([row("p", "r1", title="a")], [row("4", "r1", title="a"), row("5", "r1", title="copy")])
    found = look_all(given)
    assert found == ({}, {("sheet", "4", "r1"), ("sheet", "5", "r1")})
    alone = reading(None, [row("4", "r1", title="a"), row("5", "r1", title="b"), row("6", "r2", title="c")])
    assert look_all(alone, (Side.SHEET,)) == ({"r2": "c"}, {("sheet", "4", "r1"), ("sheet", "5", "r1")})


def test_a_row_that_cannot_be_told_apart_is_still_called_by_its_title() -> None:
    given = reading([row("p", "r1", title="a")], [row("4", "r1", title="a"), row("5", "r1", title="copy")])
    assert [each.title for each in tabled(subject(), given).unread] == ["a", "copy"]


def test_a_record_whose_title_both_sides_changed_is_called_as_in_notion_and_its_title_is_not_judged() -> None:
    given = reading([row("p", "r1", title="here")], [row("4", "r1", title="there")], {"r1": {"title": "before"}})
    item, _ = look(subject(), given)
    assert item.title == "here"
    assert (item.get("title"), Role("title") in item.unreadable) == (None, True)


Places = set[tuple[str, str | None, str | None]]


def look_all(given: Reading, sides: tuple[Side, ...] = tuple(Side)) -> tuple[dict[str, str], Places]:
    found = tabled(subject(sides=sides), given)
    unread: Places = {(each.side.value, each.address, each.record) for each in found.unread}
    assert all(str(each.why) and each.url for each in found.unread)
    return {each.record: each.title for each in found.items}, unread


def test_rows_without_ids_are_known_by_what_they_hold() -> None:
    rows = [row("2", None, title="a", status="Open"), row("3", None, title="b"), row("4", None, title="a")]
    alone = subject(sides=(Side.SHEET,), key=("title",))
    first = items(alone, reading(None, rows))
    assert len(first) == 3, "two equal rows are two records: they may have been entered twice"
    edited = [row("9", None, title="b"), row("2", None, title="a", status="Closed"), row("4", None, title="a")]
    assert set(items(alone, reading(None, edited))) == set(first)


def test_options_are_read_by_the_first_english_spelling() -> None:
    given = reading(None, [row("2", "r1", title="a", status="未着手", severity="重大", likelihood="高")])
    item, found = look(subject(sides=(Side.SHEET,), scales={"severity": "severity"}), given)
    assert [item.get(role) for role in ("status", "severity", "likelihood")] == ["Open", "SEV1", "High"]
    assert found.odd == {}
    assert found.words == {("status", "Open"): "未着手", ("severity", "SEV1"): "重大", ("likelihood", "High"): "高"}


def test_an_option_is_called_as_the_table_most_often_writes_it() -> None:
    written = ["完了", "クローズ", "クローズ", "様子見"]
    rows = [row(str(n), f"r{n}", title=str(n), status=text) for n, text in enumerate(written, 2)]
    assert tabled(subject(sides=(Side.SHEET,)), reading(None, rows)).words == {("status", "Closed"): "クローズ"}


def test_the_names_that_a_team_gives_to_options_are_understood() -> None:
    own = field("severity", {"最重要": ("SEV1",), "普通": ("SEV3", "S3")})
    given = reading(None, [row("2", "r1", title="a", severity="最重要")])
    item, _ = look(subject(field("title"), own, sides=(Side.SHEET,), scales={"severity": "severity"}), given)
    assert item.get("severity") == "SEV1"


def test_what_no_scale_knows_stays_as_it_is_and_is_counted() -> None:
    rows = [row(str(n), f"r{n}", title=str(n), status="様子見", services=("決済",)) for n in (2, 3)]
    found = items(subject(sides=(Side.SHEET,)), reading(None, rows))
    assert {each.get("status") for each in found.values()} == {"様子見"}
    assert tabled(subject(sides=(Side.SHEET,)), reading(None, rows)).odd == {(Role("status"), "様子見"): 2}


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (("高", "中", "低"), {"High", "Medium", "Low"}),
        (("非常に高い", "高い", "低い"), {"Very High", "High", "Low"}),
        (("5", "3"), {"5", "3"}),
    ],
)
def test_how_many_levels_there_are_is_told_by_what_stands_in_the_table(
    values: tuple[str, ...], wanted: set[str]
) -> None:
    rows = [row(str(n), f"r{n}", title=str(n), likelihood=each) for n, each in enumerate(values)]
    found = items(subject(sides=(Side.SHEET,)), reading(None, rows))
    assert {each.get("likelihood") for each in found.values()} == wanted


def test_a_configured_scale_is_never_doubted() -> None:
    given = reading(None, [row("2", "r1", title="a", likelihood="3")])
    three, _ = look(subject(sides=(Side.SHEET,), scales={"likelihood": "level"}), given)
    five, _ = look(subject(sides=(Side.SHEET,), scales={"likelihood": "likelihood"}), given)
    assert (three.get("likelihood"), five.get("likelihood")) == ("High", "Medium")
    assert "High" in scale("level", "en")


def test_a_column_of_times_serves_a_table_that_keeps_none() -> None:
    edited = Span(date(2026, 6, 1))
    item, _ = look(subject(sides=(Side.SHEET,)), reading(None, [row("2", "r1", title="a", edited=edited)]))
    assert item.active_at is not None
    assert item.active_at.date() == date(2026, 6, 1)
    assert item.created_at is None


def test_addresses_and_ids_are_plain_values() -> None:
    item, _ = look(subject(), reading([row(PAGE, "r1", title="a")], []))
    assert item.key == ("risks", RecordId("r1"))
    assert item.addresses[Side.NOTION] == Address(PAGE)
