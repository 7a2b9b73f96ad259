"""Reading the configuration: everything that is wrong with it is said at once."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from jobs.settings.mistakes import Names, sentences
from jobs.settings.model import Settings
from jobs.settings.pairs import Pair
from jobs.settings.sense import misplaced, senseless
from jobs.settings.sources import Given, find, read_environment, read_file
from jobs.settings.templates import senseless_templates
from jobs.settings.typed import Mistakes
from sync.errors import Misconfigured
from sync.message import Message, say


def load(path: Path | None, env: Mapping[str, str]) -> Settings:
    """Read the file and the ``BOTHWAYS_…`` variables of ``env`` over it.

    Raises ``Misconfigured`` with one message for each mistake, in the order of the file.
    """
    file = find(path, env)
    typed = read_file(file)
    given, variables = read_environment(env, typed, _top_level())
    loaded: Callable[..., Settings] = _from(given, typed)
    values = _over(typed, given)
    names = Names(variables)
    found: dict[tuple[str | int, ...], Message] = {}
    try:
        settings = loaded()
    except ValidationError as error:
        settings = None
        found |= sentences(error.errors(include_url=False), Settings, names)
    odd = (*senseless(values, names), *senseless_templates(values, file.parent, names))
    found |= {steps: message for steps, message in odd if steps not in found}
    found |= dict(misplaced(typed))
    found |= dict(_nothing(values, names))
    if settings is None or found:
        order = _order(values)
        mistakes = [found[steps] for steps in sorted(found, key=lambda steps: order.get(_known(steps, order), -1))]
        raise Misconfigured(
            say("The configuration {file} has mistakes ({count}).", file=file, count=len(mistakes)),
            mistakes,
            say(
                "Nothing was read or written. Correct what is listed; {command} looks again.",
                command="bothways config check",
            ),
        )
    settings._file = file  # noqa: SLF001 - where it was read from is no key of the file
    return settings


def _nothing(values: Mapping[str, Any], names: Names) -> Mistakes:
    """There has to be a table of some kind."""
    if values.get("tables") or values.get("pairs"):
        return
    if "pairs" in values:
        yield ("pairs",), say("{path}: empty, and it must not be", path=names(["pairs"]))
    else:
        yield ("pairs",), say("{path}: missing, and it is needed", path=names(["pairs"]))


class _Connections(Settings):
    pairs: dict[str, Pair] = Field(default_factory=dict)


def load_connections(path: Path | None, env: Mapping[str, str]) -> Settings:
    """Read what can be read before there are pairs: the file where there is one, and the environment over it.

    Raises ``Misconfigured`` as ``load`` does.
    """
    file = find(path, env)
    typed = read_file(file) if file.exists() else {}
    if typed.get("pairs") or typed.get("tables"):
        return load(path, env)
    given, variables = read_environment(env, typed, _top_level())
    values, names = _over(typed, given), Names(variables)
    mistakes = dict(senseless(values, names)) | dict(misplaced(typed))
    settings = None
    loaded: Callable[..., Settings] = _from(given, typed, base=_Connections)
    try:
        settings = loaded()
    except ValidationError as error:
        mistakes |= sentences(error.errors(include_url=False), Settings, names)
    if settings is None or mistakes:
        raise Misconfigured(
            say("The configuration {file} has mistakes ({count}).", file=file, count=len(mistakes)),
            list(mistakes.values()),
        )
    settings._file = file  # noqa: SLF001 - where it was read from is no key of the file
    return settings


def _from(*values: Mapping[str, Any], base: type[Settings] = Settings) -> type[Settings]:
    """Return the settings with these sources; the first that has a key gives it."""

    class Loaded(base):  # type: ignore[misc, valid-type]  # one of two models, both known
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings passes them by name
            env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return tuple(Given(settings_cls, each) for each in values)

    return Loaded


def _top_level() -> dict[str, bool]:
    tables = (
        "state",
        "notion",
        "google",
        "rules",
        "flag",
        "link",
        "pairs",
        "tables",
        "digest",
        "jobs",
        "worker",
        "log",
        "heartbeat",
        "notify",
        "mail",
    )
    return {name: name in tables for name in Settings.model_fields}


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        merged[key] = _over(old, value) if both else value  # type: ignore[arg-type]  # both were just tested
    return merged


def _order(values: object, at: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], int]:
    """Number every place in the order of the file."""
    places = [at]
    if isinstance(values, Mapping):
        for key, value in values.items():
            places += _order(value, (*at, key))
    elif isinstance(values, list):
        for place, value in enumerate(values):
            places += _order(value, (*at, place))
    return {place: number for number, place in enumerate(places)}


def _known(steps: tuple[str | int, ...], order: Mapping[tuple[str | int, ...], int]) -> tuple[str | int, ...]:
    """Return the nearest place above that the file has, for what is missing from it."""
    while steps and steps not in order:
        steps = steps[:-1]
    return steps
