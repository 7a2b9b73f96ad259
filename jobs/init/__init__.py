"""``bothways init``: from two tables, or from one, to a configuration that ``bothways plan`` accepts at once."""

from jobs.init.draft import Draft, Given
from jobs.init.drafting import drafted
from jobs.init.ports import Answers, Tables

__all__ = ["Answers", "Draft", "Given", "Tables", "drafted"]
