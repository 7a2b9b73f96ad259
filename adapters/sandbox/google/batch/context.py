from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.sandbox.google.workbook import Workbook

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """A batchUpdate under way: the spreadsheet it changes and the time it is."""

    book: Workbook
    now: datetime


Handler = Callable[[Batch, Json], Json | None]
