"""The report of a round: a line a job, and why one failed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from jobs.report.document import Json
from jobs.report.voice import Voice
from jobs.schedule import Due
from jobs.worker.round import Ended
from sync.message import Message, say
from sync.turns import Turn, TurnKind

KINDS = {
    TurnKind.SETTLED: say("done"),
    TurnKind.DEFERRED: say("not finished"),
    TurnKind.FAILED: say("failed"),
    None: say("under way"),
}
STYLES = {TurnKind.SETTLED: "green", TurnKind.DEFERRED: "yellow", TurnKind.FAILED: "bold red", None: ""}


def report(ended: Sequence[Ended], dues: Sequence[Due], voice: Voice) -> RenderableType:
    """Return the lines, in the order of the jobs."""
    done = {each.turn.job: each for each in ended}
    table = Table(box=None, show_header=False, pad_edge=False)
    for due in dues:
        found = done.get(due.job.value)
        when = say("at every run") if due.next is None else say("next {time}", time=moment(due.next, voice))
        upcoming = Text(voice(when), style="dim")
        if found is None:
            table.add_row(Text(due.job.value), Text(voice(say("not due")), style="dim"), Text(), upcoming)
            continue
        kind = found.turn.kind
        took = Text(voice(say("{seconds} s", seconds=round(found.seconds))))
        table.add_row(Text(due.job.value), Text(voice(KINDS[kind]), style=STYLES[kind]), took, upcoming)
    return Group(Text(voice(say("Jobs")), style="bold"), table, *_reasons(ended, voice))


def _reasons(ended: Sequence[Ended], voice: Voice) -> Iterator[RenderableType]:
    for each in ended:
        yield from reasons(each.turn, voice)


def reasons(turn: Turn, voice: Voice) -> Iterator[RenderableType]:
    """Yield why a turn did not do what was due, and the way out."""
    if turn.kind is TurnKind.SETTLED:
        return
    parts: list[tuple[Message | None, str]] = [(turn.seen, STYLES[turn.kind]), (turn.way_out, "")]
    for part, style in parts:
        if part is not None:
            yield Text(voice(say("{job}: {what}", job=turn.job, what=part)), style=style)


def moment(at: datetime, voice: Voice) -> str:
    return f"{at.astimezone(voice.zone):%Y-%m-%d %H:%M %Z}"


def job_object(due: Due, ended: Ended | None, report: Json, voice: Voice) -> dict[str, Json]:
    """Return one job of ``bothways run --json``; ``report`` is what its own command says with ``--json``."""
    body: dict[str, Json] = {
        "job": due.job.value,
        "due": due.now,
        "next": None if due.next is None else due.next.astimezone(voice.zone).isoformat(timespec="seconds"),
        "outcome": None,
        "exit_code": None,
    }
    if ended is None:
        return body
    return body | {**turn_object(ended.turn, voice), "seconds": round(ended.seconds, 1), "report": report}


def turn_object(turn: Turn, voice: Voice) -> dict[str, Json]:
    counts: Mapping[str, int] = turn.counts
    return {
        "outcome": None if turn.kind is None else turn.kind.value,
        "exit_code": None if turn.code is None else int(turn.code),
        "run": turn.run,
        "started": turn.started.astimezone(voice.zone).isoformat(timespec="seconds"),
        "ended": None if turn.ended is None else turn.ended.astimezone(voice.zone).isoformat(timespec="seconds"),
        "counts": dict(counts),
        "seen": None if turn.seen is None else voice(turn.seen),
        "way_out": None if turn.way_out is None else voice(turn.way_out),
    }
