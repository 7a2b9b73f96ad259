"""Reading what is there, proposing, and finding the answers that are still missing. Nothing here writes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

from jobs.init.draft import NO_BOOK, NO_ID, Draft, Given
from jobs.init.ports import Answers, Tables
from jobs.init.tabs import chosen_tab
from mappings.presets import KINDS, Preset, load
from mappings.proposal import OWN, Match, Proposal, free, plain_name, propose, propose_database, propose_tab
from mappings.sketch import Book, Database, Tab
from sync.errors import Misconfigured
from sync.message import Message, say


def drafted(given: Given, tables: Tables, answers: Answers, taken: Iterable[str], language: str, zone: str) -> Draft:
    """Propose a pair. ``taken`` are the names of pairs there are, ``zone`` the configuration's where it has one.

    Raises ``Misconfigured`` where neither side is named, and what reading raises.
    """
    if given.notion is None and given.sheet is None:
        raise Misconfigured(
            say("There is nothing to begin with."),
            [
                say("--notion URL: the database in Notion"),
                say("--sheet URL: the spreadsheet; one of the two is enough, the other side can be made"),
            ],
        )
    presets = presets_for(language)
    database = tables.database(given.notion) if given.notion is not None else None
    book = tables.book(given.sheet) if given.sheet is not None else None
    zone = zone or (book.zone if book is not None and _known(book.zone) else "")
    tab: Tab | None = None
    missing: list[Message] = []
    if book is not None:
        tab, missing = chosen_tab(given, book, tables, answers, database, lambda each: _fields(database, each, presets))
    draft = Draft("", Proposal(()), database, book, tab, zone, book.locale if book else "", missing=tuple(missing))
    if missing:
        return draft
    draft = _proposed(draft, given, tables, presets, _tzinfo(zone))
    draft = replace(
        draft,
        name=given.name or _name(draft, taken),
        source=database.source if database else NO_ID,
        spreadsheet=book.spreadsheet if book else NO_BOOK,
    )
    return decided(draft, given, answers)


def presets_for(language: str) -> list[Preset]:
    return [load(kind, "ja" if language == "ja" else "en") for kind in KINDS]


def _proposed(draft: Draft, given: Given, tables: Tables, presets: Sequence[Preset], zone: tzinfo) -> Draft:
    database, tab = draft.database, draft.tab
    if database is not None and tab is not None:
        proposal = propose(
            database, tab, presets, zone, id_property=_there(given, database), id_column=_here(given, tab)
        )
        who = proposal.identity
        return replace(draft, proposal=proposal, id_property=who.id_property, id_column=who.id_column)
    if database is not None:
        title = given.tab or database.title or "Bothways"
        proposal, new = propose_tab(database, presets, _free_title(title, draft.book))
        return replace(
            draft, proposal=proposal, new=new, id_property=proposal.identity.id_property, id_column=new.identity
        )
    if tab is None:
        raise Misconfigured(
            say("The spreadsheet is empty, and no Notion database is named."),
            way_out=say("Name a tab with a header row (--tab), or the database (--notion)."),
        )
    proposal, new = propose_database(tab, presets, tables.people(), zone, tab.title)
    column = _here(given, tab) or proposal.identity.id_column
    return replace(draft, proposal=proposal, new=new, id_property=new.identity, id_column=column)


def decided(draft: Draft, given: Given, answers: Answers) -> Draft:
    """Settle what needs a yes: matches that are not sure, and what has to be made or added."""
    draft = replace(draft, proposal=_confirmed(draft.proposal, answers))
    missing: list[Message] = []
    if not draft.proposal.fields:
        raise Misconfigured(
            say("No property and no column go together."),
            way_out=say("Look whether the right tables were named; --header-row says where the headers are."),
        )
    if draft.id_property is None:
        draft, lacks = _with_property(draft, given, answers)
        missing += lacks
    if draft.id_column is None:
        draft, lacks = _with_column(draft, given, answers)
        missing += lacks
    if draft.new is not None and draft.database is None and given.parent is None:
        missing.append(say("--parent URL: the page in Notion below which the database is made"))
    return replace(draft, missing=tuple(missing))


def _confirmed(proposal: Proposal, answers: Answers) -> Proposal:
    confirmed: list[Match] = []
    rest: list[Match] = []
    for each in proposal.unsure:
        question = say("Do {notion} (Notion) and {sheet} (sheet) hold the same?", notion=each.notion, sheet=each.sheet)
        (confirmed if answers.agree(question) else rest).append(each)
    return replace(proposal, fields=(*proposal.fields, *confirmed), unsure=tuple(rest))


def _with_property(draft: Draft, given: Given, answers: Answers) -> tuple[Draft, list[Message]]:
    """Add a property for the record id, go without one, or say which answer is missing."""
    database = draft.database
    if database is None:
        return draft, []
    name = free(given.id_property or OWN, [each.name for each in database.properties])
    wish = _wish(given, answers, say("Add the text property {name} to the database for the record ids?", name=name))
    if wish is None:
        return draft, [say("--add-ids or --no-add-ids: whether the property {name} may be added in Notion", name=name)]
    if wish:
        return replace(draft, id_property=name, add_property=name), []
    if not draft.proposal.match_on:
        return draft, [say("--add-ids: without a property for the ids, records must be recognised by their fields")]
    return draft, []


def _with_column(draft: Draft, given: Given, answers: Answers) -> tuple[Draft, list[Message]]:
    """Add a column for the record id, or say which answer is missing: a sheet cannot be without one."""
    tab = draft.tab
    if tab is None:
        return draft, []
    headers = [each.name for each in tab.columns]
    wanted = given.id_column or ("ID" if "ID" not in headers else OWN)
    name = free(wanted, headers)
    wish = _wish(
        given, answers, say("Add the column {name} at the right end of the tab for the record ids?", name=name)
    )
    if wish:
        return replace(draft, id_column=name, add_column=name), []
    if wish is None:
        return draft, [say("--add-ids: whether the column {name} may be added to the sheet", name=name)]
    return draft, [say("--id-column NAME: a sheet needs a column for the record ids; name one, or say --add-ids")]


def _wish(given: Given, answers: Answers, question: Message) -> bool | None:
    if given.add_ids is not None:
        return given.add_ids
    return True if given.yes else answers.agree(question)


def _there(given: Given, database: Database) -> str | None:
    names = [each.name for each in database.properties]
    return given.id_property if given.id_property in names else None


def _here(given: Given, tab: Tab) -> str | None:
    names = [each.name for each in tab.columns]
    return given.id_column if given.id_column in names else None


def _fields(database: Database | None, tab: Tab, presets: Sequence[Preset]) -> int:
    """Return how many columns of a tab go with the database."""
    return len(propose(database, tab, presets, UTC).fields) if database is not None else 0


def _name(draft: Draft, taken: Iterable[str]) -> str:
    kind = draft.proposal.kind
    called = (draft.database.title if draft.database else "", draft.tab.title if draft.tab else "")
    plain = next(filter(None, map(plain_name, called)), "")
    return free((_PLURALS.get(kind.name) if kind else None) or plain or "table", taken)


_PLURALS = {
    "risk": "risks",
    "incident": "incidents",
    "action_item": "actions",
    "backlog": "backlog",
    "severity": "severities",
    "slo": "slos",
}


def _free_title(title: str, book: Book | None) -> str:
    return free(title, book.tabs) if book is not None else title


def _known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        return False
    return True


def _tzinfo(zone: str) -> tzinfo:
    return ZoneInfo(zone) if zone and zone != "UTC" else UTC
