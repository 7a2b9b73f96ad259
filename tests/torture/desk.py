"""Both tables as people have them before them, and what they type; the ledger learns what was typed and replaced."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tests.torture.ledger import Ledger
from tests.torture.looking import Ask, Json, Line, Sheet, look_at_pages, look_at_sheet
from tests.torture.words import FIELDS, words_of

TAB = 0
COLUMNS = ("id", "code", "name", "memo", "note", "log", "tags", "score", "double", "level", "due")
KINDS = {
    "code": "rich_text",
    "name": "title",
    "note": "rich_text",
    "log": "rich_text",
    "tags": "multi_select",
    "score": "number",
    "level": "select",
    "due": "date",
}
Values = dict[str, str | None]


@dataclass
class Desk:
    """Both tables, and the people at them."""

    ask: Ask
    ledger: Ledger
    book: str
    source: str
    trashed: Callable[[], Sequence[str]]
    headers: dict[str, str] = field(default_factory=lambda: {name: name for name in COLUMNS})
    names: dict[str, str] = field(default_factory=lambda: {name: name for name in ("id", "aside", *FIELDS)})
    dropped: list[Line] = field(default_factory=list)
    agreed: bool = False
    """Whether the program knows the columns, so that it can follow them to other names."""

    async def sheet(self) -> Sheet:
        return await look_at_sheet(self.ask, self.book, self.headers)

    async def pages(self) -> tuple[Line, ...]:
        return await look_at_pages(self.ask, self.source, self.names)

    async def batch(self, *requests: Json) -> None:
        await self.ask("POST", f"/v4/spreadsheets/{self.book}:batchUpdate", {"requests": list(requests)})

    async def type(self, row: int, sheet: Sheet, values: Mapping[str, str | None]) -> None:
        """Type cells of one row as a person does."""
        data = [
            {"range": f"'table'!{letters(sheet.columns[name])}{row}", "values": [[value or ""]]}
            for name, value in values.items()
            if name in sheet.columns
        ]
        body = {"valueInputOption": "USER_ENTERED", "data": data}
        await self.ask("POST", f"/v4/spreadsheets/{self.book}/values:batchUpdate", body)

    async def record(self, side: str, at: str) -> Line | None:
        lines = [line for line in (await self.lines(side)) if not line.blank]
        return lines[int(at) % len(lines)] if lines else None

    async def lines(self, side: str) -> tuple[Line, ...]:
        return await self.pages() if side == "notion" else (await self.sheet()).lines

    async def put(self, side: str, line: Line, values: Mapping[str, str | None]) -> None:
        """Type values into a record; who does it has seen what stood there."""
        if side == "notion":
            properties = {self.names[name]: written(name, value) for name, value in values.items()}
            await self.ask("PATCH", f"/v1/pages/{line.place}", {"properties": properties})
        else:
            await self.type(int(line.place), await self.sheet(), values)
        for name, value in values.items():
            where = f"{side} {line.values.get('code')} {name}"
            self.ledger.replaced(words_of(name, line.values.get(name)), words_of(name, value), where)

    async def add(self, side: str, values: Values) -> None:
        if side == "notion":
            properties = {self.names[name]: written(name, value) for name, value in values.items() if value}
            parent = {"type": "data_source_id", "data_source_id": self.source}
            await self.ask("POST", "/v1/pages", {"parent": parent, "properties": properties})
        else:
            sheet = await self.sheet()
            row = max((int(line.place) for line in sheet.lines if not line.blank), default=1) + 1
            await self.type(row, sheet, values)
        for name, value in values.items():
            if name in FIELDS and name != "code":
                self.ledger.replaced(frozenset(), words_of(name, value), f"{side} {values['code']} {name}")

    def gone(self, line: Line, aside: str = "") -> None:
        """A person has done away with a row or page, seeing it.

        What was typed there goes with it, also where a write that is being put right shows something else meanwhile:
        what was typed within this run, and what the program has just laid ``aside`` to put it back.
        """
        for name, value in line.values.items():
            self.ledger.replaced(words_of(name, value), frozenset(), "")
        typed = f"{'notion' if '-' in line.place else 'sheet'} {line.values.get('code')} "
        hidden = {word for word, where in self.ledger.live.items() if where.startswith(typed)}
        laid = {word for word in hidden if word in aside}
        self.ledger.replaced(frozenset(hidden & self.ledger.typed_at.keys() | laid), frozenset(), "")
        if line.memo is not None:
            self.ledger.memos.pop(line.memo, None)
            self.ledger.furnished.discard(line.memo)


def written(name: str, value: str | None) -> Json:
    match KINDS.get(name, "rich_text"):
        case "title" | "rich_text" as kind:
            return {kind: [{"text": {"content": value}}] if value else []}
        case "multi_select":
            return {"multi_select": [{"name": each} for each in value.split(", ")] if value else []}
        case "select":
            return {"select": {"name": value} if value else None}
        case "date":
            return {"date": {"start": value} if value else None}
        case _:
            return {"number": float(value) if value else None}


def letters(column: int) -> str:
    return chr(ord("A") + column)
