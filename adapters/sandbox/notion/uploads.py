"""File uploads: created, sent, and attached by id. The bytes are counted and thrown away."""

import mimetypes
import re
from datetime import timedelta
from typing import Any

from adapters.sandbox.notion.dates import minute
from adapters.sandbox.notion.errors import invalid, missing, too_long, wrong
from adapters.sandbox.notion.files import UPLOAD, upload_status
from adapters.sandbox.notion.ids import checked_uuid
from adapters.sandbox.notion.listing import listing
from adapters.sandbox.notion.request import Call
from adapters.sandbox.notion.users import seen_user
from adapters.sandbox.notion.workspace import not_found
from adapters.sandbox.store import Doc

MOST_SINGLE = 20 * 1024 * 1024
LEAST_PART = 5 * 1024 * 1024
MOST_PARTS = 10_000
MOST_NAME = 900


def form_of(raw: bytes, content_type: str) -> dict[str, Any]:
    """Return a multipart body: its texts as they are, its file as the number of its bytes."""
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    if boundary is None:
        raise wrong("body", "a multipart form with a boundary", content_type)
    found: dict[str, Any] = {}
    for part in raw.split(b"--" + boundary[1].encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        disposition = head.decode(errors="replace")
        name = re.search(r'\bname="([^"]*)"', disposition)
        content = content.removesuffix(b"\r\n")
        if name is not None:
            found[name[1]] = len(content) if "filename" in disposition else content.decode(errors="replace")
    return found


def _shown(call: Call, upload: Doc) -> Doc:
    shown = {
        "object": "file_upload",
        "id": upload["id"],
        "created_time": upload["created_time"],
        "created_by": {"id": upload["created_by"], "type": seen_user(call.workspace, upload["created_by"]).get("type")},
        "last_edited_time": upload["last_edited_time"],
        "expiry_time": upload["expiry_time"],
        "in_trash": False,
        "status": upload_status(upload, call.workspace.now()),
        "filename": upload["filename"],
        "content_type": upload["content_type"],
        "content_length": upload["content_length"],
    }
    if "file_import_result" in upload:
        shown["file_import_result"] = upload["file_import_result"]
    if shown["status"] == "pending":
        shown["upload_url"] = f"https://api.notion.com/v1/file_uploads/{upload['id']}/send"
    if upload.get("parts") is not None:
        shown["number_of_parts"] = {"total": upload["parts"], "sent": len(upload["sent"])}
        if shown["status"] == "pending":
            shown["complete_url"] = f"https://api.notion.com/v1/file_uploads/{upload['id']}/complete"
    if call.says_archived:
        shown["archived"] = False
    return shown


def create(call: Call) -> Doc:
    workspace, body = call.workspace, call.body
    mode = body.get("mode", "single_part")
    if mode not in ("single_part", "multi_part", "external_url"):
        raise wrong("body.mode", '`"single_part"`, `"multi_part"`, or `"external_url"`', mode)
    name = body.get("filename")
    if name is None and mode != "single_part":
        raise missing("body.filename")
    if name is not None and len(str(name).encode()) > MOST_NAME:
        raise too_long("body.filename", MOST_NAME, len(str(name).encode()))
    guessed = mimetypes.guess_type(str(name))[0] if name else None
    _check_type(body.get("content_type"), guessed, str(name))
    upload = {
        **workspace.authored(workspace.uuid()),
        "expiry_time": minute(workspace.now() + timedelta(hours=1)),
        "status": "uploaded" if mode == "external_url" else "pending",
        "mode": mode,
        "filename": name,
        "content_type": body.get("content_type") or guessed,
        "content_length": None,
        "parts": _parts(body) if mode == "multi_part" else None,
        "sent": [],
    }
    answer = _shown(call, {**upload, "status": "pending"})
    workspace.store.put(UPLOAD, upload["id"], upload)
    return answer


def _check_type(given: object, guessed: str | None, name: str) -> None:
    if given is not None and not isinstance(given, str):
        raise wrong("body.content_type", "a string or `undefined`", given)
    kinds = {each.partition("/")[0] for each in (given, guessed) if each}
    if len(kinds) > 1 and kinds & {"image", "audio", "video"}:
        raise invalid(f"The extension of the filename {name} does not match the content type {given}.")


def _parts(body: Doc) -> int:
    count = body.get("number_of_parts")
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= MOST_PARTS:
        raise wrong("body.number_of_parts", f"a number from 1 to {MOST_PARTS}", count)
    return count


def _take_part(upload: Doc, given: object, size: int) -> None:
    """Take a part; all but the last are of 5 to 20 MiB."""
    number = int(given) if isinstance(given, str) and given.isdecimal() else 0
    if not 1 <= number <= upload["parts"]:
        raise wrong("body.part_number", f"a number from 1 to {upload['parts']}", given)
    if size > MOST_SINGLE or (size < LEAST_PART and number < upload["parts"]):
        raise invalid(f"A part has to be of {LEAST_PART} to {MOST_SINGLE} bytes; the last one may be smaller.")
    upload["sent"] = sorted({*upload["sent"], number})


def send(call: Call) -> Doc:
    upload, size = _the_upload(call), call.body.get("file")
    if not isinstance(size, int):
        raise missing("body.file")
    status = upload_status(upload, call.workspace.now())
    if status != "pending":
        raise invalid(f"The file upload has the status {status} and takes no more data.")
    if upload["mode"] == "single_part" and size > MOST_SINGLE:
        raise invalid(f"The file is larger than {MOST_SINGLE} bytes; use the mode multi_part.")
    if upload["mode"] == "multi_part":
        _take_part(upload, call.body.get("part_number"), size)
    upload["content_length"] = (upload["content_length"] or 0) + size
    if upload["mode"] == "single_part":
        upload["status"] = "uploaded"
    call.workspace.store.put(UPLOAD, upload["id"], upload)
    return _shown(call, upload)


def complete(call: Call) -> Doc:
    upload = _the_upload(call)
    if upload["mode"] != "multi_part" or upload["status"] != "pending":
        raise invalid("Only a pending upload in parts can be completed.")
    if len(upload["sent"]) < upload["parts"]:
        raise invalid(f"Only {len(upload['sent'])} of {upload['parts']} parts have been sent.")
    upload["status"] = "uploaded"
    call.workspace.store.put(UPLOAD, upload["id"], upload)
    return _shown(call, upload)


def retrieve(call: Call) -> Doc:
    return _shown(call, _the_upload(call))


def list_uploads(call: Call) -> Doc:
    status = call.first("status")
    found = [upload for _, upload in reversed(call.workspace.store.all(UPLOAD))]
    shown = [_shown(call, upload) for upload in found if status in (None, upload_status(upload, call.workspace.now()))]
    return listing(call, shown, "file_upload")


def _the_upload(call: Call) -> Doc:
    key = checked_uuid(call.path["file_upload_id"], "path.file_upload_id", part="path")
    upload = call.workspace.store.get(UPLOAD, key)
    if upload is None:
        raise not_found("file upload", key)
    return upload
