"""What happened again, how things broke, and where; near misses."""

from collections.abc import Callable, Mapping, Sequence

from jobs.digest.charts import OTHERS, bars
from jobs.digest.model import Chart, ChartKind, Line, Section, SectionKey, Unit
from jobs.digest.survey import Survey
from jobs.digest.wording import listed
from jobs.rules.item import RecordType
from jobs.rules.metrics.cause import causes, tags
from jobs.rules.metrics.entry import Entry
from jobs.rules.metrics.repeat import METRICS, Repeat
from jobs.rules.metrics.repeat import repeats as find_repeats
from jobs.rules.metrics.timeline import shown
from sync.message import Message, say

_KINDS = ("Regression", "Incident", "User inquiry", "Near miss")
_MOST_PLACES, _MOST_CAUSES = 8, 5
"""Functions and causes beyond these are counted as one."""
_OTHERS = "…"


def repeats(survey: Survey) -> Section:
    found = find_repeats(survey.records, survey.period)
    found.sort(key=lambda each: (not each.actions, each.entry.began or survey.at))
    return Section(
        SectionKey.REPEATS,
        say("Repeated incidents"),
        tuple(map(survey.figure, METRICS)),
        (
            survey.listing(
                say("Happened before"), found, lambda each: again(each, survey), say("None happened before.")
            ),
        ),
    )


def again(each: Repeat, survey: Survey) -> Line:
    """Name the earlier incident, and whether something that was to be done after it was still open."""
    earlier = each.earlier.item.title or str(each.earlier.item.record)
    if not each.actions:
        return survey.line(each.entry.item, say("happened before: {earlier}", earlier=earlier))
    text = say(
        "happened before: {earlier}; still open when it happened again: {actions}",
        earlier=earlier,
        actions=listed(action.title or str(action.record) for action in each.actions[:3]),
    )
    return survey.line(each.entry.item, text)


def breakage(survey: Survey) -> Section:
    """Count kinds of breakage by function, and causes by function, over the windows that charts show."""
    every = [each for _, period in survey.trend for each in shown(survey.records.incidents.began(period))]
    now = shown(survey.records.incidents.began(survey.period))
    kinds = _counted(now, lambda each: _kind(each, survey), _KINDS)
    notes = tuple(
        say("{option}: {count} in this window", option=_broken(name, survey), count=kinds[name]) for name in kinds
    )
    places = [each for each in every if _places(each)]
    return Section(
        SectionKey.BREAKAGE,
        say("How it broke, and where"),
        charts=(
            _crossed(
                "breakage.kind",
                say("Kind of breakage by function"),
                places,
                lambda each: [_kind(each, survey)],
                lambda name: _broken(name, survey),
            ),
            _crossed(
                "breakage.cause",
                say("Cause by function"),
                [each for each in places if causes(each.item, survey.scene.rules.words)],
                lambda each: causes(each.item, survey.scene.rules.words),
                lambda name: say("{option}", option=name),
            ),
        ),
        notes=(
            *notes,
            say(
                "{count} of {all} incidents name a function or a service.",
                count=len(places),
                all=len(every),
            ),
        ),
    )


def _kind(each: Entry, survey: Survey) -> str:
    return survey.records.option(each.item, "breakage")


def _places(each: Entry) -> Sequence[str]:
    return tags(each.item, "functions") or tags(each.item, "services")


def _counted(entries: Sequence[Entry], of: Callable[[Entry], str], order: Sequence[str]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for each in entries:
        found[of(each)] = found.get(of(each), 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (pair[0] not in order, pair[0] == "", -pair[1], pair[0])))


def _crossed(
    key: str,
    title: Message,
    entries: Sequence[Entry],
    of: Callable[[Entry], Sequence[str]],
    spoken: Callable[[str], Message],
) -> Chart:
    """Count by function and by something else; the most frequent ones are named."""
    pairs = [(place, what) for each in entries for place in _places(each) for what in of(each)]
    places = _most([place for place, _ in pairs], _MOST_PLACES)
    whats = _most([what for _, what in pairs], _MOST_CAUSES)
    counts: dict[str, list[float]] = {}
    for place, what in pairs:
        row = counts.setdefault(places[place], [0.0] * len(set(whats.values())))
        row[list(dict.fromkeys(whats.values())).index(whats[what])] += 1
    ordered = {OTHERS if place == _OTHERS else place: counts[place] for place in dict.fromkeys(places.values())}
    if list(whats) == [""]:
        return bars(key, say("Incidents by function"), ordered, [say("incidents")], Unit.COUNT)
    names = [OTHERS if name == _OTHERS else spoken(name) for name in dict.fromkeys(whats.values())]
    return bars(key, title, ordered, names, Unit.COUNT, kind=ChartKind.STACKED)


def _most(names: Sequence[str], most: int) -> dict[str, str]:
    """Return under which label each name is counted, the most frequent first."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    order = sorted(counts, key=lambda name: (-counts[name], name))
    return {name: name if place < most else _OTHERS for place, name in enumerate(order)}


def _broken(name: str, survey: Survey) -> Message:
    return survey.named(RecordType.INCIDENT, "breakage", name)


def near_misses(survey: Survey) -> Section:
    """Name what nearly happened: incidents of that kind, and risks that were noticed that way."""
    close = [each for each in shown(survey.records.incidents.began(survey.period)) if _near(each, survey)]
    close += [
        each
        for each in shown(survey.records.risks.began(survey.period))
        if survey.records.option(each.item, "detection") == "Near miss"
    ]
    return Section(
        SectionKey.NEAR_MISSES,
        say("Near misses"),
        listings=(
            survey.listing(
                say("Nearly happened"),
                close,
                lambda each: survey.line(each.item, say("near miss")),
                say("None reported."),
            ),
        ),
    )


def _near(each: Entry, survey: Survey) -> bool:
    return "Near miss" in (_kind(each, survey), survey.records.option(each.item, "detection"))
