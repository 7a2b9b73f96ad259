"""The check as SARIF 2.1.0, for what shows the findings of checkers.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import hashlib
from importlib.metadata import PackageNotFoundError, version

from jobs.catalogue import translate
from jobs.check.checked import Checked, Told, by_rule
from jobs.report import Voice
from jobs.report.document import Json
from jobs.rules.finding import Finding, Unjudged
from sync.model import RecordId

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(checked: Checked, voice: Voice) -> dict[str, Json]:
    """Return the log: one run, one result a finding, one notification for what could not be judged or read."""
    told = by_rule(checked)
    places = {each.rule: place for place, each in enumerate(told)}
    errors = checked.gathered.errors
    notices: list[Json] = [_notification(each, checked, voice) for each in checked.judged.unjudged]
    notices += [
        {"level": "error", "message": {"text": f"{name}: {translate(error.seen, voice.language)}"}}
        for name, error in errors.items()
    ]
    run: dict[str, Json] = {
        "tool": {
            "driver": {
                "name": "Bothways",
                "version": _version(),
                "language": "en-US" if voice.language == "en" else voice.language,
                "rules": [_rule(each, voice) for each in told],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not errors, "toolExecutionNotifications": notices}],
        "results": [_result(each, places[each.rule], checked, voice) for each in checked.judged.findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(told: Told, voice: Voice) -> Json:
    title = told.rule if told.title is None else translate(told.title, voice.language)
    return {
        "id": told.rule,
        "shortDescription": {"text": title},
        "defaultConfiguration": {"level": told.weight.value},
        "properties": {"tags": [told.family.value], "lookedAt": told.looked},
    }


def _result(finding: Finding, place: int, checked: Checked, voice: Voice) -> Json:
    item = checked.item(finding.table, finding.record)
    title = "" if item is None else f"{item.title}: "
    others = [_location(checked, table, record) for table, record in finding.others]
    return {
        "ruleId": finding.rule,
        "ruleIndex": place,
        "level": finding.weight.value,
        "message": {"text": title + translate(finding.why, voice.language)},
        "locations": [_location(checked, finding.table, finding.record)],
        **({"relatedLocations": others} if others else {}),
        "partialFingerprints": {"finding/v1": _fingerprint(finding)},
        "properties": {"facts": dict(finding.facts), "roles": [str(role) for role in finding.roles]},
    }


def _notification(unjudged: Unjudged, checked: Checked, voice: Voice) -> Json:
    return {
        "level": "note",
        "message": {"text": translate(unjudged.why, voice.language)},
        "associatedRule": {"id": unjudged.rule},
        "locations": [_location(checked, unjudged.table, unjudged.record)],
    }


def _location(checked: Checked, table: str, record: RecordId) -> dict[str, Json]:
    """Name the record; where it can be opened, by its address."""
    item = checked.item(table, record)
    logical: dict[str, Json] = {
        "name": record or table,
        "fullyQualifiedName": f"{table}/{record}" if record else table,
        "kind": "resource",
    }
    found: dict[str, Json] = {"logicalLocations": [logical]}
    if item is not None and item.url:
        found["physicalLocation"] = {"artifactLocation": {"uri": item.url}}
    return found


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same as long as it is the same finding."""
    return hashlib.sha256(repr(finding.key).encode()).hexdigest()


def _version() -> str:
    try:
        return version("bothways")
    except PackageNotFoundError:
        return "0"
