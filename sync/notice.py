"""What people are told of a job outside the tables."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """``recovered`` is true where the job works again. Texts are in the language of the configuration."""

    subject: str
    text: str
    job: str
    run: str
    recovered: bool
    exit_code: int
