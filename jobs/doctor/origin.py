"""Where a secret comes from, by the name that a person set it under. The secret itself is never looked at."""

from jobs.settings import Settings
from jobs.settings.credentials import loopback


def of_notion(settings: Settings) -> str:
    """Return the variable or key that the token is taken from, in the order of precedence."""
    notion = settings.notion
    if notion.token is not None:
        return "BOTHWAYS_NOTION__TOKEN"
    if notion.token_file is not None:
        return "notion.token_file"
    return "-" if notion.token_command is None else "notion.token_command"


def of_google(settings: Settings) -> str:
    google = settings.google
    if google.token is not None:
        return "BOTHWAYS_GOOGLE__TOKEN"
    if google.credentials is not None:
        return "BOTHWAYS_GOOGLE__CREDENTIALS"
    if google.credentials_file is not None:
        return "google.credentials_file"
    if google.token_command is not None:
        return "google.token_command"
    if google.application_default:
        return "google.application_default"
    return "-" if loopback(google.base_url) and google.login_file is None else "google.login_file"
