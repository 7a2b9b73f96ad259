"""Public tables as a team would have them in Notion and in a spreadsheet, put into the local services."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.sandbox.server import SandboxServer
from jobs.demo.clients import Clients
from jobs.demo.grid import serial
from tests.shared import shared

Json = dict[str, Any]

BOOK = "a-team-and-its-register-0000000000000000000"
SOURCE = "0b07a000-0000-4000-8000-0000000000f1"
DATABASE = "0b07a000-0000-4000-8000-0000000000e1"
TOKEN = "not-a-real-token"
SEVERITIES = {"critical": "SEV1", "major": "SEV2", "minor": "SEV4"}

CONFIGURATION = f"""
zone = "UTC"
language = "en"

[rules]
meaning = false
bodies = []

[notion]
calls_per_minute = 6000

[google]
reads_per_minute = 6000
writes_per_minute = 6000

[tables.incidents]
record = "incident"
notion = {{ source = "{DATABASE}" }}

[tables.incidents.fields]
title = {{ type = "title", notion = "Title" }}
severity = {{ type = "select", notion = "Severity" }}
kind = {{ type = "select", notion = "Kind" }}
status = {{ type = "select", notion = "Status" }}
started = {{ type = "date", notion = "Started" }}
resolved = {{ type = "date", notion = "Resolved" }}
services = {{ type = "multi_select", notion = "Services" }}
labels = {{ type = "multi_select", notion = "Labels" }}
lead = {{ type = "rich_text", notion = "Lead" }}

[tables.risks]
record = "risk"
sheet = {{ spreadsheet = "{BOOK}", tab = "Risks", id_column = "ID" }}

[tables.risks.fields]
title = {{ type = "title", sheet = "Title" }}
likelihood = {{ type = "number", sheet = "Likelihood" }}
impact = {{ type = "number", sheet = "Impact" }}
score = {{ type = "number", sheet = "Score" }}
owner = {{ type = "rich_text", sheet = "Owner" }}
next_review = {{ type = "date", sheet = "Next review" }}

[tables.postmortems]
record = "incident"
sheet = {{ spreadsheet = "{BOOK}", tab = "Post-mortems", id_column = "ID" }}

[tables.postmortems.fields]
title = {{ type = "title", sheet = "Title" }}
started = {{ type = "date", sheet = "First" }}
resolved = {{ type = "date", sheet = "Last" }}

[tables.actions]
record = "action_item"
sheet = {{ spreadsheet = "{BOOK}", tab = "Actions", id_column = "ID" }}

[tables.actions.fields]
title = {{ type = "title", sheet = "Action" }}
incident = {{ type = "relation", sheet = "Post-mortem" }}

[digest]
lines = 30

[digest.sheet]
spreadsheet = "{BOOK}"
"""


@dataclass
class Office:
    """The services with the tables in them, and the configuration that names them."""

    server: SandboxServer
    clients: Clients
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "bothways.toml"

    @property
    def env(self) -> Mapping[str, str]:
        return {
            "BOTHWAYS_NOTION__TOKEN": TOKEN,
            "BOTHWAYS_GOOGLE__TOKEN": TOKEN,
            "BOTHWAYS_NOTION__BASE_URL": self.server.notion_base,
            "BOTHWAYS_GOOGLE__BASE_URL": self.server.google_base,
        }

    def add(self, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Put incidents in, as rows of the status page; what is named otherwise is a property of its own."""
        found: list[str] = self.clients.ask("POST", "pages", {"pages": [_page(row) for row in rows]})["ids"]
        return found


def rows(name: str) -> list[dict[str, str]]:
    with shared(f"data/{name}").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@contextmanager
def office(folder: Path, tabs: Mapping[str, Sequence[Sequence[Any]]], more: str = "") -> Iterator[Office]:
    """Serve an empty incident database and these tabs; the first row of each has the headers."""
    with (
        SandboxServer(token=TOKEN) as server,
        Clients(server.notion_base, server.google_base, TOKEN) as clients,
    ):
        home = clients.ask("GET", "info")["root_page_id"]
        with clients.saying({"X-Sandbox-Id": DATABASE, "X-Sandbox-Data-Source-Id": SOURCE}):
            clients.notion.databases.create(
                parent={"type": "page_id", "page_id": home}, initial_data_source={"properties": _schema()}
            )
        sheets = [_sheet(number, title, cells) for number, (title, cells) in enumerate(tabs.items(), 1)]
        clients.google.http_client.request(
            "post",
            "https://sheets.googleapis.com/v4/spreadsheets",
            json={"properties": {"title": "Register", "timeZone": "Etc/UTC"}, "sheets": sheets},
            headers={"X-Sandbox-Id": BOOK},
        )
        text = f'{CONFIGURATION}\n[digest.notion]\npage = "{home}"\n{more}'
        (folder / "bothways.toml").write_text(text, "utf-8")
        yield Office(server, clients, folder)


def real_tabs() -> Mapping[str, Sequence[Sequence[Any]]]:
    """Return the risk register, the post-mortems and their actions; years such as 0202 stay texts."""
    risks = [
        [
            f"{row['commit']}/{row['risk_id']}",
            row["title"],
            _number(row["probability_1_5"]),
            _number(row["impact_1_6"]),
            _number(row["score"]),
            row["owner"],
            _day(row["next_review"]),
        ]
        for row in rows("hack23_risk_register.csv")
    ]
    held = [
        [row["id"], row["title"], _day(row["timeline_first_utc"]), _day(row["timeline_last_utc"])]
        for row in rows("dfds_postmortems.csv")
    ]
    actions = [[row["id"], row["text"], row["postmortem"]] for row in rows("dfds_action_items.csv")]
    return {
        "Risks": [["ID", "Title", "Likelihood", "Impact", "Score", "Owner", "Next review"], *risks],
        "Post-mortems": [["ID", "Title", "First", "Last"], *held],
        "Actions": [["ID", "Action", "Post-mortem"], *actions],
    }


def _day(text: str) -> Any:  # noqa: ANN401 - a cell
    if not text or datetime.fromisoformat(text).year < 2000:
        return text
    return datetime.fromisoformat(text)


def _number(text: str) -> Any:  # noqa: ANN401 - a cell
    return float(text) if text.replace(".", "", 1).isdigit() else text


def _schema() -> Json:
    selects: Json = {name: {"select": {"options": []}} for name in ("Severity", "Kind", "Status")}
    lists: Json = {name: {"multi_select": {"options": []}} for name in ("Services", "Labels")}
    dates: Json = {name: {"date": {}} for name in ("Started", "Resolved")}
    return {"Title": {"title": {}}, "Lead": {"rich_text": {}}, **selects, **lists, **dates}


def _page(row: Mapping[str, Any]) -> Json:
    kind = "Scheduled" if row["impact"] == "maintenance" else "Normal"
    properties: Json = {
        "Title": {"title": [{"text": {"content": row["title"]}}]},
        "Kind": {"select": {"name": kind}},
        "Status": {"select": {"name": "Resolved" if row["resolved_at"] else "Investigating"}},
        "Started": {"date": {"start": row["started_at"]}},
        "Services": {"multi_select": [{"name": each} for each in row["components"].split(", ") if each]},
        "Labels": {"multi_select": [{"name": each} for each in row.get("labels", ())]},
        "Lead": {"rich_text": [{"text": {"content": row.get("lead", "")}}]},
    }
    if row["resolved_at"]:
        properties["Resolved"] = {"date": {"start": row["resolved_at"]}}
    if row["impact"] in SEVERITIES:
        properties["Severity"] = {"select": {"name": SEVERITIES[row["impact"]]}}
    return {"parent": {"type": "data_source_id", "data_source_id": SOURCE}, "properties": properties}


def _sheet(number: int, title: str, cells: Sequence[Sequence[Any]]) -> Json:
    data = [{"values": [_cell(value) for value in row]} for row in cells]
    grid = {"rowCount": len(cells) + 20, "columnCount": len(cells[0]) + 2}
    return {"properties": {"sheetId": number, "title": title, "gridProperties": grid}, "data": [{"rowData": data}]}


def _cell(value: Any) -> Json:  # noqa: ANN401 - a cell
    if isinstance(value, datetime):
        look = {"numberFormat": {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm"}}
        return {"userEnteredValue": {"numberValue": serial(value.isoformat())}, "userEnteredFormat": look}
    if isinstance(value, float):
        return {"userEnteredValue": {"numberValue": value}}
    return {"userEnteredValue": {"stringValue": value}} if value else {}
