"""No example has a time limit: on a busy machine it would measure the machine."""

from hypothesis import settings

settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")
