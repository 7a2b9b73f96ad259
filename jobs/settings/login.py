"""The file that keeps a person's login to Google: only this user may read it, and it never lies in a repository."""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_IMODE
from tempfile import mkstemp

from jobs.settings.services import Google
from sync.errors import Misconfigured
from sync.message import say

_OTHERS = 0o077


def login_file(google: Google, file: Path) -> Path:
    """Return where the login is kept; a name that is set counts from the configuration's folder."""
    if google.login_file is not None:
        return file.parent / Path(google.login_file).expanduser()
    from typer import get_app_dir  # noqa: PLC0415 - who has a key of another kind need not wait for it

    return Path(get_app_dir("bothways")) / "google-login.json"


def private(path: Path) -> None:
    """Raise ``Misconfigured`` where others than its owner may read or write the file."""
    if os.name == "posix" and S_IMODE(path.stat().st_mode) & _OTHERS:
        raise Misconfigured(
            say("The login to Google in {path} can be read by others.", path=path),
            way_out=say("Run {command}; log in again if you do not trust those others.", command=f"chmod 600 {path}"),
        )


def keep(path: Path, login: Mapping[str, object]) -> None:
    """Write the file in one piece, readable by this user alone. Raises ``Misconfigured`` inside a repository."""
    apart(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with 0600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as made:
                json.dump(dict(login), made, indent=2)
                made.flush()
                os.fsync(made.fileno())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise Misconfigured(
            say("The login cannot be kept in {path}: {reason}.", path=path, reason=error.strerror or "-"),
            way_out=say("Name another place with {key}.", key="google.login_file"),
        ) from None


def apart(path: Path) -> None:
    """Raise ``Misconfigured`` where the file would lie in a working copy of a repository."""
    above = next((each for each in path.absolute().parents if (each / ".git").exists()), None)
    if above is not None:
        raise Misconfigured(
            say(
                "{path} lies in the repository {folder}; a login that is committed is everybody's.",
                path=path,
                folder=above,
            ),
            way_out=say("Leave {key} out, or name a place outside of it.", key="google.login_file"),
        )
