"""A GGUF file run by llama.cpp inside this process, spoken to over its OpenAI-compatible protocol on loopback."""

from __future__ import annotations

import threading
from collections.abc import AsyncGenerator
from typing import Any

from sesaclinic.consult.providers.base import Consultation
from sesaclinic.consult.providers.openai import OpenAIProvider
from sesaclinic.errors import ServiceError
from sesaclinic.settings import ConsultSettings


class GgufProvider:
    """Loads the model on the first question, however many ask at once."""

    name = "gguf"

    def __init__(self, settings: ConsultSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._server: Any = None
        self._client: OpenAIProvider | None = None

    async def stream(self, consultation: Consultation) -> AsyncGenerator[str, None]:
        """As `OpenAIProvider.stream`; raises ServiceError `provider_failed` when the file is missing or no model."""
        client = self._loaded()
        pieces = client.stream(consultation)
        try:
            async for piece in pieces:
                yield piece
        finally:
            await pieces.aclose()

    def _loaded(self) -> OpenAIProvider:
        with self._lock:
            if self._client is None:
                self._server = _serve(self._settings)
                address = f"{self._server.listening_address}/v1"
                self._client = OpenAIProvider(self._settings, name=self.name, base_url=address)
            return self._client


def _serve(settings: ConsultSettings) -> Any:  # noqa: ANN401 - xllamacpp is untyped
    path = settings.gguf_path
    try:
        import xllamacpp  # noqa: PLC0415 - an optional package of 127 MB
    except ImportError as error:
        raise ServiceError("provider_failed", provider="gguf") from error
    if path is None or not path.is_file():
        raise ServiceError("provider_failed", provider="gguf")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = settings.context_tokens
    parameters.port = 0  # any free one, on loopback
    parameters.n_parallel = 1
    parameters.verbosity = -1  # its log would hold what people ask
    try:
        return xllamacpp.Server(parameters)
    except RuntimeError as error:
        raise ServiceError("provider_failed", provider="gguf") from error
