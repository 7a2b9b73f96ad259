"""docs/commands.md, from the command line itself."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import typer
from typer.core import TyperGroup
from typer.main import get_command

from jobs.exits import MEANINGS

_HEAD = """\
# Commands

<!-- Generated from the program by `bothways config commands`; do not edit. -->

`bothways COMMAND --help` says the same. Options may stand in any order after the command.
"""
_USUAL = 8
"""An option that so many commands have in the same words is described once."""


@dataclass(frozen=True, slots=True)
class _Row:
    """An option or an argument: how it is written, and what it does."""

    left: str
    right: str

    def __str__(self) -> str:
        name, _, choices = self.left.partition("<")
        said = f"`{name.strip()}`"
        if "|" in choices:
            said += " " + ", ".join(f"`{each}`" for each in choices.rstrip(">").split("|"))
        elif choices and name.startswith("-"):
            said = f"`{self.left}`"
        return f"| {said} | {self.right} |"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One command."""

    name: str
    usage: str
    about: str
    arguments: tuple[_Row, ...]
    options: tuple[_Row, ...]


def reference(app: typer.Typer) -> str:
    """Return the page: every command with its arguments and options, then the exit codes."""
    group = get_command(app)
    entries = list(_entries(group, "bothways"))
    counted = Counter(option for entry in entries for option in entry.options)
    usual = [option for option, count in counted.items() if count >= _USUAL]
    parts = [_HEAD, *_summary(entries), "## Options that most commands have", "", *_table("option", usual), ""]
    for entry in entries:
        parts += _section(entry, usual)
    codes = [f"| {code.value} | {text} |" for code, text in MEANINGS.items()]
    return "\n".join([*parts, "## Exit codes", "", "| code | meaning |", "|---|---|", *codes, ""])


def _entries(group: object, name: str) -> Iterator[_Entry]:
    if not isinstance(group, TyperGroup):
        return
    for step, command in group.commands.items():
        path = f"{name} {step}"
        context = typer.Context(command, info_name=path)
        rows = {"argument": [], "option": []}  # type: dict[str, list[_Row]]
        for each in command.get_params(context):
            record = each.get_help_record(context)
            if record is not None and "--help" not in record[0]:
                rows[each.param_type_name].append(_Row(*(re.sub(r"\s+", " ", text) for text in record)))
        if not isinstance(command, TyperGroup) or command.invoke_without_command:
            usage = " ".join([path, *command.collect_usage_pieces(context)])
            about = (command.help or "").partition("\f")[0].strip()
            yield _Entry(path, usage, about, tuple(rows["argument"]), tuple(rows["option"]))
        yield from _entries(command, path)


def _summary(entries: list[_Entry]) -> list[str]:
    rows = []
    for entry in entries:
        anchor = entry.name.replace(" ", "-")
        first = re.split(r"(?<=\.)\s", entry.about, maxsplit=1)[0]
        rows.append(f"| [`{entry.name}`](#{anchor}) | {first} |")
    return ["| command | |", "|---|---|", *rows, ""]


def _section(entry: _Entry, usual: list[_Row]) -> list[str]:
    lines = [f"## {entry.name}", "", entry.about, "", "```text", entry.usage, "```", ""]
    if entry.arguments:
        lines += [*_table("argument", entry.arguments), ""]
    own = [option for option in entry.options if option not in usual]
    if own:
        lines += [*_table("option", own), ""]
    names = [_long(option) for option in entry.options if option in usual]
    if names:
        lines += ["Also: " + ", ".join(f"`{name}`" for name in names) + ".", ""]
    return lines


def _table(head: str, rows: list[_Row] | tuple[_Row, ...]) -> list[str]:
    return [f"| {head} | |", "|---|---|", *map(str, rows)]


def _long(option: _Row) -> str:
    found = re.search(r"--[a-z-]+", option.left)
    return found[0] if found else option.left
