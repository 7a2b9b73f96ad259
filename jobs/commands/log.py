"""``bothways log``: what happened to a record, or what the latest runs did. Writes nothing."""

from dataclasses import dataclass
from pathlib import Path

from jobs.commands.looking import meant, opened
from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.history.document import error_document, record_document, runs_document
from jobs.history.log import latest, log_of
from jobs.history.show import record_log, run_list
from jobs.report import written
from sync.errors import BothwaysError


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; without a record, the latest runs."""

    record: str | None = None
    config: Path | None = None
    pairs: tuple[str, ...] = ()
    limit: int = 20
    as_json: bool = False
    language: str | None = None


def run(asked: Asked, screen: Terminal) -> Exit:
    """Show it. Raises what stops the command, ``Misconfigured`` for a record that is not known."""
    try:
        with opened(asked.config, asked.pairs, asked.language, screen, reading=True) as pairs:
            if asked.record is None:
                lists = [(each.name, latest(pairs.history(each), asked.limit)) for each in pairs.mappings]
                if asked.as_json:
                    screen.raw(written(runs_document(lists, screen.voice)) + "\n")
                    return Exit.DONE
                for name, lines in lists:
                    screen.show(run_list(name, lines, screen.voice, screen.width))
                return Exit.DONE
            mapping, found = meant(asked.record, pairs)
            log = log_of(mapping.name, found, pairs.history(mapping))
    except BothwaysError as error:
        if asked.as_json:
            screen.raw(written(error_document(error, screen.voice)) + "\n")
        raise
    if asked.as_json:
        screen.raw(written(record_document(log, screen.voice)) + "\n")
    else:
        screen.show(record_log(log, screen.voice, screen.width, mapping))
    return Exit.DONE
