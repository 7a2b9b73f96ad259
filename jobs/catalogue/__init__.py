"""What Bothways says, in the reader's language. One catalogue, read as it is written."""

from jobs.catalogue.language import LANGUAGES, language_of
from jobs.catalogue.translation import translate

__all__ = ["LANGUAGES", "language_of", "translate"]
