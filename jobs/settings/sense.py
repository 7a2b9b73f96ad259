"""Mistakes that no single value shows: what two keys say together, and what is written in the wrong place.

Works on the values as they were typed, so that one mistake hides no other.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from jobs.settings.credentials import loopback
from jobs.settings.digest_sense import senseless_digest
from jobs.settings.mistakes import Names, shown
from jobs.settings.pair_sense import senseless_pairs
from jobs.settings.rule_sense import senseless_rules
from jobs.settings.schedule_sense import senseless_schedules
from jobs.settings.services import SECRETS
from jobs.settings.table_sense import senseless_tables
from jobs.settings.typed import Mistakes, table
from mappings.suggest import nearest
from sync.message import say


def senseless(values: Mapping[str, Any], names: Names) -> Mistakes:
    """Yield what makes no sense, with its place."""
    yield from _zone(values, names)
    yield from _places(values, names)
    yield from senseless_pairs(table(values, "pairs"), names)
    yield from senseless_tables(values, names)
    yield from senseless_rules(values, names)
    yield from senseless_digest(values, names)
    yield from senseless_schedules(values, names)


def misplaced(file: Mapping[str, Any]) -> Mistakes:
    """Yield the secrets that stand in the file."""
    for service, key in SECRETS:
        if key in table(file, service):
            yield (
                (service, key),
                say(
                    "{path}: a secret does not belong in this file; take it out and set {variable}, or use {file_key} "
                    "or {command_key}. Whoever could read the file knows it: have it replaced",
                    path=f"{service}.{key}",
                    variable=f"BOTHWAYS_{service}__{key}".upper(),
                    file_key=f"{key}_file" if (service, key) != ("google", "token") else "credentials_file",
                    command_key="password_command" if service == "mail" else "token_command",
                ),
            )
    url = table(file, "state").get("url")
    if isinstance(url, str) and re.search(r"://[^/@]*:[^/@]*@|[?&]password=", url):
        yield (
            ("state", "url"),
            say(
                "{path}: a URL with a password does not belong in this file; take it out and set {variable}",
                path="state.url",
                variable="BOTHWAYS_STATE__URL",
            ),
        )


def _zone(values: Mapping[str, Any], names: Names) -> Mistakes:
    zone = values.get("zone", "UTC")
    if not isinstance(zone, str) or not zone or zone == "UTC":
        return
    with suppress(OSError, ValueError, KeyError):  # a folder, a path that leads away, a name that is not there
        ZoneInfo(zone)
        return
    near = nearest(zone, available_timezones(), 0.5) or "Asia/Tokyo"
    yield (
        ("zone",),
        say(
            "{path}: {seen} is no time zone; zones are written like {near}",
            path=names(["zone"]),
            seen=shown(zone),
            near=near,
        ),
    )


def _places(values: Mapping[str, Any], names: Names) -> Mistakes:
    for service in ("notion", "google"):
        url = table(values, service).get("base_url")
        if not isinstance(url, str) or not url:
            continue
        path = names([service, "base_url"])
        scheme = _scheme(url)
        if scheme is None:
            yield (
                (service, "base_url"),
                say(
                    "{path}: {seen} is no address; write it like {example}",
                    path=path,
                    seen=shown(url),
                    example="http://127.0.0.1:8787",
                ),
            )
        elif scheme == "http" and not loopback(url):
            yield (
                (service, "base_url"),
                say(
                    "{path}: {seen} would send the token in the clear; http is only for this machine (127.0.0.1)",
                    path=path,
                    seen=shown(url),
                ),
            )


def _scheme(url: str) -> str | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts.scheme if parts.scheme in ("http", "https") and parts.hostname else None
