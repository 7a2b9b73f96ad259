"""The ``[state]``, ``[notion]`` and ``[google]`` tables."""

from typing import Annotated

from pydantic import Field, SecretStr, StringConstraints

from jobs.settings.table import Table

Name = Annotated[str, StringConstraints(min_length=1)]
Command = Name | tuple[Name, ...]


class State(Table):
    """Where the memory of what both sides last agreed on is kept."""

    url: SecretStr = Field(
        default=SecretStr("sqlite:///bothways-state.db"),
        description="A file, or an SQLAlchemy URL of SQLite or PostgreSQL (`postgresql+psycopg://host/name`). A path "
        "counts from the configuration's folder. A URL with a password belongs in `BOTHWAYS_STATE__URL`.",
    )


class Notion(Table):
    """The connection to Notion. Its token is looked for in the environment, then `token_file`, then `token_command`."""

    token: SecretStr | None = Field(
        default=None, description="The integration's token. Only from `BOTHWAYS_NOTION__TOKEN`, never in the file."
    )
    token_file: Name | None = Field(default=None, description="A file that holds the token and nothing else.")
    token_command: Command | None = Field(
        default=None,
        description="A command that prints the token, as one text or a list of its words. No shell is involved.",
    )
    base_url: Name | None = Field(
        default=None, description="Only for the local services: `http://127.0.0.1:8787`. They need no token."
    )
    version: str = Field(
        default="2026-03-11", pattern=r"^\d{4}-\d{2}-\d{2}$", description="The version of the API that is asked for."
    )
    calls_per_minute: int = Field(default=180, ge=1, description="The budget of calls; 600 on larger plans.")


class Google(Table):
    """The connection to Google.

    Looked for in this order: an access token in the environment, credentials in the environment, `credentials_file`,
    `token_command`, `application_default`, the login that `bothways login google` has kept.
    """

    credentials: SecretStr | None = Field(
        default=None,
        description="The JSON of a service account's key, or of a workload identity (`external_account`). Only from "
        "`BOTHWAYS_GOOGLE__CREDENTIALS`, never in the file.",
    )
    credentials_file: Name | None = Field(default=None, description="The file with such JSON.")
    token: SecretStr | None = Field(
        default=None, description="A short-lived access token. Only from `BOTHWAYS_GOOGLE__TOKEN`, never in the file."
    )
    token_command: Command | None = Field(
        default=None,
        description="A command that prints an access token, such as `gcloud auth print-access-token`. "
        "No shell is involved. Once the token has expired, the command is run again.",
    )
    application_default: bool = Field(
        default=False,
        description="Use the application default credentials: what `GOOGLE_APPLICATION_CREDENTIALS` names, gcloud's, "
        "or the account of the machine in Google Cloud.",
    )
    client_file: Name | None = Field(
        default=None, description="The OAuth client (JSON, of the type desktop) by which `bothways login google` asks."
    )
    login_file: Name | None = Field(
        default=None,
        description="Where `bothways login google` keeps a person's login. Not set: `google-login.json` in this user's "
        "folder for the settings of programs.",
    )
    base_url: Name | None = Field(
        default=None, description="Only for the local services: `http://127.0.0.1:8787`. They need no credentials."
    )
    reads_per_minute: int = Field(default=60, ge=1, description="The budget of read calls.")
    writes_per_minute: int = Field(default=60, ge=1, description="The budget of write calls.")


SECRETS = (("notion", "token"), ("google", "token"), ("google", "credentials"), ("mail", "password"))
"""Keys that may only come from the environment."""
HIDDEN: tuple[tuple[str, ...], ...] = (
    *SECRETS,
    ("state", "url"),
    ("heartbeat", "url"),
    ("notify", "webhook"),
    ("digest", "slack", "url"),
    ("digest", "chat", "url"),
)
"""Keys whose values are never shown."""
