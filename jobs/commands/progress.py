"""A bar for long reads and writes, on stderr and only where somebody watches."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from jobs.commands.terminal import Terminal
from sync import ports
from sync.message import say


@contextmanager
def watching(pair: str, screen: Terminal) -> Iterator[ports.Progress]:
    """Yield what is to be told how many more records were handled; both sides may tell it at once."""
    if not screen.watched():
        yield ports.silent
        return
    total = 0
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(bar_width=20))
    with Progress(*columns, console=screen.err, transient=True) as bar:
        task = bar.add_task(screen.voice(say("{pair}:", pair=pair)), total=None)

        def tell(count: int) -> None:
            nonlocal total
            total += count
            bar.update(task, description=screen.voice(say("{pair}: {count} records", pair=pair, count=total)))

        yield tell
