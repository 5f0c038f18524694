"""Any server that speaks the OpenAI chat protocol: OpenAI, vLLM, Ollama, llama.cpp."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import Final, cast

import httpx
from openai import AsyncOpenAI, AsyncStream, DefaultAsyncHttpxClient, Timeout
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from sesaclinic.consult.prompt import messages
from sesaclinic.consult.providers.base import Consultation
from sesaclinic.errors import ServiceError
from sesaclinic.settings import ConsultSettings

_CONNECT_S: Final = (
    5.0  # a server that is there takes the connection at once; nobody waits half a minute for one that is not
)


class OpenAIProvider:
    """Streams a chat completion; closing the stream closes the request, so that the server stops too."""

    def __init__(self, settings: ConsultSettings, *, name: str = "openai", base_url: str | None = None) -> None:
        self.name = name
        self._settings = settings
        self._base_url = base_url or settings.openai_base_url
        self._certificates = httpx.create_ssl_context()  # 40 ms, once; the rest of a client takes one

    async def stream(self, consultation: Consultation) -> AsyncGenerator[str, None]:
        """Pieces as they come; raises ServiceError `provider_failed` when the server fails, refuses or is too slow.

        At most `answer_tokens` pieces are read, of a server that does not heed its limit too.
        """
        request = messages(consultation, self._settings.context_tokens - self._settings.answer_tokens)
        try:
            async with self._client() as client, await self._asked(client, request) as chunks:
                for _ in range(self._settings.answer_tokens):
                    piece = await self._next(chunks)
                    if piece is None:
                        break
                    yield piece
        # the client, the connection below it and what comes over it fail in ways of their own; all mean the same here
        except Exception as error:
            raise ServiceError("provider_failed", provider=self.name) from error

    def _client(self) -> AsyncOpenAI:
        """A client for one answer: no connection outlives it, and none belongs to another event loop."""
        key, seconds = self._settings.openai_api_key, self._settings.timeout_s
        return AsyncOpenAI(
            base_url=self._base_url,
            api_key=key.get_secret_value() if key else "none",
            timeout=Timeout(seconds, connect=min(_CONNECT_S, seconds)),
            max_retries=self._settings.retries,
            http_client=DefaultAsyncHttpxClient(verify=self._certificates),
        )

    async def _asked(self, client: AsyncOpenAI, request: list[dict[str, str]]) -> AsyncStream[ChatCompletionChunk]:
        async with asyncio.timeout(self._settings.timeout_s):  # retries, and what a busy server asks to wait, included
            return await client.chat.completions.create(
                model=self._settings.openai_model,
                messages=cast("list[ChatCompletionMessageParam]", request),
                max_tokens=self._settings.answer_tokens,
                temperature=0.2,  # facts are to be told, not embroidered
                stream=True,
            )

    async def _next(self, chunks: AsyncStream[ChatCompletionChunk]) -> str | None:
        """The next piece of text, None at the end. Signs of life without text do not count as an answer."""
        async with asyncio.timeout(self._settings.timeout_s):
            while chunk := await anext(chunks, None):
                if chunk.choices and (piece := chunk.choices[0].delta.content):
                    return piece
        return None
