"""What has to stand between records: a decision before the backlog, an action of the right type."""

from collections.abc import Iterator

from jobs.rules.check import Check
from jobs.rules.checklist import says_something, section_of
from jobs.rules.finding import Finding
from jobs.rules.item import Item, RecordType
from jobs.rules.scene import Scene
from sync.message import say

_UNDECIDED = ("Open", "Investigating", "")
_DETECT = "Detect"


def decided(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Name the risks of an open backlog item on which no decision is recorded."""
    if not scene.is_open(item):
        return
    risks = [each for (role, *_) in check.roles if scene.has(item, role) for each in scene.linked(item, role)[0]]
    risks += [each for each in scene.pointing(item, RecordType.RISK, "backlog") if each not in risks]
    roles = (check.rule.result or "").split("|")
    for risk in risks:
        if risk.type is RecordType.RISK and not decision_recorded(risk, roles, scene):
            seen = say(
                "it is in the backlog, and no decision is recorded on its risk {risk}", risk=risk.title or risk.record
            )
            yield check.finding(item, seen, check.roles[0], [risk])


def decision_recorded(risk: Item, roles: list[str], scene: Scene) -> bool:
    """Say whether one of the roles is filled, or the status says that it was decided."""
    if any(scene.has(risk, role) and says_something(risk, role, scene) for role in roles):
        return True
    section = section_of(["decision"], risk, scene)
    if section is not None and scene.rules.words.answers(section.text, "decision"):
        return True
    return scene.has(risk, "status") and not scene.fits(risk, {"status": _UNDECIDED})


def linked(check: Check, item: Item, scene: Scene) -> Iterator[Finding]:
    """Say when what customers noticed has no action that would detect it."""
    if not scene.of(RecordType.ACTION_ITEM):
        return
    actions = [each for (role, *_) in check.roles if scene.has(item, role) for each in scene.linked(item, role)[0]]
    actions += [each for each in scene.pointing(item, RecordType.ACTION_ITEM, "incident") if each not in actions]
    role = check.rule.result or "type"
    if not any(scene.fits(each, {role: (_DETECT,)}) for each in actions):
        seen = say("a customer noticed it first, and no action item is there to detect it")
        yield check.finding(item, seen, check.names, actions)
