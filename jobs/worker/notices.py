"""The words in which people are called."""

from jobs.report.voice import Voice
from sync.message import Message, say
from sync.notice import Notice
from sync.turns import Standing, Turn


def failed(turn: Turn, voice: Voice) -> Notice:
    """Return the notice of a job that has begun to fail: the reason and the way out."""
    unknown = say("It ended with exit code {code}.", code=turn.code)
    parts = [turn.seen or unknown, turn.way_out, _seen_at(turn, voice), _MORE]
    subject = say("Bothways: {job} failed", job=turn.job)
    return _notice(turn, subject, parts, voice, recovered=False)


def recovered(turn: Turn, before: Standing, voice: Voice) -> Notice:
    """Return the notice of a job that works again."""
    since = f"{before.streak[0].started.astimezone(voice.zone):%Y-%m-%d %H:%M %Z}"
    what = say("It had failed since {time} ({count} times).", time=since, count=len(before.streak))
    subject = say("Bothways: {job} works again", job=turn.job)
    return _notice(turn, subject, [what, _seen_at(turn, voice)], voice, recovered=True)


def _notice(turn: Turn, subject: Message, parts: list[Message | None], voice: Voice, *, recovered: bool) -> Notice:
    text = "\n".join(voice(part) for part in parts if part is not None)
    return Notice(voice(subject), text, turn.job, turn.run, recovered, turn.code or 0)


def _seen_at(turn: Turn, voice: Voice) -> Message:
    at = f"{(turn.ended or turn.started).astimezone(voice.zone):%Y-%m-%d %H:%M %Z}"
    return say("Run {run}, {time}.", run=turn.run, time=at)


_MORE = say("It is tried again by itself. Nobody is called again until it works, or fails anew after that.")
