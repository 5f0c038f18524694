"""Weaviate: one collection, vectors brought along."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Final
from urllib.parse import parse_qs, urlsplit

from weaviate import WeaviateClient
from weaviate.classes.config import Configure, DataType, Property, Tokenization, VectorDistances
from weaviate.classes.data import DataObject
from weaviate.classes.init import AdditionalConfig, Auth, Timeout
from weaviate.classes.query import Filter, MetadataQuery
from weaviate.connect import ConnectionParams
from weaviate.exceptions import WeaviateBaseError
from weaviate.util import generate_uuid5

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Vectors
from sesaclinic.knowledge.stores.base import failures_of

_GRPC_PORT: Final = "50051"  # Weaviate's own default
_BATCH: Final = 1000  # a message holds 10 MB unless the server was told otherwise: a thousand vectors of 1,536 fit


class WeaviateStore:
    """url: http(s)://host:port[?grpc=PORT]. An object's `key` is the vector's id."""

    def __init__(self, url: str, api_key: str | None, collection: str) -> None:
        name = collection[:1].upper() + collection[1:]
        with _failures():
            self._client = _client(url, api_key)
            if not self._client.collections.exists(name):
                self._client.collections.create(
                    name,
                    # whole keys: cut into words they would match one another
                    properties=[Property(name="key", data_type=DataType.TEXT, tokenization=Tokenization.FIELD)],
                    vector_config=Configure.Vectors.self_provided(
                        vector_index_config=Configure.VectorIndex.hnsw(distance_metric=VectorDistances.DOT)
                    ),
                )
            self._collection = self._client.collections.use(name)

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        for start in range(0, len(ids), _BATCH):
            batch = zip(ids[start : start + _BATCH], vectors[start : start + _BATCH], strict=True)
            objects = [
                DataObject(properties={"key": name}, uuid=generate_uuid5(name), vector=vector.tolist())
                for name, vector in batch
            ]
            with _failures():
                if self._collection.data.insert_many(objects).has_errors:
                    raise ServiceError("store_failed", name="weaviate")

    def delete(self, ids: Collection[str]) -> None:
        names = sorted(ids)
        for start in range(0, len(names), _BATCH):
            uuids = [generate_uuid5(name) for name in names[start : start + _BATCH]]
            with _failures():
                self._collection.data.delete_many(where=Filter.by_id().contains_any(uuids))

    def ids(self) -> set[str]:
        with _failures():
            return {str(item.properties["key"]) for item in self._collection.iterator(return_properties=["key"])}

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        with _failures():
            found = self._collection.query.near_vector(
                near_vector=vector.tolist(),
                limit=count,
                return_properties=["key"],
                return_metadata=MetadataQuery(distance=True),
            )
        # the distance is the negative inner product
        return [(str(item.properties["key"]), -float(item.metadata.distance or 0.0)) for item in found.objects]

    def close(self) -> None:
        self._client.close()


def _failures() -> AbstractContextManager[None]:
    return failures_of("weaviate", WeaviateBaseError, ValueError, OSError)  # ValueError: an address that is none


def _client(url: str, api_key: str | None) -> WeaviateClient:
    address = urlsplit(url)
    secure = address.scheme == "https"
    host = address.hostname or "localhost"
    client = WeaviateClient(
        ConnectionParams.from_params(
            http_host=host,
            http_port=address.port or (443 if secure else 8080),
            http_secure=secure,
            grpc_host=host,
            grpc_port=int(parse_qs(address.query).get("grpc", [_GRPC_PORT])[0]),
            grpc_secure=secure,
        ),
        auth_client_secret=Auth.api_key(api_key) if api_key else None,
        additional_config=AdditionalConfig(timeout=Timeout(init=10, query=30, insert=120)),
    )
    try:
        client.connect()
    except WeaviateBaseError:
        client.close()
        raise
    return client
