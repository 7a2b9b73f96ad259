"""Random batches, each with somebody doing something to the tab right before it is carried out.

The note in メモ, which is not mapped, says which row is which.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

import gspread
import pytest

from adapters.sandbox.server import SandboxServer
from sync.changes import Change, Kind, Receipt
from sync.model import FieldName, RecordId, Snapshot, Value
from tests.adapters.sheets.test_faults import answered, lost, script
from tests.adapters.sheets.test_races import move_column
from tests.adapters.sheets.world import (
    HEADERS,
    SCORE,
    TITLE,
    World,
    create,
    fill,
    link,
    meddle,
    person,
    trash,
    update,
)

Rows = dict[str, dict[str, Any]]
"""The rows of the tab by their note, each by header."""
DEEDS = ("blank", "row", "sort", "delete", "insert column", "move column", "above", "edit", "append")


def rows_of(world: World) -> Rows:
    values = world.values()
    top = next(index for index, row in enumerate(values) if "メモ" in row)
    rows = [dict(zip(values[top], row, strict=True)) for row in values[top + 1 :]]
    noted = [row["メモ"] for row in rows if row["メモ"]]
    assert len(noted) == len(set(noted))
    return {row["メモ"]: row for row in rows if row["メモ"]}


def batch(seen: Snapshot, random: Random) -> list[Change]:
    changes = [create(RecordId(f"c{n}z"), {TITLE: f"new {n}", SCORE: 500 + n}) for n in range(random.randint(0, 2))]
    for record in seen.records:
        chance = random.random()
        if record.id is None:
            changes.append(link(RecordId(f"n{record.address}z"), int(record.address)))
        elif chance < 0.5:
            values: dict[FieldName, Value] = {TITLE: f"changed {record.id}"}
            changes.append(update(seen, record.id, values | ({SCORE: 100} if chance < 0.2 else {})))
        elif chance < 0.65:
            changes.append(trash(seen, record.id))
    return sorted(changes, key=lambda change: list(Kind).index(change.kind))


def interfere(world: World, deed: str, random: Random) -> None:
    values = world.values()
    head, count = values[0], len(values) - 1
    note = head.index("メモ") + 1
    row = random.randint(2, count + 1)
    if deed in ("blank", "row"):
        world.tab.insert_row(["" if deed == "blank" or column != note else "theirs" for column in range(1, 9)], row)
    elif deed == "sort":
        world.tab.sort((2, random.choice(["asc", "des"])), range=f"A2:H{count + 1}")
    elif deed == "delete":
        world.tab.delete_rows(row)
    elif deed == "insert column":
        world.tab.insert_cols([[]], random.randint(1, 6))
    elif deed == "move column":
        world.do(move_column(random.randint(0, 6), random.randint(0, 7)))
    elif deed == "above":
        world.tab.insert_row(["Risk register"], 1)
    elif deed == "edit":
        world.tab.update_cell(row, head.index("タグ") + 1, "theirs")
    else:
        world.tab.resize(rows=40)
        world.tab.update_cell(count + 2, note, "theirs")


def check(before: Rows, after: Rows, receipts: Sequence[Receipt], trashed: Sequence[Sequence[Any]], deed: str) -> None:
    """Every row holds what it held, or what was meant for it, and a receipt says nothing else."""
    by_row: dict[str, dict[str, Any]] = {}
    for receipt in receipts:
        change = receipt.change
        note = next((note for note, row in before.items() if row["ID"] == change.record), f"m{change.address}")
        meant = by_row.setdefault(note, {})
        if change.kind is Kind.LINK:
            meant["ID"] = change.record
        meant |= {{TITLE: "件名", SCORE: "点数"}[name]: value for name, value in change.values().items()}
        if change.kind is Kind.TRASH:
            assert (note not in after) == (receipt.done or deed == "delete")
            assert not receipt.done or deed == "delete" or any(note in row for row in trashed)
        if receipt.written and change.kind is Kind.UPDATE:
            shown = {TITLE: after[note]["件名"], SCORE: after[note]["点数"]}
            assert {name: shown[name] for name in receipt.written} == {n: change.values()[n] for n in receipt.written}
    gone = [note for note in before if note not in after]
    removed = sum(receipt.change.kind is Kind.TRASH and receipt.done for receipt in receipts)
    assert len(gone) <= removed + (deed == "delete")
    for note, row in before.items():
        for header in HEADERS[:7] if note in after else ():
            allowed = {
                row[header],
                by_row.get(note, {}).get(header, row[header]),
                *({"theirs"} if header == "タグ" else ()),
            }
            assert after[note][header] in allowed or (header == "未解決" and not after[note][header])


@pytest.mark.parametrize("seed", range(60))
def test_whatever_happens_meanwhile_every_row_keeps_its_own(server: SandboxServer, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a game of chance, no secret
    book = person(server).create("Storm")
    book.share("worker@example.com", perm_type="anyone", role="writer")
    book.sheet1.update_title("Register")
    book.sheet1.resize(rows=20, cols=10)
    world = World(server, book)
    count = random.randint(1, 7)
    ids = ["" if random.random() < 0.2 else f"r{n}z" for n in range(2, count + 2)]
    fill(world, [[name, f"title {n}", f"m{n}", n, n % 2 == 0, "", ""] for n, name in enumerate(ids, 2)])
    table = world.table()
    seen = table.read()
    before = rows_of(world)
    deed = DEEDS[seed % len(DEEDS)]
    meddle(table, lambda: interfere(world, deed, random))
    if random.random() < 0.25:
        script(table, [random.choice([lost(answered(503)), answered(503)])])
    receipts = table.write(batch(seen, random), seen)
    try:
        trashed = world.values("Bothways trash")
    except gspread.WorksheetNotFound:
        trashed = []
    check(before, rows_of(world), receipts, trashed, deed)
    made = [receipt.change.record for receipt in receipts if receipt.change.kind is not Kind.TRASH and receipt.done]
    shown = [cell for row in world.values() for cell in row]
    assert all(shown.count(record) == 1 for record in made)
