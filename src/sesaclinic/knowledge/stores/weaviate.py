"""Weaviate: one collection, vectors brought along."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

import weaviate
from weaviate.classes.config import Configure, DataType, Property, VectorDistances
from weaviate.classes.data import DataObject
from weaviate.classes.init import AdditionalConfig, Auth, Timeout
from weaviate.classes.query import Filter, MetadataQuery
from weaviate.exceptions import WeaviateBaseError
from weaviate.util import generate_uuid5

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders.base import Vectors

_GRPC_PORT = 50051  # Weaviate's own default; `?grpc=PORT` in the address names another


class WeaviateStore:
    """url: http(s)://host:port[?grpc=PORT]. An object's `key` is the vector's id."""

    def __init__(self, url: str, api_key: str | None, collection: str) -> None:
        address = urlsplit(url)
        secure = address.scheme == "https"
        grpc = int(address.query.removeprefix("grpc=") or _GRPC_PORT)
        try:
            self._client = weaviate.connect_to_custom(
                http_host=address.hostname or "localhost",
                http_port=address.port or (443 if secure else 8080),
                http_secure=secure,
                grpc_host=address.hostname or "localhost",
                grpc_port=grpc,
                grpc_secure=secure,
                auth_credentials=Auth.api_key(api_key) if api_key else None,
                additional_config=AdditionalConfig(timeout=Timeout(init=10, query=30, insert=120)),
            )
            name = collection[:1].upper() + collection[1:]
            if not self._client.collections.exists(name):
                self._client.collections.create(
                    name,
                    properties=[Property(name="key", data_type=DataType.TEXT)],
                    vector_config=Configure.Vectors.self_provided(
                        vector_index_config=Configure.VectorIndex.hnsw(distance_metric=VectorDistances.COSINE)
                    ),
                )
            self._collection = self._client.collections.use(name)
        except (WeaviateBaseError, OSError) as error:
            raise ServiceError("store_failed", name="weaviate") from error

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        objects = [
            DataObject(properties={"key": name}, uuid=generate_uuid5(name), vector=vector.tolist())
            for name, vector in zip(ids, vectors, strict=True)
        ]
        if objects and self._collection.data.insert_many(objects).has_errors:
            raise ServiceError("store_failed", name="weaviate")

    def delete(self, ids: Collection[str]) -> None:
        if ids:
            self._collection.data.delete_many(where=Filter.by_property("key").contains_any(list(ids)))

    def ids(self) -> set[str]:
        return {str(item.properties["key"]) for item in self._collection.iterator(return_properties=["key"])}

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        found = self._collection.query.near_vector(
            near_vector=vector.tolist(),
            limit=count,
            return_properties=["key"],
            return_metadata=MetadataQuery(distance=True),
        )
        return [(str(item.properties["key"]), 1.0 - float(item.metadata.distance or 0.0)) for item in found.objects]

    def close(self) -> None:
        self._client.close()
