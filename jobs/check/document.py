"""The check for programs; docs/check.md says what stands where."""

from collections.abc import Sequence

from jobs.catalogue import translate
from jobs.check.checked import Checked, Told, by_rule
from jobs.report import Voice
from jobs.report.document import FORMAT, Json, error_object
from jobs.rules.finding import Finding, Unjudged
from sync.errors import BothwaysError
from sync.model import RecordId


def document(
    exit_code: int, checked: Checked | None, voice: Voice, error: BothwaysError | None = None
) -> dict[str, Json]:
    """Return the object. ``error`` is what stopped the command before anything was judged."""
    head: dict[str, Json] = {
        "format": FORMAT,
        "command": "check",
        "exit_code": exit_code,
        "error": None if error is None else error_object(error, voice),
    }
    if checked is None:
        return head
    gathered, judged = checked.gathered, checked.judged
    return {
        **head,
        "at": checked.at.isoformat(timespec="seconds"),
        "counts": {
            **{weight.value: count for weight, count in checked.counts().items()},
            "unjudged": len(judged.unjudged),
            "unread": len(gathered.unread),
        },
        "tables": [_table(name, checked, voice) for name in checked.tables],
        "without_type": list(checked.without_type),
        "rules": [_rule(told, voice) for told in by_rule(checked)],
        "findings": [_finding(each, checked, voice) for each in judged.findings],
        "unjudged": [_unjudged(each, checked, voice) for each in judged.unjudged],
        "not_applicable": [
            {"rule": each.rule, "table": each.table, "why": translate(each.why, voice.language)} for each in judged.idle
        ],
        "unread": [
            {
                "table": each.table,
                "side": each.side.value,
                "record": each.record,
                "address": each.address,
                "url": each.url,
                "why": translate(each.why, voice.language),
            }
            for each in gathered.unread
        ],
        "unknown_options": [
            {"table": table, "role": role, "option": option, "count": count}
            for (table, role, option), count in sorted(gathered.odd.items())
        ],
    }


def _table(name: str, checked: Checked, voice: Voice) -> Json:
    error = checked.gathered.errors.get(name)
    return {
        "table": name,
        "record": checked.tables[name].value,
        "records": len(checked.gathered.items.get(name, ())),
        "unread": sum(each.table == name for each in checked.gathered.unread),
        "bodies_read": checked.gathered.bodies_read.get(name, 0),
        "bodies_left": checked.gathered.bodies_left.get(name, 0),
        "error": None if error is None else error_object(error, voice),
    }


def _rule(told: Told, voice: Voice) -> Json:
    return {
        "rule": told.rule,
        "title": None if told.title is None else translate(told.title, voice.language),
        "family": told.family.value,
        "weight": told.weight.value,
        "findings": len(told.findings),
        "unjudged": len(told.unjudged),
        "looked_at": told.looked,
    }


def _finding(finding: Finding, checked: Checked, voice: Voice) -> Json:
    return {
        "rule": finding.rule,
        "family": finding.family.value,
        "weight": finding.weight.value,
        **_record(finding.table, finding.record, checked),
        "roles": [str(role) for role in finding.roles],
        "why": translate(finding.why, voice.language),
        "others": [_record(table, record, checked) for table, record in finding.others],
        "facts": dict(finding.facts),
    }


def _unjudged(unjudged: Unjudged, checked: Checked, voice: Voice) -> Json:
    return {
        "rule": unjudged.rule,
        **_record(unjudged.table, unjudged.record, checked),
        "why": translate(unjudged.why, voice.language),
    }


def _record(table: str, record: RecordId, checked: Checked) -> dict[str, Json]:
    item = checked.item(table, record)
    owner: Sequence[str] = ()
    if item is not None:
        found = next((item.get(role) for role in ("owner", "assignee", "lead") if item.get(role)), None)
        owner = found if isinstance(found, tuple) else (str(found),) if found else ()
    return {
        "table": table,
        "record": record or None,
        "title": None if item is None else item.title,
        "url": None if item is None else item.url,
        "owner": list(owner),
    }
