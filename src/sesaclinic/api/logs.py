"""Logs for operators, JSON or text: no photo, no message text, no id of a result, no full address."""

from __future__ import annotations

import ipaddress
import logging
import sys
import traceback
from collections.abc import Iterator

import structlog
from structlog.typing import EventDict, Processor

from sesaclinic.settings import Settings


def configure_logging(settings: Settings) -> None:
    """Send every log line of the process, ours and the libraries', to stderr in one form."""
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_exception,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else structlog.dev.ConsoleRenderer()
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    # these log request addresses, which may carry a key, and bodies at DEBUG
    for name in ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "alembic", "sse_starlette"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        # not stdlib's: its exception() hands the exception to every handler, message and all
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def describe_exception(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Name an exception by its type and where it happened, not by its message: that may quote what a person wrote."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = [type(each).__name__ for each in _chain(error)]
        frames = [frame for each in _chain(error) for frame in traceback.extract_tb(each.__traceback__)]
        event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, outermost first."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def truncate_address(address: str | None) -> str | None:
    """An IP address without the part that names one household: /24 of IPv4, /48 of IPv6."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    prefix = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network((ip, prefix), strict=False).network_address)
