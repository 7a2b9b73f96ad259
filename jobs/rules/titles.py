"""What the built-in rules are called in reports."""

from collections.abc import Mapping, Sequence

from sync.message import Message, say

TITLES: Mapping[str, Message] = {
    "stale.risk": say("risks that no person has touched for long"),
    "risk.review": say("risks whose review date is past"),
    "risk.due": say("risks whose due date is past"),
    "risk.expired": say("accepted risks past their expiry"),
    "risk.done": say("risks that are open with everything linked done"),
    "risk.R1": say("risks without exactly one owner"),
    "risk.R2": say("risks without likelihood, impact or strategy"),
    "risk.R3": say("scores that are not what likelihood and impact give"),
    "risk.R4": say("risks that are topics: no cause, event and consequence"),
    "risk.R5": say("risks without a next review date"),
    "risk.R6": say("risks without a link to where they are watched"),
    "risk.R7": say("risks that were decided on and have no backlog item"),
    "risk.R8": say("accepted risks without reason, approver or expiry"),
    "risk.closed": say("risks closed without a reason"),
    "risk.dates": say("dates of risks that cannot be"),
    "risk.order": say("dates of risks out of order"),
    "risk.order.due": say("risks that were due before they were known"),
    "stale.incident": say("open incidents that no person has touched for long"),
    "incident.unclosed": say("incidents resolved long ago and not closed"),
    "incident.unreviewed": say("incidents resolved without a review"),
    "incident.duration": say("incidents that lasted very long"),
    "incident.resolved": say("resolved incidents without the time of it"),
    "incident.closed": say("incidents closed without a resolution"),
    "postmortem.C1": say("post-mortems without title, date, severity, status or owner"),
    "postmortem.C2": say("post-mortems without a summary"),
    "postmortem.C3": say("post-mortems whose impact is not in figures"),
    "postmortem.C4": say("times of incidents out of order"),
    "postmortem.C4.impact": say("impact that ends before it begins"),
    "postmortem.C4.dates": say("times of incidents that cannot be"),
    "postmortem.C5": say("post-mortems that do not say how it was noticed"),
    "postmortem.C5.customer": say("noticed by a customer, and no action to detect it"),
    "postmortem.C6": say("post-mortems without trigger or cause"),
    "postmortem.C6.people": say("causes that end at a person"),
    "postmortem.C7": say("post-mortems without a temporary and a permanent fix"),
    "postmortem.C8": say("post-mortems whose timeline has too few entries"),
    "postmortem.C9": say("post-mortems without lessons"),
    "postmortem.C10": say("post-mortems without an action item"),
    "postmortem.C11": say("post-mortems without a meeting, or not shared"),
    "postmortem.C12": say("post-mortems without a search for similar incidents"),
    "postmortem.C13": say("post-mortems without a risk"),
    "postmortem.C14": say("severities that the review did not confirm"),
    "stale.action_item": say("action items that no person has touched for long"),
    "action.due": say("action items past their due date"),
    "action.C10": say("action items without owner or due date"),
    "action.C10.ticket": say("action items without type or ticket"),
    "action.C10.wording": say("action items that nobody can verify"),
    "action.cancelled": say("action items cancelled without a reason"),
    "action.completed": say("action items that are done without a date"),
    "action.dates": say("dates of action items that cannot be"),
    "action.order": say("action items done before they were made"),
    "stale.backlog": say("backlog items that no person has touched for long"),
    "backlog.due": say("backlog items past their due date"),
    "backlog.gate": say("backlog items whose risk has no decision"),
    "backlog.origin": say("backlog items that name no risk or incident they come from"),
    "backlog.closed": say("backlog items cancelled without a reason"),
    "backlog.duplicate": say("duplicates that do not say of what"),
    "backlog.dates": say("dates of backlog items that cannot be"),
    "backlog.order": say("backlog items done before they were made"),
    "severity.unset": say("severities that are not set"),
    "severity.facts": say("severities that the figures contradict"),
    "severity.lowered": say("severities lowered without a reason"),
    "severity.meeting": say("review meetings past the time of their level"),
    "severity.actions": say("action items past the time of their level"),
    "severity.drift": say("severities whose shares have drifted"),
    "severity.unused": say("levels of severity that nobody used"),
    "duplicate": say("records entered twice"),
    "similar": say("similar records"),
    "granularity": say("risks that may be too fine"),
}

SECTIONS: Mapping[str, Message] = {
    "summary": say("summary"),
    "customer_impact": say("impact"),
    "detection": say("how it was noticed"),
    "trigger": say("trigger"),
    "cause": say("cause"),
    "temporary_fix": say("temporary fix"),
    "permanent_fix": say("permanent fix"),
    "timeline": say("timeline"),
    "went_well": say("what went well"),
    "went_wrong": say("what went wrong"),
    "got_lucky": say("where we got lucky"),
    "actions": say("action items"),
    "similar": say("similar incidents"),
    "risks": say("risks"),
    "shared": say("whom it was shared with"),
    "decision": say("decision"),
}
"""What sections are called in sentences."""


def listed(names: Sequence[Message | str]) -> Message | str:
    """Return names with commas between them, each to be said in the reader's language."""
    text = names[0]
    for name in names[1:]:
        text = say("{first}, {next}", first=text, next=name)
    return text


def title_of(rule: str) -> Message | None:
    """Return what a rule is called; one of a team's own has its id alone."""
    return TITLES.get(rule)
