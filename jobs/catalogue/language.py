"""Which language to speak."""

from collections.abc import Mapping

LANGUAGES = ("en", "ja")


def language_of(env: Mapping[str, str]) -> str:
    """Return the language ``BOTHWAYS_LANGUAGE`` or the locale asks for, else English."""
    for variable in ("BOTHWAYS_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = env.get(variable, "")
        if wanted:
            return "ja" if wanted.partition("_")[0].partition(".")[0].lower() == "ja" else "en"
    return "en"
