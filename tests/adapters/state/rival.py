"""A process that wants the lease again and again, and cries out when somebody else has it at the same time."""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.state.store import open_store
from sync.errors import Busy


def main(url: str, token: Path, name: str, rounds: int) -> None:
    got = 0
    with open_store(url) as store:
        memory = store.pair("risks", "n", "s")
        while got < rounds:
            try:
                with memory.lease(name, lambda: datetime.now(UTC), timedelta(minutes=1)):
                    os.close(os.open(token, os.O_CREAT | os.O_EXCL))  # fails where a rival is inside
                    got += 1
                    token.unlink()
            except Busy:
                time.sleep(0.001)
    sys.stdout.write("done")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
