"""One call of Google's API: its parameters, its body, and who makes it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

from adapters.sandbox.google import schema
from adapters.sandbox.google.append import Target
from adapters.sandbox.google.errors import invalid, violations
from adapters.sandbox.google.library import Library
from adapters.sandbox.google.values import Rendering

Json = dict[str, Any]

_STANDARD = {
    "$.xgafv",
    "access_token",
    "alt",
    "callback",
    "fields",
    "key",
    "oauth_token",
    "prettyPrint",
    "quotaUser",
    "upload_protocol",
    "uploadType",
}
_ENUMS = {
    "valueRenderOption": ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"),
    "dateTimeRenderOption": ("SERIAL_NUMBER", "FORMATTED_STRING"),
    "majorDimension": ("ROWS", "COLUMNS", "DIMENSION_UNSPECIFIED"),
    "valueInputOption": ("RAW", "USER_ENTERED", "INPUT_VALUE_OPTION_UNSPECIFIED"),
    "insertDataOption": ("OVERWRITE", "INSERT_ROWS"),
}
_TYPES = {"majorDimension": "Dimension"}


@dataclass(frozen=True, slots=True)
class Call:
    """``target`` is where an append goes that found its place before others wrote there."""

    library: Library
    query: list[tuple[str, str]]
    raw: bytes
    caller: str
    sandbox_id: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    target: Target | None = None

    @property
    def now(self) -> datetime:
        return self.library.clock.now().replace(tzinfo=None)

    @property
    def params(self) -> dict[str, str]:
        return dict(self.query)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.query if key == name]

    def flag(self, name: str) -> bool:
        return self.params.get(name, "").lower() in ("true", "1")

    def json(self) -> Json:
        if not self.raw.strip():
            return {}
        try:
            doc = orjson.loads(self.raw)
        except orjson.JSONDecodeError as error:
            text = f"Invalid JSON payload received. {error}"
            raise violations([("", text)]) from error
        if not isinstance(doc, dict):
            raise violations([("", 'Invalid JSON payload received. Unknown name "": Root element must be a message.')])
        return doc

    def body(self, message: str, root: str = "") -> Json:
        """Return the body as a message of the API, or raise what Google says of it."""
        return schema.accept(message, self.json(), root)

    def check_query(self, *known: str) -> None:
        for name, _ in self.query:
            if schema.camel(name) not in known and name not in _STANDARD:
                text = (
                    f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter. '
                    f"Field '{name}' could not be found in request message."
                )
                raise violations([("", text)])

    def rendering(self, source: Json, prefix: str = "") -> Rendering:
        """Read the render options from the query or a body; with a prefix those for the response."""
        value = f"{prefix}alueRenderOption" if prefix else "valueRenderOption"
        dates = f"{prefix[:-1]}DateTimeRenderOption" if prefix else "dateTimeRenderOption"
        dimension = "ROWS" if prefix else option(source, "majorDimension") or "ROWS"
        return Rendering(
            option(source, value, "valueRenderOption") or "FORMATTED_VALUE",
            option(source, dates, "dateTimeRenderOption") or "SERIAL_NUMBER",
            "ROWS" if dimension == "DIMENSION_UNSPECIFIED" else dimension,
        )

    def response_rendering(self, source: Json) -> Rendering | None:
        wanted = source.get("includeValuesInResponse")
        if str(wanted).lower() != "true":
            return None
        return self.rendering(source, "responseV")


def option(source: Json, name: str, kind: str | None = None) -> str | None:
    """Return an option of the API, or raise Google's 400 where its value is none of those there are."""
    value = source.get(name)
    allowed = _ENUMS[kind or name]
    if value is None or value in allowed:
        return value
    place = schema.snake(name)
    message = _TYPES.get(kind or name, (kind or name)[0].upper() + (kind or name)[1:])
    text = f"Invalid value at '{place}' (type.googleapis.com/google.apps.sheets.v4.{message}), \"{value}\""
    raise violations([(place, text)])


def input_option(source: Json) -> str:
    chosen = option(source, "valueInputOption")
    if chosen is None or chosen == "INPUT_VALUE_OPTION_UNSPECIFIED":
        raise invalid("'valueInputOption' is required but not specified")
    return chosen
