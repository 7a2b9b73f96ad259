from datetime import UTC, datetime

import pytest

from jobs.rules.finding import Family
from jobs.rules.item import Item, RecordType, Role, Section
from jobs.rules.similar.alike import similar
from jobs.rules.similar.comparison import compare
from jobs.rules.similar.folding import fold, parted
from jobs.rules.similar.granularity import too_fine
from jobs.rules.similar.items import Asked, facts_of, findings_of, text_of
from jobs.rules.similar.links import likely_links
from jobs.rules.similar.mentions import mentions
from jobs.rules.similar.text import Facts, Text
from sync.model import RecordId, Span
from tests.jobs.rules.similar.texts import key, table

BODY = "The nightly export stops with a timeout when the ledger has more than a million rows."


def test_similar_records_come_with_score_and_reason_and_dismissed_ones_do_not() -> None:
    texts = table(("Nightly export stops with a timeout", BODY), ("Export of the ledger stops at night", BODY))
    near = similar(compare(texts))[key("1")]
    assert near[0].other == key("2")
    assert near[0].score > 0.5
    assert "export" in str(near[0].why).lower()
    assert key("1") not in similar(compare(texts), {frozenset({key("1"), key("2")})})


def test_open_risks_on_one_service_may_be_too_fine() -> None:
    texts = table(*((f"Disk of host-{number} fills up", "Logs are never rotated.") for number in range(1, 4)))
    facts = {key(str(number)): Facts(frozenset({"API" if number < 3 else "Pages"})) for number in range(1, 4)}
    found = too_fine(compare(texts, facts), {key("1"), key("2"), key("3")})
    assert [cluster.keys for cluster in found] == [(key("1"), key("2"))]
    assert too_fine(compare(texts, facts), {key("1"), key("3")}) == ()


def test_a_likely_link_has_score_and_reason_and_a_shared_service_counts() -> None:
    risk = Text(
        key("r", "risks"), "Connection pool of the payment API runs dry", "Under load, requests wait for the pool."
    )
    items = [
        Text(key("a", "backlog"), "Raise the limit of the connection pool", "payment API"),
        Text(key("b", "backlog"), "Translate the help pages", ""),
    ]
    bare = likely_links(compare([risk, *items]), "risks", "backlog")
    assert [link.other for link in bare] == [key("a", "backlog")]
    shared = {each.key: Facts(frozenset({"Payment"})) for each in (risk, items[0])}
    better = likely_links(compare([risk, *items], shared), "risks", "backlog")
    assert better[0].score == pytest.approx(bare[0].score + 0.1)
    assert str(better[0].why).endswith("same service: Payment")
    gone = {frozenset({risk.key, items[0].key})}
    assert likely_links(compare([risk, *items]), "risks", "backlog", gone) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see RISK-12.", ["risk"]),
        ("ＲＩＳＫ－１２を参照", ["risk"]),
        ("risk-123 and XRISK-12", []),
        ("12 of them", []),
        ("https://www.notion.so/team/Some-title-0123456789abcdef0123456789abcdef?pvs=4", ["page"]),
        ("01234567-89ab-cdef-0123-456789abcdef", ["page"]),
        ("(https://Example.com/tickets/7/)", ["ticket"]),
        ("https://example.com/tickets/77", []),
        ("https://example.com/list?b=2&a=1", ["list"]),
        ("", []),
    ],
)
def test_an_id_or_url_in_a_text_is_a_certain_sign(text: str, found: list[str]) -> None:
    known = {
        "RISK-12": "risk",
        "12": "number",
        "0123456789abcdef0123456789abcdef": "page",
        "https://example.com/tickets/7": "ticket",
        "https://example.com/list?a=1&b=2": "list",
    }
    assert mentions(text, known) == found


def test_one_spelling_for_several() -> None:
    assert fold("ｻｰﾊﾞｰ　ＡＰＩ") == fold("サーバ api")
    assert fold("ユーザー登録") == fold("ユーザ登録")


def test_what_machines_wrote_is_parted_from_what_people_wrote() -> None:
    prose, machine = parted(
        "It <b>fails</b>:\n{code:java}\nx = 1\n{code}\nthen\n   at org.a.B.c(B.java:1)\n2026-01-01 10:00:00 INFO x\nend"
    )
    assert prose.split() == ["It", "fails", ":", "then", "end"]
    assert all(word in machine for word in ("x = 1", "org.a.B.c", "INFO"))


def item(record: str, title: str, type_: RecordType = RecordType.RISK, **values: object) -> Item:
    known = {Role(role): value for role, value in values.items()}
    return Item(type_, "risks", RecordId(record), known, title)  # type: ignore[arg-type]


def test_items_become_texts_and_facts() -> None:
    at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    made = item("1", "API down", RecordType.INCIDENT, summary="It was.", services=("API",), started=Span(at))
    assert text_of(made) == Text(("risks", RecordId("1")), "API down", "It was.")
    assert facts_of(made) == Facts(frozenset({"API"}), at, None, event=True)
    with_page = Item(RecordType.RISK, "risks", RecordId("2"), {}, "T", sections=(Section("Cause", 2, "a bug"),))
    assert text_of(with_page).body == "a bug"


def test_findings_name_the_cluster_and_an_accepted_pair_is_not_similar_besides() -> None:
    items = [item(str(number), "Nightly export times out", summary=BODY) for number in range(1, 3)]
    items += [item(f"x{number}", each.title) for number, each in enumerate(table()[:8])]
    found = findings_of(compare([text_of(each) for each in items]))
    assert [(each.family, each.record, each.others) for each in found] == [
        (Family.DUPLICATE, "1", (("risks", "2"),)),
        (Family.DUPLICATE, "2", (("risks", "1"),)),
    ]
    assert str(found[0].why) == "entered twice, with 2 (same title)"
    gone = {Family.DUPLICATE: {frozenset({("risks", RecordId("1")), ("risks", RecordId("2"))})}}
    again = findings_of(compare([text_of(each) for each in items]), dismissed=gone)
    assert [each.family for each in again] == [Family.SIMILAR, Family.SIMILAR]


def test_what_is_asked_of_whom_and_from_which_score_on_is_heeded() -> None:
    items = [item(str(number), "Nightly export times out", summary=BODY) for number in range(1, 4)]
    compared = compare([text_of(each) for each in items])
    some = Asked(among=frozenset({key("1", "risks"), key("2", "risks")}))
    assert {each.record for each in findings_of(compared, asked={Family.DUPLICATE: some})} == {"1", "2"}
    assert findings_of(compared, asked={}) == []
    near = table(("Nightly export stops with a timeout", BODY), ("Export of the ledger stops at night", BODY))
    assert findings_of(compare(near), asked={Family.SIMILAR: Asked(0.5)})
    assert findings_of(compare(near), asked={Family.SIMILAR: Asked(0.95)}) == []


def test_likely_links_of_many_records_are_those_of_each_with_each() -> None:
    words = ["ledger", "export", "mail", "gateway", "pool", "certificate", "batch", "invoice", "disk", "queue"]
    risks = [Text(key(f"r{n}", "risks"), f"{words[n % 10]} {words[n // 10]} of host{n} fails") for n in range(100)]
    tasks = [Text(key(f"b{n}", "backlog"), f"repair {words[n % 10]} {words[n // 10]} of host{n}") for n in range(100)]
    found = likely_links(compare([*risks, *tasks]), "risks", "backlog", count=1)
    assert [(each.one[1], each.other[1]) for each in found] == [(f"r{n}", f"b{n}") for n in range(100)]
