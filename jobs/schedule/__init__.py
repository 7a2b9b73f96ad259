"""Which job is due, and when it is next. Pure: the time and what is remembered are passed in."""

from jobs.schedule.due import CAUGHT_UP, Due, Planned, due, wake
from jobs.schedule.job import JobName
from jobs.schedule.times import Times, WrongTimes, cron_of

__all__ = ["CAUGHT_UP", "Due", "JobName", "Planned", "Times", "WrongTimes", "cron_of", "due", "wake"]
