"""The configuration: one TOML file, and environment variables over it."""

from jobs.settings.credentials import GoogleCredentials
from jobs.settings.model import Settings
from jobs.settings.reading import load, load_connections

__all__ = ["GoogleCredentials", "Settings", "load", "load_connections"]
