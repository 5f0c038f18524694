"""Check articles before they are published: `python -m sesaclinic.knowledge.lint [--no-warnings] [FILE|FOLDER …]`.

Prints `file:line: error|warning: code: detail`, errors first; exits 1 when there is an error. Without paths it checks
every shipped article. What each rule asks for is in docs/contributing/articles.md.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Final

from sesaclinic.domain import Lang
from sesaclinic.knowledge.claims import forbidden, sentence_rules
from sesaclinic.knowledge.corpus import Article, Block, Sentence, Source, load_articles, load_sources, read_article
from sesaclinic.knowledge.corpus import shipped_knowledge as shipped
from sesaclinic.knowledge.vocabulary import CONCERNS, LANGS, SECTIONS, TOPICS

_ID: Final = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
# an end mark followed by a new sentence; a digit, an abbreviation or a closing bracket does not end one
_SECOND_SENTENCE: Final = re.compile(
    r"(?<!\d)(?<!e\.g)(?<!i\.e)(?<!vs)(?<!etc)(?<!Dr)(?<!No)[.!?。！？][”\"’)]*\s*(?=[^\s\d.,)\]”\"’…])"
)
_KOREAN_WORDS_A_SENTENCE: Final = 13  # mean above which an article reads like a paper; news in 해요체 has 10–12
_ENGLISH_GRADE: Final = 11.0  # Flesch–Kincaid school grade; health pages for the public aim at 8–10
_PASSAGE_SENTENCES: Final = (2, 5)  # one thing, told whole: fewer is a fragment, more is two things
_ASKS: Final = 2  # fewest ways to ask


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """severity: 0 error, 1 warning."""

    severity: int
    path: Path
    line: int
    code: str
    detail: str

    def __str__(self) -> str:
        level = "error" if self.severity == 0 else "warning"
        return f"{self.path}:{self.line}: {level}: {self.code}: {self.detail}"


def lint(articles: Sequence[Article], sources: Mapping[str, Source]) -> list[Problem]:
    """Every problem of a set of articles, errors first."""
    problems = [problem for article in articles for problem in _article(article, sources)]
    problems += _twins(articles)
    return sorted(problems)


def _article(article: Article, sources: Mapping[str, Source]) -> Iterator[Problem]:
    def error(line: int, code: str, detail: str) -> Problem:
        return Problem(0, article.path, line, code, detail)

    def warning(line: int, code: str, detail: str) -> Problem:
        return Problem(1, article.path, line, code, detail)

    yield from (error(slip.line, slip.code, slip.detail) for slip in article.slips)
    yield from _front_matter(article, sources)
    sections = [block.section for block in article.blocks]
    order = [list(SECTIONS).index(section) for section in sections]
    if order != sorted(order):
        yield warning(1, "section-order", "sections are not in the order of the guide")
    for heading, count in Counter(block.heading for block in article.blocks).items():
        if count > 1:
            yield error(1, "heading-twice", heading)
    for block in article.blocks:
        yield from _block(article, block)
        for sentence in block.sentences:
            yield from _sentence(article, sentence, sources)
    used = {source for block in article.blocks for sentence in block.sentences for source in sentence.sources}
    for unused in sorted(set(article.sources) - used):
        yield warning(1, "source-unused", unused)
    yield from _weak_sources(article, sources)
    yield from _reading_level(article)


def _front_matter(article: Article, sources: Mapping[str, Source]) -> Iterator[Problem]:
    def error(code: str, detail: str) -> Problem:
        return Problem(0, article.path, 1, code, detail)

    required = ("id", "title", "lang", "topics", "concerns", "sources", "reviewed")
    for missing in (key for key in required if key not in article.meta):
        yield error("front-matter", f"{missing} is missing")
    for unknown in sorted(set(article.meta) - set(required)):
        yield error("front-matter", f"unknown key {unknown}")
    if not _ID.match(article.id) or article.id != article.path.stem:
        yield error("id", f"{article.id!r} must be lower-case with hyphens and the file's name")
    if article.path.parent.name in LANGS and article.lang != article.path.parent.name:
        yield error("lang", f"{article.lang} in folder {article.path.parent.name}")
    if not article.topics:
        yield error("topics", "at least one topic")
    for topic in sorted(set(article.topics) - TOPICS):
        yield error("topics", f"unknown topic {topic}")
    for concern in sorted(set(article.concerns) - CONCERNS):
        yield error("concerns", f"unknown concern {concern}")
    for source in sorted(set(article.sources) - set(sources)):
        yield error("source-unregistered", f"{source} is in no file of sources/")
    if not article.blocks:
        yield error("empty", "no passage with a heading and sentences")
    yield from _dates(article, sources)


def _dates(article: Article, sources: Mapping[str, Source]) -> Iterator[Problem]:
    try:
        reviewed = datetime.date.fromisoformat(article.reviewed)
    except ValueError:
        yield Problem(0, article.path, 1, "date", f"reviewed: {article.reviewed!r} is not YYYY-MM-DD")
        return
    if reviewed > datetime.date.today() + datetime.timedelta(
        days=1
    ):  # an author east of the machine may be a day ahead
        yield Problem(0, article.path, 1, "date", f"reviewed in the future: {reviewed}")


def _block(article: Article, block: Block) -> Iterator[Problem]:
    if not block.asks:
        yield Problem(0, article.path, block.line, "asks", f"no asks line: {block.heading}")
    elif len(block.asks) < _ASKS:
        yield Problem(1, article.path, block.line, "asks", f"one way to ask; a person has more: {block.heading}")
    low, high = _PASSAGE_SENTENCES
    if not low <= len(block.sentences) <= high:
        yield Problem(
            1, article.path, block.line, "passage-length", f"{len(block.sentences)} sentences: {block.heading}"
        )


def _sentence(article: Article, sentence: Sentence, sources: Mapping[str, Source]) -> Iterator[Problem]:
    rules = sentence_rules(article.lang)

    def error(code: str, detail: str) -> Problem:
        return Problem(0, article.path, sentence.line, code, detail)

    if not sentence.sources:
        yield error("no-source", sentence.text)
    for source in sentence.sources:
        if source not in sources:
            yield error("source-unregistered", source)
        elif source not in article.sources:
            yield error("source-undeclared", f"{source} is not in the front matter")
    if "[" in sentence.text:
        yield error("mark", f"source marks belong at the end, as [id] [id]: {sentence.text}")
    if _SECOND_SENTENCE.search(sentence.text):
        yield error("one-sentence", sentence.text)
    if not rules.end.search(sentence.text):
        yield error("ending", sentence.text)
    if rules.dangling.search(sentence.text):
        yield error("dangling", f"name the subject: {sentence.text}")
    if len(sentence.text) > rules.max_chars:
        yield error("too-long", f"{len(sentence.text)} characters, at most {rules.max_chars}: {sentence.text}")
    if broken := forbidden(sentence.text, article.lang):
        yield error(f"{broken.kind}/{broken.id}", f"{broken.why}: {sentence.text}")


def _weak_sources(article: Article, sources: Mapping[str, Source]) -> Iterator[Problem]:
    sentences = [sentence for block in article.blocks for sentence in block.sentences]
    weak = [s for s in sentences if {sources[i].tier for i in s.sources if i in sources} == {"C"}]
    if len(weak) > len(sentences) / 3:  # a page of clinics' words alone is not a reference
        lines = ", ".join(str(sentence.line) for sentence in weak)
        detail = f"{len(weak)} of {len(sentences)} sentences rest on tier C alone (lines {lines})"
        yield Problem(1, article.path, 1, "tier-c", detail)


def _reading_level(article: Article) -> Iterator[Problem]:
    sentences = [sentence.text for block in article.blocks for sentence in block.sentences]
    if not sentences:
        return
    if article.lang == "ko":
        words = mean(len(sentence.split()) for sentence in sentences)
        if words > _KOREAN_WORDS_A_SENTENCE:
            yield Problem(1, article.path, 1, "reading-level", f"{words:.1f} words a sentence")
    elif article.lang == "en" and (grade := flesch_kincaid(sentences)) > _ENGLISH_GRADE:
        yield Problem(1, article.path, 1, "reading-level", f"school grade {grade:.1f}")


def flesch_kincaid(sentences: Sequence[str]) -> float:
    """School grade of English sentences (Kincaid 1975), syllables estimated by vowel groups."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z]+", sentence)]
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / max(1, len(words)) - 15.59


def _twins(articles: Iterable[Article]) -> Iterator[Problem]:
    """Ids used twice in one language, and sentences that stand word for word in two places."""
    ids: dict[tuple[Lang, str], Path] = {}
    sentences: dict[tuple[Lang, str], str] = {}
    for article in articles:
        key = (article.lang, article.id)
        if key in ids:
            yield Problem(0, article.path, 1, "id-twice", f"{article.id} is also {ids[key]}")
        ids.setdefault(key, article.path)
        for block in article.blocks:
            for sentence in block.sentences:
                place = f"{article.path.name}:{sentence.line}"
                if twin := sentences.get((article.lang, sentence.text)):
                    yield Problem(1, article.path, sentence.line, "sentence-twice", f"also {twin}: {sentence.text}")
                sentences.setdefault((article.lang, sentence.text), place)


def main(argv: Sequence[str] | None = None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m sesaclinic.knowledge.lint", description="Check knowledge articles."
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, help="article files or knowledge folders (default: the shipped ones)"
    )
    parser.add_argument("--no-warnings", action="store_true", help="print errors only")
    arguments = parser.parse_args(argv)
    articles: list[Article] = []
    for path in arguments.paths or [shipped()]:
        articles += _articles_of(path)
    problems = lint(articles, load_sources(shipped()))
    errors = [problem for problem in problems if problem.severity == 0]
    for problem in errors if arguments.no_warnings else problems:
        sys.stdout.write(f"{problem}\n")
    passages = sum(len(article.blocks) for article in articles)
    sys.stdout.write(
        f"{len(articles)} articles, {passages} passages: {len(errors)} errors, {len(problems) - len(errors)} warnings\n"
    )
    return 1 if errors else 0


def _articles_of(path: Path) -> Iterator[Article]:
    if path.is_file():
        yield read_article(path)
    elif path.name in LANGS:
        yield from (read_article(file) for file in sorted(path.glob("*.md")))
    else:
        yield from load_articles(path)


if __name__ == "__main__":
    sys.exit(main())
