"""What every embedder gives, and what each says when it cannot."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sesaclinic.errors import ServiceError
from sesaclinic.knowledge.embedders import EMBEDDERS, open_embedder
from sesaclinic.knowledge.embedders.static import StaticEmbedder
from sesaclinic.knowledge.vocabulary import LANGS
from sesaclinic.settings import KnowledgeSettings
from tests.knowledge.local_server import Reply, Request, serving

ASKED = "여드름 자국은 언제 없어지나요"
ALIKE = "여드름 흉터 자국이 사라지는 데 걸리는 시간"
UNLIKE = "선크림은 몇 시간마다 덧발라요"
DIM = 8


@pytest.fixture(scope="module")
def builtin() -> StaticEmbedder:
    return StaticEmbedder()


def test_the_builtin_embedder_gives_the_same_unit_vectors_every_time(builtin: StaticEmbedder) -> None:
    texts = [ASKED, ALIKE, UNLIKE]
    vectors = builtin.embed(texts, "question", "ko")
    assert vectors.shape == (3, builtin.dim)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    np.testing.assert_array_equal(vectors, StaticEmbedder().embed(texts, "passage", "ko"))
    for row, text in enumerate(texts):
        np.testing.assert_allclose(builtin.embed([text], "question", "ko")[0], vectors[row], atol=1e-6)


def test_texts_that_mean_the_same_are_nearer_than_others(builtin: StaticEmbedder) -> None:
    asked, alike, unlike = builtin.embed([ASKED, ALIKE, UNLIKE], "question", "ko")
    assert asked @ alike > asked @ unlike + 0.2


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_without_a_known_word_is_near_to_nothing(builtin: StaticEmbedder, lang: str) -> None:
    vectors = builtin.embed(["", "?!", "\U0001f600"], "question", lang)  # type: ignore[arg-type]
    assert not vectors.any()


def test_no_text_gives_no_vector(builtin: StaticEmbedder) -> None:
    assert builtin.embed([], "passage", "ko").shape == (0, builtin.dim)


def test_weights_that_do_not_match_their_card_are_refused(tmp_path: Path) -> None:
    from sesaclinic.knowledge.embedders import static  # noqa: PLC0415

    shipped = Path(static.__file__).parents[2] / "assets" / "models"
    for name in ("embedder.json", "embedder.npz"):
        shutil.copy(shipped / name, tmp_path / name)
    StaticEmbedder(tmp_path)
    with (tmp_path / "embedder.npz").open("ab") as weights:
        weights.write(b"\x00")
    with pytest.raises(ServiceError, match="model_invalid"):
        StaticEmbedder(tmp_path)


def test_the_name_tells_weights_apart(builtin: StaticEmbedder) -> None:
    name, _, digest = builtin.name.partition("@")
    assert name == "sesac-static"
    assert len(digest) == 8


def test_an_unknown_embedder_names_the_known_ones() -> None:
    with pytest.raises(ServiceError, match="embedder_unknown") as unknown:
        open_embedder(KnowledgeSettings(embedder="crystal-ball"))
    assert all(name in unknown.value.hint("en") for name in (*EMBEDDERS, "transformers:"))


@pytest.mark.parametrize("name", ["koelectra", "kobert", "transformers:./my-model"])
def test_an_embedder_whose_package_is_missing_says_so(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    monkeypatch.delitem(sys.modules, "sesaclinic.knowledge.embedders.transformer", raising=False)
    with pytest.raises(ServiceError, match="embedder_failed") as failed:
        open_embedder(KnowledgeSettings(embedder=name))
    assert name in failed.value.message("en")


class Vectoriser:
    """A server of the OpenAI embeddings protocol: counts letters, answers out of order."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.keys: set[str] = set()
        self.reply: Reply | None = None

    def answer(self, request: Request) -> Reply:
        assert (request.method, request.path) == ("POST", "/v1/embeddings")
        asked = json.loads(request.body)
        assert asked["model"] == "tiny"
        self.keys.add(request.headers["authorization"])
        self.batches.append(asked["input"])
        if self.reply:
            return self.reply
        data = [
            {"object": "embedding", "index": index, "embedding": self.vector(text)}
            for index, text in reversed(list(enumerate(asked["input"])))
        ]
        usage = {"prompt_tokens": 1, "total_tokens": 1}
        return Reply(json.dumps({"object": "list", "model": "tiny", "data": data, "usage": usage}).encode())

    @staticmethod
    def vector(text: str) -> list[float]:
        counts = np.bincount([ord(letter) % DIM for letter in text], minlength=DIM)
        return [float(count) for count in counts]


@pytest.fixture
def vectoriser() -> Vectoriser:
    return Vectoriser()


@pytest.fixture
def rented(vectoriser: Vectoriser) -> Iterator[KnowledgeSettings]:
    with serving(vectoriser.answer) as address:
        yield KnowledgeSettings.model_validate(
            {"embedder": "openai", "embedder_url": f"{address}/v1", "embedder_model": "tiny", "embedder_api_key": "k"}
        )


def test_vectors_of_a_server_come_in_the_order_of_the_texts_at_length_one(
    rented: KnowledgeSettings, vectoriser: Vectoriser
) -> None:
    embedder = open_embedder(rented)
    assert (embedder.name, embedder.dim) == ("tiny", DIM)
    texts = [f"text {number}" for number in range(300)]
    vectors = embedder.embed(texts, "passage", "en")
    assert vectors.shape == (300, DIM)
    for row in (0, 127, 128, 299):
        expected = np.array(Vectoriser.vector(texts[row]))
        np.testing.assert_allclose(vectors[row], expected / np.linalg.norm(expected), atol=1e-6)
    assert [len(batch) for batch in vectoriser.batches] == [1, 128, 128, 44]
    assert vectoriser.keys == {"Bearer k"}


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(b'{"error": {"message": "no such key"}}', status=401), id="key refused"),
        pytest.param(Reply(b"<html>a proxy's page</html>", "text/html"), id="no JSON"),
        pytest.param(Reply(b'{"object": "list", "data": [], "model": "tiny"}'), id="no vectors"),
        pytest.param(
            Reply(b'{"object": "list", "model": "tiny", "data": [{"index": 0, "embedding": [1, 0]}]}'), id="too few"
        ),
    ],
)
def test_a_server_that_answers_otherwise_is_an_error_of_ours(
    rented: KnowledgeSettings, vectoriser: Vectoriser, reply: Reply
) -> None:
    embedder = open_embedder(rented)
    vectoriser.reply = reply
    with pytest.raises(ServiceError, match="embedder_failed"):
        embedder.embed(["one", "two"], "passage", "en")


def test_a_server_that_is_not_there_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ServiceError, match="embedder_failed"):
        open_embedder(KnowledgeSettings(embedder="openai", embedder_url="http://127.0.0.1:1/v1"))
