"""From the configured tables to the records that rules judge. Reads only."""

from jobs.gathering.gather import Wanting, gather
from jobs.gathering.model import Editor, Gathered, Reading, Trace, Unread
from jobs.gathering.subject import Subject, known_names, named, subjects_of

__all__ = [
    "Editor",
    "Gathered",
    "Reading",
    "Subject",
    "Trace",
    "Unread",
    "Wanting",
    "gather",
    "known_names",
    "named",
    "subjects_of",
]
