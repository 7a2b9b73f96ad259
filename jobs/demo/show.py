"""The demo from beginning to end: fill, adopt, let people edit, plan, sync, show both sides, prove all, digest."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from rich.console import Console

from jobs.demo import people
from jobs.demo.both import Both
from jobs.demo.clients import Clients
from jobs.demo.fill import fill
from jobs.demo.proof import adopted, arrived, calm, settled, untouched
from jobs.demo.story import WIDTH, Story
from jobs.demo.tables import configuration, demos
from jobs.demo.tabs import more_configuration
from jobs.demo.weekly import digested
from jobs.report import Voice, problems, report, summary
from jobs.settings import Settings, load
from jobs.sync import Outcome, OutcomeKind, plan_pair, sync_pair
from sync.message import say

_PLAN_LINES = 60
KEPT = Path("demo-output")
"""Where the digest stays when the demo is over, from the folder it was started in."""


class Local(Protocol):
    """Where the local services are, and a token they take."""

    @property
    def notion_base(self) -> str: ...
    @property
    def google_base(self) -> str: ...
    @property
    def token(self) -> str: ...


Start = Callable[[], AbstractContextManager[Local]]


def run(
    console: Console | None = None,
    *,
    language: str = "en",
    start: Start | None = None,
    clock: Callable[[], float] = time.perf_counter,
    kept: Path = KEPT,
) -> int:
    """Tell the story and return 0 if, and only if, everything it claims was found to be so.

    ``start`` starts the local services for a ``with`` block; they end with it. What is written lies in a temporary
    folder and goes with the demo, but for the digest, which stays in ``kept``.
    """
    start = start or _sandbox()
    console = console or Console(highlight=False, width=WIDTH)
    with TemporaryDirectory(prefix="bothways-demo-") as folder, start() as local:
        settings = _settings(Path(folder), local)
        story = Story(console, Voice(language, settings.tzinfo()), clock)
        with Clients(local.notion_base, local.google_base, local.token) as clients:
            good = _tell(story, clients, settings, local)
            with story.chapter(say("The weekly digest of these tables (bothways digest)")):
                home = clients.ask("GET", "info")["root_page_id"]
                good = digested(story, clients, _settings(Path(folder), local, home), kept) and good
        story.blank()
        story.timings()
    story.blank()
    _closing(story)
    return 0 if good else 1


def _tell(story: Story, clients: Clients, settings: Settings, local: Local) -> bool:
    with story.chapter(say("Two local services, filled with the tables of a team")):
        _fill(story, clients, local)
    with story.chapter(say("First run: the records find one another and get their ids")):
        good = adopted(story, _sync(story, settings))
    with story.chapter(say("People go on working, in Notion and in the sheet")):
        story.bullets(people.Team(clients).edit())
    before = [Both(clients, demo).own_columns() for demo in demos()]
    with story.chapter(say("The plan: what would be written, and what waits (bothways plan)")):
        _plan(story, settings)
    with story.chapter(say("Carried out (bothways sync)")):
        good = settled(story, _sync(story, settings)) and good
    with story.chapter(say("Both sides afterwards")):
        after = [Both(clients, demo) for demo in demos()]
        good = arrived(story, after[0]) and good
        good = untouched(story, before, [both.own_columns() for both in after]) and good
    with story.chapter(say("Once more: nothing is left to do")):
        clients.ask("DELETE", "calls")
        outcomes = _sync(story, settings)
        return calm(story, outcomes, clients.calls()) and good


def _fill(story: Story, clients: Clients, local: Local) -> None:
    story.line(say("Notion and Google Sheets on {where}, for this demo only", where=local.notion_base))
    filled = fill(clients)
    for demo in demos():
        story.line(
            say(
                "{table}: {pages} pages in Notion, {rows} rows in the tab {tab}",
                table=demo.look.database,
                pages=filled.pages[demo.name],
                rows=filled.rows[demo.name],
                tab=demo.tab,
            ),
            "·",
        )
    story.line(say("Nearly none has an id yet, and the two sides do not agree everywhere."))


def _plan(story: Story, settings: Settings) -> None:
    from jobs.wiring import open_alone  # noqa: PLC0415 - only here and in _sync is there something to wire

    for number, mapping in enumerate(settings.mappings()):
        with open_alone(mapping, settings) as tools:
            outcome = plan_pair(mapping, tools)
        if number:
            story.blank()
        story.report(report(outcome, story.voice, WIDTH - 3, mapping=mapping), _PLAN_LINES)


def _sync(story: Story, settings: Settings) -> list[Outcome]:
    from jobs.wiring import open_alone  # noqa: PLC0415 - as above

    outcomes = []
    for mapping in settings.mappings():
        with open_alone(mapping, settings) as tools:
            outcomes.append(sync_pair(mapping, tools))
        if outcomes[-1].kind in (OutcomeKind.FAILED, OutcomeKind.REFUSED):
            story.report(problems(outcomes[-1], story.voice, WIDTH - 3, mapping=mapping), _PLAN_LINES)
        else:
            story.prose(say("{pair}: {what}", pair=mapping.name, what=summary(outcomes[-1], story.voice)))
    return outcomes


def _settings(folder: Path, local: Local, home: str | None = None) -> Settings:
    """Write the configuration into the folder and read it as every command does.

    With ``home``, the id of a page, it has the tables and the places of the digest, too.
    """
    file = folder / "bothways.toml"
    more = "" if home is None else f'{more_configuration()}\n[digest.notion]\npage = "{home}"\ncharts = false\n'
    file.write_text(f"{configuration()}\n{more}", "utf-8")
    secret = {"NOTION__TOKEN": local.token, "GOOGLE__TOKEN": local.token}
    place = {"NOTION__BASE_URL": local.notion_base, "GOOGLE__BASE_URL": local.google_base}
    return load(file, {f"BOTHWAYS_{name}": text for name, text in {**secret, **place}.items()})


def _sandbox() -> Start:
    from jobs.wiring import start_sandbox  # noqa: PLC0415 - who brings services of their own need none

    found: Start = start_sandbox
    return found


def _closing(story: Story) -> None:
    story.line(say("Your own Notion and Sheets: fill in config.example.toml as bothways.toml."))
    story.line(say("bothways plan then shows what would be written, and bothways sync writes it."))
