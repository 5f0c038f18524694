"""Every setting of the service, read from the environment: prefix SESAC_, nested with __ (SESAC_PHOTO__MAX_BYTES)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class PhotoSettings(BaseModel):
    """Limits checked before a photo is decoded."""

    max_bytes: int = 25 * 1024 * 1024
    max_pixels: int = 64_000_000  # a 64-megapixel phone sensor at full size
    min_side: int = 128  # below this no face is large enough to measure
    max_aspect: float = 4.0  # panoramas are not portraits


class VisionSettings(BaseModel):
    threads: int = Field(default=2, ge=1)
    models_dir: Path | None = None  # None: the models shipped in the package


class KnowledgeSettings(BaseModel):
    articles_dir: Path | None = None  # None: the articles shipped in the package
    library_dir: Path | None = None  # documents of this service, filled by `sesaclinic ingest`; None: articles only
    embedder: str = "builtin"  # builtin, koelectra, kobert, openai, or transformers:FOLDER_OR_NAME
    embedder_url: str | None = None  # of an OpenAI-compatible server, for embedder openai
    embedder_model: str = "text-embedding-3-small"
    embedder_api_key: SecretStr | None = None
    store: str = "faiss"  # faiss, chroma, pgvector, weaviate, pinecone
    store_url: str | None = (
        None  # chroma: a folder or http://…; pgvector: postgresql://…; weaviate, pinecone: http(s)://…
    )
    store_api_key: SecretStr | None = None


class ConsultSettings(BaseModel):
    provider: Literal["builtin", "openai", "gguf"] = "builtin"
    max_question_chars: int = 2000
    openai_base_url: str | None = None
    openai_api_key: SecretStr | None = None
    openai_model: str = "gpt-4o-mini"
    gguf_path: Path | None = None
    gguf_threads: int | None = Field(default=None, ge=1)  # None: one a core; photos are measured on the same ones
    timeout_s: float = 30.0  # between two pieces of an answer
    retries: int = Field(default=1, ge=0)
    context_tokens: int = Field(default=8192, ge=1024)  # of the model, question and facts included
    answer_tokens: int = Field(default=700, ge=64)


class ServerSettings(BaseModel):
    host: str = "127.0.0.1"
    port: int = 8000
    web_dir: Path | None = None  # None: the page built into the package
    trusted_proxies: str = "127.0.0.1"  # comma-separated addresses whose X-Forwarded-For and -Proto are believed
    cors_origins: list[str] = []  # pages of other origins that may call the API; none by default
    result_ttl_s: int = 30 * 60  # how long a result that nobody asked to keep stays in memory
    chat_ttl_s: int = 30 * 60  # after its last message
    upload_timeout_s: float = 120.0  # 25 MB over a slow 2 Mbit/s mobile line takes 100 s
    upload_memory_bytes: int = 256 * 1024 * 1024  # photos held at once, being read, waiting or measured; then 503
    analyses_per_minute: int = 30
    messages_per_minute: int = 60
    max_concurrent_analyses: int = 2
    queue_size: int = 32


class StorageSettings(BaseModel):
    """Where results live that a person asked to keep. None: history is off and nothing touches a disk."""

    database_url: str | None = None  # e.g. sqlite+aiosqlite:///data/sesaclinic.db
    keep_days: int = Field(default=365, ge=1)  # a kept result is deleted after this


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SESAC_", env_nested_delimiter="__", env_file=".env", extra="ignore")

    lang: Literal["ko", "en", "ja", "zh"] = "ko"
    log_level: str = "INFO"
    log_format: Literal["auto", "json", "text"] = "auto"  # auto: text on a terminal, JSON otherwise
    photo: PhotoSettings = PhotoSettings()
    vision: VisionSettings = VisionSettings()
    knowledge: KnowledgeSettings = KnowledgeSettings()
    consult: ConsultSettings = ConsultSettings()
    server: ServerSettings = ServerSettings()
    storage: StorageSettings = StorageSettings()


@cache
def get_settings() -> Settings:
    """The process's settings, read once."""
    return Settings()
