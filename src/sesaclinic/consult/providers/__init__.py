"""Where the words of an answer come from: a plain table of providers by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sesaclinic.consult.providers.base import Consultation, Provider
from sesaclinic.consult.providers.builtin import BuiltinProvider
from sesaclinic.settings import ConsultSettings


def _openai(settings: ConsultSettings) -> Provider:
    from sesaclinic.consult.providers.openai import OpenAIProvider  # noqa: PLC0415 - a second that others need not pay

    return OpenAIProvider(settings)


def _gguf(settings: ConsultSettings) -> Provider:
    from sesaclinic.consult.providers.gguf import GgufProvider  # noqa: PLC0415 - an optional package

    return GgufProvider(settings)


PROVIDERS: Final[dict[str, Callable[[ConsultSettings], Provider]]] = {
    "builtin": lambda settings: BuiltinProvider(),
    "openai": _openai,
    "gguf": _gguf,
}

__all__ = ["PROVIDERS", "BuiltinProvider", "Consultation", "Provider"]
