"""What people do to the two tables in a week, through the services' own clients."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from jobs.demo.clients import Clients
from jobs.demo.desk import Desk
from jobs.demo.pages import written
from jobs.demo.tables import ID_LIST, Demo, Row, demos
from jobs.report.line import shorten
from sync.message import Message, say
from sync.model import Side

Json = dict[str, Any]

NEW_RISK = "決済端末の証明書が2027年1月に切れる"
NEW_ROW = "冬のセールで問い合わせが倍になる"
_NEW_COLUMN = "定例で確認"
_TITLE_WIDTH = 22
_VALUE_WIDTH = 26
WATCHED = ("R012", "R024", "R034")
"""Records that were edited on both sides: different fields, the same field, a list."""


class Team:
    """The people, with both services open."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients
        self.risks, self.incidents = demos()
        users = cast("Json", clients.notion.users.list())["results"]
        self._users = {user["person"]["email"]: user["id"] for user in users if user["type"] == "person"}

    def edit(self) -> tuple[Message, ...]:
        """Do everything, Notion first, and say what was done."""
        return (*self._in_notion(), *self._in_the_risk_tab(), *self._in_the_incident_tab())

    def _in_notion(self) -> Iterator[Message]:
        risks, incidents = self.risks, self.incidents
        yield self._set(risks, "R012", "status", "経過観察", by="daichi.miura@example.jp")
        yield self._set(risks, "R024", "status", "経過観察", by="oliver.grant@example.jp")
        yield self._set(risks, "R034", "services", "店舗アプリ;通知;会員/認証", by="mizuki.okada@example.jp")
        yield self._set(incidents, "I207", "lead", "sakura.morishita@example.jp", by="sakura.morishita@example.jp")
        with self._as("ren.hayakawa@example.jp"):
            self._create(risks, {"title": NEW_RISK, "status": "未着手", "services": "決済", "detected": "2026-11-20"})
        yield say("{side}: a new page “{title}”", side=Side.NOTION, title=NEW_RISK)
        with self._as("oliver.grant@example.jp"):
            page = self._page(risks, risks.row("R011"))
            self._clients.notion.pages.update(page["id"], in_trash=True)
        yield say("{side}: “{title}” moved to the trash", side=Side.NOTION, title=_title(risks, "R011"))

    def _in_the_risk_tab(self) -> Iterator[Message]:
        desk, risks = Desk(self._clients, self.risks), self.risks
        for key, field, text in (
            ("R012", "next_review", "2027/1/29"),
            ("R024", "status", "対応済"),
            ("R034", "services", "店舗アプリ, 通知, 共通基盤"),
            ("R017", "status", "様子見"),
            ("R028", "next_review", "来月の定例まで"),
        ):
            desk.type(desk.row(key), {risks.fields[field].sheet: text})
            yield _edited(Side.SHEET, risks, key, field, text)
        new = {"title": NEW_ROW, "status": "対応予定", "score": "６", "detected": "2026年11月19日", "services": "通知"}
        desk.type(desk.last_row() + 1, {risks.fields[field].sheet: text for field, text in new.items()})
        yield say("{side}: a new row “{title}”", side=Side.SHEET, title=NEW_ROW)
        desk.rearrange(desk.delete_row(desk.row("R021")))
        yield say("{side}: the row “{title}” deleted", side=Side.SHEET, title=_title(risks, "R021"))
        owner, status = risks.fields["owner"].sheet, desk.column(risks.fields["status"].sheet)
        desk.rearrange(desk.move_column(desk.column(owner), status))
        yield say("{side}: the column {column} moved", side=Side.SHEET, column=owner)
        desk.rearrange(desk.insert_column(status))
        desk.head(status, _NEW_COLUMN)
        yield say("{side}: a column {column} inserted", side=Side.SHEET, column=_NEW_COLUMN)

    def _in_the_incident_tab(self) -> Iterator[Message]:
        desk, incidents = Desk(self._clients, self.incidents), self.incidents
        cause = "連携先の再送を新しい予約として受けていた。"
        desk.type(desk.row("I209"), {incidents.fields["cause"].sheet: cause})
        yield _edited(Side.SHEET, incidents, "I209", "cause", cause)
        started = incidents.fields["started"].sheet
        desk.rearrange(desk.sort(desk.column(started), desk.last_row()))
        yield say("{side}: all incidents sorted by {column}, newest first", side=Side.SHEET, column=started)

    def _set(self, demo: Demo, key: str, field: str, text: str, *, by: str) -> Message:
        found, row = demo.fields[field], demo.row(key)
        with self._as(by):
            page = self._page(demo, row)
            self._clients.notion.pages.update(
                page["id"], properties={found.notion: written(found.type, text, self._users)}
            )
        return _edited(Side.NOTION, demo, key, field, text)

    def _create(self, demo: Demo, values: dict[str, str]) -> None:
        properties = {
            demo.fields[name].notion: written(demo.fields[name].type, text, self._users)
            for name, text in values.items()
        }
        parent = {"type": "data_source_id", "data_source_id": demo.data_source_id}
        self._clients.notion.pages.create(parent=parent, properties=properties)

    def _page(self, demo: Demo, row: Row) -> Json:
        return page_of(self._clients, demo, row)

    @contextmanager
    def _as(self, email: str) -> Iterator[None]:
        with self._clients.saying({"X-Sandbox-User": self._users[email]}):
            yield


def page_of(clients: Clients, demo: Demo, row: Row) -> Json:
    """Find the page of a record as a person would: by its title, and by its start where titles repeat."""
    wanted = [{"property": demo.fields["title"].notion, "title": {"equals": row.values["title"]}}]
    if "started" in demo.fields:
        start = written(demo.fields["started"].type, row.values["started"], {})["date"]["start"]
        wanted.append({"property": demo.fields["started"].notion, "date": {"equals": start}})
    found = cast("Json", clients.notion.data_sources.query(demo.data_source_id, filter={"and": wanted}))["results"]
    return cast("Json", found[0])


def _edited(side: Side, demo: Demo, key: str, field: str, text: str) -> Message:
    column = demo.fields[field].notion if side is Side.NOTION else demo.fields[field].sheet
    title = shorten(_title(demo, key), _TITLE_WIDTH)
    value = shorten(text.replace(ID_LIST, ", "), _VALUE_WIDTH)
    return say("{side}: “{title}”, {field} → {value}", side=side, title=title, field=column, value=value)


def _title(demo: Demo, key: str) -> str:
    return demo.row(key).values["title"]
