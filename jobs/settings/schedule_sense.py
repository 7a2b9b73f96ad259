"""Mistakes of schedules and of how others are told."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from jobs.schedule import Times, WrongTimes
from jobs.settings.credentials import loopback
from jobs.settings.mistakes import Names, shown
from jobs.settings.typed import Mistakes, table
from mappings.suggest import nearest
from sync.message import say


def senseless_schedules(values: Mapping[str, Any], names: Names) -> Mistakes:
    """Yield what makes no sense in ``[jobs]``, ``[heartbeat]``, ``[notify]`` and ``[mail]``."""
    for name in table(values, "jobs"):
        yield from _job(table(table(values, "jobs"), name), ("jobs", name), names)
    yield from _addresses(values, names)
    yield from _mail(values, names)


def _job(job: Mapping[str, Any], at: tuple[str, ...], names: Names) -> Mistakes:
    ways = [key for key in ("cron", "every_minutes") if job.get(key)]
    ways += ["on, at"] if job.get("on") or job.get("at") else []
    if len(ways) > 1:
        yield (
            at,
            say(
                "{path}: {keys} cannot be there together; a job has one kind of time",
                path=names(at),
                keys=" + ".join(ways),
            ),
        )
    for index, clock in enumerate(_list(job.get("at"))):
        if isinstance(clock, str) and not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", clock):
            place = names((*at, "at", index))
            yield (
                (*at, "at", index),
                say("{path}: {seen} is no time of day; write it like 07:00", path=place, seen=shown(clock)),
            )
    cron = job.get("cron")
    if isinstance(cron, str) and cron:
        try:
            Times((cron,))
        except WrongTimes:
            yield (
                (*at, "cron"),
                say(
                    "{path}: {seen} is no cron expression, or a day that never comes; write five fields like {example}",
                    path=names((*at, "cron")),
                    seen=shown(cron),
                    example="30 7 * * mon-fri",
                ),
            )
    zone = job.get("zone")
    if isinstance(zone, str) and zone and not _is_zone(zone):
        yield (
            (*at, "zone"),
            say(
                "{path}: {seen} is no time zone; zones are written like {near}",
                path=names((*at, "zone")),
                seen=shown(zone),
                near=nearest(zone, available_timezones(), 0.5) or "Asia/Tokyo",
            ),
        )


def _is_zone(zone: str) -> bool:
    with suppress(OSError, ValueError, KeyError):  # a folder, a path that leads away, a name that is not there
        ZoneInfo(zone)
        return True
    return False


def _addresses(values: Mapping[str, Any], names: Names) -> Mistakes:
    for steps in (("heartbeat", "url"), ("notify", "webhook")):
        url = table(values, steps[0]).get(steps[1])
        if isinstance(url, str) and url and not web_address(url):
            yield (
                steps,
                say("{path}: this is no address; it must begin with https:// (or http://)", path=names(steps)),
            )


def web_address(url: str) -> bool:
    """Say whether ``url`` can be asked."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _mail(values: Mapping[str, Any], names: Names) -> Mistakes:
    mail = table(values, "mail")
    host = mail.get("host", "localhost")
    if mail.get("security") == "none" and isinstance(host, str) and not loopback(f"smtp://{host}"):
        yield (
            ("mail", "security"),
            say(
                "{path}: mail would be sent in the clear; {seen} is only for a server on this machine",
                path=names(("mail", "security")),
                seen='"none"',
            ),
        )
    for index, address in enumerate(_list(table(values, "notify").get("mail_to"))):
        if isinstance(address, str) and ("@" not in address or not address.isprintable()):
            steps = ("notify", "mail_to", index)
            yield steps, say("{path}: {seen} is no mail address", path=names(steps), seen=shown(address))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
