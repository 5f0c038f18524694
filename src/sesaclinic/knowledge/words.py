"""Words of a text, ready to be compared: Korean morphemes (Kiwi), English stems, Japanese and Chinese bigrams."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import shipped_knowledge

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

# content words: nouns, roots, Latin and Chinese letters, numbers, verbs, adjectives, adverbs ("together", "daily")
_CONTENT: Final = frozenset({"NNG", "NNP", "NR", "XR", "SL", "SH", "SN", "W_SERIAL", "VV", "VA", "MAG"})
_STEMMED: Final = frozenset({"VV", "VA"})
_NAMING: Final = frozenset({"NNG", "NNP", "XR", "SL"})  # those that name a thing
_LISTS: Final = ("same", "substances", "procedures", "others")
_SPECIFIC: Final = ("substances", "procedures")
_SHORTEST_NAME: Final = 3  # letters of a made-up name; shorter ones are mostly slips
# a verb that the analyser took for a name, or what it describes: 까만거
_INFLECTED: Final = re.compile("(고|서|면|는|은|게|지|도|요|다|거|것|건|걸)$")
_LATIN: Final = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff々ー]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What `words.<lang>.yaml` says. ideas: a word to the mark of its group, e.g. 뾰루지 to `=여드름`.
    joined: names in two words to the same in one. carriers: what things are mixed into, e.g. 크림. specific: marks of
    medicines, ingredients and procedures. used: what is done with a product or a procedure, e.g. 맞다."""

    words: tuple[str, ...]
    ideas: Mapping[str, str]
    stop: frozenset[str]
    joined: Mapping[str, str]
    carriers: frozenset[str]
    specific: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()

    def joins(self, text: str) -> str:
        """The text with names that some write in two words written in one."""
        for apart, whole in self.joined.items():
            text = text.replace(apart, whole)
        return text


@cache
def ingredients() -> Mapping[str, tuple[str, ...]]:
    """Ingredients that the articles explain, by their Korean names on labels, in groups."""
    data = yaml.safe_load((shipped_knowledge() / "ingredients.ko.yaml").read_text(encoding="utf-8"))
    return {group: tuple(names) for group, names in data.items()}


@cache
def lexicon(lang: Lang) -> Lexicon:
    """The field's words in one language; empty for a language without a file."""
    path = shipped_knowledge() / f"words.{lang}.yaml"
    if not path.exists():
        return Lexicon((), {}, frozenset(), {}, frozenset())
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    lists = {name: [[str(word).lower() for word in group] for group in data.get(name, ())] for name in _LISTS}
    groups = list(chain.from_iterable(lists.values()))
    return Lexicon(
        words=tuple(word for group in groups for word in group),
        ideas={word: f"={group[0]}" for group in groups for word in group},
        stop=frozenset(str(word) for word in data["stop"]),
        joined={name: name.replace(" ", "") for name in data.get("join", ())},
        carriers=frozenset(data.get("carriers", ())),
        specific=frozenset(f"={group[0]}" for name in _SPECIFIC for group in lists[name]),
        used=frozenset(data.get("used", ())),
    )


class KoreanAnalyser:
    """Kiwi with the field's own words; loaded on first use (about 1 s, 320 MB), safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kiwi: Kiwi | None = None

    def load(self) -> Kiwi:
        """The analyser, loaded once however many threads ask."""
        with self._lock:
            if self._kiwi is None:
                from kiwipiepy import Kiwi  # noqa: PLC0415 - a second and 320 MB that a plain command need not pay

                # typo and multi-word dictionaries cost 170 MB and help neither ingredients nor slang
                kiwi = Kiwi(load_typo_dict=False, load_multi_dict=False)
                for word in (*lexicon("ko").words, *chain.from_iterable(ingredients().values())):
                    if len(word) > 1 and not word.endswith("다") and re.fullmatch(r"[가-힣a-z0-9]+", word):
                        kiwi.add_user_word(word, "NNP", 3.0)  # above any split into known parts
                self._kiwi = kiwi
            return self._kiwi

    def words(self, text: str) -> list[str]:
        """Content words of one text, verbs and adjectives in their dictionary form."""
        return list(_content(_analysed(text)))

    def names(self, text: str) -> list[str]:
        """Those of `words` that name a thing."""
        return [token.form for token in _analysed(text) if _names(token)]

    def made_of(self, text: str) -> list[str]:
        """What a cream or a treatment is said to be made of: the noun right before it, with or without 의."""
        tokens = [token for token in _analysed(text) if token.tag != "JKG"]
        return [
            thing.form
            for thing, carrier in pairwise(tokens)
            if carrier.form in lexicon("ko").carriers and _names(thing)
        ]

    def unheard(self, text: str) -> list[str]:
        """Names in no dictionary that stand where a product's does: in front, or before what is done with it."""
        tokens = [token for token in _analysed(text) if not token.tag.startswith("J")]
        used = lexicon("ko").carriers | lexicon("ko").used
        return [
            name.form
            for place, (name, after) in enumerate(pairwise(tokens))
            if _names(name)
            and not name.base_form
            and len(name.form) >= _SHORTEST_NAME
            and (place == 0 or after.form in used)
        ]

    def words_of_each(self, texts: Sequence[str]) -> Iterator[list[str]]:
        """`words` of each text, analysed in parallel."""
        for analysed in self.load().tokenize([_prepared(text) for text in texts]):
            yield list(_content(analysed))


@cache
def korean() -> KoreanAnalyser:
    """The process's one Korean analyser."""
    return KoreanAnalyser()


@lru_cache(maxsize=64)  # a question is analysed once for its words, its names and what it says things are made of
def _analysed(text: str) -> list[Token]:
    return list(korean().load().tokenize(_prepared(text)))


@lru_cache(maxsize=4096)  # questions, and the sentences that answer many of them
def tokenize(text: str, lang: Lang) -> Sequence[str]:
    """Words of one text in their order, stop words left out; a word of a group is followed by the group's mark."""
    if lang == "ko":
        return _with_ideas(korean().words(text), lang)
    return _with_ideas(_english(text), lang) if lang == "en" else _bigrams(text)


def plain_words(text: str, lang: Lang) -> list[str]:
    """Words of one text in their order, without the marks of their groups."""
    return [word for word in tokenize(text, lang) if not word.startswith("=")]


def ideas_in(words: Iterable[str], lang: Lang) -> frozenset[str]:
    """Words as tokenized, each as the idea that it belongs to; itself where it belongs to none."""
    known = lexicon(lang).ideas
    return frozenset(known.get(word, word) for word in words if not word.startswith("="))


def names(text: str, lang: Lang) -> list[str]:
    """Words of one text that name a thing, stop words left out; every word where nouns cannot be told apart."""
    named = korean().names(text) if lang == "ko" else plain_words(text, lang)
    return [word for word in named if word not in lexicon(lang).stop]


def made_of(text: str, lang: Lang) -> list[str]:
    """What a text says a product is made of and no word list knows; nothing where nouns cannot be told apart."""
    things = korean().made_of(text) if lang == "ko" else []
    known = lexicon(lang)
    return [thing for thing in things if thing not in known.ideas and thing not in known.stop]


def unheard(text: str, lang: Lang) -> list[str]:
    """Names in no dictionary, where a product's name stands; nothing where nouns cannot be told apart."""
    return korean().unheard(text) if lang == "ko" else []


def tokenize_all(texts: Sequence[str], lang: Lang) -> Iterator[Sequence[str]]:
    """`tokenize` of many texts, faster than one by one in Korean."""
    if lang == "ko" and len(texts) > 1:
        for words in korean().words_of_each(texts):
            yield _with_ideas(words, lang)
    else:
        for text in texts:
            yield tokenize(text, lang)


def _prepared(text: str) -> str:
    return lexicon("ko").joins(text.lower())


def _names(token: Token) -> bool:
    """Whether a token names a thing, rather than being a verb that the analyser does not know by its ending."""
    unheard_of_verb = not token.base_form and _INFLECTED.search(token.form)
    return token.tag.split("-")[0] in _NAMING and not unheard_of_verb


def _content(analysed: Iterable[Any]) -> Iterator[str]:
    for token in analysed:
        tag = token.tag.split("-")[0]
        if tag in _CONTENT:
            yield f"{token.form}다" if tag in _STEMMED else token.form


def _with_ideas(words: Iterable[str], lang: Lang) -> list[str]:
    known = lexicon(lang)
    tokens: list[str] = []
    for word in words:
        if word not in known.stop:
            tokens.append(word)
            if idea := known.ideas.get(word):
                tokens.append(idea)
    return tokens


def _english(text: str) -> list[str]:
    text = text.lower()
    for phrase in (word for word in lexicon("en").words if " " in word):
        text = text.replace(phrase, f"{phrase} {phrase.replace(' ', '-')}")
    words = (_stem(word) for word in _LATIN.findall(text))
    return [word.replace("-", " ") if word.replace("-", " ") in lexicon("en").ideas else word for word in words]


def _stem(word: str) -> str:
    """Plural and -ing/-ed endings off, so that "wrinkles" finds "wrinkle" (S-stemmer, Harman 1991, and two endings)."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)]
    return word


def _bigrams(text: str) -> list[str]:
    runs = _CJK.findall(text)
    pairs = [run[i : i + 2] for run in runs for i in range(max(1, len(run) - 1))]
    return pairs + _LATIN.findall(text.lower())
