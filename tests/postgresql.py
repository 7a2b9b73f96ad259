"""A PostgreSQL server of the tests' own: made when the first test asks for it, on a socket in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

NAMED = "BOTHWAYS_TEST_POSTGRES"
"""The address of a server to use instead: postgresql://USER@HOST/DATABASE, where this user may make schemas."""
PROGRAMS = "BOTHWAYS_TEST_POSTGRES_BIN"
"""The folder of ``initdb`` and ``postgres``, where it is not one of the usual ones."""
_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
_USERS = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root, which it refuses."""
_PATIENCE = 60.0
"""Seconds that a server has to come up, and to go down."""
_QUICK = {
    "fsync": "off",  # the folder is thrown away: nothing has to outlive a power cut
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
    "listen_addresses": "",  # the socket only: no port to be taken, nobody else's to reach
}


@pytest.fixture(scope="session")
def cluster() -> Iterator[URL]:
    """Give the address of a server that may be used, or skip the tests that ask for it."""
    pytest.importorskip("psycopg", reason="the driver for PostgreSQL is not installed: pip install 'psycopg[binary]'")
    named = os.environ.get(NAMED)
    if named:
        yield make_url(named).set(drivername="postgresql+psycopg")
        return
    programs = found()
    if programs is None:
        pytest.skip(f"no PostgreSQL: install Debian's postgresql, or set {PROGRAMS} or {NAMED} (tests/postgresql.py)")
    with _folder() as folder, running(programs, folder) as address:
        yield address


@pytest.fixture
def postgresql(cluster: URL) -> Iterator[str]:
    """Give the address of an empty schema of its own."""
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(cluster, poolclass=NullPool)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    try:
        yield cluster.update_query_dict({"options": f"-c search_path={name}"}).render_as_string(hide_password=False)
    finally:
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
        admin.dispose()


def found() -> Path | None:
    """Return the folder of the server's programs, of the newest version that is there."""
    named, one = os.environ.get(PROGRAMS), shutil.which("initdb")
    there = [path for place in _PLACES for path in Path("/").glob(place.lstrip("/")) if _whole(path)]
    newest = max(there, key=_version, default=None)
    several = [Path(named)] if named else [newest, Path(one).resolve().parent if one else None]
    return next((path for path in several if path and _whole(path)), None)


def _version(folder: Path) -> int:
    return int("0" + "".join(sign for sign in folder.parent.name if sign.isdigit()))


def _whole(folder: Path) -> bool:
    return all((folder / name).exists() for name in ("initdb", "postgres"))


@contextmanager
def running(programs: Path, folder: Path) -> Iterator[URL]:
    """Make a database cluster in a folder, and serve it until the end of the block."""
    who = _who()
    if who:
        shutil.chown(folder, *who)
    data, log = folder / "data", folder / "log"
    make = [programs / "initdb", "-D", data, "-U", "bothways", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    done = _begun([str(word) for word in make], who, log)
    if done.wait():
        pytest.fail(f"initdb ended with {done.returncode}:\n{log.read_text('utf-8', 'replace')}")
    address = URL.create("postgresql+psycopg", username="bothways", database="postgres", query={"host": str(folder)})
    options = [word for name, value in _QUICK.items() for word in ("-c", f"{name}={value}")]
    server = _begun([*_mortal(), str(programs / "postgres"), "-D", str(data), "-k", str(folder), *options], who, log)
    try:
        _until_it_answers(server, address, log)
        yield address
    finally:
        server.send_signal(signal.SIGINT)  # what PostgreSQL calls a fast shutdown
        try:
            server.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _begun(command: list[str], who: tuple[int, int] | None, log: Path) -> subprocess.Popen[bytes]:
    user, group = who or (None, None)
    with log.open("ab") as out:
        return subprocess.Popen(  # noqa: S603 - the server's programs, words of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            user=user,
            group=group,
            extra_groups=None if who is None else [],
            start_new_session=True,  # Ctrl+C is for the tests, which then end the server
        )


def _mortal() -> list[str]:
    """Let the server end with the tests where they are killed; the kernel does it."""
    tool = shutil.which("setpriv")
    return [] if tool is None else [tool, "--pdeathsig", "INT"]


def _who() -> tuple[int, int] | None:
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    pytest.skip("PostgreSQL does not run as root, and there is no other user: " + " or ".join(_USERS))


def _until_it_answers(server: subprocess.Popen[bytes], address: URL, log: Path) -> None:
    ends = time.monotonic() + _PATIENCE
    engine = create_engine(address)
    while True:
        try:
            engine.connect().close()
            break
        except OperationalError as error:
            if server.poll() is not None or time.monotonic() > ends:
                pytest.fail(f"PostgreSQL did not come up: {error}\n{log.read_text('utf-8', 'replace')}")
            time.sleep(0.05)
    engine.dispose()


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder whose path is short enough for a socket, and which another user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="bothways-pg-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
