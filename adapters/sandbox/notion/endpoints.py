"""Which path is answered by what."""

from collections.abc import Callable

from adapters.sandbox.notion import (
    blocks,
    comments,
    data_sources,
    databases,
    items,
    older,
    pages,
    search,
    tasks,
    uploads,
    users,
    views,
)
from adapters.sandbox.notion.markdown import pages as markdown
from adapters.sandbox.notion.query.run import query
from adapters.sandbox.notion.request import Call
from adapters.sandbox.store import Doc

Handler = Callable[[Call], Doc]


def _update_markdown(call: Call) -> Doc:
    return tasks.later(call, "PATCH /v1/pages/:page_id/markdown", markdown.update)


ENDPOINTS: tuple[tuple[str, str, Handler], ...] = (
    ("POST", "/v1/databases", databases.create),
    ("GET", "/v1/databases/{database_id}", databases.retrieve),
    ("PATCH", "/v1/databases/{database_id}", databases.update),
    ("POST", "/v1/databases/{database_id}/query", older.query),
    ("POST", "/v1/data_sources", data_sources.create),
    ("GET", "/v1/data_sources/{data_source_id}", data_sources.retrieve),
    ("PATCH", "/v1/data_sources/{data_source_id}", data_sources.update),
    ("POST", "/v1/data_sources/{data_source_id}/query", query),
    ("GET", "/v1/data_sources/{data_source_id}/templates", data_sources.templates),
    ("POST", "/v1/pages", pages.create),
    ("GET", "/v1/pages/{page_id}", pages.retrieve),
    ("PATCH", "/v1/pages/{page_id}", pages.update),
    ("POST", "/v1/pages/{page_id}/move", pages.move),
    ("GET", "/v1/pages/{page_id}/properties/{property_id}", items.retrieve),
    ("GET", "/v1/pages/{page_id}/markdown", markdown.retrieve),
    ("PATCH", "/v1/pages/{page_id}/markdown", _update_markdown),
    ("GET", "/v1/blocks/{block_id}", blocks.retrieve),
    ("PATCH", "/v1/blocks/{block_id}", blocks.update),
    ("DELETE", "/v1/blocks/{block_id}", blocks.delete),
    ("GET", "/v1/blocks/{block_id}/children", blocks.list_children),
    ("PATCH", "/v1/blocks/{block_id}/children", blocks.append),
    ("GET", "/v1/users", users.list_users),
    ("GET", "/v1/users/me", users.retrieve_me),
    ("GET", "/v1/users/{user_id}", users.retrieve_user),
    ("POST", "/v1/search", search.search),
    ("POST", "/v1/comments", comments.create),
    ("GET", "/v1/comments", comments.list_comments),
    ("GET", "/v1/comments/{comment_id}", comments.retrieve),
    ("PATCH", "/v1/comments/{comment_id}", comments.update),
    ("DELETE", "/v1/comments/{comment_id}", comments.delete),
    ("POST", "/v1/file_uploads", uploads.create),
    ("GET", "/v1/file_uploads", uploads.list_uploads),
    ("GET", "/v1/file_uploads/{file_upload_id}", uploads.retrieve),
    ("POST", "/v1/file_uploads/{file_upload_id}/send", uploads.send),
    ("POST", "/v1/file_uploads/{file_upload_id}/complete", uploads.complete),
    ("POST", "/v1/views", views.create),
    ("GET", "/v1/views", views.list_views),
    ("GET", "/v1/views/{view_id}", views.retrieve),
    ("PATCH", "/v1/views/{view_id}", views.update),
    ("DELETE", "/v1/views/{view_id}", views.delete),
    ("POST", "/v1/views/{view_id}/queries", views.create_query),
    ("GET", "/v1/views/{view_id}/queries/{query_id}", views.query_results),
    ("DELETE", "/v1/views/{view_id}/queries/{query_id}", views.delete_query),
    ("GET", "/v1/async_tasks/{task_id}", tasks.retrieve),
    ("GET", "/v1/custom_emojis", views.list_emojis),
)
