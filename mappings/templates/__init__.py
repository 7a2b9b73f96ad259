"""Templates of a new record's page, in Japanese and English, and what a template leaves to be filled in."""

from mappings.templates.placeholder import Placeholders
from mappings.templates.template import NAMES, Heading, Template, load, placeholders, read

__all__ = ["NAMES", "Heading", "Placeholders", "Template", "load", "placeholders", "read"]
