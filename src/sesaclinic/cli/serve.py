"""`sesaclinic serve`: the page and the API on one address."""

from __future__ import annotations

import errno
import socket
from typing import Annotated, Optional

import typer

from sesaclinic.errors import ServiceError
from sesaclinic.settings import Settings, get_settings

GRACE_S = 10  # running answers may finish for so long after Ctrl+C


def register(app: typer.Typer) -> None:
    """Add `serve`."""
    app.command()(serve)


def serve(
    host: Annotated[
        Optional[str],  # noqa: UP045 - typer reads it at run time
        typer.Option(help="Address to listen on. 0.0.0.0 lets other machines in: put a proxy with HTTPS before it."),
    ] = None,
    port: Annotated[Optional[int], typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = None,  # noqa: UP045
    open_browser: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Run the service: the page, and the HTTP API under /api.

    The page answers at once. The models load in the background for some seconds; photos sent meanwhile wait for them.
    Photos stay in memory and are dropped once measured. Ctrl+C lets running work finish, then stops.

    Settings come from the environment or a .env file; docs/operations.md lists them all. Some of them:

    \b
      SESAC_SERVER__PORT=9000             another port
      SESAC_CONSULT__PROVIDER=openai      answers from a language model
      SESAC_STORAGE__DATABASE_URL=sqlite+aiosqlite:///data/history.db
                                          let people keep their results
      SESAC_SERVER__TRUSTED_PROXIES=10.0.0.2
                                          a proxy whose X-Forwarded-For counts

    One process holds models and results. To use more cores, raise
    SESAC_SERVER__MAX_CONCURRENT_ANALYSES.
    """
    settings = get_settings()
    host, port = host or settings.server.host, settings.server.port if port is None else port
    listener = _listen(host, port)
    url = _url(host, listener.getsockname()[1])
    typer.echo(f"» SeSAClinic: {url}  (Ctrl+C stops it)")
    if open_browser:
        typer.launch(url)
    _run(settings, listener)


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, so that a taken port is known before anything loads.

    Raises ServiceError `port_in_use`, or `address_unusable` for any other reason.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ServiceError("port_in_use", host=host, port=port) from error
        raise ServiceError("address_unusable", host=host, port=port, reason=error.strerror) from error


def _url(host: str, port: int) -> str:
    """The address to type into a browser on this machine."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{name}:{port}"


def _run(settings: Settings, listener: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415 - `sesaclinic --help` stays quick

    from sesaclinic.api import create_app  # noqa: PLC0415
    from sesaclinic.api.logs import configure_logging  # noqa: PLC0415

    configure_logging(settings)
    config = uvicorn.Config(
        create_app(settings),
        log_config=None,
        access_log=False,  # the app logs requests itself, without addresses and ids
        server_header=False,
        loop="asyncio",
        http="h11",
        proxy_headers=True,
        forwarded_allow_ips=settings.server.trusted_proxies,
        timeout_graceful_shutdown=GRACE_S,
    )
    uvicorn.Server(config).run(sockets=[listener])
