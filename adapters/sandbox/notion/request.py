"""One call, as the endpoints see it."""

from dataclasses import dataclass, field

from adapters.sandbox.notion.errors import wrong
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.workspace import Workspace
from adapters.sandbox.store import Doc

VERSIONS = ("2026-03-11", "2025-09-03", "2022-06-28")
BETAS = ("status-group-filters-2026-10-06",)


class Accepted(Exception):
    """The answer 202 of a call whose work is a task to be asked for."""

    def __init__(self, task: Doc) -> None:
        super().__init__("accepted")
        self.task = task


@dataclass(frozen=True, slots=True)
class Call:
    """``query`` keeps repeated keys in order; ``headers`` has lower-case names."""

    workspace: Workspace
    version: str
    path: dict[str, str]
    query: list[tuple[str, str]]
    body: Doc
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def says_archived(self) -> bool:
        """Version 2026-03-11 renamed ``archived`` to ``in_trash`` in requests and answers."""
        return self.version < "2026-03-11"

    def first(self, name: str) -> str | None:
        return next((value for key, value in self.query if key == name), None)

    def chosen_id(self, header: str) -> str | None:
        """Return the id that a caller of the sandbox chose for what it creates; the service has no such header."""
        given = self.headers.get(header)
        return None if given is None else checked_uuid(given, header, part="header")

    def every(self, name: str) -> list[str]:
        return [value for key, value in self.query if key in (name, f"{name}[]")]


def trash_wish(call: Call) -> bool | None:
    """Return what the body says of the trash, under the name that the version knows."""
    body = call.body
    if "archived" in body and not call.says_archived:
        raise wrong("body.archived", "not present", body["archived"])
    wish = body.get("in_trash", body.get("archived"))
    if wish is not None and not isinstance(wish, bool):
        raise wrong("body.in_trash", "a boolean or `undefined`", wish)
    return wish


def only(body: Doc, *known: str) -> None:
    """Refuse what an endpoint does not know, as the service does."""
    for name, value in body.items():
        if name not in known:
            raise wrong(f"body.{name}", "not present", value)
