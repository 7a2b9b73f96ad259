"""Python, the libraries, and the data of the time zones."""

from jobs.doctor.check import Area, Check, Checks, Verdict
from jobs.doctor.facts import Surroundings
from sync.message import Message, say

OLDEST = (3, 11)
_FEWEST_ZONES = 300


def surroundings(seen: Surroundings) -> Checks:
    version = ".".join(map(str, seen.python))
    if seen.python[:2] < OLDEST:
        way_out = say("Install Python {oldest} or later.", oldest=".".join(map(str, OLDEST)))
        yield _check(
            "python", Verdict.PROBLEM, say("This is Python {version}, which is too old.", version=version), way_out
        )
    else:
        yield _check("python", Verdict.OK, say("Python {version}", version=version))
    missing = [name for name, found in seen.versions.items() if found is None]
    there = ", ".join(f"{name} {found}" for name, found in seen.versions.items() if found is not None)
    if missing:
        lack = say("The libraries {names} are missing.", names=", ".join(missing))
        yield _check("libraries", Verdict.PROBLEM, lack, say("Install Bothways again, in an environment of its own."))
    else:
        yield _check("libraries", Verdict.OK, say("Libraries: {names}", names=there))
    if seen.zones < _FEWEST_ZONES:
        lack = say("Only {count} time zones are known: their data is missing.", count=seen.zones)
        yield _check("zones", Verdict.PROBLEM, lack, say("Install it: pip install {package}", package="tzdata"))
    else:
        yield _check("zones", Verdict.OK, say("{count} time zones are known.", count=seen.zones))


def _check(code: str, verdict: Verdict, seen: Message, way_out: Message | None = None) -> Check:
    return Check(Area.SURROUNDINGS, code, verdict, seen, way_out)
