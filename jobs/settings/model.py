"""The whole configuration."""

from datetime import UTC, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from jobs.settings.credentials import GoogleCredentials, google_credentials, notion_token
from jobs.settings.pairs import Name, Pair
from jobs.settings.services import Google, Notion, State
from mappings.fields import PairMapping

Language = Literal["en", "ja"]


class Settings(BaseSettings):
    """Bothways keeps Notion databases and Google Sheets in step as this file says."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    language: Language | None = Field(
        default=None, description="The language of what Bothways says. Not set: the locale's, else English."
    )
    zone: Name = Field(
        default="UTC", description="The zone of times in the sheets and the reports, such as `Asia/Tokyo`."
    )
    deadline_minutes: float | None = Field(
        default=None,
        gt=0,
        description="So long may one `plan` or `sync` take. When it is over, no further call is made: what was proved "
        "is kept, and the next run does the rest (exit code 8). Not set: as long as it takes.",
    )
    state: State = Field(default_factory=State, description="The memory of what both sides last agreed on.")
    notion: Notion = Field(default_factory=Notion, description="The connection to Notion.")
    google: Google = Field(default_factory=Google, description="The connection to Google.")
    pairs: dict[Name, Pair] = Field(min_length=1, description="The pairs, by a name of your own.")

    _file: Path = PrivateAttr(default=Path())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings passes them by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Leave it to ``load`` to say which file and which environment count."""
        return (init_settings,)

    @property
    def file(self) -> Path:
        """The file this was read from."""
        return self._file

    @property
    def folder(self) -> Path:
        """The folder that paths in the configuration count from."""
        return self._file.parent

    def tzinfo(self) -> tzinfo:
        return UTC if self.zone == "UTC" else ZoneInfo(self.zone)

    def mappings(self) -> tuple[PairMapping, ...]:
        """Return the pairs in the order of the file."""
        zone = self.tzinfo()
        return tuple(pair.mapping(name, zone) for name, pair in self.pairs.items())

    def state_url(self) -> str:
        """Return an SQLAlchemy URL; a plain path, or a relative one of SQLite, counts from the file's folder.

        It may contain a password: it is for the engine, not for people.
        """
        url = self.state.url.get_secret_value()
        scheme, found, rest = url.partition(":///")
        if found and not scheme.startswith("sqlite"):
            return url
        if "://" in url and not found:
            return url
        if found and (not rest or rest.startswith(":memory:")):
            return url
        scheme, path = (scheme, rest) if found else ("sqlite", url)
        return f"{scheme}:///{(self.folder / Path(path).expanduser()).absolute()}"

    def notion_token(self) -> SecretStr:
        """Return the token; reads the file or runs the command now. Raises ``Misconfigured`` with the way out."""
        return notion_token(self.notion, self._file)

    def google_credentials(self) -> GoogleCredentials:
        """Return what opens Google; reads the file or runs the command now. Raises ``Misconfigured``."""
        return google_credentials(self.google, self._file)
