"""Files that a command was told to write."""

from pathlib import Path

from sync.errors import BothwaysError
from sync.message import say


def put(text: str, file: Path) -> None:
    """Write a file whole or not at all. Raises ``BothwaysError``."""
    beside = file.with_name(file.name + ".part")
    try:
        beside.write_bytes(text.encode())
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise BothwaysError(
            say("{file} could not be written ({reason}).", file=file, reason=error.strerror or "-")
        ) from error
