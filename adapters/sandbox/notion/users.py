from adapters.sandbox.notion.capabilities import Capability
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.listing import listing
from adapters.sandbox.notion.request import Call
from adapters.sandbox.notion.workspace import BOT_ID, USER, WORKSPACE_ID, WORKSPACE_NAME, Workspace, not_found
from adapters.sandbox.store import Doc


def full_user(user: Doc) -> Doc:
    """Return a user as the users' own endpoints show it."""
    shown = {"object": "user", "id": user["id"], "name": user["name"], "avatar_url": user.get("avatar_url")}
    if user.get("bot"):
        bot: Doc = {
            "owner": {"type": "workspace", "workspace": True},
            "workspace_name": WORKSPACE_NAME,
            "workspace_id": WORKSPACE_ID,
            "workspace_limits": {"max_file_upload_size_in_bytes": 5242880},
        }
        return {**shown, "type": "bot", "bot": bot if user["id"] == BOT_ID else {}}
    if user.get("agent"):
        return {**shown, "type": "agent", "agent": {}}
    person = user.get("person") or {"email": user["email"], "email_verified": True}
    return {**shown, "type": "person", "person": person}


def seen_user(workspace: Workspace, key: str) -> Doc:
    """Return a user as properties and mentions show it; one that is not known is an id and no more."""
    user = workspace.store.get(USER, key)
    if user is None or key in workspace.unshared or Capability.USERS in workspace.lacking:
        return {"object": "user", "id": key}
    if user.get("group"):
        return {"object": "group", "id": key, "name": user["name"]}
    kind = next((each for each in ("bot", "agent") if user.get(each)), None)
    if kind is not None:
        details: Doc = {"type": kind, kind: {}}
    else:
        details = {"type": "person", "person": {} if Capability.EMAILS in workspace.lacking else _seen_person(user)}
    return {"object": "user", "id": key, "name": user["name"], "avatar_url": user.get("avatar_url"), **details}


def _seen_person(user: Doc) -> Doc:
    return {"email": user["email"]}


def partial_user(key: str) -> Doc:
    return {"object": "user", "id": key}


def list_users(call: Call) -> Doc:
    people = [user for _, user in call.workspace.store.all(USER) if not user.get("unlisted")]  # guests are not
    people = [user for user in people if user["id"] not in call.workspace.unshared]
    people.sort(key=lambda user: bool(user.get("bot")))
    return listing(call, [_told(call.workspace, user) for user in people], "user")


def retrieve_user(call: Call) -> Doc:
    key = checked_uuid(call.path["user_id"], "path.user_id", part="path")
    user = call.workspace.store.get(USER, key)
    if user is None or key in call.workspace.unshared:
        raise not_found("user", key)
    return _told(call.workspace, user)


def _told(workspace: Workspace, user: Doc) -> Doc:
    """Leave out a person's address where the connection may not see it."""
    shown = full_user(user)
    bare = Capability.EMAILS in workspace.lacking and shown["type"] == "person"
    return {**shown, "person": {}} if bare else shown


def retrieve_me(call: Call) -> Doc:
    bot = call.workspace.store.get(USER, BOT_ID)
    assert bot is not None  # noqa: S101 - every workspace is founded with its bot
    return full_user(bot)
