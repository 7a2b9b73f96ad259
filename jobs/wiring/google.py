"""From the settings to what Google is called with."""

from collections.abc import Mapping
from typing import Any

from google.auth.credentials import Credentials

from adapters.sheets.connect import application_default, renewed
from jobs.settings import Settings


def google_auth(settings: Settings) -> Credentials | Mapping[str, Any] | str:
    """Return what ``adapters.sheets.connect`` takes. Raises ``Misconfigured`` and ``NotAllowed``."""
    found = settings.google_credentials()
    if found.application_default:
        return application_default()
    if found.token is None:
        return dict(found.info or {})
    token, again = found.token.get_secret_value(), found.again
    return token if again is None else renewed(token, lambda: again().get_secret_value())
