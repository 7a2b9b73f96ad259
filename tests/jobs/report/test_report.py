import io

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from jobs.report import Voice, problems, report, summary
from jobs.settings import load
from jobs.sync.outcome import Outcome, OutcomeKind
from sync.changes import Cell, Change, Kind
from sync.message import say
from sync.model import RecordId, Side
from sync.plan import Plan
from tests.jobs.report.example import (
    EN,
    IN_STEP,
    JA,
    LINK,
    PLAN,
    PLANNED,
    REFUSED,
    SYNCED,
    TITLES,
    UPDATE,
    name,
    record,
)
from tests.shared import ROOT

RISKS = load(ROOT / "config.example.toml", {}).mappings()[0]


def printed(shown: RenderableType, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=False).print(shown)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def text(outcome: Outcome, voice: Voice = EN, width: int = 80, *, links: bool = False) -> str:
    return printed(report(outcome, voice, width, mapping=RISKS, links=links), width)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("voice", [EN, JA], ids=["en", "ja"])
@pytest.mark.parametrize("outcome", [PLANNED, REFUSED, SYNCED, IN_STEP], ids=["plan", "refused", "sync", "in-step"])
def test_no_line_is_wider_than_the_terminal_and_no_colour_code_is_written(
    outcome: Outcome, voice: Voice, width: int
) -> None:
    shown = text(outcome, voice, width, links=True)
    assert max(map(cell_len, shown.splitlines())) <= width
    assert "\x1b" not in shown


def test_every_cell_stands_with_before_after_and_why() -> None:
    lines = text(PLANNED).splitlines()
    assert "  決済APIのタイムアウト  RISK-0003" in lines
    assert next(line for line in lines if "対応中 → 完了" in line).split() == [
        "ステータス",
        "対応中",
        "→",
        "完了",
        "edited",
        "in",
        "the",
        "sheet",
    ]
    assert any(line.split()[:4] == ["予算要", "no", "→", "yes"] for line in lines)


def test_in_a_narrow_terminal_the_reason_stands_below() -> None:
    lines = text(PLANNED, width=60).splitlines()
    place = lines.index("    └ both sides edited different parts")
    assert "決済, 注文 → 決済, 認証, 注文" in lines[place - 1]


def test_a_plan_says_to_be_written_and_a_sync_says_written() -> None:
    assert "To be written in Notion" in text(PLANNED)
    assert "\nWritten in Notion" in text(SYNCED)


def test_a_creation_is_one_block_with_its_values() -> None:
    shown = text(PLANNED)
    assert "Certificate of the [bold]login[/bold] gateway expires  RISK-0061  new" in shown
    assert "検知日: 2026-03-01 –" in shown
    assert "スコア: 12" in shown


def test_a_trashing_shows_what_goes() -> None:
    assert "旧決済基盤の停止  RISK-0044  to the trash\n    リスク名: 旧決済基盤の停止" in text(PLANNED)


def test_what_people_typed_is_neither_markup_nor_a_command_to_the_terminal() -> None:
    shown = text(PLANNED)
    assert "[bold]login[/bold]" in shown
    assert "␛[31m" in shown


def test_a_conflict_shows_the_base_and_both_values() -> None:
    shown = text(PLANNED)
    assert "認証基盤の証明書切れ  RISK-0012  次回レビュー日" in shown
    assert "    last agreed  2026-03-01\n    Notion       2026-04-01\n    the sheet    (empty)" in shown


def test_a_conflict_of_whole_records_shows_what_is_left() -> None:
    shown = text(PLANNED)
    assert "edited in Notion, deleted in the sheet" in shown
    assert "リスク名: 監視の抜け漏れ · スコア: 9" in shown


def test_a_reason_for_holding_is_said_once_for_all_its_places() -> None:
    shown = text(PLANNED)
    assert shown.count("a status has to be one of") == 1
    assert "RISK-0030  ステータス  row 32 of the sheet" in shown
    assert "· RISK-0031  ステータス  row 33 of the sheet" in shown


def test_values_that_did_not_win_are_shown() -> None:
    assert "RISK-0009  担当者  the sheet\n    a@example.com" in text(PLANNED)


def test_columns_violations_and_column_conflicts_are_shown() -> None:
    shown = text(PLANNED)
    assert "rename owner to 担当 in the sheet" in shown
    assert "these would have the same リスク名, which is to be unique:\n  RISK-0020\n  RISK-0021" in shown
    assert "影響度 was renamed to 影響 and to 影響の大きさ" in shown


def test_a_refusal_says_what_was_seen_what_is_allowed_and_the_way_out() -> None:
    shown = text(REFUSED)
    assert "40 of 60 records (67 %) were deleted in the sheet; allowed are 50 %" in shown
    assert "→ Look at both tables; if this is meant, run once more with --force." in shown
    assert "risks: stopped before writing; it would have been: 1 update" in shown


def test_after_a_sync_only_what_was_proved_is_listed_as_written() -> None:
    shown = text(SYNCED)
    listed, not_written = shown.split("Not written")
    assert "RISK-0044  to the trash" not in listed
    assert "RISK-0061" not in listed
    assert "␣在庫" not in listed
    assert "リスク名: Notion takes at most 2000 characters here" in not_written
    assert "2 more were not sent" in not_written
    assert "Notion gave no answer." in not_written


def test_ids_are_listed_only_when_asked_for() -> None:
    only = Outcome("risks", OutcomeKind.PENDING, Plan(changes=(LINK,)))
    assert text(only) == "risks: 1 id in the sheet"
    assert "RISK-0008  the id is written" in text(only, links=True)


def test_nothing_to_do_is_one_line() -> None:
    assert text(IN_STEP) == "risks: in step, nothing to do"


def test_the_closing_line_counts_by_side() -> None:
    def change(side: Side, kind: Kind, number: int) -> Change:
        return Change(
            side, kind, record(number), cells=(Cell(name("title"), "a", "b", say("new in {side}", side=side)),)
        )

    changes = [change(Side.NOTION, Kind.UPDATE, number) for number in (1, 2, 3)]
    changes += [change(Side.NOTION, Kind.CREATE, 4)]
    changes += [change(Side.SHEET, Kind.UPDATE, number) for number in (5, 6)]
    plan = Plan(changes=tuple(changes), conflicts=PLAN.conflicts[:1], held=PLAN.held[:2])
    outcome = Outcome("risks", OutcomeKind.CONFLICTS, plan)
    assert summary(outcome, EN) == "3 updates and 1 new in Notion, 2 updates in the sheet, 1 conflict, 2 held"
    assert summary(outcome, JA) == "Notion: 更新3件・新規1件、シート: 更新2件、競合1件、保留2件"


def test_japanese_reads_japanese() -> None:
    shown = text(PLANNED, JA)
    assert "シートで編集" in shown
    assert "edited" not in shown.replace("last_edited_time", "")


def test_the_short_form_keeps_what_stopped_the_run() -> None:
    shown = printed(problems(REFUSED, EN, 80), 80)
    assert "40 of 60 records" in shown
    assert "RISK-0003" not in shown


def test_without_a_mapping_fields_have_their_own_names() -> None:
    assert "    status " in printed(report(Outcome("x", OutcomeKind.PENDING, Plan(changes=(UPDATE,))), EN, 80), 80)


def test_a_record_without_a_title_is_called_by_its_id() -> None:
    assert RecordId("RISK-0020") not in TITLES
    assert "\n  RISK-0020\n" in text(PLANNED)
