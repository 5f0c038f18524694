"""As much of Weaviate as our client speaks: its schema over HTTP; batches, searches and deletions over gRPC.

Written after the requests that the official client sends, on its own protocol files; no live Weaviate was asked.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

import grpc
import numpy as np
from weaviate.proto.v1 import (
    base_pb2,
    batch_delete_pb2,
    batch_pb2,
    health_weaviate_pb2,
    properties_pb2,
    search_get_pb2,
    weaviate_pb2_grpc,
)

from tests.knowledge.local_server import Reply, Request, serving

_META: Final = {"version": "1.32.0", "grpcMaxMessageSize": 10 * 1024 * 1024}
_DELETE_LIMIT: Final = 10_000  # objects one deletion may match (QUERY_MAXIMUM_RESULTS)


class _Objects(weaviate_pb2_grpc.WeaviateServicer):
    """Classes as they were created, and their objects by uuid: key and vector."""

    def __init__(self) -> None:
        self.classes: dict[str, dict[str, Any]] = {}
        self._held: dict[str, dict[str, tuple[str, np.ndarray[Any, Any]]]] = {}

    def schema(self, request: Request) -> Reply:
        path = request.path.removeprefix("/v1/")
        if path == "meta":
            return Reply(json.dumps(_META).encode())
        if (request.method, path) == ("POST", "schema"):
            created = json.loads(request.body)
            self.classes[created["class"]] = created
            return Reply(request.body)
        name = path.removeprefix("schema/")
        return Reply(json.dumps(self.classes[name]).encode()) if name in self.classes else Reply(status=404)

    def BatchObjects(self, request: Any, context: Any) -> Any:  # noqa: N802 - the protocol's name
        for item in request.objects:
            vector = np.frombuffer(item.vector_bytes, dtype="<f4")
            key = item.properties.non_ref_properties.fields["key"].string_value
            self._of(item.collection)[item.uuid] = (key, vector)
        return batch_pb2.BatchObjectsReply(took=0.01)

    def BatchDelete(self, request: Any, context: Any) -> Any:  # noqa: N802
        held = self._of(request.collection)
        if (request.filters.operator, request.filters.target.property) != (
            base_pb2.Filters.OPERATOR_CONTAINS_ANY,
            "_id",
        ):
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "only deletion by id is known here")
        named = list(request.filters.value_text_array.values)[:_DELETE_LIMIT]
        gone = [held.pop(name) for name in named if name in held]
        return batch_delete_pb2.BatchDeleteReply(took=0.01, matches=len(gone), successful=len(gone))

    def Search(self, request: Any, context: Any) -> Any:  # noqa: N802
        held = self._of(request.collection)
        if request.HasField("near_vector"):
            asked = np.frombuffer(request.near_vector.vectors[0].vector_bytes, dtype="<f4")
            distances = {uuid: self._distance(request.collection, vector, asked) for uuid, (_, vector) in held.items()}
            names = sorted(distances, key=lambda uuid: distances[uuid])[: request.limit]
        else:  # the iterator: all objects in the order of their ids, page by page
            distances = {}
            names = sorted(uuid for uuid in held if uuid > request.after)[: request.limit]
        return search_get_pb2.SearchReply(
            results=[self._result(held[name][0], name, distances.get(name)) for name in names]
        )

    def _of(self, name: str) -> dict[str, tuple[str, np.ndarray[Any, Any]]]:
        return self._held.setdefault(name, {})

    def _distance(self, name: str, vector: np.ndarray[Any, Any], asked: np.ndarray[Any, Any]) -> float:
        product = float(vector @ asked)
        kind = self.classes[name]["vectorConfig"]["default"]["vectorIndexConfig"]["distance"]
        return -product if kind == "dot" else 1.0 - product / float(np.linalg.norm(vector) * np.linalg.norm(asked))

    @staticmethod
    def _result(key: str, uuid: str, distance: float | None) -> Any:
        properties = properties_pb2.Properties(fields={"key": properties_pb2.Value(text_value=key)})
        return search_get_pb2.SearchResult(
            properties=search_get_pb2.PropertiesResult(non_ref_props=properties),
            metadata=search_get_pb2.MetadataResult(
                id_as_bytes=UUID(uuid).bytes, distance=distance or 0.0, distance_present=distance is not None
            ),
        )


class _Health(grpc.GenericRpcHandler):  # type: ignore[misc] # grpcio has no types
    """`grpc.health.v1.Health/Check`: serving."""

    def service(self, call: Any) -> Any:
        if call.method != "/grpc.health.v1.Health/Check":
            return None
        return grpc.unary_unary_rpc_method_handler(
            lambda request, context: health_weaviate_pb2.WeaviateHealthCheckResponse(status="SERVING"),
            request_deserializer=health_weaviate_pb2.WeaviateHealthCheckRequest.FromString,
            response_serializer=health_weaviate_pb2.WeaviateHealthCheckResponse.SerializeToString,
        )


@contextmanager
def weaviate_server() -> Iterator[str]:
    """The address of a server without collections, its gRPC port in the query."""
    objects = _Objects()
    server = grpc.server(ThreadPoolExecutor(4))
    weaviate_pb2_grpc.add_WeaviateServicer_to_server(objects, server)  # type: ignore[no-untyped-call]
    server.add_generic_rpc_handlers((_Health(),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with serving(objects.schema) as address:
            yield f"{address}?grpc={port}"
    finally:
        server.stop(None).wait()
