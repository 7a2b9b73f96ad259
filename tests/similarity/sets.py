"""The real tables on which similarity is measured, as texts."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jobs.rules.similar.text import Facts, FactsOf, Key, Text
from sync.model import RecordId
from tests.shared import shared

VERDICTS = Path(__file__).with_name("verdicts.csv")
TEMPLATE = "Disruption with some GitHub services"


@dataclass(frozen=True)
class Labelled:
    """Texts, and for each record that has partners, which they are."""

    texts: list[Text]
    partners: dict[Key, frozenset[Key]]


def rows(name: str) -> list[dict[str, str]]:
    with shared(f"data/{name}").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def backlog() -> Labelled:
    texts = [Text(_bug(row["Issue id"]), row["Summary"], row["Description"]) for row in rows("gitbugs_hadoop_bugs.csv")]
    known = [(_bug(row["id_a"]), _bug(row["id_b"])) for row in rows("duplicate_pairs_hadoop.csv")]
    return Labelled(texts, _together(known))


def japanese_reports() -> list[Text]:
    return [
        Text(("reports", RecordId(row["number"])), row["title"], row["body"]) for row in rows("vscode_issues_ja.csv")
    ]


def incidents() -> tuple[list[Text], FactsOf]:
    texts, facts = [], {}
    for row in rows("github_status_incidents.csv"):
        key = ("incidents", RecordId(row["id"]))
        texts.append(Text(key, row["title"], f"{row['first_update']}\n{row['last_update']}"))
        services = frozenset(filter(None, re.split(r"[;,|>]", row["components"])))
        facts[key] = Facts(services, _moment(row["started_at"]), _moment(row["resolved_at"]), event=True)
    return texts, facts


def verdicts() -> dict[frozenset[Key], bool]:
    """Return what a person who read both said of pairs that nobody had labelled."""
    with VERDICTS.open(encoding="utf-8", newline="") as lines:
        return {
            frozenset({_bug(row["id_a"]), _bug(row["id_b"])}): row["same"] == "yes" for row in csv.DictReader(lines)
        }


def _bug(number: str) -> Key:
    return ("backlog", RecordId(number))


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _together(pairs: Iterable[tuple[Key, Key]]) -> dict[Key, frozenset[Key]]:
    groups: dict[Key, set[Key]] = {}
    for one, other in pairs:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups |= dict.fromkeys(joined, joined)
    return {key: frozenset(group - {key}) for key, group in groups.items()}
