"""The knowledge base: what is known, and which passages answer a question."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from sesaclinic.domain import Lang, Passage
from sesaclinic.errors import NotFoundError
from sesaclinic.knowledge.alignment import WordAlignment
from sesaclinic.knowledge.corpus import Article, load_articles, load_sources, shipped_knowledge
from sesaclinic.knowledge.embedders import open_embedder
from sesaclinic.knowledge.embedders.base import Embedder
from sesaclinic.knowledge.embedders.static import StaticEmbedder
from sesaclinic.knowledge.ingest import Library
from sesaclinic.knowledge.lexical import LexicalIndex
from sesaclinic.knowledge.passages import Hit, PassageRecord, passages_of
from sesaclinic.knowledge.prepared import Prepared, read_prepared
from sesaclinic.knowledge.question_model import question_model
from sesaclinic.knowledge.retrieve import ANYWHERE, Ear, Retriever, Where, calibration_for
from sesaclinic.knowledge.semantic import Closeness, Scale, SemanticIndex, scale_to
from sesaclinic.knowledge.stores import collection_name, open_store
from sesaclinic.knowledge.vocabulary import LANGS
from sesaclinic.knowledge.words import ideas_in
from sesaclinic.settings import KnowledgeSettings, Settings


@dataclass(frozen=True, slots=True)
class PassageWords:
    """Words of a passage, each as the idea it belongs to. told: all of them. wordings: of its heading, then of each way
    to ask for it."""

    told: frozenset[str]
    wordings: tuple[frozenset[str], ...]


class KnowledgeBase:
    """Articles and documents, searched by meaning and by words. Safe to share between threads.

    A language's index is built when the language is first asked for; `warm` builds it beforehand.
    """

    def __init__(
        self, articles: Sequence[Article], passages: Sequence[PassageRecord], settings: KnowledgeSettings
    ) -> None:
        self._settings = settings
        self._articles: Mapping[tuple[str, str], Article] = {(a.id, a.lang): a for a in articles}
        self._passages = tuple(passages)
        self._retrievers: dict[Lang, Retriever] = {}
        self._analysed: dict[str, tuple[Sequence[str], Sequence[Sequence[str]]]] = {}  # words, wordings, by passage id
        self._words: dict[str, PassageWords] = {}
        self._alignments: dict[Lang, WordAlignment] = {}
        self._embedder: Embedder | None = None
        self._word_embedder: Embedder | None = None
        self._prepared: Prepared | None = None
        self._lock = threading.Lock()

    @classmethod
    def load(cls, settings: Settings) -> KnowledgeBase:
        """Read the articles and the service's own documents; their indices are built when needed."""
        folder = settings.knowledge.articles_dir or shipped_knowledge()
        articles = list(load_articles(folder))
        passages = passages_of(articles, load_sources(folder))
        if settings.knowledge.library_dir is not None:
            passages += Library(settings.knowledge.library_dir).passages()
        return cls(articles, passages, settings.knowledge)

    def warm(self, lang: Lang = "ko") -> None:
        """Build what a question in this language needs, the Korean analyser included."""
        self._retriever(lang).retrieve("피부" if lang == "ko" else "skin", top=1)

    def search(
        self, question: str, *, top: int = 5, lang: Lang = "ko", topics: frozenset[str] | None = None
    ) -> list[Passage]:
        """The passages nearest to a question, best first; empty when it is not about skin. topics: any of them.

        Whether they answer it is for the reader to see; a consultation asks `retrieve`, which shows nothing in doubt.
        """
        where = Where(topics=topics, sure=not self.is_ours(question, lang))
        return [
            Passage(
                rank=rank,
                article=hit.passage.article,
                section=hit.passage.heading,
                topics=hit.passage.topics,
                score=round(hit.score, 4),
                text=hit.passage.text,
                url=hit.passage.url,
            )
            for rank, hit in enumerate(self.retrieve(question, top=top, lang=lang, where=where), start=1)
        ]

    def retrieve(self, question: str, *, top: int = 5, lang: Lang = "ko", where: Where = ANYWHERE) -> list[Hit]:
        """As `search`, with the whole passage: sentences and their sources."""
        return self._retriever(lang).retrieve(question, top=top, where=where)

    def is_ours(self, question: str, lang: Lang = "ko") -> bool:
        """Whether a question is about skin: by its words, or because a passage clearly answers it.

        Somebody who tells of what needs a doctor is heard with fewer words of skin.
        """
        serious = max(0.0, question_model("danger").log_odds(question, lang))
        about_skin = question_model("scope").log_odds(question, lang) + serious > 0
        return about_skin or bool(self.retrieve(question, top=1, lang=lang))

    def article(self, article_id: str, lang: Lang = "ko") -> Article:
        """One article; raises NotFoundError when there is none in this language."""
        try:
            return self._articles[article_id, lang]
        except KeyError:
            raise NotFoundError("not_found") from None

    def passage(self, article: str, heading: str, lang: Lang = "ko") -> PassageRecord | None:
        """A passage by its Korean heading; in another language its translation, where there is one."""
        korean = [p for p in self._passages if p.article == article and p.lang == "ko"]
        place = next((i for i, passage in enumerate(korean) if passage.heading == heading), None)
        if place is None or lang == "ko":
            return None if place is None else korean[place]
        translated = [p for p in self._passages if p.article == article and p.lang == lang]
        return next((translated[theirs] for ours, theirs in _counterparts(korean, translated) if ours == place), None)

    def words_of(self, passage: PassageRecord) -> PassageWords:
        """The words of a passage that a search has found; looked up in the word groups when first asked for."""
        if passage.id not in self._words:
            told, ways = self._analysed[passage.id]
            wordings = tuple(ideas_in(way, passage.lang) for way in ways)
            self._words[passage.id] = PassageWords(ideas_in(told, passage.lang), wordings)
        return self._words[passage.id]

    def closeness(self, question: str, passages: Sequence[PassageRecord], lang: Lang) -> list[Closeness]:
        """How near a question is to the parts of each of a few passages."""
        return self._retriever(lang).closeness(question, passages)

    def shares(self, asked: Set[str], texts: Sequence[Set[str]], lang: Lang) -> list[float]:
        """How much of the words `asked` each text has words for, be they others (0–1)."""
        self._retriever(lang)
        return self._alignments[lang].shares(asked, texts)

    def knows(self, word: str, lang: Lang) -> bool:
        """Whether a passage says a word, mistyped or not."""
        return self._retriever(lang).knows(word)

    def passages(self, lang: Lang) -> tuple[PassageRecord, ...]:
        """Every passage in one language."""
        return tuple(passage for passage in self._passages if passage.lang == lang)

    @property
    def langs(self) -> tuple[Lang, ...]:
        """Languages that have passages."""
        spoken = {passage.lang for passage in self._passages}
        return tuple(lang for lang in LANGS if lang in spoken)

    def _retriever(self, lang: Lang) -> Retriever:
        with self._lock:
            if lang not in self._retrievers:
                self._retrievers[lang] = self._built(lang)
            return self._retrievers[lang]

    def _built(self, lang: Lang) -> Retriever:
        passages = self.passages(lang)
        embedder = self._embedder = self._embedder or open_embedder(self._settings)
        prepared = self._prepared = self._prepared or read_prepared(embedder.name)
        store = open_store(self._settings, collection_name(embedder.name, lang), embedder.dim)
        scale = Scale()
        if self._settings.embedder != "builtin":
            scale = scale_to(embedder, passages, lang, *calibration_for(lang).cosines)
        semantic = SemanticIndex(passages, lang, embedder, store, scale)
        semantic.fill(passages, prepared.vectors)
        told = prepared.documents_of(passages, lang)
        lexical = LexicalIndex(told, lang)
        builtin = self._settings.embedder == "builtin"
        of_words = self._word_embedder = self._word_embedder or (embedder if builtin else StaticEmbedder())
        self._alignments[lang] = WordAlignment(of_words, lang, lexical.rarity)
        ids = (passage.id for passage in passages)
        self._analysed |= zip(ids, zip(told, prepared.wordings_of(passages, lang), strict=True), strict=True)
        return Retriever(passages, lexical, semantic, calibration_for(lang), Ear.shipped(lang))


def _counterparts(korean: Sequence[PassageRecord], translated: Sequence[PassageRecord]) -> Iterator[tuple[int, int]]:
    """Places of passages that say the same: a translation may lack those that were written since.

    What is told apart by section and sources stands in the same order in both; between two such, as many as there are.
    """
    ours, theirs = ([(p.section, *(s.sources for s in p.sentences)) for p in of] for of in (korean, translated))
    for _, i, i_end, j, j_end in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        if i_end - i == j_end - j:
            yield from zip(range(i, i_end), range(j, j_end), strict=True)
