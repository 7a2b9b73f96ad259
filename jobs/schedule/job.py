"""The jobs that can be scheduled."""

from enum import StrEnum


class JobName(StrEnum):
    """In the order in which they run: links and flags are set on what is in step, the digest tells of all."""

    SYNC = "sync"
    LINK = "link"
    FLAG = "flag"
    DIGEST = "digest"
