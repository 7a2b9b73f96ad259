"""Who finished something."""

from jobs.digest.model import Line, Owner, Section, SectionKey
from jobs.digest.survey import Survey
from jobs.rules.item import Item
from jobs.rules.metrics.entry import State
from jobs.rules.metrics.postmortem import finished
from jobs.rules.metrics.timeline import shown
from sync.message import say


def thanks(survey: Survey) -> Section:
    done = [each.item for each in shown(survey.records.actions.ended(survey.period, State.DONE))]
    held = [each.entry.item for each in finished(survey.records, survey.period) if not each.entry.hidden]
    found: dict[Owner, tuple[list[Item], list[Item]]] = {}
    for place, items in enumerate((done, held)):
        for item in items:
            for owner in survey.owners(item):
                found.setdefault(owner, ([], []))[place].append(item)
    people = sorted(found.items(), key=lambda pair: (-len(pair[1][0]) - len(pair[1][1]), pair[0].name))
    return Section(
        SectionKey.THANKS,
        say("Thanks"),
        listings=(
            survey.listing(
                say("Finished something"), people, lambda each: _line(*each, survey), say("Nothing was finished.")
            ),
        ),
    )


def _line(owner: Owner, work: tuple[list[Item], list[Item]], survey: Survey) -> Line:
    """Name what a person finished; the first of it is the record of the line."""
    done, held = work
    first = (*done, *held)[0]
    text = say("{name}: actions {actions}, post-mortems {held}", name=owner.name, actions=len(done), held=len(held))
    line = survey.line(first, text, marks=())
    return Line(line.text, line.table, line.record, line.title, line.url, (owner,), line.age)
