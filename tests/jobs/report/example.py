"""A run with one of everything in it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from jobs.report import Voice
from jobs.sync.outcome import Outcome, OutcomeKind
from sync.changes import (
    Cell,
    Change,
    ColumnChange,
    ColumnConflict,
    Conflict,
    Held,
    Kind,
    Lost,
    Receipt,
    Reshape,
    Violation,
)
from sync.errors import OutOfReach
from sync.guard import Refusal
from sync.message import say
from sync.model import Address, FieldName, RecordId, Side, Span
from sync.plan import Plan

JA = Voice("ja", ZoneInfo("Asia/Tokyo"))
EN = Voice("en", ZoneInfo("Asia/Tokyo"))

_EDITED = say("edited in {side}", side=Side.SHEET)
_BOTH = say("both sides edited different parts")
_NEW = say("new in {side}", side=Side.SHEET)
_CLASH = say("both sides changed it to different values")
_LONG = (
    "決済APIのタイムアウトにより注文が二重に計上される。暫定対応として再試行を止め、夜間に照合する。\n"
    "恒久対応は冪等キーの導入。"
)


def name(text: str) -> FieldName:
    return FieldName(text)


def record(number: int) -> RecordId:
    return RecordId(f"RISK-{number:04}")


UPDATE = Change(
    Side.NOTION,
    Kind.UPDATE,
    record(3),
    Address("0b07a000-0000-4000-8000-00000000a003"),
    (
        Cell(name("status"), "対応中", "完了", _EDITED),
        Cell(name("summary"), _LONG, _LONG.replace("夜間", "毎朝"), _EDITED),
        Cell(name("services"), ("決済", "注文"), ("決済", "認証", "注文"), _BOTH),
        Cell(name("needs_budget"), False, True, _EDITED),
    ),
)
CREATION = Change(
    Side.NOTION,
    Kind.CREATE,
    record(61),
    None,
    (
        Cell(name("title"), None, "Certificate of the [bold]login[/bold] gateway expires", _NEW),
        Cell(name("detected"), None, Span(date(2026, 3, 1), date(2026, 3, 5)), _NEW),
        Cell(name("score"), None, 12, _NEW),
    ),
)
SHEET_UPDATE = Change(
    Side.SHEET,
    Kind.UPDATE,
    record(7),
    Address("9"),
    (
        Cell(
            name("edited"),
            Span(datetime(2026, 3, 1, 0, 30, tzinfo=UTC)),
            Span(datetime(2026, 3, 2, 0, 30, tzinfo=UTC)),
            say("computed by notion"),
        ),
        Cell(name("title"), " 在庫", "在庫の不整合\x1b[31m", say("edited in {side}", side=Side.NOTION)),
    ),
)
TRASHED = Change(
    Side.SHEET,
    Kind.TRASH,
    record(44),
    Address("46"),
    (Cell(name("title"), "旧決済基盤の停止", None, say("deleted in {missing}", missing=Side.NOTION)),),
)
LINK = Change(Side.SHEET, Kind.LINK, record(8), Address("10"))

PLAN = Plan(
    changes=(UPDATE, CREATION, LINK, SHEET_UPDATE, TRASHED),
    columns=(ColumnChange(Side.SHEET, Reshape.RENAME, name("owner"), "担当", "people"),),
    conflicts=(
        Conflict(
            record(12),
            name("next_review"),
            Span(date(2026, 3, 1)),
            {Side.NOTION: Span(date(2026, 4, 1)), Side.SHEET: None},
            _CLASH,
        ),
        Conflict(
            record(13),
            None,
            None,
            {},
            say("edited in {side}, deleted in {missing}", side=Side.NOTION, missing=Side.SHEET),
            Side.SHEET,
            base={name("title"): "監視の抜け"},
            records={Side.NOTION: {name("title"): "監視の抜け漏れ", name("score"): 9}},
        ),
    ),
    column_conflicts=(
        ColumnConflict(
            (name("impact"),),
            ("影響度",),
            {Side.NOTION: ("影響",), Side.SHEET: ("影響の大きさ",)},
            say("{was} was renamed to {notion} and to {sheet}", was="影響度", notion="影響", sheet="影響の大きさ"),
        ),
    ),
    violations=(Violation((name("title"),), (record(20), record(21))),),
    held=(
        Held(
            say("a status has to be one of: {options}", options="未対応, 対応中, 完了"),
            "unreadable",
            record(30),
            name("status"),
            Side.SHEET,
            Address("32"),
        ),
        Held(
            say("a status has to be one of: {options}", options="未対応, 対応中, 完了"),
            "unreadable",
            record(31),
            name("status"),
            Side.SHEET,
            Address("33"),
        ),
        Held(say("{name} is only in {side}", name="備考", side=Side.SHEET), "column-alone", None, name("note")),
    ),
    lost=(Lost(record(9), name("owner"), Side.SHEET, ("a@example.com",), _BOTH),),
)
TITLES = {
    record(3): "決済APIのタイムアウト",
    record(7): "在庫の不整合",
    record(12): "認証基盤の証明書切れ",
    record(13): "監視の抜け漏れ",
    record(61): "Certificate of the [bold]login[/bold] gateway expires",
    record(44): "旧決済基盤の停止",
    record(30): "バックアップの復元が試されていない、かつ手順書が二年前のままで誰も読んでいない",
}
REFUSAL = Refusal(
    "too-many-deletes",
    say(
        "{count} of {known} records ({share:.0f} %) were deleted in {side}; allowed are {limit:g} %",
        count=40,
        known=60,
        share=66.7,
        side=Side.SHEET,
        limit=50.0,
    ),
    say("Look at both tables; if this is meant, run once more with --force."),
)

PLANNED = Outcome("risks", OutcomeKind.CONFLICTS, PLAN, titles=TITLES)
REFUSED = Outcome("risks", OutcomeKind.REFUSED, PLAN, (REFUSAL,), titles=TITLES)
SYNCED = Outcome(
    "risks",
    OutcomeKind.FAILED,
    PLAN,
    receipts=(
        Receipt(UPDATE, done=True, written=frozenset(cell.field for cell in UPDATE.cells)),
        Receipt(
            SHEET_UPDATE,
            done=True,
            written=frozenset({name("edited")}),
            refused={name("title"): say("Notion takes at most {most} characters here", most=2000)},
        ),
        Receipt(TRASHED, failed=say("edited while the run was under way; the next run looks at it again")),
    ),
    run="20260301-0900",
    forced=True,
    error=OutOfReach(
        say("Notion gave no answer."), say("Look at both tables; if this is meant, run once more with --force.")
    ),
    titles=TITLES,
)
IN_STEP = Outcome("risks", OutcomeKind.IN_STEP)
