"""Commands as a team runs them, over a small table and with planted secrets."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from typer.testing import CliRunner, Result

from adapters.sandbox.server import SandboxServer
from jobs.cli import app
from jobs.demo.clients import Clients
from mappings.fields import FieldType
from tests.real.world import World

KINDS = {"name": FieldType.TITLE, "text": FieldType.RICH_TEXT}
ROWS = [{"id": f"r-{number}", "name": f"row {number}", "text": f"text {number}"} for number in range(3)]


@contextmanager
def desk(folder: Path, *wrappers: Callable[..., object]) -> Iterator[World]:
    """Yield a world whose sheet has three rows and whose database has none."""
    with (
        SandboxServer(wrappers=wrappers) as server,  # type: ignore[arg-type]  # an ASGI wrapper
        Clients(server.notion_base, server.google_base, server.token) as clients,
    ):
        made = World(server, clients, folder, KINDS, 'record = "risk"')
        made.make()
        made.type_rows(ROWS)
        yield made


def configured(made: World, text: str = "", google: str = "") -> Path:
    """Write the configuration, with more lines at its top and in its table of Google."""
    file = made.settings_file()
    found = file.read_text("utf-8").replace("[google]\n", f"[google]\n{google}\n")
    file.write_text(f"{text}\n{found}", "utf-8")
    return file


def run(file: Path, *words: str, env: Mapping[str, str | None] | None = None) -> Result:
    """Run a command in this process; None takes a variable away."""
    return CliRunner().invoke(
        app, [*words, "--config", str(file)], env={"COLUMNS": "200", "BOTHWAYS_LANGUAGE": "en", **(env or {})}
    )
