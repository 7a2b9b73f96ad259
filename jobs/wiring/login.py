"""A person's login to Google."""

import webbrowser
from contextlib import suppress

from adapters.sheets.login import ask_person, take_back

__all__ = ["ask_person", "open_browser", "take_back"]


def open_browser(url: str) -> None:
    """Open an address where there is a browser; the person can open it by hand as well."""
    with suppress(webbrowser.Error, OSError):
        webbrowser.open(url)
