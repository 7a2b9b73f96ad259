"""Configurations and environments that are not as they should be."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from random import Random
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from jobs.report import Voice
from jobs.settings import load
from sync.errors import Misconfigured
from tests.shared import ROOT

EXAMPLE = (ROOT / "config.example.toml").read_bytes()
_ODD: tuple[Any, ...] = (
    *("", " ", "x" * 100_000, "\u202e", "a.b", "../..", "\ud7ff", "＝", "%", "{seen}", "[", "{", "://", "sqlite://["),
    *(0, -1, 10**30, 1.5, float("nan"), float("inf"), True, False, date(2026, 1, 1), time(1), datetime(1, 1, 1)),  # noqa: DTZ001 - TOML has times without a zone
    *([], [[]], [1], [""], {}, {"": {}}, {"a": {"b": {}}}, ["a", 1], [{}]),
)
_BYTES = (
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n[",
    b'"""',
    b"]]",
    b"=",
    b"'",
    b"\xe3\x81",
    b"1e999",
    b"[" * 3000,
    b"{a=" * 3000,
)
_NAMES = (
    "NOTION",
    "PAIRS",
    "STATE",
    "GOOGLE",
    "ZONE",
    "LANGUAGE",
    "RISKS",
    "FIELDS",
    "TITLE",
    "GUARDS",
    "SHEET",
    "TAB",
    "",
    "ｘ",
    "X" * 999,
)
_TEXTS = (
    "",
    "[",
    "[" * 50_000,
    "{",
    '{"a": 1}',
    "null",
    "[1, 2]",
    "NaN",
    "1e999",
    "-1",
    "x" * 100_000,
    "\udcff",
    '["title"]',
    "true",
)


def bytes_of(random: Random) -> bytes:
    """Spoil bytes here and there: some gone, some put in, some changed, the rest cut off."""
    text = bytearray(EXAMPLE)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(text) or 1)
        match random.choice(["change", "drop", "insert", "cut"]):
            case "change" if text:
                text[at] = random.randrange(256)
            case "drop":
                del text[at : at + random.randint(1, 40)]
            case "insert":
                text[at:at] = random.choice(_BYTES)
            case "cut":
                del text[at:]
    return bytes(text)


def lines_of(random: Random) -> bytes:
    """Leave lines out, double them, or put them elsewhere."""
    lines = EXAMPLE.splitlines(keepends=True)
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(lines))
        match random.choice(["drop", "double", "move"]):
            case "drop":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "move":
                lines.insert(random.randrange(len(lines)), lines.pop(at))
    return b"".join(lines)


def encoded(random: Random) -> bytes:
    """Save it as other programs do, or in an encoding that is none of TOML's."""
    text = EXAMPLE.decode()
    how: list[Callable[[], bytes]] = [
        lambda: text.encode("utf-8-sig"),
        lambda: text.replace("\n", "\r\n").encode(),
        lambda: text.replace("\n", "\r").encode(),
        lambda: text.encode("utf-16"),
        lambda: text.encode("shift_jis", "replace"),
        lambda: text.encode("utf-8") + b"\0",
        lambda: b"",
        lambda: b"#" * 2_000_000,
        lambda: b"a = " + b"[" * 20_000 + b"]" * 20_000,
        lambda: b".".join([b"a"] * 3000) + b" = 1",
    ]
    return random.choice(how)()


def values_of(random: Random) -> bytes:
    """Put another value in a place, take one away, or call it otherwise."""
    tree = tomllib.loads(EXAMPLE.decode())
    for _ in range(random.randint(1, 3)):
        here: Any = tree
        while True:
            key = random.choice(list(here))
            below = here[key]
            if isinstance(below, dict) and below and random.random() < 0.8:
                here = below
                continue
            break
        match random.choice(["put", "put", "drop", "name", "add"]):
            case "put":
                here[key] = random.choice(_ODD)
            case "drop" if len(here) > 1:
                del here[key]
            case "name":
                here[random.choice(["x", "", "Title", "ｔ", "a.b", "[key]", f"{key}s"])] = here.pop(key)
            case "add":
                here[f"{key}_"] = random.choice(_ODD)
    try:
        return tomlkit.dumps(tree).encode("utf-8", "surrogatepass")
    except (TOMLKitError, TypeError, ValueError):
        return EXAMPLE


def environment(random: Random) -> dict[str, str]:
    """Return variables, some of them for keys that there are."""
    found = {}
    for _ in range(random.randint(1, 4)):
        words = [random.choice(_NAMES) for _ in range(random.randint(1, 5))]
        if random.random() < 0.5:
            words = random.choice(
                [["NOTION", "CALLS_PER_MINUTE"], ["STATE", "URL"], ["PAIRS", "RISKS", "MATCH_ON"], ["PAIRS"], ["ZONE"]]
            )
        found["BOTHWAYS_" + "__".join(words)] = random.choice(_TEXTS)
    return found


KINDS: Mapping[str, Callable[[Random], bytes]] = {
    "bytes": bytes_of,
    "lines": lines_of,
    "encodings": encoded,
    "values": values_of,
}


def read(file: Path, env: Mapping[str, str]) -> tuple[str, str]:
    """Read a configuration. Say what came of it that was neither a success nor a list of mistakes, and how it ended."""
    try:
        settings = load(file, env)
        settings.mappings()
        settings.state_url()
    except Misconfigured as error:
        voice = Voice("en")
        told = [voice(error.seen), *map(voice, error.mistakes)]
        return "" if all(told) else "a mistake without a word", "refused"
    except Exception as fault:  # noqa: BLE001 - whatever else comes is what is looked for
        return f"{type(fault).__name__}: {fault}"[:300], "fault"
    return "", "read"
