"""What the processes log: lines for people, or JSON for machines; never a value out of a stack frame."""

import logging

import structlog
from structlog.typing import Processor

from web.sections import LoggingSettings


def set_up(chosen: LoggingSettings) -> None:
    """Log as config.yaml says. Tracebacks are plain: the rich ones would print variables, and passwords with them."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    written: list[Processor] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if chosen.format == "json"
        else [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )
    level = getattr(logging, chosen.level.upper())
    structlog.configure(
        processors=[*shared, *written],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(),
    )
