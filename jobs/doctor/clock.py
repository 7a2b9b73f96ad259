"""This computer's clock against the services'."""

from collections.abc import Sequence
from datetime import timedelta

from jobs.doctor.check import Area, Check, Checks, Verdict
from jobs.doctor.facts import Moment
from sync.message import say

NOTICED = timedelta(seconds=30)
ALLOWED = timedelta(minutes=2)
"""Just before it writes, a run asks Notion for what was edited in the two minutes before it read."""


def clock(moments: Sequence[Moment]) -> Checks:
    """Judge the last answer of each service."""
    for moment in {each.service: each for each in moments}.values():
        # the header has whole seconds: the middle of that second is meant
        off = moment.ours - moment.theirs - timedelta(milliseconds=500)
        yield _judged(moment.service, off)


def _judged(service: str, off: timedelta) -> Check:
    seconds = round(abs(off.total_seconds()))
    if abs(off) <= NOTICED:
        seen = say("The clock agrees with that of {service} ({seconds} s apart).", service=service, seconds=seconds)
        return Check(Area.CLOCK, "clock", Verdict.OK, seen)
    slow = off < timedelta()
    behind = say(
        "The clock of this computer is {seconds} s behind that of {service}.", seconds=seconds, service=service
    )
    ahead = say(
        "The clock of this computer is {seconds} s ahead of that of {service}.", seconds=seconds, service=service
    )
    verdict = Verdict.PROBLEM if abs(off) > ALLOWED else Verdict.WARNING
    way_out = say("Let the computer set its clock by the network (NTP): edits are told apart by their times.")
    return Check(Area.CLOCK, "clock", verdict, behind if slow else ahead, way_out)
