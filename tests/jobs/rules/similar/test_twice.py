from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from jobs.rules.similar.clusters import clusters
from jobs.rules.similar.comparison import Comparison, compare
from jobs.rules.similar.text import Facts, Text
from jobs.rules.similar.twice import entered_twice
from tests.jobs.rules.similar.texts import key, table

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
BODY = "The nightly export stops with a timeout when the ledger has more than a million rows."


def said(*pairs: tuple[str, str]) -> list[frozenset[str]]:
    return [frozenset({pair.one[1], pair.other[1]}) for pair in entered_twice(compare(table(*pairs)))]


def test_a_near_copy_is_entered_twice() -> None:
    copy = BODY.replace("stops", "stopped")
    assert said(("Nightly export times out", BODY), ("nightly export times out.", copy)) == [{"1", "2"}]


def test_equal_japanese_titles_are_entered_twice_in_any_width_and_kana() -> None:
    pair = (("サーバーの応答がとても遅い", "朝から遅い"), ("ｻｰﾊﾞの応答がとても遅い", "朝から遅い"))
    assert said(*pair) == [{"1", "2"}]


def test_japanese_titles_that_differ_need_more_than_english_ones() -> None:
    assert said(("本番環境の決済が遅い", ""), ("検証環境の決済が遅い", "")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Upgrade netty to 4.1.45", "Upgrade netty to 4.1.46"),
        ("Disk of host-3 is full", "Disk of host-4 is full"),
        ("Remove Guava from hadoop-hdfs module", "Remove Guava from hadoop-yarn module"),
        ("Fix FooWriter when the disk is full", "Fix BarWriter when the disk is full"),
        ("Nightly export of invoices fails", "Nightly export of payrolls fails"),
    ],
)
def test_one_job_on_two_things_is_not_entered_twice(one: str, other: str) -> None:
    assert said((one, BODY), (other, BODY)) == []


def test_a_family_that_a_template_made_is_not_entered_twice() -> None:
    assert said(*[("Weekly health check of the platform", "All is well.")] * 6) == []


def incidents(*facts: Facts, title: str = "Disruption with some services") -> Comparison:
    texts = table(*[(title, "We are investigating reports of degraded performance.")] * len(facts), name="incidents")
    known = {key(str(number), "incidents"): each for number, each in enumerate(facts, 1)}
    return compare(texts, known)


def lasting(start: datetime, hours: float, *services: str) -> Facts:
    return Facts(frozenset(services), start, start + timedelta(hours=hours), event=True)


def test_of_templated_incidents_only_those_at_one_time_are_entered_twice() -> None:
    facts = [lasting(NOON + timedelta(days=day), 1, "API") for day in range(12)]
    found = entered_twice(incidents(*facts, lasting(NOON + timedelta(days=3, minutes=30), 1, "API")))
    assert [pair.keys for pair in found] == [{key("13", "incidents"), key("4", "incidents")}]
    assert str(found[0].why) == "same title; same service: API; same time"


def test_incidents_of_two_services_at_one_time_are_two() -> None:
    assert entered_twice(incidents(lasting(NOON, 1, "API"), lasting(NOON, 1, "Pages"))) == []


def test_an_incident_whose_time_is_not_known_is_not_entered_twice() -> None:
    assert entered_twice(incidents(lasting(NOON, 1, "API"), Facts(frozenset({"API"}), event=True))) == []


def test_a_dismissed_pair_never_comes_again_and_its_cluster_falls_apart() -> None:
    same = ("Nightly export times out", BODY)
    compared = compare(table(same, same, same))
    whole = clusters(entered_twice(compared))
    assert [cluster.keys for cluster in whole] == [(key("1"), key("2"), key("3"))]
    gone = {frozenset({key("1"), key("3")}), frozenset({key("2"), key("3")})}
    assert [cluster.keys for cluster in clusters(entered_twice(compared, gone))] == [(key("1"), key("2"))]


class Dictionary:
    """An encoder that knows two things, in both languages."""

    name = "dictionary"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        rows = np.zeros((len(texts), 16), dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place, 0 if "checkout" in text or "決済" in text else 1 + sum(text.encode()) % 15] = 1
        return rows


def test_across_languages_meaning_with_an_anchor_decides() -> None:
    anchored = table(("checkout fails with ERR-501", ""), ("決済が ERR-501 で失敗する", ""))
    loose = table(("checkout fails", ""), ("決済が失敗する", ""))
    pair = frozenset({key("1"), key("2")})
    assert [each.keys for each in entered_twice(compare(anchored, encoder=Dictionary()))] == [pair]
    assert entered_twice(compare(loose, encoder=Dictionary())) == []
    assert entered_twice(compare(anchored)) == []


def test_across_languages_incidents_at_one_time_on_one_service_are_one() -> None:
    texts = table(("checkout fails", ""), ("決済が失敗する", ""), name="incidents")
    facts = {key(each, "incidents"): lasting(NOON, 1, "Shop") for each in ("1", "2")}
    assert len(entered_twice(compare(texts, facts, encoder=Dictionary()))) == 1


def test_encoded_texts_are_not_encoded_again() -> None:
    texts, encoder = table(("checkout fails", "")), Dictionary()
    first = compare(texts, encoder=encoder)
    encoder.asked.clear()
    again = compare([*texts[:-1], Text(texts[-1].key, "now it says this")], encoder=encoder, cache=first.cache)
    assert encoder.asked == ["now it says this. "]
    assert len(again.cache) == len(texts)
