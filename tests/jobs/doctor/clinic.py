"""The checkup of a team's services, tables and store, each of which a test may spoil first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from jobs.demo.grid import tab_id
from jobs.demo.tables import demos
from jobs.doctor import Area, Check, Verdict, judge, lone_tables
from jobs.wiring import examine
from jobs.wiring.services import now
from tests.jobs.rehearse.world import World

SHEETS = "https://sheets.googleapis.com/v4/spreadsheets"
RISKS = next(demo for demo in demos() if demo.name == "risks")
BOOK = RISKS.spreadsheet_id
TAB = tab_id([demo.name for demo in demos()].index("risks"))


@dataclass
class Clinic:
    world: World
    slept: list[float] = field(default_factory=list)

    def look(self, clock: Callable[[], datetime] = now, **more: str) -> list[Check]:
        settings = self.world.settings(**more)
        mappings = [*settings.mappings(), *lone_tables(settings)]
        return judge(examine(settings, mappings, now=clock, sleep=self.slept.append), settings, mappings)

    def batch(self, *requests: dict[str, Any], user: str | None = None) -> None:
        headers = {} if user is None else {"X-Sandbox-User": user}
        self.world.clients.google.http_client.request(
            "post", f"{SHEETS}/{BOOK}:batchUpdate", json={"requests": list(requests)}, headers=headers
        )

    def schema(self, properties: dict[str, Any]) -> None:
        self.world.clients.notion.data_sources.update(RISKS.data_source_id, properties=properties)

    def column(self, name: str) -> int:
        return RISKS.look.columns.index(name)

    def edit_mapping(self, old: str, new: str) -> None:
        text = self.world.file.read_text("utf-8")
        assert old in text
        self.world.file.write_text(text.replace(old, new), "utf-8")


def wrong(checks: Sequence[Check]) -> list[tuple[Area, str, Verdict]]:
    return [(each.area, each.code, each.verdict) for each in checks if each.verdict is not Verdict.OK]


def only(checks: Sequence[Check], area: Area, code: str) -> Check:
    """Return the one check that is not well; all else has to be."""
    assert [(each.area, each.code) for each in checks if each.verdict is not Verdict.OK] == [(area, code)], checks
    (found,) = [each for each in checks if each.verdict is not Verdict.OK]
    assert found.way_out is not None
    return found


def grid(top: int, bottom: int, left: int, right: int) -> dict[str, int]:
    """Return a range of the risks' tab; the ends are not part of it."""
    ends = {"startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right}
    return {"sheetId": TAB, **ends}
