"""Changes, receipts, conflicts and the like as JSON, for the journal and the notes."""

from collections.abc import Mapping

from adapters.state.values import Json, Paper, decode, decode_message, encode, encode_message
from sync.changes import Cell, Change, Conflict, Held, Kind, Lost, Receipt
from sync.message import Message
from sync.model import Address, FieldName, RecordId, Side, Value


def fields_to(fields: Mapping[FieldName, Value]) -> dict[str, Json]:
    return {name: encode(value) for name, value in fields.items()}


def fields_of(found: Paper) -> dict[FieldName, Value]:
    return {FieldName(name): decode(value) for name, value in found.items()}


def change_to(change: Change) -> Paper:
    return {
        "side": change.side.value,
        "kind": change.kind.value,
        "record": change.record,
        "address": change.address,
        "cells": [
            [cell.field, encode(cell.before), encode(cell.after), encode_message(cell.why)] for cell in change.cells
        ],
        "restore": change.restore,
        "last": change.last,
        "proves": sorted(change.proves),
    }


def change_of(found: Paper) -> Change:
    return Change(
        Side(found["side"]),
        Kind(found["kind"]),
        RecordId(found["record"]),
        _address(found["address"]),
        tuple(
            Cell(FieldName(name), decode(before), decode(after), decode_message(why))
            for name, before, after, why in found["cells"]
        ),
        _address(found["restore"]),
        bool(found["last"]),
        frozenset(FieldName(name) for name in found.get("proves", ())),
    )


def receipt_to(receipt: Receipt) -> Paper:
    """Return what the journal keeps of a receipt: of the record after it, only where it stands."""
    return {
        "written": sorted(receipt.written),
        "refused": {name: encode_message(why) for name, why in receipt.refused.items()},
        "failed": None if receipt.failed is None else encode_message(receipt.failed),
        "address": None if receipt.after is None else receipt.after.address,
    }


def refused_of(found: Paper) -> dict[FieldName, Message]:
    return {FieldName(name): decode_message(why) for name, why in found["refused"].items()}


def conflict_to(conflict: Conflict) -> Paper:
    return {
        "record": conflict.record,
        "field": conflict.field,
        "was": encode(conflict.was),
        "values": {side.value: encode(conflict.values[side]) for side in sorted(conflict.values)},
        "why": encode_message(conflict.why),
        "deleted": conflict.deleted,
        "base": None if conflict.base is None else fields_to(conflict.base),
        "records": {side.value: fields_to(conflict.records[side]) for side in sorted(conflict.records)},
        "first": conflict.first,
    }


def conflict_of(found: Paper) -> Conflict:
    return Conflict(
        RecordId(found["record"]),
        _field(found["field"]),
        decode(found["was"]),
        {Side(side): decode(value) for side, value in found["values"].items()},
        decode_message(found["why"]),
        _side(found["deleted"]),
        None if found["base"] is None else fields_of(found["base"]),
        {Side(side): fields_of(fields) for side, fields in found["records"].items()},
        found["first"],
    )


def held_to(held: Held) -> Paper:
    return {
        "why": encode_message(held.why),
        "code": held.code,
        "record": held.record,
        "field": held.field,
        "side": held.side,
        "address": held.address,
    }


def held_of(found: Paper) -> Held:
    record = found["record"]
    return Held(
        decode_message(found["why"]),
        found["code"],
        None if record is None else RecordId(record),
        _field(found["field"]),
        _side(found["side"]),
        _address(found["address"]),
    )


def lost_to(lost: Lost) -> Paper:
    return {
        "record": lost.record,
        "field": lost.field,
        "side": lost.side.value,
        "value": encode(lost.value),
        "why": encode_message(lost.why),
    }


def lost_of(found: Paper) -> Lost:
    return Lost(
        RecordId(found["record"]),
        FieldName(found["field"]),
        Side(found["side"]),
        decode(found["value"]),
        decode_message(found["why"]),
    )


def _field(found: str | None) -> FieldName | None:
    return None if found is None else FieldName(found)


def _side(found: str | None) -> Side | None:
    return None if found is None else Side(found)


def _address(found: str | None) -> Address | None:
    return None if found is None else Address(found)
