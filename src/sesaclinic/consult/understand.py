"""What a question wants: its subject without the conversation, its intents, and whether it is broad or narrow."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any, Final

import yaml

from sesaclinic.consult.signs import sign_book
from sesaclinic.consult.things import renamed
from sesaclinic.domain import Lang, Turn
from sesaclinic.knowledge.words import ingredients, lexicon, names, plain_words, tokenize

_SHORT: Final = 2  # content words up to which a question may lean on the one before
_BRIEF: Final = 4  # the same for one that names no thing, but only what is felt or asked: "따가우면 그만 써야 하나요"
CARING: Final = frozenset({"care", "ingredients", "avoid", "routine"})  # intents of who wants to know what to do
_PARTS: Final = 2  # sub-questions answered at once
_ENDING: Final = 2  # letters of a question's last word by which alternatives are alike: 건선인가요 무좀인가요
_LETTERS_ALONE: Final = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]+")  # ㅋㅋ, ㅠㅠ and the like, which say how and not what


@dataclass(frozen=True, slots=True)
class Facet:
    """A skin type or concern that a question can be about in general.

    idea: word group that names it; words: or the words themselves. general: section to the passages (article, Korean
    heading) that its general answer is made of. analysis: how an analysis calls it.
    """

    id: str
    name: str
    search: str
    idea: str | None
    words: tuple[str, ...]
    general: Mapping[str, tuple[tuple[str, str], ...]]
    analysis: frozenset[str]

    @property
    def articles(self) -> frozenset[str]:
        return frozenset(article for refs in self.general.values() for article, _ in refs)

    def place_in(self, letters: str) -> int:
        """Where a question first names it, as far as that can be told; a large number where it cannot."""
        return next((letters.find(word) for word in self.words if word in letters), 10_000)

    def named_in(self, text: str, lang: Lang) -> bool:
        if self.idea and self.idea in tokenize(text, lang):
            return True
        lowered = text.lower()
        return any(word in lowered for word in self.words)


@dataclass(frozen=True, slots=True)
class Understanding:
    """condensed: the question, understood without the conversation. parts: its sub-questions, at least one, with the
    articles' names for things.

    intents: what it wants, main one first. believes: takes something for true, or asks whether it is. open: asks why,
    how, when or what, rather than whether. broad: asks about its facets in general, and about nothing narrower.
    my_skin: about the asker's own analysed skin. tells: says that something has happened to the asker.
    """

    question: str
    condensed: str
    parts: tuple[str, ...]
    intents: tuple[str, ...]
    facets: tuple[Facet, ...]
    believes: bool
    open: bool
    broad: bool
    my_skin: bool
    tells: bool


@cache
def facets(lang: Lang) -> tuple[Facet, ...]:
    """The facets that have words in one language."""
    return tuple(
        Facet(
            id=row["id"],
            name=row[lang]["name"],
            search=row[lang]["search"],
            idea=row[lang].get("idea"),
            words=tuple(row[lang].get("words", ())),
            general={
                section: tuple((ref.partition("/")[0], ref.partition("/")[2]) for ref in refs)
                for section, refs in row["general"].items()
            },
            analysis=frozenset(row["analysis"]),
        )
        for row in _read("facets.yaml", [])
        if lang in row
    )


@cache
def intent_rules(lang: Lang) -> Mapping[str, Any]:
    """The patterns of `intents.<lang>.yaml`; English ones for a language without its own."""
    rules: Mapping[str, Any] = _read(f"intents.{lang}.yaml", None) or _read("intents.en.yaml", {})
    return rules


def understand(question: str, history: Sequence[Turn], lang: Lang) -> Understanding:
    """Read a question in the light of the conversation before it."""
    rules = intent_rules(lang)
    joined = re.sub(rules["detached"], "", question) if "detached" in rules else question
    condensed = condense(_LETTERS_ALONE.sub(" ", joined), [turn.question for turn in history], lang)
    letters = sign_book(lang).letters(condensed)
    intents = tuple(name for name, pattern in rules["intents"].items() if re.search(pattern, letters))
    found = tuple(facet for facet in facets(lang) if facet.named_in(condensed, lang))
    return Understanding(
        question=question,
        condensed=condensed,
        parts=_parts(renamed(condensed, lang), rules, lang),
        intents=intents,
        facets=found,
        believes=_believes(letters, rules),
        open="open" in rules and bool(re.search(rules["open"], letters)),
        broad=_broad(condensed, found, intents, lang),
        my_skin=bool(re.search(rules["my_skin"], letters)),
        tells=bool(sign_book(lang).telling.search(letters)),
    )


def condense(question: str, earlier: Sequence[str], lang: Lang) -> str:
    """The question with its subject put in front, where it leans on earlier ones ("매일 발라도 돼요?" after 레티놀)."""
    if not earlier:
        return question
    before = condense(earlier[-1], earlier[:-1], lang)
    letters = sign_book(lang).letters(question)
    subject, content = subject_of(question, lang), plain_words(question, lang)
    leans = bool(re.search(intent_rules(lang)["follow_up"], letters)) or not subject
    nameless = not _names_something(question, lang)
    leans = leans or (nameless and len(content) <= _BRIEF)
    if not leans and len(content) > _SHORT:
        return question
    unsaid, told = [*subject_of(before, lang)], tokenize(question, lang)
    if leans and unsaid and _only_tells(before, lang):
        return f"{before} {question}"  # what was told first and asked then is one question
    points_back = re.search(intent_rules(lang).get("points_back", "(?!)"), letters)
    if nameless and (points_back or not unsaid):  # what is of no word group may be meant
        unsaid += [name for name in names(before, lang) if name not in intent_rules(lang)["general"]]
    missing = [word for word in dict.fromkeys(unsaid) if word not in told]
    return f"{' '.join(missing)} {question}" if missing and (leans or not subject) else question


def _only_tells(text: str, lang: Lang) -> bool:
    """Whether a text says what has happened and asks nothing of it yet."""
    rules, letters = intent_rules(lang), sign_book(lang).letters(text)
    if re.search(r"[?？]", text) or re.search(rules["wants"], letters):
        return False
    asks = any(_asks(piece, rules, lang) for piece in _pieces(text, rules))
    return not asks and bool(sign_book(lang).telling.search(letters))


def subject_of(text: str, lang: Lang) -> dict[str, str]:
    """Words of a text that name something of the field, and the mark of each one's group."""
    ideas = lexicon(lang).ideas
    return {word: ideas[word] for word in tokenize(text, lang) if word in ideas}


def specifics(question: str, lang: Lang) -> Mapping[str, str]:
    """Words of a question that name a medicine, an ingredient or a procedure, and the mark of each one's group."""
    known, named = lexicon(lang).specific, _nouns(question, lang)
    found = {word: idea for word, idea in named.items() if idea in known}
    return found | {word: word for word in tokenize(question, lang) if word in _ingredients() and word not in named}


@cache
def _ingredients() -> frozenset[str]:
    """Ingredients by their names on labels, most of which have no other name."""
    return frozenset(chain.from_iterable(ingredients().values()))


def _parts(question: str, rules: Mapping[str, Any], lang: Lang) -> tuple[str, ...]:
    """The questions inside a question, each with its subject; one when it is a single question."""
    asked = [one for piece in _pieces(question, rules) for one in _run_on(piece, rules) if _asks(one, rules, lang)]
    if len(asked) < _PARTS:
        return (question,)
    return (asked[0], *(_with_subject(piece, asked[0], lang) for piece in asked[1:_PARTS]))


def _pieces(text: str, rules: Mapping[str, Any]) -> Sequence[str]:
    """A text cut where one question may end and another begin."""
    return [piece.strip() for piece in re.split(rules["split"], text) if piece and piece.strip()]


def _run_on(piece: str, rules: Mapping[str, Any]) -> Sequence[str]:
    """The questions that follow each other without a mark; two that end alike are the alternatives of one."""
    pieces = re.split(rules["runs_on"], piece, maxsplit=1) if "runs_on" in rules else [piece]
    ends = {one.rstrip("?？ ")[-_ENDING:] for one in pieces}
    return pieces if len(ends) == len(pieces) else [piece]


def _with_subject(piece: str, first: str, lang: Lang) -> str:
    """A later question with what it leaves to the first: its subject, or the specific thing that it names."""
    unsaid: Mapping[str, str] = _nouns(first, lang)
    if not _leans(piece, lang) and _names_something(piece, lang):
        against = intent_rules(lang).get("against")  # "in place of retinol" leaves unsaid what takes its place
        alone = specifics(piece, lang) and not (against and re.search(against, piece))
        unsaid = {} if alone else specifics(first, lang)
    return " ".join([*unsaid, piece])


def _nouns(text: str, lang: Lang) -> dict[str, str]:
    """`subject_of` without verbs, which name what is done: 짜다 is not always to squeeze a pimple."""
    return {word: idea for word, idea in subject_of(text, lang).items() if not word.endswith("다")}


def _names_something(text: str, lang: Lang) -> bool:
    """Whether a text names a thing, rather than only what is felt, done or asked of one."""
    ideas = set(_nouns(text, lang).values()).difference(intent_rules(lang).get("no_things", ()))
    return any(not idea.endswith("다") for idea in ideas)


def _asks(piece: str, rules: Mapping[str, Any], lang: Lang) -> bool:
    return piece.endswith(("?", "？")) or bool(re.search(rules["asks"], sign_book(lang).letters(piece)))


def _believes(letters: str, rules: Mapping[str, Any]) -> bool:
    """Whether a question takes something for true, or asks whether it is; what it may do by it is beside the point."""
    if re.search(rules["convinced"], letters):
        return True
    return bool(re.search(rules["belief"], letters)) and not re.search(rules["permission"], letters)


def _leans(piece: str, lang: Lang) -> bool:
    return bool(re.search(intent_rules(lang)["follow_up"], sign_book(lang).letters(piece)))


def _broad(question: str, found: Sequence[Facet], intents: Sequence[str], lang: Lang) -> bool:
    """Whether nothing is left of a question once its facets and general words are taken out."""
    if not found or not CARING & set(intents):
        return False
    if intents[0] in ("duration", "frequency", "combine", "compare"):
        return False
    ideas = lexicon(lang).ideas
    named = {facet.idea for facet in found if facet.idea}
    general = {*intent_rules(lang)["general"], *(word for facet in found for word in facet.words)}
    if not ideas:  # pairs of letters, not words: what is left between general ones is read as it stands
        left = re.split("|".join(map(re.escape, sorted(general, key=len, reverse=True))), question.lower())
        return not any(re.search(intent_rules(lang)["content"], piece) for piece in left)
    words = plain_words(question, lang)
    general |= {part for word in words if ideas.get(word) in named for part in word.split()}  # "dark", of "dark circle"
    return not any(word not in general and ideas.get(word) not in named for word in words)


def _read(name: str, default: Any) -> Any:  # noqa: ANN401 - what a YAML file holds
    path = files("sesaclinic") / "assets" / "consult" / name
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else default
