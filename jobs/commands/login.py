"""``bothways login google``: a person's own login, by the browser, kept where only this user can read it."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from jobs.commands.terminal import Terminal
from jobs.exits import Exit
from jobs.settings import load_connections
from jobs.settings.login import apart, keep, login_file
from jobs.settings.secrecy import given
from sync.errors import Misconfigured
from sync.message import say


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; ``client`` goes before ``google.client_file``."""

    config: Path | None = None
    client: Path | None = None
    browser: bool = True
    port: int = 0
    forget: bool = False
    language: str | None = None


def run(asked: Asked, screen: Terminal) -> Exit:
    """Log in, or forget the login. Raises what keeps it from being asked for or kept."""
    settings = load_connections(asked.config, os.environ)
    screen.voice = replace(screen.voice, language=asked.language or settings.language or screen.voice.language)
    place = login_file(settings.google, settings.file)
    if asked.forget:
        return _forget(place, screen)
    name = settings.google.client_file
    client = asked.client or (None if name is None else settings.folder / Path(name).expanduser())
    if client is None:
        raise Misconfigured(
            say("There is no OAuth client to log in by."),
            way_out=say(
                "Make one in the Google Cloud console (docs/connect-google.md), and name its JSON: {option} or {key}.",
                option="--client",
                key="google.client_file",
            ),
        )
    apart(place)
    return _log_in(_client(client), place, asked, screen)


def _log_in(client: Mapping[str, Any], place: Path, asked: Asked, screen: Terminal) -> Exit:
    from jobs.wiring.login import ask_person, open_browser  # noqa: PLC0415 - --help need not wait for it

    def tell(url: str) -> None:
        screen.say(say("Open this address in a browser of this computer, and say yes to spreadsheets:"))
        screen.err.print(url, markup=False, highlight=False, soft_wrap=True)
        if asked.browser:
            open_browser(url)

    done = screen.voice(say("You are logged in. This window can be closed."))
    login = ask_person(client, tell, done, port=asked.port)
    keep(place, login)
    screen.say(say("The login is kept in {path}, which only this user can read.", path=place))
    return Exit.DONE


def _client(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(given(path.read_text("utf-8-sig")))
    except OSError as error:
        seen = say("The OAuth client {path} cannot be read ({reason}).", path=path, reason=error.strerror or "-")
        raise Misconfigured(seen, way_out=say("Correct the path, or let this user read the file.")) from None
    except ValueError:
        seen = say("The OAuth client {path} is not JSON.", path=path)
        raise Misconfigured(seen, way_out=say("Download it again from the Google Cloud console.")) from None
    return found if isinstance(found, dict) else {}


def _forget(place: Path, screen: Terminal) -> Exit:
    from jobs.wiring.login import take_back  # noqa: PLC0415 - as above

    try:
        text = place.read_text("utf-8")
    except FileNotFoundError:
        screen.say(say("There is no login in {path}.", path=place))
        return Exit.DONE
    try:
        login = json.loads(given(text))
    except ValueError:
        login = {}
    told = take_back(login if isinstance(login, dict) else {})
    place.unlink()
    if told:
        screen.say(say("Google has forgotten the login, and {path} is removed.", path=place))
        return Exit.DONE
    screen.say(
        say(
            "{path} is removed, but Google did not confirm it. See that Bothways is not listed at {url}.",
            path=place,
            url="https://myaccount.google.com/connections",
        )
    )
    return Exit.FAILED
