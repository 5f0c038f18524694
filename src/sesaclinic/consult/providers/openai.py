"""Any server that speaks the OpenAI chat protocol: OpenAI, vLLM, Ollama, llama.cpp."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import cast

from openai import AsyncOpenAI, OpenAIError
from openai.types.chat import ChatCompletionMessageParam

from sesaclinic.consult.prompt import messages
from sesaclinic.consult.providers.base import Consultation
from sesaclinic.errors import ServiceError
from sesaclinic.settings import ConsultSettings


class OpenAIProvider:
    """Streams a chat completion; closing the stream closes the request, so that the server stops too."""

    def __init__(self, settings: ConsultSettings, *, name: str = "openai", base_url: str | None = None) -> None:
        self.name = name
        self._settings = settings
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
        self._client = AsyncOpenAI(
            base_url=base_url or settings.openai_base_url,
            api_key=key,
            timeout=settings.timeout_s,
            max_retries=settings.retries,
        )

    async def stream(self, consultation: Consultation) -> AsyncGenerator[str, None]:
        """Pieces as they come; raises ServiceError `provider_failed` when the server fails, refuses or is too slow."""
        budget = self._settings.context_tokens - self._settings.answer_tokens
        try:
            request = cast("list[ChatCompletionMessageParam]", messages(consultation, budget))
            chunks = await self._client.chat.completions.create(
                model=self._settings.openai_model,
                messages=request,
                max_tokens=self._settings.answer_tokens,
                temperature=0.2,  # facts are to be told, not embroidered
                stream=True,
            )
            async with chunks:
                async for chunk in chunks:
                    if chunk.choices and (piece := chunk.choices[0].delta.content):
                        yield piece
        except OpenAIError as error:
            raise ServiceError("provider_failed", provider=self.name) from error

    async def close(self) -> None:
        """Let go of the connections."""
        await self._client.close()
