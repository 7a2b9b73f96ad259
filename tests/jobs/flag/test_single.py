"""A table without a partner is flagged on its one side."""

from pathlib import Path
from typing import Any

from jobs.gathering import subjects_of
from jobs.settings import load
from jobs.wiring import open_table, services
from sync.model import Side
from tests.jobs.flag.office import RULES, Town, town


def alone(made: Town) -> None:
    made.file.write_text(
        f"""
[notion]
base_url = "{made.server.notion_base}"
[google]
base_url = "{made.server.google_base}"
{RULES}
[tables.register]
record = "risk"
[tables.register.sheet]
spreadsheet = "{made.spreadsheet}"
tab = "risks"
id_column = "id"
[tables.register.fields]
title = {{ type = "title" }}
owner = {{ type = "rich_text" }}
flags = {{ type = "multi_select", own = true }}
flag_note = {{ type = "rich_text", own = true }}
""",
        "utf-8",
    )


def flags(made: Town) -> dict[str, Any]:
    settings = load(made.file, {})
    (subject,) = subjects_of(settings)
    with services(settings) as shared, open_table(subject, shared) as work:
        read = work.tools.tables[Side.SHEET].read()
    return {str(each.id): {str(n): v for n, v in each.fields.items()}["flags"] for each in read.records}


def test_its_flags_come_and_go_and_a_second_run_writes_nothing(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        made.rows("risks", {"id": "R-1a", "title": "a"}, {"id": "R-2b", "title": "b", "owner": "baba"})
        alone(made)
        made.command("flag")
        assert flags(made) == {"R-1a": ("incomplete",), "R-2b": None}
        made.writes()
        made.command("flag")
        assert made.writes() == 0
        made.cell("risks", "R-1a", "flags", "")
        made.command("flag")
        assert flags(made)["R-1a"] is None, "a person took it away"
        made.cell("risks", "R-1a", "owner", "aoki")
        made.command("flag")
        made.cell("risks", "R-1a", "owner", "")
        made.command("flag")
        assert flags(made)["R-1a"] == ("incomplete",)
        assert "a" in made.grid("risks")[1]


def test_a_table_without_a_partner_is_in_nobodys_way(tmp_path: Path) -> None:
    with town(tmp_path) as made:
        text = made.file.read_text("utf-8")
        made.rows("risks", {"id": "R-1a", "title": "a"})
        made.sync()
        alone(made)
        single = made.file.read_text("utf-8").replace('tab = "risks"', 'tab = "register"')
        made.file.write_text(text + single[single.index("[tables.register]") :], "utf-8")
        sheet = {"addSheet": {"properties": {"title": "register"}}}
        made.clients.google.http_client.batch_update(made.spreadsheet, {"requests": [sheet]})
        made.put("register", [["id", "title", "owner", "flags", "flag_note"], ["S-1a", "x", "", "", ""]])
        told = made.command("doctor")
        assert not [each for each in told["checks"] if each["verdict"] == "problem"]
        made.command("plan")
        assert {each["table"] for each in made.command("check")["tables"]} == {"risks", "backlog", "register"}
