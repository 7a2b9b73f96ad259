"""How lines are written."""

import logging
from typing import TextIO

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

from jobs.settings.secrecy import discreet

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_OFF = logging.CRITICAL
"""Nothing is so grave."""


def logger(form: str, level: str, stream: TextIO) -> FilteringBoundLogger:
    """Return a logger of one's own; nothing global is set. ``form`` is auto, text, json or none."""
    people = form == "text" or (form == "auto" and stream.isatty())
    last = (
        structlog.dev.ConsoleRenderer(colors=stream.isatty())
        if people
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    made = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S" if people else "iso", utc=not people),
            _discreet,
            *([] if people else [_ordered]),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_OFF if form == "none" else _LEVELS[level]),
        context_class=dict,
        cache_logger_on_first_use=False,
    )
    bound: FilteringBoundLogger = made.bind()
    return bound


def _ordered(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Put first what is looked for first."""
    first = {name: line[name] for name in ("timestamp", "level", "event") if name in line}
    return {**first, **line}


def _discreet(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Take secrets out, wherever they came from."""
    return {name: discreet(value) if isinstance(value, str) else value for name, value in line.items()}
