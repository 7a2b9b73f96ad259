"""``bothways check``: what the tables break today. Reads only."""

from jobs.check.checked import Checked, Told, by_rule, exit_of
from jobs.check.document import document
from jobs.check.looking import bodies_of, look, pages_wanted, roles_of
from jobs.check.rows import as_csv
from jobs.check.sarif import sarif
from jobs.check.show import shown

__all__ = [
    "Checked",
    "Told",
    "as_csv",
    "bodies_of",
    "by_rule",
    "document",
    "exit_of",
    "look",
    "pages_wanted",
    "roles_of",
    "sarif",
    "shown",
]
