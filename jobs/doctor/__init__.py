"""A checkup: what stands in the way of a run, and for each thing the way out. Judges what was seen; reads nothing."""

from jobs.doctor.check import Area, Check, Verdict, counts, exit_of
from jobs.doctor.document import document
from jobs.doctor.facts import Connected, Examined, Moment, Store, Surroundings
from jobs.doctor.judging import judge, misconfigured
from jobs.doctor.lone import lone_tables
from jobs.doctor.show import shown

__all__ = [
    "Area",
    "Check",
    "Connected",
    "Examined",
    "Moment",
    "Store",
    "Surroundings",
    "Verdict",
    "counts",
    "document",
    "exit_of",
    "judge",
    "lone_tables",
    "misconfigured",
    "shown",
]
