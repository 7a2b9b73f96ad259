"""The whole configuration."""

from datetime import UTC, tzinfo
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from jobs.schedule import Planned
from jobs.settings.clerical import Flag, Link
from jobs.settings.credentials import GoogleCredentials, google_credentials, notion_token
from jobs.settings.digest import Digest
from jobs.settings.pairs import Name, Pair
from jobs.settings.rules import Rules
from jobs.settings.schedule import Jobs, Worker
from jobs.settings.services import Google, Notion, State
from jobs.settings.signal_secrets import heartbeat_url, mail_password, webhook
from jobs.settings.signals import Heartbeat, Log, Mail, Notify
from jobs.settings.tables import Single
from jobs.settings.templates import language_of, template_of
from mappings.fields import PairMapping
from mappings.templates import Template
from sync.errors import Misconfigured
from sync.message import Message, say

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
        description="So long may one `plan`, `sync` or `run` take, and one round of the worker. When it is over, no "
        "further call is made: what was proved is kept, and the next run does the rest (exit code 8). Not set: as "
        "long as it takes.",
    )
    state: State = Field(default_factory=State, description="The memory of what both sides last agreed on.")
    notion: Notion = Field(default_factory=Notion, description="The connection to Notion.")
    google: Google = Field(default_factory=Google, description="The connection to Google.")
    rules: Rules = Field(default_factory=Rules, description="What is looked at in the records.")
    flag: Flag = Field(default_factory=Flag, description="What `bothways flag` writes.")
    link: Link = Field(default_factory=Link, description="What `bothways link` sets and suggests.")
    digest: Digest = Field(default_factory=Digest, description="What the weekly digest says.")
    jobs: Jobs = Field(default_factory=Jobs, description="Which jobs run by themselves, and when.")
    worker: Worker = Field(default_factory=Worker, description="The service.")
    log: Log = Field(default_factory=Log, description="What is written while it works.")
    heartbeat: Heartbeat = Field(default_factory=Heartbeat, description="A monitor that is told of each run.")
    notify: Notify = Field(default_factory=Notify, description="Who is called when a job fails.")
    mail: Mail = Field(default_factory=Mail, description="How mail is sent.")
    pairs: dict[Name, Pair] = Field(
        default_factory=dict, description="The pairs, by a name of your own. Needed where there is no single table."
    )
    tables: dict[Name, Single] = Field(
        default_factory=dict, description="Tables without a partner, by a name of your own (docs/records.md)."
    )

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
        return tuple(pair.mapping(name, zone, self.template(pair)) for name, pair in self.pairs.items())

    def template(self, pair: Pair) -> Template | None:
        """Return what a page that is made for a record of the pair begins with; reads the file of one's own."""
        if pair.notion.template is None:
            return None
        names = "".join(each.notion or name for name, each in pair.fields.items())
        found = template_of(pair.notion.template, self.folder, language_of(self.language, names))
        if isinstance(found, Message):
            raise Misconfigured(say("The template {name} cannot be used: {why}", name=pair.notion.template, why=found))
        return found

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

    def planned(self) -> tuple[Planned, ...]:
        """Return the jobs that run by themselves, in order."""
        return self.jobs.planned(self.tzinfo(), self.digest.week_begins)

    def heartbeat_url(self) -> SecretStr | None:
        """Return the address; reads the file or runs the command now. Raises ``Misconfigured``."""
        return heartbeat_url(self.heartbeat, self._file)

    def webhook(self) -> SecretStr | None:
        """Return the address; reads the file or runs the command now. Raises ``Misconfigured``."""
        return webhook(self.notify, self._file)

    def mail_password(self) -> SecretStr | None:
        """Return the password; reads the file or runs the command now. Raises ``Misconfigured``."""
        return mail_password(self.mail, self._file)
