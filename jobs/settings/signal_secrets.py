"""The addresses and the password by which others are told, fetched when they are needed."""

from pathlib import Path

from pydantic import SecretStr

from jobs.settings.digest import Hook
from jobs.settings.schedule_sense import web_address
from jobs.settings.secrecy import given
from jobs.settings.secret_sources import read_secret, run_command
from jobs.settings.services import Command
from jobs.settings.signals import Heartbeat, Mail, Notify
from sync.errors import Misconfigured
from sync.message import say


def heartbeat_url(heartbeat: Heartbeat, file: Path) -> SecretStr | None:
    """Return the address, None where none is configured. Raises ``Misconfigured`` where it cannot be fetched."""
    return _address(_fetched(heartbeat.url, heartbeat.url_file, heartbeat.url_command, "heartbeat.url", file))


def webhook(notify: Notify, file: Path) -> SecretStr | None:
    """Return the address, as ``heartbeat_url`` does."""
    return _address(_fetched(notify.webhook, notify.webhook_file, notify.webhook_command, "notify.webhook", file))


def digest_hook(hook: Hook, name: str, file: Path) -> SecretStr | None:
    """Return the address to which the digest is told, as ``heartbeat_url`` does."""
    return _address(_fetched(hook.url, hook.url_file, hook.url_command, f"digest.{name}.url", file))


def mail_password(mail: Mail, file: Path) -> SecretStr | None:
    """Return the password; it may have blanks in it."""
    found = _fetched(mail.password, mail.password_file, mail.password_command, "mail.password", file)
    return None if found is None else SecretStr(found[0])


def _address(found: tuple[str, str] | None) -> SecretStr | None:
    if found is None:
        return None
    text, key = found
    if not web_address(text) or not text.isprintable() or " " in text:
        raise Misconfigured(
            say("{key} gave no address.", key=key),
            way_out=say("Correct {where}, so that it gives the secret and nothing else.", where=key),
        )
    return SecretStr(text)


def _fetched(
    value: SecretStr | None, name: str | None, command: Command | None, key: str, file: Path
) -> tuple[str, str] | None:
    """Return the secret and what gave it."""
    if value is not None:
        return given(value.get_secret_value().strip()), f"BOTHWAYS_{key.replace('.', '__')}".upper()
    if name is not None:
        return given(read_secret(name, file, f"{key}_file").strip()), f"{key}_file"
    if command is not None:
        return given(run_command(command, f"{key}_command").strip()), f"{key}_command"
    return None
