"""The ``[log]``, ``[heartbeat]``, ``[notify]`` and ``[mail]`` tables: how others learn how the work goes."""

from typing import Literal

from pydantic import Field, SecretStr

from jobs.settings.services import Command, Name
from jobs.settings.table import Table


class Log(Table):
    """What `bothways run` and `bothways worker` write to stderr while they work (docs/operating.md)."""

    format: Literal["auto", "text", "json", "none"] = Field(
        default="auto", description="`auto`: lines for people in a terminal, JSON elsewhere."
    )
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="At `info` each change is a line: its record and fields, never a value."
    )


class Heartbeat(Table):
    """An address that is asked after each run, so that a monitor notices when none comes any more.

    After a failure `/fail` is put behind it, as healthchecks.io and its like understand. Looked for in this order:
    `url`, `url_file`, `url_command`.
    """

    url: SecretStr | None = Field(
        default=None, description="Who knows it can pretend to be you: better in `BOTHWAYS_HEARTBEAT__URL`."
    )
    url_file: Name | None = Field(default=None, description="A file that holds the address and nothing else.")
    url_command: Command | None = Field(default=None, description="A command that prints it. No shell is involved.")
    method: Literal["get", "post"] = Field(
        default="get", description="`post` sends which jobs ran and how they ended along."
    )
    fail_suffix: str = Field(
        default="/fail", description="Put behind the address after a failure; empty: not asked then."
    )


class Notify(Table):
    """Who is called when a job fails: once, and once more when it works again.

    The webhook is looked for in this order: `webhook`, `webhook_file`, `webhook_command`.
    """

    webhook: SecretStr | None = Field(
        default=None,
        description="An incoming webhook of Slack, Google Chat, or another that takes `text`: better in "
        "`BOTHWAYS_NOTIFY__WEBHOOK`.",
    )
    webhook_file: Name | None = Field(default=None, description="A file that holds its address and nothing else.")
    webhook_command: Command | None = Field(default=None, description="A command that prints it. No shell is involved.")
    command: Command | None = Field(
        default=None, description="A command that gets the notice as JSON on its standard input. No shell is involved."
    )
    mail_to: tuple[Name, ...] = Field(default=(), description="Addresses; `[mail]` says how it is sent.")


class Mail(Table):
    """How mail is sent. The password: from the environment, else `password_file`, else `password_command`."""

    host: Name = Field(default="localhost", description="The SMTP server.")
    port: int | None = Field(
        default=None, ge=1, le=65535, description="Not set: 587 with `starttls`, 465 with `tls`, 25 with `none`."
    )
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`none` is only for a server on this machine."
    )
    sender: Name | None = Field(default=None, description="The address it comes from. Not set: the first of `mail_to`.")
    user: Name | None = Field(default=None, description="Who logs in; not set: nobody does.")
    password: SecretStr | None = Field(
        default=None, description="Only from `BOTHWAYS_MAIL__PASSWORD`, never in the file."
    )
    password_file: Name | None = Field(default=None, description="A file that holds it and nothing else.")
    password_command: Command | None = Field(
        default=None, description="A command that prints it. No shell is involved."
    )
