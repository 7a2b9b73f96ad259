"""Tasks of calls with ``allow_async``. The work is done at once; the first look finds it done."""

from collections.abc import Callable

from adapters.sandbox.notion.request import Accepted, Call
from adapters.sandbox.notion.workspace import not_found
from adapters.sandbox.store import Doc

TASK = "notion.async_task"


def later(call: Call, operation: str, handler: Callable[[Call], Doc]) -> Doc:
    """Answer a call at once, or with a task if it asks for one."""
    if call.body.pop("allow_async", False) is not True:
        return handler(call)
    workspace = call.workspace
    key = f"task_{workspace.uuid().replace('-', '')}"
    now = workspace.instant().replace("+00:00", "Z")
    task = {
        "object": "async_task",
        "id": key,
        "status": "succeeded",
        "status_url": f"https://api.notion.com/v1/async_tasks/{key}",
        "created_time": now,
        "operation": {"surface": "rest", "name": operation},
        "result": handler(call),
    }
    workspace.store.put(TASK, key, task)
    queued = {name: value for name, value in task.items() if name != "result"}
    raise Accepted({**queued, "status": "queued", "poll_after_seconds": 2})


def retrieve(call: Call) -> Doc:
    task = call.workspace.store.get(TASK, call.path["task_id"])
    if task is None:
        raise not_found("async task", call.path["task_id"])
    return dict(task)
