"""Every error a person can meet: one tree, one catalogue.

    SesacError
    ├── PhotoError       the photo cannot be used (4xx)
    ├── QuestionError    the question cannot be used (4xx)
    ├── DocumentError    a document cannot be ingested (4xx)
    ├── NotFoundError    the thing asked for does not exist, or has expired (404)
    ├── ConflictError    not possible in the present state (409)
    ├── LimitError       too much or too often (413, 429)
    └── ServiceError     our side: a model, store or provider failed (5xx)

A code is stable: clients may branch on it. The words are in `messages/errors.<lang>.yaml`, so that a translator
edits no Python; a language without its own file reads English.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import ClassVar

import yaml

FALLBACK_LANG = "en"


class SesacError(Exception):
    """An error with a stable code, an HTTP status, and words in the reader's language.

    code: key of the catalogue, e.g. `no_face`. params: values the message names, e.g. `limit_mb=20`.
    """

    status: ClassVar[int] = 500

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def message(self, lang: str = "ko") -> str:
        """What happened, one sentence."""
        return _words(lang, self.code)["message"].format_map(self.params)

    def hint(self, lang: str = "ko") -> str:
        """What the person can do about it, one sentence."""
        return _words(lang, self.code)["hint"].format_map(self.params)

    def as_dict(self, lang: str = "ko") -> dict[str, str]:
        """The error as command-line JSON: code, message, hint."""
        return {"code": self.code, "message": self.message(lang), "hint": self.hint(lang)}


class PhotoError(SesacError):
    status = 422


class UnsupportedPhotoError(PhotoError):
    """Not an image we read, whatever its name says."""

    status = 415


class QuestionError(SesacError):
    status = 422


class DocumentError(SesacError):
    status = 422


class NotFoundError(SesacError):
    status = 404


class ConflictError(SesacError):
    status = 409


class LimitError(SesacError):
    """Too large (413) or too often (429)."""

    status = 413


class RateLimitError(LimitError):
    status = 429


class ServiceError(SesacError):
    status = 503


@cache
def catalogue(lang: str) -> dict[str, dict[str, str]]:
    """Code to {message, hint} for one language; raises FileNotFoundError for a language we do not speak."""
    text = (files("sesaclinic") / "messages" / f"errors.{lang}.yaml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.safe_load(text)
    return words


def _words(lang: str, code: str) -> dict[str, str]:
    for candidate in (lang, FALLBACK_LANG):
        try:
            return catalogue(candidate)[code]
        except (FileNotFoundError, KeyError):
            continue
    raise KeyError(f"error code without words: {code}")
