"""As much of Pinecone's data plane as our client speaks: upsert, delete, query, list with pages, keys checked.

Written after the requests that the official client sends; no live Pinecone was asked.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import numpy as np

from tests.knowledge.local_server import Reply, Request, serving

API_KEY: Final = "pinecone-key-of-a-test"
_PAGE: Final = 100
_UPSERT_LIMIT: Final = 1000  # vectors a request may hold


class _Index:
    def __init__(self) -> None:
        self._spaces: dict[str, dict[str, list[float]]] = defaultdict(dict)

    def answer(self, request: Request) -> Reply:
        if request.headers.get("api-key") != API_KEY:
            return Reply(b"Invalid API Key", "text/plain", 401)
        address = urlsplit(request.path)
        if (request.method, address.path) == ("GET", "/vectors/list"):
            asked = {name: values[0] for name, values in parse_qs(address.query).items()}
            return _json(self._list(self._spaces[asked["namespace"]], asked.get("paginationToken", "0")))
        body = json.loads(request.body)
        space = self._spaces[body["namespace"]]
        match request.method, address.path:
            case "POST", "/vectors/upsert":
                return self._upsert(space, body["vectors"])
            case "POST", "/vectors/delete":
                for name in body["ids"]:
                    space.pop(name, None)
                return _json({})
            case "POST", "/query":
                return _json({"matches": self._query(space, body), "namespace": body["namespace"]})
        return Reply(status=404)

    def _upsert(self, space: dict[str, list[float]], vectors: list[dict[str, Any]]) -> Reply:
        if len(vectors) > _UPSERT_LIMIT or not all(any(vector["values"]) for vector in vectors):
            return Reply(b'{"code": 3, "message": "refused"}', status=400)
        space.update({vector["id"]: vector["values"] for vector in vectors})
        return _json({"upsertedCount": len(vectors)})

    def _query(self, space: dict[str, list[float]], body: dict[str, Any]) -> list[dict[str, Any]]:
        scores = {name: float(np.dot(values, body["vector"])) for name, values in space.items()}
        best = sorted(scores, key=lambda name: -scores[name])[: body["topK"]]
        return [{"id": name, "score": scores[name]} for name in best]

    def _list(self, space: dict[str, list[float]], token: str) -> dict[str, Any]:
        start = int(token)
        names = sorted(space)[start : start + _PAGE]
        following = {"next": str(start + _PAGE)} if start + _PAGE < len(space) else {}
        return {"vectors": [{"id": name} for name in names], "pagination": following, "namespace": ""}


def _json(value: object) -> Reply:
    return Reply(json.dumps(value).encode())


@contextmanager
def pinecone_server() -> Iterator[str]:
    """The address of an empty index."""
    with serving(_Index().answer) as address:
        yield address
