"""BM25 over passages of one language, tolerant of mistyped words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log
from typing import Final

import bm25s
import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from sesaclinic.domain import Lang
from sesaclinic.knowledge.hangul import jamo
from sesaclinic.knowledge.passages import PassageRecord
from sesaclinic.knowledge.words import lexicon, made_of, names, tokenize, tokenize_all

_SHORTEST_TYPO: Final = 5  # letters (jamo) from which a near miss is a slip of the finger rather than another word
_STRANGE: Final = 2  # things nobody wrote about that leave no doubt
_TYPO_SIMILARITY: Final = 82.0  # one wrong letter in six (래티놀 for 레티놀) passes, one in four does not


class LexicalIndex:
    """Finds passages by their words. corpus: the words of each passage; scores come in its order."""

    def __init__(self, corpus: Sequence[Sequence[str]], lang: Lang) -> None:
        self._lang = lang
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.5)  # asks make passages long without making them vague
        self._empty = not any(corpus)
        if not self._empty:
            self._bm25.index([list(document) for document in corpus], show_progress=False)
        self._letters = {word: jamo(word) for document in corpus for word in document if not word.startswith("=")}
        self._size = len(corpus)
        self._words = [frozenset(document) for document in corpus]
        # rarity of a word: idf as in BM25; a word no passage holds is as rare as one in a single passage
        holders = Counter(word for document in self._words for word in document)
        self._rarity = {word: log(1 + (self._size - n + 0.5) / (n + 0.5)) for word, n in holders.items()}
        self._rarest = log(1 + (self._size - 0.5) / 1.5) if self._size else 1.0

    def words(self, question: str) -> list[str]:
        """A question's words, each one that no passage knows replaced by the known word it was probably meant to be."""
        return [self._known(word) for word in tokenize(question, self._lang)]

    def scores(self, words: Sequence[str]) -> NDArray[np.float32]:
        """BM25 score of every passage, shape (passages,); 0 where no word is shared."""
        known = [word for word in dict.fromkeys(words) if word in self._bm25.vocab_dict] if not self._empty else []
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        scores: NDArray[np.float32] = self._bm25.get_scores(known)
        return scores

    def coverage(self, words: Sequence[str], index: int) -> float:
        """Share of a question's words, weighted by rarity, that one passage holds; 0 for a question without words."""
        weights = {word: self.rarity(word) for word in words}
        total = sum(weights.values())
        return sum(weights[word] for word in weights if word in self._words[index]) / total if total else 0.0

    def rarity(self, word: str) -> float:
        """How much a word tells passages apart; the most where none or one says it."""
        return self._rarity.get(word, self._rarest)

    def knows(self, word: str) -> bool:
        """Whether a passage says a word, or the word that it was probably meant to be."""
        return self._known(word) in self._rarity

    def strange(self, question: str, best: Sequence[int]) -> int:
        """How many things a question names that no passage knows, by that word or by another of the same idea; up to 2.

        A question about a magnet cream is about no cream we know, however near the words: what a product is made of
        leaves no doubt when none of the best passages knows it.
        """
        things = {self._known(thing) for thing in made_of(question, self._lang)}
        if any(all(thing not in self._words[row] for row in best) for thing in things):
            return _STRANGE
        ideas = lexicon(self._lang).ideas
        unknown = {
            name
            for name in names(question, self._lang)
            if self._known(name) not in self._rarity and ideas.get(name) not in self._rarity
        }
        return min(_STRANGE, len(unknown))

    def _known(self, word: str) -> str:
        if word in self._letters or word.startswith("=") or len(letters := jamo(word)) < _SHORTEST_TYPO:
            return word
        found = process.extractOne(letters, self._letters, scorer=fuzz.ratio, score_cutoff=_TYPO_SIMILARITY)
        return str(found[2]) if found else word


def documents(passages: Sequence[PassageRecord], lang: Lang) -> Iterator[list[str]]:
    """The words that each passage is found by."""
    texts: list[str] = []
    for passage in passages:
        texts += [passage.heading, " . ".join((passage.title, *passage.asks, passage.text))]
    words = tokenize_all(texts, lang)
    for heading, body in zip(words, words, strict=True):
        yield [*heading, *heading, *body]  # the heading names what the passage is about: its words count double


def wordings(passages: Sequence[PassageRecord], lang: Lang) -> Iterator[list[Sequence[str]]]:
    """The words of each passage's heading and of each way to ask for it."""
    words = tokenize_all([text for passage in passages for text in (passage.heading, *passage.asks)], lang)
    for passage in passages:
        yield [next(words) for _ in range(1 + len(passage.asks))]
