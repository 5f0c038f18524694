"""What every vector store does, whichever it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import psycopg
import pytest

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Vectors, normalised
from sesaclinic.knowledge.stores import STORES, collection_name, faiss, open_store
from sesaclinic.knowledge.vocabulary import LANGS
from sesaclinic.settings import KnowledgeSettings
from tests.knowledge.stores.conftest import FORGETFUL, OpenStore
from tests.knowledge.stores.pinecone_server import API_KEY, pinecone_server

AXES = np.eye(4, dtype=np.float32)


def directions(count: int, dim: int) -> Vectors:
    return normalised(np.random.default_rng(7).standard_normal((count, dim)).astype(np.float32))


def test_the_nearest_come_first_with_their_inner_products(opened: OpenStore) -> None:
    store = opened(4)
    store.upsert(["passage:0", "passage:1", "other:0"], AXES[:3])
    question = np.array([0.6, 0.8, 0.0, 0.0], dtype=np.float32)
    found = store.search(question, 10)
    assert [name for name, _ in found] == ["passage:1", "passage:0", "other:0"]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6, 0.0], abs=1e-5)
    assert [name for name, _ in store.search(question, 1)] == ["passage:1"]


def test_an_empty_store_finds_nothing(opened: OpenStore) -> None:
    store = opened(4)
    assert store.ids() == set()
    assert store.search(AXES[0], 5) == []
    store.delete([])
    store.delete(["never:0"])
    assert store.ids() == set()


def test_a_vector_put_again_replaces_the_first(opened: OpenStore) -> None:
    store = opened(4)
    store.upsert(["a:0", "b:0"], AXES[:2])
    store.upsert(["a:0"], AXES[2:3])
    assert store.ids() == {"a:0", "b:0"}
    ((name, score),) = store.search(AXES[2], 1)
    assert name == "a:0"
    assert score == pytest.approx(1.0, abs=1e-5)
    assert store.search(AXES[0], 2)[0][1] == pytest.approx(0.0, abs=1e-5)


def test_what_is_deleted_is_not_found_any_more(opened: OpenStore) -> None:
    store = opened(4)
    store.upsert(["a:0", "a:1", "ab:0"], AXES[:3])
    store.delete({"a:0", "never:0"})
    assert store.ids() == {"a:1", "ab:0"}
    assert "a:0" not in [name for name, _ in store.search(AXES[0], 3)]


def test_every_id_is_listed_and_every_vector_deleted_beyond_one_page_of_a_client(opened: OpenStore) -> None:
    store = opened(8)
    names = [f"{number:04}:0" for number in range(1250)]
    store.upsert(names, directions(1250, 8))
    assert store.ids() == set(names)
    store.delete(names[:-1])
    assert store.ids() == {names[-1]}


def test_nearly_all_of_the_nearest_are_found_among_thousands(opened: OpenStore) -> None:
    vectors = directions(2000, 32)
    store = opened(32)
    store.upsert([str(number) for number in range(2000)], vectors)
    missed = 0
    for question in directions(20, 32):
        best = {str(row) for row in np.argsort(-(vectors @ question))[:10]}
        found = store.search(question, 60)
        assert len(found) == 60
        assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
        missed += len(best - {name for name, _ in found})
    assert missed <= 10  # of 200: graphs of neighbours are not exact
    assert len(store.search(vectors[0], 800)) >= 700


def test_collections_know_nothing_of_one_another(opened: OpenStore) -> None:
    first, second = opened(4), opened(4, "_en")
    first.upsert(["a:0"], AXES[:1])
    second.upsert(["b:0"], AXES[:1])
    assert (first.ids(), second.ids()) == ({"a:0"}, {"b:0"})
    assert [name for name, _ in first.search(AXES[0], 5)] == ["a:0"]


def test_vectors_stay_when_the_store_is_opened_again(backend: str, opened: OpenStore) -> None:
    opened(4).upsert(["a:0"], AXES[:1])
    again = opened(4)
    if backend in FORGETFUL:
        again.upsert(["a:0"], AXES[:1])
    assert again.ids() == {"a:0"}
    assert again.search(AXES[0], 1)[0][0] == "a:0"


def test_long_vectors_are_taken(opened: OpenStore) -> None:
    vectors = directions(3, 3072)  # of the largest embedding model people rent
    store = opened(3072)
    store.upsert(["a:0", "b:0", "c:0"], vectors)
    assert store.search(vectors[1], 1)[0][0] == "b:0"


def test_many_may_ask_at_once(opened: OpenStore) -> None:
    vectors = directions(64, 16)
    store = opened(16)
    store.upsert([str(number) for number in range(64)], vectors)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda row: store.search(vectors[row], 1)[0][0], range(64)))
    assert found == [str(number) for number in range(64)]


@pytest.mark.parametrize(
    ("store", "url"),
    [
        ("chroma", "http://127.0.0.1:1"),
        ("pgvector", "postgresql://127.0.0.1:1/nowhere"),
        ("pgvector", "not an address"),
        ("weaviate", "http://127.0.0.1:1"),
        ("weaviate", "http://127.0.0.1:1?grpc=many"),
    ],
)
def test_a_store_that_cannot_be_reached_says_so_at_once(store: str, url: str) -> None:
    with pytest.raises(ServiceError, match="store_failed") as failed:
        open_store(KnowledgeSettings(store=store, store_url=url), "sesac_ko", 4)
    assert store in failed.value.message("en")


@pytest.mark.parametrize("key", ["", "wrong"])
def test_pinecone_with_the_wrong_key_says_so(key: str, backends: Callable[[str], KnowledgeSettings]) -> None:
    settings = {"store": "pinecone", "store_url": backends("pinecone").store_url, "store_api_key": key}
    with pytest.raises(ServiceError, match="store_failed"):
        open_store(KnowledgeSettings.model_validate(settings), "sesac_ko", 4).upsert(["a:0"], AXES[:1])


def test_a_server_that_goes_away_is_an_error_of_ours() -> None:
    with pinecone_server() as url:
        settings = {"store": "pinecone", "store_url": url, "store_api_key": API_KEY}
        left = open_store(KnowledgeSettings.model_validate(settings), "sesac_ko", 4)
        left.upsert(["a:0"], AXES[:1])
    for call in (left.ids, lambda: left.search(AXES[0], 1), lambda: left.delete(["a:0"])):
        with pytest.raises(ServiceError, match="store_failed"):
            call()
    left.close()


def test_very_many_vectors_are_searched_by_cells_and_little_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faiss, "_EXACT_UP_TO", 1000)
    centres = directions(50, 16)
    noise = 0.1 * np.random.default_rng(1).standard_normal((4000, 16)).astype(np.float32)
    vectors = normalised(np.repeat(centres, 80, axis=0) + noise)  # as texts are: in clusters
    store = faiss.FaissStore(16)
    store.upsert([str(row) for row in range(4000)], vectors)
    missed = 0
    for question in centres:
        best = {str(row) for row in np.argsort(-(vectors @ question))[:10]}
        missed += len(best - {name for name, _ in store.search(question, 60)})
    assert missed <= 25  # of 500


def test_connections_that_a_database_closed_are_opened_again(backends: Callable[[str], KnowledgeSettings]) -> None:
    settings = backends("pgvector")
    store = open_store(settings, "sesac_restart", 4)
    store.upsert(["a:0"], AXES[:1])
    with psycopg.connect(settings.store_url or "", autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    assert store.search(AXES[0], 1)[0][0] == "a:0"
    store.close()


@pytest.mark.parametrize("store", ["pgvector", "weaviate", "pinecone"])
def test_a_store_without_an_address_says_so(store: str) -> None:
    with pytest.raises(ServiceError, match="store_failed"):
        open_store(KnowledgeSettings(store=store), "sesac_ko", 4)


def test_an_unknown_store_names_the_known_ones() -> None:
    with pytest.raises(ServiceError, match="store_unknown") as unknown:
        open_store(KnowledgeSettings(store="shoebox"), "sesac_ko", 4)
    assert all(name in unknown.value.hint("en") for name in STORES)


@pytest.mark.parametrize(
    ("store", "package"),
    [("chroma", "chromadb"), ("pgvector", "psycopg"), ("weaviate", "weaviate"), ("pinecone", "pinecone")],
)
def test_a_store_whose_package_is_missing_says_what_to_install(
    store: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.delitem(sys.modules, f"sesaclinic.knowledge.stores.{store}", raising=False)
    with pytest.raises(ServiceError, match="store_missing") as missing:
        open_store(KnowledgeSettings(store=store, store_url="http://127.0.0.1:1"), "sesac_ko", 4)
    assert f"sesaclinic[{store}]" in missing.value.hint("en")


def test_names_of_collections_suit_every_store_and_never_collide() -> None:
    embedders = [
        "sesac-static@1859045f",
        "models/한국어",
        "models/영어",
        f"{'a/' * 60}ko-encoder",
        f"{'a/' * 60}ko-model",
    ]
    names = {collection_name(embedder, lang) for embedder in embedders for lang in LANGS}
    assert len(names) == len(embedders) * 4
    for name in names:
        assert name.isascii()
        assert name.replace("_", "a").isalnum()
        assert 3 <= len(name) <= 50  # PostgreSQL cuts at 63, the name of an index is longer by five
        assert name == name.lower()
