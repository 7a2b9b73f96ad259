"""Google's two styles of error bodies: google.rpc for Sheets, ``errors[]`` for Drive."""

from typing import Any

Json = dict[str, Any]

_RPC = "type.googleapis.com/google.rpc."
_UNAUTHENTICATED = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid "
    "authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
PROTECTED = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection "
    "if you need to edit."
)


class GoogleError(Exception):
    """An answer other than 2xx: ``code`` is the HTTP status, ``body`` what is sent with it."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def body(self) -> Json:
        raise NotImplementedError


class SheetsError(GoogleError):
    def __init__(self, code: int, status: str, message: str, details: list[Json] | None = None) -> None:
        super().__init__(code, message)
        self.status = status
        self.details = details or []

    @property
    def body(self) -> Json:
        error: Json = {"code": self.code, "message": self.message, "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}

    def within(self, place: str) -> "SheetsError":
        """Return the same error under Google's prefix for one of many requests."""
        return SheetsError(self.code, self.status, f"Invalid {place}: {self.message}", self.details)


class DriveError(GoogleError):
    def __init__(self, code: int, reason: str, message: str, location: tuple[str, str] | None = None) -> None:
        super().__init__(code, message)
        self.reason = reason
        self.location = location

    @property
    def body(self) -> Json:
        entry: Json = {"domain": "global", "reason": self.reason, "message": self.message}
        if self.location:
            entry["locationType"], entry["location"] = self.location
        return {"error": {"errors": [entry], "code": self.code, "message": self.message}}


def invalid(message: str) -> SheetsError:
    return SheetsError(400, "INVALID_ARGUMENT", message)


def violations(found: list[tuple[str, str]], message: str | None = None) -> SheetsError:
    """Build the 400 that lists ``(field, description)`` pairs; without a message the descriptions are it."""
    listed = [{"field": field, "description": text} if field else {"description": text} for field, text in found]
    text = message if message is not None else "\n".join(text for _, text in found)
    details: Json = {"@type": f"{_RPC}BadRequest", "fieldViolations": listed}
    return SheetsError(400, "INVALID_ARGUMENT", text, [details])


def not_found() -> SheetsError:
    return SheetsError(404, "NOT_FOUND", "Requested entity was not found.")


def forbidden() -> SheetsError:
    return SheetsError(403, "PERMISSION_DENIED", "The caller does not have permission")


def sheets_unauthenticated() -> SheetsError:
    info = {
        "@type": f"{_RPC}ErrorInfo",
        "reason": "ACCESS_TOKEN_TYPE_UNSUPPORTED",
        "metadata": {"service": "sheets.googleapis.com"},
    }
    return SheetsError(401, "UNAUTHENTICATED", _UNAUTHENTICATED, [info])


def file_not_found(file_id: str) -> DriveError:
    return DriveError(404, "notFound", f"File not found: {file_id}.", ("parameter", "fileId"))


def drive_unauthenticated() -> DriveError:
    return DriveError(401, "authError", "Invalid Credentials", ("header", "Authorization"))
