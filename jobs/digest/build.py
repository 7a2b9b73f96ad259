"""From records and findings to a digest: values in, values out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo

from jobs.digest.material import Material
from jobs.digest.model import Definition, Digest, Section, SectionKey, Window
from jobs.digest.options import Options
from jobs.digest.sections import (
    actions,
    backlog,
    causes,
    clerical,
    health,
    highlights,
    incidents,
    postmortems,
    risks,
    severity,
    slos,
    thanks,
)
from jobs.digest.survey import Survey
from jobs.digest.window import windows_before
from jobs.rules.calendar import Calendar
from jobs.rules.item import RecordType
from jobs.rules.metrics import action, postmortem, repeat, response, risk, staleness
from jobs.rules.metrics import backlog as backlog_metrics
from jobs.rules.metrics import severity as severity_metrics
from jobs.rules.ruleset import Rules
from jobs.rules.scene import Scene
from sync.message import Message, say

_SECTIONS: Mapping[SectionKey, Callable[[Survey], Section]] = {
    SectionKey.HIGHLIGHTS: highlights.highlights,
    SectionKey.INCIDENTS: incidents.incidents,
    SectionKey.POSTMORTEMS: postmortems.postmortems,
    SectionKey.ACTIONS: actions.actions,
    SectionKey.RISKS: risks.risks,
    SectionKey.STALE: clerical.stale,
    SectionKey.DUPLICATES: clerical.duplicates,
    SectionKey.LINKS: clerical.links,
    SectionKey.SEVERITY: severity.severity,
    SectionKey.REPEATS: causes.repeats,
    SectionKey.BREAKAGE: causes.breakage,
    SectionKey.SLO: slos.slos,
    SectionKey.BACKLOG: backlog.backlog,
    SectionKey.NEAR_MISSES: causes.near_misses,
    SectionKey.THANKS: thanks.thanks,
    SectionKey.HEALTH: health.health,
}
_ABOUT = {
    SectionKey.INCIDENTS: RecordType.INCIDENT,
    SectionKey.POSTMORTEMS: RecordType.INCIDENT,
    SectionKey.ACTIONS: RecordType.ACTION_ITEM,
    SectionKey.RISKS: RecordType.RISK,
    SectionKey.SEVERITY: RecordType.INCIDENT,
    SectionKey.REPEATS: RecordType.INCIDENT,
    SectionKey.BREAKAGE: RecordType.INCIDENT,
    SectionKey.SLO: RecordType.SLO,
    SectionKey.BACKLOG: RecordType.BACKLOG,
}
"""What each section is about: without a single such record it says so, and nothing else."""
METRICS = (
    *response.COUNTS,
    *response.TIMES,
    *postmortem.METRICS,
    *action.FLOW,
    *action.STATE,
    *risk.METRICS,
    *staleness.METRICS,
    *severity_metrics.METRICS,
    *repeat.METRICS,
    *backlog_metrics.METRICS,
)


def build(
    material: Material,
    window: Window,
    *,
    rules: Rules,
    zone: tzinfo,
    made_at: datetime,
    options: Options | None = None,
    calendar: Calendar | None = None,
) -> Digest:
    """Return the digest of a window.

    ``zone`` is the team's, in which ``window`` was made. A window that is not over yet is reckoned up to ``made_at``.
    """
    options, calendar = options or Options(), calendar or Calendar()
    before = windows_before(window, zone, options.first_weekday)
    under_way = window.start < made_at < window.end
    reckoned = replace(window, end=made_at.astimezone(zone)) if under_way else window
    scene = Scene(tuple(material.items), rules, reckoned.end.astimezone(zone), material.history, calendar)
    survey = Survey(material, scene, reckoned, before, zone, options)
    wanted = [key for key in SectionKey if key is not SectionKey.THANKS or options.thanks]
    sections = tuple(_section(key, survey) for key in wanted)
    return Digest(
        say("Weekly digest {window}", window=window.name),
        window,
        made_at,
        options.zone,
        sections,
        _definitions(sections),
        {record.value: len(scene.of(record)) for record in RecordType},
    )


def _section(key: SectionKey, survey: Survey) -> Section:
    record = _ABOUT.get(key)
    made = _SECTIONS[key](survey) if record is None or survey.scene.of(record) else None
    if made is None:
        return Section(key, _TITLES[key], notes=(say("No table of this kind is configured, or it has no record."),))
    notes = (*made.notes, *_confidential(record, survey))
    return replace(made, notes=notes)


def _confidential(record: RecordType | None, survey: Survey) -> list[Message]:
    if record is None or not survey.hidden:
        return []
    count = sum(item.key in survey.hidden for item in survey.scene.of(record))
    if not count:
        return []
    return [say("Confidential records: {count}. They are in the counts and nowhere else.", count=count)]


def _definitions(sections: tuple[Section, ...]) -> tuple[Definition, ...]:
    """Define what is shown, once each, in the order in which it stands."""
    known = {each.key: Definition(each.key, each.name, each.text) for each in METRICS}
    known |= {each.key: each for each in slos.DEFINITIONS}
    shown = dict.fromkeys(figure.key for section in sections for figure in section.figures)
    return tuple(known[key] for key in shown)


_TITLES = {
    SectionKey.INCIDENTS: say("New and open incidents"),
    SectionKey.POSTMORTEMS: say("Post-mortems"),
    SectionKey.ACTIONS: say("Prevention actions"),
    SectionKey.RISKS: say("Risks"),
    SectionKey.SEVERITY: say("Severity"),
    SectionKey.REPEATS: say("Repeated incidents"),
    SectionKey.BREAKAGE: say("How it broke, and where"),
    SectionKey.SLO: say("Objectives and error budgets"),
    SectionKey.BACKLOG: say("Backlog"),
}
