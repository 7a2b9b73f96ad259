"""The order of what stands on a page or in a block."""

from adapters.sandbox.notion.workspace import CHILDREN, Workspace


def children_of(workspace: Workspace, parent: str) -> list[str]:
    found = workspace.store.get(CHILDREN, parent)
    return [] if found is None else list(found["ids"])


def put_children(workspace: Workspace, parent: str, ids: list[str]) -> None:
    workspace.store.put(CHILDREN, parent, {"ids": ids})


def add_child(workspace: Workspace, parent: str | None, key: str) -> None:
    if parent is not None:
        put_children(workspace, parent, [*children_of(workspace, parent), key])


def drop_child(workspace: Workspace, parent: str | None, key: str) -> None:
    if parent is not None:
        put_children(workspace, parent, [each for each in children_of(workspace, parent) if each != key])
