"""The next night, played on a local copy of both tables before it happens in the real ones."""

from jobs.rehearse.act import Act, rehearse_pair
from jobs.rehearse.stage import Stage, Start

__all__ = ["Act", "Stage", "Start", "rehearse_pair"]
