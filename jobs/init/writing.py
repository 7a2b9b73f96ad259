"""The configuration as text: a new file, or a pair added below what is there. No secret is ever part of it."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

import tomlkit

from jobs.init.draft import Draft
from jobs.report import Voice
from jobs.report.line import folded, safe
from jobs.settings import Settings, load
from mappings.proposal import Match
from sync.errors import Misconfigured
from sync.message import Message, say

_WIDE = 110


def new_file(draft: Draft, settings: Settings, voice: Voice) -> str:
    """Return a whole configuration with the one pair. Addresses of local services go into it, tokens never do."""
    lines = _comment(
        say("Written by {command}. Look it through; every key can be changed.", command="bothways init"), voice
    )
    lines += _comment(
        say(
            "Tokens do not belong in this file: set {notion} and {google}, or name files or commands for them.",
            notion="BOTHWAYS_NOTION__TOKEN",
            google="BOTHWAYS_GOOGLE__CREDENTIALS",
        ),
        voice,
    )
    lines += ["", f"language = {_value(voice.language)}", f"zone = {_value(draft.zone or settings.zone)}"]
    for service, url in (("notion", settings.notion.base_url), ("google", settings.google.base_url)):
        if url is not None and "@" not in url:
            lines += ["", f"[{service}]", f"base_url = {_value(url)}"]
    return "\n".join(lines) + "\n\n" + pair_text(draft, voice)


def pair_text(draft: Draft, voice: Voice) -> str:
    """Return the tables of the pair, each field with the reasons for it, and what is not mapped as comments."""
    proposal, name = draft.proposal, _key(draft.name)
    lines = [f"[pairs.{name}]"]
    if proposal.kind is not None:
        lines.append(f"record = {_value(proposal.kind.name)}")
    if proposal.match_on:
        lines.append(f"match_on = {_value(list(proposal.match_on))}")
    for remark in proposal.remarks:
        lines += _comment(remark, voice)
    lines += ["", f"[pairs.{name}.notion]", f"source = {_value(draft.source)}"]
    if draft.id_property is not None:
        lines.append(f"id_property = {_value(draft.id_property)}")
    lines += ["", f"[pairs.{name}.sheet]", f"spreadsheet = {_value(draft.spreadsheet)}"]
    lines += [f"tab = {_value(draft.tab_title)}", f"id_column = {_value(draft.id_column or '')}"]
    if draft.tab is not None and draft.tab.header_row > 1:
        lines.append(f"header_row = {draft.tab.header_row}")
    lines += ["", f"[pairs.{name}.fields]"]
    for match in proposal.fields:
        lines += [*_why(match, voice), _field(match)]
    if proposal.unsure:
        lines += ["", *_comment(say("Perhaps these go together, too:"), voice)]
        lines += [f"# {_field(match)}" for match in proposal.unsure]
    if proposal.left_out:
        lines += ["", *_comment(say("Not mapped:"), voice)]
        for left in proposal.left_out:
            line = say("{name} ({side}): {why}", name=left.name, side=left.side, why=left.why)
            lines += _comment(line, voice)
    return "\n".join(lines) + "\n"


def added(before: str, pair: str) -> str:
    """Return a configuration with a pair below it. What was there stays as it is, letter by letter."""
    return before + ("" if before.endswith("\n") or not before else "\n") + "\n" + pair


def check(text: str, file: Path, env: Mapping[str, str]) -> None:
    """Read the text as a configuration in the file's folder. Raises ``Misconfigured`` with every mistake in it."""
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".toml", dir=_folder(file), delete=False) as draft:
        draft.write(text)
    try:
        load(Path(draft.name), env)
    finally:
        Path(draft.name).unlink()


def put(text: str, file: Path) -> None:
    """Put the text in the place of the file, whole or not at all."""
    with NamedTemporaryFile("w", encoding="utf-8", newline="\n", dir=_folder(file), delete=False) as draft:
        draft.write(text)
    os.chmod(draft.name, file.stat().st_mode & 0o777 if file.exists() else 0o644)  # noqa: PTH101 - readable like any file a person makes; there is no secret in it
    Path(draft.name).replace(file)


def _folder(file: Path) -> Path:
    folder = file.absolute().parent
    if not folder.is_dir():
        raise Misconfigured(
            say("There is no folder {folder} to write the configuration to.", folder=folder),
            way_out=say("Name another file with --config."),
        )
    return folder


def _why(match: Match, voice: Voice) -> list[str]:
    reasons = [*match.reasons, *([match.why_one_way] if match.why_one_way else [])]
    return ["# " + line for line in folded(safe("; ".join(voice(each) for each in reasons)), _WIDE)]


def _comment(message: Message, voice: Voice) -> list[str]:
    return ["# " + line for line in folded(voice(message), _WIDE)]


def _field(match: Match) -> str:
    keys = ", ".join(f"{name} = {_value(value)}" for name, value in _keys(match))
    return f"{_key(match.name)} = {{ {keys} }}"


def _keys(match: Match) -> Iterator[tuple[str, object]]:
    yield from (("type", match.type.value), ("notion", match.notion), ("sheet", match.sheet))
    if match.direction is not None:
        yield "direction", match.direction.value
    if match.related_as is not None:
        yield "related_as", match.related_as.value
    if match.unit is not None:
        yield "unit", match.unit.value
    yield from match.options.items()


def _key(name: str) -> str:
    return tomlkit.key(name).as_string()


def _value(value: object) -> str:
    return tomlkit.item(value).as_string()
