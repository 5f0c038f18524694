"""A GGUF file run by llama.cpp inside this process, spoken to over its OpenAI-compatible protocol on loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import aclosing
from secrets import token_urlsafe
from typing import Any

from pydantic import SecretStr

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
        client = await asyncio.to_thread(self._loaded)  # gigabytes from disk; others are answered meanwhile
        async with aclosing(client.stream(consultation)) as pieces:
            async for piece in pieces:
                yield piece

    def _loaded(self) -> OpenAIProvider:
        with self._lock:
            if self._client is None:
                key = SecretStr(token_urlsafe())  # else any page in a browser on this machine could ask the model
                self._server = _serve(self._settings, key)
                settings = self._settings.model_copy(update={"openai_api_key": key})
                address = f"{self._server.listening_address}/v1"
                self._client = OpenAIProvider(settings, name=self.name, base_url=address)
            return self._client


def _serve(settings: ConsultSettings, key: SecretStr) -> Any:  # noqa: ANN401 - xllamacpp is untyped
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
    parameters.cpuparams.n_threads = settings.gguf_threads or -1  # -1: one a core
    parameters.port = 0  # any free one, on loopback
    parameters.api_keys = [key.get_secret_value()]
    parameters.n_parallel = 1
    parameters.verbosity = -1  # its log would hold what people ask
    try:
        return xllamacpp.Server(parameters)
    except RuntimeError as error:
        raise ServiceError("provider_failed", provider="gguf") from error
