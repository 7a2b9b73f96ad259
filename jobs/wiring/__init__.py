"""The only place that names a concrete adapter: what a job works with, put together from the settings."""

from adapters.sandbox.server import LOOPBACK
from jobs.wiring.clerical import Work, links_tab, observe, open_table
from jobs.wiring.desk import notebook_of
from jobs.wiring.digest import (
    Diary,
    diary,
    health_of,
    people_of,
    post,
    publish_page,
    publish_tab,
    send,
    spells_of,
    ties_of,
)
from jobs.wiring.doctor import examine, surroundings
from jobs.wiring.gathering import TableSources, single_tables
from jobs.wiring.init import founding
from jobs.wiring.local import serve_sandbox, start_sandbox
from jobs.wiring.operating import gauges, health_served, heralds, ledger, monitor, waiting
from jobs.wiring.pairs import history_of, new_run, open_alone, open_pair
from jobs.wiring.past import Memories, Past, looking_back, remembering
from jobs.wiring.rehearsal import rehearsal
from jobs.wiring.seen import history_seen
from jobs.wiring.services import Services, now, services, watch

__all__ = [
    "LOOPBACK",
    "Diary",
    "Memories",
    "Past",
    "Services",
    "TableSources",
    "Work",
    "diary",
    "examine",
    "founding",
    "gauges",
    "health_of",
    "health_served",
    "heralds",
    "history_of",
    "history_seen",
    "ledger",
    "links_tab",
    "looking_back",
    "monitor",
    "new_run",
    "notebook_of",
    "now",
    "observe",
    "open_alone",
    "open_pair",
    "open_table",
    "people_of",
    "post",
    "publish_page",
    "publish_tab",
    "rehearsal",
    "remembering",
    "send",
    "serve_sandbox",
    "services",
    "single_tables",
    "spells_of",
    "start_sandbox",
    "surroundings",
    "ties_of",
    "waiting",
    "watch",
]
