"""The ``[digest]`` table: what a team may choose of its weekly digest."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, StringConstraints

from jobs.digest.options import Options
from jobs.rules.metrics.goals import Goals
from jobs.settings.services import Command
from jobs.settings.table import Table

Name = Annotated[str, StringConstraints(min_length=1)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class NotionPlace(Table):
    """Where the digest stands in Notion. Either `page` or `database`; with neither it is not written there."""

    page: Name | None = Field(default=None, description="A page, by its address or id; the digests are pages below it.")
    database: Name | None = Field(default=None, description="A database; each digest is a row of it.")
    mentions: bool = Field(
        default=True, description="Mention the owners, who are told of it by Notion. `false`: their names alone."
    )
    charts: bool = Field(default=True, description="Put the charts there as images. `false`: what they say in words.")


class TabPlace(Table):
    """The tab with the figures of all weeks."""

    spreadsheet: Name | None = Field(
        default=None, description="A spreadsheet, by its address or id. Not set: the digest is not written to one."
    )
    tab: Name = Field(default="Digest", description="What the tab is called when it is made; it may be renamed.")


class Hook(Table):
    """An incoming webhook. Looked for in this order: `url`, `url_file`, `url_command`."""

    url: SecretStr | None = Field(
        default=None, description="Who knows it can write to the chat: better in the environment, as `…__URL`."
    )
    url_file: Name | None = Field(default=None, description="A file that holds the address and nothing else.")
    url_command: Command | None = Field(default=None, description="A command that prints it. No shell is involved.")

    @property
    def configured(self) -> bool:
        return any(each is not None for each in (self.url, self.url_file, self.url_command))


class Digest(Table):
    """What the weekly digest says. The metrics are defined in docs/metrics.md."""

    week_begins: Weekday = Field(default="monday", description="The day on which a week begins, at midnight in `zone`.")
    lines: int = Field(default=10, ge=1, le=100, description="So many lines a list has; the rest is counted.")
    highlights: int = Field(default=5, ge=1, le=5, description="So many lines say what matters this week.")
    thanks: bool = Field(default=True, description="Name who finished post-mortems and actions.")
    confidential: dict[Name, tuple[Name, ...]] = Field(
        default_factory=dict,
        description='Records that appear as a count only, by role: `labels = ["secret"]`. A ticked check box is '
        '`["true"]`. One whose field cannot be read is taken for confidential.',
    )
    completion_days: int = Field(
        default=30, ge=1, description="An action item should be done so many days after it was created."
    )
    repeat_days: int = Field(
        default=90, ge=1, description="An incident repeats one that was resolved at most so many days before it."
    )
    rescored_percent: float = Field(
        default=20, ge=0, description="A risk counts as scored anew when its score moved by so much."
    )
    budget_percent: float = Field(
        default=20,
        gt=0,
        description="So much of a four-week error budget may one incident use, and so much of a quarter's the "
        "incidents of one cause.",
    )

    notion: NotionPlace = Field(default_factory=NotionPlace, description="The digest as a page of Notion.")
    sheet: TabPlace = Field(default_factory=TabPlace, description="The digest as a tab of a spreadsheet.")
    slack: Hook = Field(default_factory=Hook, description="Five lines and the link for Slack.")
    chat: Hook = Field(default_factory=Hook, description="The same for Google Chat.")
    mail_to: tuple[Name, ...] = Field(
        default=(), description="Addresses that get the same as a letter; `[mail]` says how it is sent."
    )
    html: Name | None = Field(default=None, description="A file for the digest as one HTML page.")
    markdown: Name | None = Field(default=None, description="A file for the digest in Markdown.")
    link: Name | None = Field(
        default=None,
        description="The address that messages lead to, where the digest is neither in Notion nor in a spreadsheet.",
    )

    def options(self, zone: str) -> Options:
        """Return what the digest is built by."""
        return Options(
            zone=zone,
            first_weekday=_WEEKDAYS.index(self.week_begins),
            lines=self.lines,
            highlights=self.highlights,
            thanks=self.thanks,
            confidential=self.confidential,
            goals=Goals(self.completion_days, self.repeat_days, self.rescored_percent, self.budget_percent),
        )
