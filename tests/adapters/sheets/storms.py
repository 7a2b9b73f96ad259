"""Rough storms: batches with people at work before every call, and answers that are lost, all from a seed.

The note in メモ, which is not mapped, says which row is which; what people type says so of itself. A storm fails where
anything that a person typed is gone, where a row holds what was meant for another, or where a receipt says otherwise.

``python -m tests.adapters.sheets.storms 10000 --seed 1`` raises many and counts those that ended badly.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import gspread
import requests

from adapters.sandbox.server import SandboxServer
from adapters.sheets.table import SheetTable
from sync.changes import Change, Kind, Receipt
from sync.errors import BothwaysError
from sync.model import FieldName, RecordId, Snapshot, Value
from tests.adapters.sheets.test_faults import HTML
from tests.adapters.sheets.world import HEADERS, SCORE, TITLE, World, create, fill, link, person, trash, update

DEEDS = (
    "blank",
    "row",
    "row",
    "row",
    "sort",
    "delete",
    "insert column",
    "move column",
    "above",
    "type",
    "type",
    "append",
)
NAMES = {TITLE: "件名", SCORE: "点数"}
_ROUNDS = 4
"""So many calls of one batch may be disturbed."""


@dataclass
class Gale:
    """People at work. ``typed`` is what stands where by their hand: by the row's note and the header."""

    world: World
    random: Random
    rough: float
    typed: dict[tuple[str, str], Any] = field(default_factory=dict)
    anywhere: set[tuple[str, Any]] = field(default_factory=set)
    somewhere: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What was typed into a row that was half another one for a moment: it has to stand in some row."""
    former: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What was typed before where it is not certain whether that went over it."""
    deleted: set[str] = field(default_factory=set)
    above: bool = False
    deeds: list[str] = field(default_factory=list)

    def blow(self) -> None:
        while self.random.random() < self.rough:
            self._deed(self.random.choice(DEEDS))

    def _deed(self, deed: str) -> None:
        values = self.world.values()
        top = next((index for index, row in enumerate(values) if "メモ" in row), None)
        if top is None:  # the header row itself was removed for a moment
            return
        head, rows = values[top], values[top + 1 :]
        at = self.random.randint(top + 2, max(top + 1 + len(rows), top + 2))
        token = f"t{len(self.deeds)}"
        self.deeds.append(f"{deed} {at}")
        known = [row[head.index("メモ")] for row in rows]
        parts: dict[str, Callable[[], object]] = {
            "blank": lambda: self.world.tab.insert_row([], at),
            "row": lambda: self._row(head, at, token),
            "append": lambda: self._append(head, top + 1 + len(rows) + 1, token),
            "sort": lambda: self._sort(top, len(rows), head),
            "delete": lambda: self._delete(head, at, known[at - top - 2] if known else ""),
            "insert column": lambda: self.world.tab.insert_cols([[]], self.random.randint(1, 7)),
            "move column": lambda: self._move(self.random.randint(0, 6), self.random.randint(0, 7)),
            "above": self._above,
            "type": lambda: self._type(head, at, known[at - top - 2] if known else "", token),
        }
        parts[deed]()

    def _row(self, head: Sequence[str], at: int, token: str) -> None:
        """A row with content of theirs in every column that has a header, but no id."""
        self.world.tab.insert_row(self._cells(head, token), at, value_input_option="USER_ENTERED")  # type: ignore[arg-type]  # gspread takes the plain string

    def _append(self, head: Sequence[str], at: int, token: str) -> None:
        self.world.tab.resize(rows=max(60, at))
        self.world.tab.update([self._cells(head, token)], f"A{at}", value_input_option="USER_ENTERED")  # type: ignore[arg-type]  # gspread takes the plain string

    def _cells(self, head: Sequence[str], token: str) -> list[Any]:
        theirs = {
            "件名": f"by hand {token}",
            "メモ": token,
            "点数": 9000 + self.random.randint(1, 99),
            "タグ": f"tag {token}",
        }
        if self.random.random() < 0.2:
            theirs["点数"] = f'=LEN("{token}")'
        if set(HEADERS) <= set(head):
            self.typed |= {(token, header): value for header, value in theirs.items()}
        else:  # a header is not itself for a moment, so what they type stands under another name later
            self.anywhere |= {(token, theirs[header]) for header in theirs.keys() & set(head)}
        return [theirs.get(header, "") for header in head]

    def _sort(self, top: int, count: int, head: Sequence[str]) -> None:
        column = self.random.choice([at for at, text in enumerate(head) if text in ("件名", "点数", "メモ")]) + 1
        last = gspread.utils.rowcol_to_a1(top + 1 + max(count, 1), len(head))
        self.world.tab.sort((column, self.random.choice(["asc", "des"])), range=f"A{top + 2}:{last}")

    def _delete(self, head: Sequence[str], at: int, note: str) -> None:
        """Somebody deletes a row; one that is half another for a moment they leave, nobody could say whose it was."""
        if str(note)[:1] in ("m", "t") and self._is_itself(head, at, note):
            self._overwritten(self.world.tab.row_values(at))
            self.world.tab.delete_rows(at)
            self.deleted.add(note)

    def _overwritten(self, cells: Sequence[object]) -> None:
        """What people overwrite themselves nobody looks for."""
        self.somewhere = {place: value for place, value in self.somewhere.items() if str(value) not in cells}

    def _move(self, first: int, to: int) -> None:
        source = {"sheetId": 0, "dimension": "COLUMNS", "startIndex": first, "endIndex": first + 1}
        self.world.do({"moveDimension": {"source": source, "destinationIndex": to}})

    def _above(self) -> None:
        if not self.above:
            self.world.tab.insert_row(["Risk register"], 1)
            self.above = True

    def _type(self, head: Sequence[str], at: int, note: str, token: str) -> None:
        """Somebody types into a cell, of those that are being written at that."""
        if str(note)[:1] not in ("m", "t") or not set(HEADERS) <= set(head):
            return
        header = self.random.choice(["件名", "件名", "点数", "タグ"])
        value = 7000 + len(self.deeds) if header == "点数" else f"typed {token}"
        whole = self._is_itself(head, at, note)
        self._overwritten([self.world.tab.cell(at, head.index(header) + 1).value])
        self.world.tab.update_cell(at, head.index(header) + 1, value)
        self.somewhere.pop((note, header), None)
        if whole:
            self.typed[note, header] = value
        else:
            self.somewhere[note, header] = value
            if (note, header) in self.typed:
                self.former[note, header] = self.typed.pop((note, header))

    def _is_itself(self, head: Sequence[str], at: int, note: str) -> bool:
        row = dict(zip(head, self.world.tab.row_values(at), strict=False))
        name, title = row.get("ID"), str(row.get("件名", ""))
        if title != self.typed.get((note, "件名"), title) or title in self.somewhere.values():
            return False
        if row.get("未解決", "") != ("" if note[0] == "t" else "TRUE" if int(note[1:]) % 2 == 0 else "FALSE"):
            return False
        if note[0] == "t":
            return not name
        own = title in (f"title {note[1:]}", f"changed r{note[1:]}z") or (note, "件名") in self.typed
        return own and (not name or name[1:-1] == note[1:])


def brew(world: World, table: SheetTable, gale: Gale, lossy: float) -> None:
    """Let people work right before each write and, where its answer is lost, right after it."""
    session = table._reader.client.session
    real, left = session.request, [_ROUNDS]

    def request(method: str, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - stands for requests' own
        if method != "post" or not left[0]:
            return real(method, *args, **kwargs)
        left[0] -= 1
        gale.blow()
        if gale.random.random() >= lossy:
            return real(method, *args, **kwargs)
        if gale.random.random() < 0.6:
            real(method, *args, **kwargs)
            if gale.random.random() < 0.5:
                gale.blow()
        failed = requests.Response()
        failed.status_code, failed._content = 503, HTML.encode()
        return failed

    session.request = request  # type: ignore[method-assign,assignment]  # a test stands between


def batch(seen: Snapshot, random: Random) -> list[Change]:
    changes = [create(RecordId(f"c{n}z"), {TITLE: f"new {n}", SCORE: 500 + n}) for n in range(random.randint(0, 2))]
    for record in seen.records:
        chance = random.random()
        if record.id is None:
            changes.append(link(RecordId(f"n{record.address}z"), int(record.address)))
        elif chance < 0.6:
            values: dict[FieldName, Value] = {TITLE: f"changed {record.id}"}
            changes.append(update(seen, record.id, values | ({SCORE: 100} if chance < 0.3 else {})))
        elif chance < 0.7:
            changes.append(trash(seen, record.id))
    return sorted(changes, key=lambda change: list(Kind).index(change.kind))


Rows = dict[str, dict[str, Any]]


def rows_of(world: World) -> tuple[Rows, list[dict[str, Any]]]:
    """Return the rows by their note, and those without one."""
    values = world.values()
    top = next(index for index, row in enumerate(values) if "メモ" in row)
    rows = [dict(zip(values[top], row, strict=True)) for row in values[top + 1 :]]
    noted = [row["メモ"] for row in rows if row["メモ"]]
    assert len(noted) == len(set(noted)), f"rows stand twice: {noted}"
    return {row["メモ"]: row for row in rows if row["メモ"]}, [row for row in rows if not row["メモ"]]


def storm(server: SandboxServer, seed: int, *, rough: float = 0.45, lossy: float = 0.15) -> Gale:
    """Raise one storm. Raises ``AssertionError`` where it ended badly."""
    random = Random(seed)  # noqa: S311 - a game of chance, no secret
    book = person(server).create("Storm")
    book.share("worker@example.com", perm_type="anyone", role="writer")
    book.sheet1.update_title("Register")
    book.sheet1.resize(rows=20, cols=10)
    world = World(server, book)
    count = random.randint(1, 7)
    ids = ["" if random.random() < 0.2 else f"r{n}z" for n in range(2, count + 2)]
    fill(world, [[name, f"title {n}", f"m{n}", n, n % 2 == 0, "", "", f"=D{n}*2"] for n, name in enumerate(ids, 2)])
    table = world.table()
    seen = table.read()
    before, _ = rows_of(world)
    gale = Gale(world, random, rough)
    brew(world, table, gale, lossy)
    changes = batch(seen, random)
    receipts: Sequence[Receipt] = ()
    try:
        receipts = table.write(changes, seen)
    except BothwaysError as error:
        gale.deeds.append(f"raised {error}")
    try:
        judge(world, gale, before, changes, receipts)
    except Exception as wrong:
        wrong.add_note(f"{gale.deeds}")
        raise
    server.forget_calls()
    return gale


def judge(world: World, gale: Gale, before: Rows, changes: Sequence[Change], receipts: Sequence[Receipt]) -> None:
    after, bare = rows_of(world)
    meant = {_note(before, change): change for change in changes if change.kind is not Kind.CREATE}
    removed = {note for note, change in meant.items() if change.kind is Kind.TRASH}
    gone = (before.keys() | {note for note, _ in gale.typed}) - after.keys() - gale.deleted
    others = gone - removed
    looked = gale.deleted & (after.keys() | _trashed(world))  # what people deleted only looked like these for a moment
    assert len(others) <= len(looked), f"rows are gone: {others}"
    assert gone - others <= _trashed(world), f"rows are not in the trash: {gone}"
    everything = {cell for row in world.values() for cell in row} | _trashed(world)
    for (note, header), value in gale.typed.items():
        if note in after:
            assert {value, len(note)} & everything, f"LOST: {value!r} of {note} is nowhere"
            shown = (value, len(note)) if str(value).startswith("=") else (value,)
            assert after[note].get(header) in shown, f"{note} lost {value!r} of {header}: {after[note].get(header)!r}"
    somewhere = {*gale.somewhere.values()}
    assert somewhere <= everything, f"LOST: {somewhere - everything} is nowhere"
    for note, value in gale.anywhere:
        assert note not in after or {value, len(note)} & {*after[note].values()}, f"{note} lost {value!r}"
    loose = {note for note, _ in gale.anywhere}
    for note, row in after.items():
        if note in loose:
            continue
        _check_row(note, row, before, meant.get(note), gale)
    created = {str(change.record): change for change in changes if change.kind is Kind.CREATE}
    for row in bare:
        change = created.get(row["ID"])
        allowed = {"", *somewhere, *(() if change is None else change.values().values())}
        if (gale.above and row["ID"] == "") or row["ID"] in created:
            allowed |= {row["ID"]}
        stray = {text for header, text in row.items() if header not in ("ID", "未解決", "計算") and text not in allowed}
        assert not stray, f"a row without a note holds {stray}"
        assert row["ID"] in ("", *created), f"a row without a note has the id {row['ID']}"
    values = world.values()
    head = next(row for row in values if "メモ" in row)
    nameless = {cell for row in values for header, cell in zip(head, row, strict=True) if not header} - {
        "",
        "Risk register",
    }
    assert not nameless, f"a column without a header holds {nameless}"
    ids = Counter(row["ID"] for row in (*after.values(), *bare) if row["ID"])
    assert all(times == 1 for times in ids.values()), f"ids stand twice: {ids}"
    _check_receipts(receipts, after, bare)


def _note(before: Rows, change: Change) -> str:
    return next((note for note, row in before.items() if row["ID"] == change.record), f"m{change.address}")


def _check_row(note: str, row: dict[str, Any], before: Rows, change: Change | None, gale: Gale) -> None:
    was = before.get(note, dict.fromkeys(HEADERS, ""))
    for header in HEADERS[:7]:
        if (note, header) in gale.typed or (header == "未解決" and not row[header]):
            continue
        allowed = {was[header], *gale.somewhere.values(), gale.former.get((note, header), "")}
        if change is not None and change.kind is Kind.LINK and header == "ID":
            allowed.add(change.record)
        if change is not None:
            allowed |= {value for name, value in change.values().items() if NAMES[name] == header}
        assert row[header] in allowed, f"{note} holds {row[header]!r} as {header}, not {allowed}"
    if note in before and isinstance(row["点数"], int):
        assert row["計算"] == row["点数"] * 2, f"the formula of {note} is {row['計算']!r} for {row['点数']}"


def _check_receipts(receipts: Sequence[Receipt], after: Rows, bare: Sequence[dict[str, Any]]) -> None:
    shown = {row["ID"]: row for row in (*after.values(), *bare) if row["ID"]}
    for receipt in receipts:
        change = receipt.change
        if change.kind is Kind.TRASH:
            assert not receipt.done or change.record not in shown, f"{change.record} is said to be gone"
            continue
        assert not receipt.done or change.record in shown, f"{change.record} is said to be there"
        for name in receipt.written:
            value = shown[change.record][NAMES[name]]
            assert value == change.values()[name], f"{name} of {change.record} is said to be written: {value!r}"


def _trashed(world: World) -> set[Any]:
    try:
        return {cell for row in world.values("Bothways trash") for cell in row}
    except gspread.WorksheetNotFound:
        return set()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("storms", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    bad = raised = disturbed = 0
    say: Callable[[str], object] = lambda text: print(text, flush=True)  # noqa: E731, T201 - a program for people
    per_server = 200
    for first in range(given.seed, given.seed + given.storms, per_server):
        with SandboxServer() as server:
            for seed in range(first, min(first + per_server, given.seed + given.storms)):
                try:
                    gale = storm(server, seed)
                except Exception as wrong:  # noqa: BLE001 - whatever it is, it is counted and named
                    bad += 1
                    say(f"{seed}: {type(wrong).__name__}: {wrong} {getattr(wrong, '__notes__', '')}")
                else:
                    raised += any(deed.startswith("raised") for deed in gale.deeds)
                    disturbed += bool(gale.deeds)
        say(f"… {min(first + per_server, given.seed + given.storms) - given.seed}, {bad} bad")
    say(f"{given.storms} storms from seed {given.seed}: {disturbed} disturbed, {raised} ended with an error, {bad} bad")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
