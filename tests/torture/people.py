"""What people do to both tables, by the words of a step."""

from collections.abc import Awaitable, Callable, Sequence

from tests.torture.desk import COLUMNS, KINDS, TAB, Desk, Values, letters, written
from tests.torture.looking import Json, Line
from tests.torture.words import FIELDS, code, spelled, word, words_of

OVERWRITTEN = "Bothways overwritten"
"""The tab in which the program lays what a batch overwrites until it is put back."""


def _new(name: str, before: str | None, number: str) -> str:
    """A log is added to or rewritten, a list gets one entry more or another one; all else is replaced."""
    new, add = word(name, int(number)), int(number) % 3 > 0
    if name == "log":
        lines = before.split("\n") if before else []
        return "\n".join([*lines, new] if add else [*lines[:-1], new])
    if name == "tags":
        entries = before.split(", ") if before else []
        return ", ".join(sorted([*entries, new] if add else [*entries[1:], new]))
    return new


def fresh(number: int) -> Values:
    """Return what a record is born with."""
    filled = [name for place, name in enumerate(FIELDS) if name in ("code", "name") or (number + place) % 3]
    return {name: code(number) if name == "code" else word(name, number) for name in filled}


async def _edit(desk: Desk, side: str, at: str, name: str, number: str) -> None:
    line = await desk.record(side, at)
    if line is not None:
        await desk.put(side, line, {name: _new(name, line.values.get(name), number)})


async def _clear(desk: Desk, side: str, at: str, name: str) -> None:
    line = await desk.record(side, at)
    if line is not None:
        await desk.put(side, line, {name: None})


async def _both(desk: Desk, at: str, name: str, one: str, two: str) -> None:
    """Two people edit one field of one record; ``one`` and ``two`` may be the same."""
    pages = {str(line.id): line for line in await desk.pages() if line.id}
    rows = [line for line in (await desk.sheet()).lines if line.id in pages]
    if not rows:
        return
    row = rows[int(at) % len(rows)]
    page = pages[str(row.id)]
    values = [_new(name, line.values.get(name), number) for line, number in ((page, one), (row, two))]
    if one == two:
        values[1] = values[0]
    await desk.put("notion", page, {name: values[0]})
    await desk.put("sheet", row, {name: values[1]})


async def _hit(desk: Desk, side: str, number: str) -> None:
    """Edit a field in which the two sides differ: the program may be on its way to write it."""
    pages = {str(line.id): line for line in await desk.pages() if line.id}
    for row in (await desk.sheet()).lines:
        page = pages.get(row.id or "")
        for name in row.values if page is not None else ():
            if page is not None and name != "code" and row.values[name] != page.values.get(name):
                line = page if side == "notion" else row
                await desk.put(side, line, {name: _new(name, line.values.get(name), number)})
                return


async def _add(desk: Desk, side: str, number: str) -> None:
    values = fresh(int(number))
    if side == "sheet" and int(number) % 2:
        values["memo"] = f"memo {spelled(int(number))}"
    await desk.add(side, values)
    if values.get("memo"):
        desk.ledger.memos[str(values["memo"])] = str(values["code"])
        await _furnish(desk, str(values["memo"]))


async def _furnish(desk: Desk, memo: str) -> None:
    """Put a formula, a note and bold letters into the row with a memo."""
    sheet = await desk.sheet()
    row = next((int(line.place) for line in sheet.lines if line.memo == memo), None)
    if row is None:
        return
    score, double = sheet.columns["score"], sheet.columns["double"]
    cells = (
        (double, {"userEnteredValue": {"formulaValue": f"={letters(score)}{row}*2"}}, "userEnteredValue"),
        (
            sheet.columns["name"],
            {"note": memo, "userEnteredFormat": {"textFormat": {"bold": True}}},
            "note,userEnteredFormat.textFormat.bold",
        ),
    )
    await desk.batch(
        *(
            {
                "updateCells": {
                    "start": {"sheetId": TAB, "rowIndex": row - 1, "columnIndex": column},
                    "rows": [{"values": [cell]}],
                    "fields": fields,
                }
            }
            for column, cell, fields in cells
        )
    )
    desk.ledger.furnished.add(memo)


async def _drop(desk: Desk, at: str) -> None:
    line = await desk.record("sheet", at)
    if line is not None:
        aside = (await desk.sheet()).others.get(OVERWRITTEN, "")
        await desk.batch({"deleteDimension": {"range": _rows(int(line.place))}})
        desk.dropped.append(line)
        desk.gone(line, aside)


async def _reenter(desk: Desk) -> None:
    """Undo the last deletion of a row: it comes back as it was, with its id, at the end."""
    if not desk.dropped:
        return
    line = desk.dropped.pop()
    there = {each.values.get("code") for each in (await desk.sheet()).lines}
    if line.values.get("code") in there:
        desk.ledger.copies[str(line.values["code"])] += 1
    sheet = await desk.sheet()
    row = max((int(each.place) for each in sheet.lines if not each.blank), default=1) + 1
    await desk.type(row, sheet, {**line.values, "id": line.id, "memo": line.memo})
    if line.memo:
        desk.ledger.memos[line.memo] = str(line.values["code"])


async def _trash(desk: Desk, at: str) -> None:
    line = await desk.record("notion", at)
    if line is not None:
        await desk.ask("PATCH", f"/v1/pages/{line.place}", {"in_trash": True})
        desk.gone(line)


async def _restore(desk: Desk, at: str) -> None:
    pages = desk.trashed()
    if not pages:
        return
    before = {line.values.get("code") for line in await desk.pages()}
    await desk.ask("PATCH", f"/v1/pages/{pages[int(at) % len(pages)]}", {"in_trash": False})
    back = next(line for line in await desk.pages() if line.place == pages[int(at) % len(pages)])
    if back.values.get("code") in before:
        desk.ledger.copies[str(back.values["code"])] += 1


async def _sort(desk: Desk, name: str, order: str) -> None:
    sheet = await desk.sheet()
    box = {"sheetId": TAB, "startRowIndex": 1, "endRowIndex": max(sheet.height, 2), "startColumnIndex": 0}
    spec = {"dimensionIndex": sheet.columns[name], "sortOrder": order}
    await desk.batch({"sortRange": {"range": {**box, "endColumnIndex": 14}, "sortSpecs": [spec]}})


async def _move(desk: Desk, one: str, two: str) -> None:
    lines = (await desk.sheet()).lines
    if not lines:
        return
    start, end = 2 + int(one) % len(lines), 2 + int(two) % len(lines)
    if start != end:
        target = end if end > start else end - 1
        await desk.batch({"moveDimension": {"source": _rows(start), "destinationIndex": target}})


async def _blank(desk: Desk, at: str) -> None:
    height = (await desk.sheet()).height
    row = 2 + int(at) % max(height, 1)
    await desk.batch({"insertDimension": {"range": _rows(row), "inheritFromBefore": row > 2}})


async def _copy(desk: Desk, at: str, over: str) -> None:
    """Copy a row, id and all: below the last, or over another one."""
    sheet = await desk.sheet()
    lines = [line for line in sheet.lines if not line.blank]
    if not lines:
        return
    line = lines[int(at) % len(lines)]
    target = max(int(each.place) for each in lines) + 1 if over == "end" else int(lines[int(over) % len(lines)].place)
    if str(target) == line.place:
        return
    box = [
        {"sheetId": TAB, "startRowIndex": row - 1, "endRowIndex": row, "startColumnIndex": 0, "endColumnIndex": 14}
        for row in (int(line.place), target)
    ]
    await desk.batch({"copyPaste": {"source": box[0], "destination": box[1], "pasteType": "PASTE_NORMAL"}})
    await desk.type(target, sheet, {"memo": ""})
    for each in lines:
        if each.place == str(target):
            desk.gone(each)
            for name, value in line.values.items():
                desk.ledger.replaced(frozenset(), words_of(name, value) & desk.ledger.live.keys(), "pasted")
    desk.ledger.copies[str(line.values["code"])] += 1


async def _clear_id(desk: Desk, side: str, at: str) -> None:
    line = await desk.record(side, at)
    if line is not None:
        await _put_id(desk, side, line, None)


async def _change_id(desk: Desk, at: str, number: str, *, new: bool) -> None:
    line = await desk.record("sheet", at)
    if line is not None and line.id is not None:
        await _put_id(desk, "sheet", line, f"typed-{spelled(int(number))}")
        if new:
            desk.ledger.copies[str(line.values["code"])] += 1


async def _put_id(desk: Desk, side: str, line: Line, value: str | None) -> None:
    if side == "sheet":
        await desk.type(int(line.place), await desk.sheet(), {"id": value})
    else:
        await desk.ask("PATCH", f"/v1/pages/{line.place}", {"properties": {desk.names["id"]: written("id", value)}})


async def _rename(desk: Desk, side: str, name: str, number: str) -> None:
    if not desk.agreed:
        return
    called = f"{name} {spelled(int(number))}"
    if side == "sheet":
        sheet = await desk.sheet()
        await desk.type(1, sheet, {name: called})
        desk.headers[name] = called
    else:
        body = {"properties": {desk.names[name]: {"name": called}}}
        await desk.ask("PATCH", f"/v1/data_sources/{desk.source}", body)
        desk.names[name] = called


async def _remake(desk: Desk, side: str, name: str) -> None:
    """Delete a column with all that stands in it, and make an empty one of the same name in its place."""
    if not desk.agreed:
        return
    lines = await desk.lines(side)
    if side == "notion":
        called = desk.names[name]
        kinds: tuple[Json | None, ...] = (None, {KINDS[name]: {}})
        for kind in kinds:
            await desk.ask("PATCH", f"/v1/data_sources/{desk.source}", {"properties": {called: kind}})
    else:
        sheet = await desk.sheet()
        at = sheet.columns[name]
        box = {"sheetId": TAB, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
        insert = {"insertDimension": {"range": box, "inheritFromBefore": at > 0}}
        await desk.batch({"deleteDimension": {"range": box}}, insert)
        await desk.type(1, sheet, {name: desk.headers[name]})
    for line in lines:
        desk.ledger.replaced(words_of(name, line.values.get(name)), frozenset(), "")


async def _column(desk: Desk, at: str) -> None:
    where = int(at) % (len(COLUMNS) + 1)
    box = {"sheetId": TAB, "dimension": "COLUMNS", "startIndex": where, "endIndex": where + 1}
    await desk.batch({"insertDimension": {"range": box, "inheritFromBefore": where > 0}})


async def _shift(desk: Desk, name: str, to: str) -> None:
    """Drag a column elsewhere."""
    sheet = await desk.sheet()
    start, end = sheet.columns[name], int(to) % len(COLUMNS)
    if start != end:
        box = {"sheetId": TAB, "dimension": "COLUMNS", "startIndex": start, "endIndex": start + 1}
        move = {"source": box, "destinationIndex": end + 1 if end > start else end}
        await desk.batch({"moveDimension": move})


async def _aside(desk: Desk, at: str, number: str) -> None:
    line = await desk.record("notion", at)
    if line is not None:
        text = f"aside {spelled(int(number))}"
        body = {"properties": {desk.names["aside"]: written("aside", text)}}
        await desk.ask("PATCH", f"/v1/pages/{line.place}", body)
        desk.ledger.asides = {word: page for word, page in desk.ledger.asides.items() if page != line.place}
        desk.ledger.asides[text] = line.place


def _rows(row: int) -> Json:
    return {"sheetId": TAB, "dimension": "ROWS", "startIndex": row - 1, "endIndex": row}


async def _change_id_as_new(desk: Desk, at: str, number: str) -> None:
    await _change_id(desk, at, number, new=True)


async def _change_id_back(desk: Desk, at: str, number: str) -> None:
    await _change_id(desk, at, number, new=False)


_DEEDS: dict[str, Callable[..., Awaitable[None]]] = {
    "edit": _edit,
    "clear": _clear,
    "both": _both,
    "hit": _hit,
    "add": _add,
    "drop": _drop,
    "reenter": _reenter,
    "trash": _trash,
    "restore": _restore,
    "sort": _sort,
    "move": _move,
    "blank": _blank,
    "copy": _copy,
    "clear-id": _clear_id,
    "change-id": _change_id_back,
    "change-id-new": _change_id_as_new,
    "rename": _rename,
    "remake": _remake,
    "column": _column,
    "shift": _shift,
    "aside": _aside,
}


async def do(desk: Desk, step: Sequence[str]) -> None:
    """Carry out a step; one for which there is no row or page does nothing."""
    verb, *given = step
    await _DEEDS[verb](desk, *given)
