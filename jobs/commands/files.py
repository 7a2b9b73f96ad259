"""Files that a command was told to write."""

from contextlib import suppress
from pathlib import Path

from sync.errors import BothwaysError
from sync.message import say


def put(text: str, file: Path, *, folders: bool = False) -> None:
    """Write a file whole or not at all; with ``folders`` those it lies in are made. Raises ``BothwaysError``."""
    beside = file.with_name(file.name + ".part")
    try:
        if folders:
            file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode())
        beside.replace(file)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise BothwaysError(
            say("{file} could not be written ({reason}).", file=file, reason=error.strerror or "-")
        ) from error
