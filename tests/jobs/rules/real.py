"""Real public tables as records, by the roles that a mapping of them would have. They are no part of the project."""

import csv
from collections.abc import Mapping
from datetime import UTC, date, datetime

from jobs.rules.item import Item, RecordType, Role, Section
from sync.model import RecordId, Span, Value
from tests.shared import shared


def rows(name: str) -> list[dict[str, str]]:
    with shared(f"data/{name}").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def day(text: str) -> Value:
    return Span(date.fromisoformat(text)) if text else None


def moment(text: str) -> Value:
    return Span(datetime.fromisoformat(text).replace(tzinfo=UTC)) if text else None


def number(text: str) -> Value:
    return float(text) if text else None


def item(
    kind: RecordType,
    table: str,
    record: str,
    values: Mapping[str, Value],
    sections: tuple[Section, ...] | None = None,
) -> Item:
    named = {Role(role): value for role, value in values.items()}
    return Item(kind, table, RecordId(record), named, title=str(values.get("title") or ""), sections=sections)


def risks(name: str = "hack23_risk_register.csv", version: str | None = None) -> list[Item]:
    return [
        item(
            RecordType.RISK,
            "risks",
            f"{row['commit']}/{row['risk_id']}" if version is None else row["risk_id"],
            {
                "title": row["title"],
                "summary": row["description"],
                "likelihood": row["probability_1_5"],
                "impact": row["impact_1_6"],
                "score": number(row["score"]),
                "owner": (row["owner"],) if row["owner"] else (),
                "next_review": day(row["next_review"]),
                "plan": row["treatment"],
            },
        )
        for row in rows(name)
        if version in (None, row["commit"])
    ]


def postmortems() -> list[Item]:
    """The sections are those the table lists; the text of some of them stands in columns of its own."""
    texts = {
        "Summary": "summary",
        "Contributing Factors": "contributing_factors_text",
        "Action Items": "action_items_text",
        "Lessons Learned": "lessons",
    }
    found = []
    for row in rows("dfds_postmortems.csv"):
        named = [name for name in row["sections"].split("|") if name]
        sections = tuple(
            Section(name, 2, row[texts[name]] if name in texts else "see the page", 3 if name == "Timeline" else 0)
            for name in named
        )
        values = {
            "title": row["title"],
            "started": moment(row["timeline_first_utc"]),
            "resolved": moment(row["timeline_last_utc"]),
        }
        found.append(item(RecordType.INCIDENT, "postmortems", row["id"], values, sections=sections))
    return found


def actions() -> list[Item]:
    return [
        item(
            RecordType.ACTION_ITEM,
            "actions",
            row["id"],
            {"title": row["text"], "incident": (row["postmortem"],), "owner": (), "due": None},
        )
        for row in rows("dfds_action_items.csv")
    ]


def incidents() -> list[Item]:
    grades = {"critical": "SEV1", "major": "SEV2", "minor": "SEV4", "none": None, "maintenance": None}
    kinds = {"maintenance": "Scheduled"}
    return [
        item(
            RecordType.INCIDENT,
            "incidents",
            row["id"],
            {
                "title": row["title"],
                "severity": grades[row["impact"]],
                "kind": kinds.get(row["impact"], "Normal"),
                "status": "Resolved",
                "started": Span(datetime.fromisoformat(row["started_at"])),
                "resolved": Span(datetime.fromisoformat(row["resolved_at"])),
                "services": tuple(row["components"].split(", ")) if row["components"] else (),
            },
        )
        for row in rows("github_status_incidents.csv")
    ]


def vulnerabilities() -> list[Item]:
    return [
        item(
            RecordType.RISK,
            "vulnerabilities",
            row["cveID"],
            {
                "title": row["vulnerabilityName"],
                "summary": row["shortDescription"],
                "detected": day(row["dateAdded"]),
                "due": day(row["dueDate"]),
                "plan": row["requiredAction"],
            },
        )
        for row in rows("cisa_kev.csv")
    ]


def backlog() -> list[Item]:
    def at(text: str) -> Value:
        return Span(datetime.strptime(text, "%d/%b/%y %H:%M").replace(tzinfo=UTC)) if text else None

    status = {"Resolved": "Done", "Closed": "Done", "Open": "Open", "Reopened": "Open", "Patch Available": "In review"}
    ranks = {"Blocker": "P0", "Critical": "P1", "Major": "P2", "Minor": "P3", "Trivial": "P3"}
    found = []
    for row in rows("gitbugs_hadoop_bugs.csv"):
        values = {
            "title": row["Summary"],
            "description": row["Description"],
            "status": status.get(row["Status"], row["Status"]),
            "priority": ranks.get(row["Priority"]),
            "created": at(row["Created"]),
            "resolved": at(row["Resolved"]),
        }
        found.append(item(RecordType.BACKLOG, "backlog", row["Issue id"], values))
    return found
