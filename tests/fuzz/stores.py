"""State files that are damaged, foreign, from another time, or exchanged while the run is under way."""

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random


def _whole(file: Path) -> bytes:
    """Return the store as one file, its write-ahead log taken in."""
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file.read_bytes()


def _put(file: Path, content: bytes) -> None:
    remove(file)
    file.write_bytes(content)


def remove(file: Path) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def cut(file: Path, random: Random) -> None:
    content = _whole(file)
    _put(file, content[: random.randrange(1, len(content))])


def flip(file: Path, random: Random) -> None:
    content = bytearray(_whole(file))
    for _ in range(random.choice([1, 1, 1, 8, 200])):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    _put(file, bytes(content))


def zeroes(file: Path, random: Random) -> None:
    content = bytearray(_whole(file))
    at = random.randrange(len(content) // 512) * 512
    content[at : at + 512] = bytes(512)
    _put(file, bytes(content))


def foreign(file: Path, random: Random) -> None:
    """The database of another program, which may have tables of the same names."""
    remove(file)
    name = random.choice(["notes", "records", "pairs", "alembic_version"])
    with sqlite3.connect(file) as connection:
        connection.execute(f"CREATE TABLE {name} (id INTEGER, body TEXT)")
        connection.execute(f"INSERT INTO {name} VALUES (1, 'theirs')")  # noqa: S608 - one of our own names
    connection.close()


def newer(file: Path, random: Random) -> None:
    _change(file, "UPDATE bothways_version SET version_num = ?", random.choice(["9999", "", "x", "0001\0"]))


def values(file: Path, random: Random) -> None:
    """A value in a row that the program never wrote."""
    table, column = random.choice(
        [
            *(("records", name) for name in ("fields", "addresses", "digest", "record")),
            *(("pairs", name) for name in ("shape", "digest", "shape_digest", "lease_until", "notion_key")),
        ]
    )
    odd = random.choice(["", "{", "null", "[]", "{}", '{"a": 1}', "\0", "9" * 5000, "[" * 5000, b"\xff\xfe", 7, 1.5])
    _change(file, f"UPDATE bothways_{table} SET {column} = ?", odd)  # noqa: S608 - our own names


def _change(file: Path, statement: str, value: object) -> None:
    connection = sqlite3.connect(file)
    try:
        with connection:
            connection.execute(statement, (value,))
    except sqlite3.IntegrityError:
        pass  # a constraint takes no such value: then it cannot be met either
    finally:
        connection.close()


def no_database(file: Path, random: Random) -> None:
    _put(file, random.choice([b"SQLite format 3\0", b"{}", b"\0" * 4096, b"not a database at all" * 400]))


def directory(file: Path, random: Random) -> None:
    remove(file)
    file.mkdir()


def a_link_to_nowhere(file: Path, random: Random) -> None:
    remove(file)
    file.symlink_to(file.parent / "nowhere" / "at all")


KINDS: Mapping[str, Callable[[Path, Random], None]] = {
    "cut": cut,
    "flip": flip,
    "zeroes": zeroes,
    "foreign": foreign,
    "newer": newer,
    "values": values,
    "no database": no_database,
    "directory": directory,
    "link to nowhere": a_link_to_nowhere,
}
"""All but a store that is not there: that one is a memory that was lost, with rules of its own."""
SWAPS = ("foreign", "no database", "flip", "gone")
