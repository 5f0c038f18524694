"""Articles and sources as files: Markdown with front matter in, `Article` out.

Reading is lenient, so that one slip in one file does not take the service down; every slip is kept in
`Article.slips` with its line, and the linter (`python -m sesaclinic.knowledge.lint`) turns it into an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

import yaml

from sesaclinic.domain import Lang
from sesaclinic.knowledge.vocabulary import LANGS, section_of

Tier = Literal["A", "B", "C"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where libyaml is there, just as safe
_MARKS: Final = re.compile(r"(?:\s*\[[a-z0-9][a-z0-9-]*\])+\s*$")
_MARK: Final = re.compile(r"\[([a-z0-9][a-z0-9-]*)\]")
_ASKS: Final = re.compile(r"^<!--\s*asks:\s*(.*?)\s*-->$")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. tier: A guideline or peer-reviewed, B news or reprint of A, C commercial page."""

    id: str
    title: str
    url: str
    tier: Tier
    accessed: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a passage. sources: ids it rests on."""

    text: str
    sources: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """A passage as written: one `###` heading, the ways people ask for it, two to four sentences."""

    article: str
    lang: Lang
    section: str
    heading: str
    asks: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    line: int

    @property
    def text(self) -> str:
        """The sentences as people read them, without source marks."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Slip:
    """Something in the file that is not an article's form."""

    line: int
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language. meta: its front matter as written."""

    id: str
    title: str
    lang: Lang
    topics: tuple[str, ...]
    concerns: tuple[str, ...]
    sources: tuple[str, ...]
    reviewed: str
    blocks: tuple[Block, ...]
    path: Path
    meta: dict[str, Any] = field(repr=False)
    slips: tuple[Slip, ...] = ()


def shipped_knowledge() -> Path:
    """Folder of the articles and sources that come with the package."""
    return Path(str(files("sesaclinic") / "assets" / "knowledge"))


def load_sources(folder: Path) -> dict[str, Source]:
    """Every source registered in `folder/sources/*.yaml`, by id; a later file cannot redefine an id."""
    sources: dict[str, Source] = {}
    for path in sorted((folder / "sources").glob("*.yaml")):
        for row in yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or []:  # noqa: S506 - a safe loader
            source = Source(
                id=str(row["id"]),
                title=str(row["title"]),
                url=str(row["url"]),
                tier=row["tier"],
                accessed=str(row["accessed"]),
            )
            sources.setdefault(source.id, source)
    return sources


def load_articles(folder: Path) -> Iterator[Article]:
    """Every article of `folder/<lang>/*.md`, in a stable order."""
    for lang in LANGS:
        for path in sorted((folder / lang).glob("*.md")):
            yield read_article(path)


def read_article(path: Path) -> Article:
    """Parse one article file; what does not fit the form is in `slips`."""
    meta, body, first_line, slips = _front_matter(path.read_text(encoding="utf-8"))
    lang = next((known for known in LANGS if known == meta.get("lang")), _folder_lang(path))
    article_id = str(meta.get("id") or path.stem)
    blocks = tuple(_blocks(body, first_line, article_id, lang, slips))
    return Article(
        id=article_id,
        title=str(meta.get("title") or article_id),
        lang=lang,
        topics=_names(meta.get("topics")),
        concerns=_names(meta.get("concerns")),
        sources=_names(meta.get("sources")),
        reviewed=str(meta.get("reviewed") or ""),
        blocks=blocks,
        path=path,
        meta=meta,
        slips=tuple(slips),
    )


def _folder_lang(path: Path) -> Lang:
    return next((lang for lang in LANGS if lang == path.parent.name), "ko")


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def _front_matter(text: str) -> tuple[dict[str, Any], list[str], int, list[Slip]]:
    """Split into front matter, body lines, the body's first line number, and slips."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        return {}, lines, 1, [Slip(1, "front-matter", "the file does not start with ---")]
    end = next((i for i, line in enumerate(lines[1:], start=1) if line.strip() == "---"), None)
    if end is None:
        return {}, lines, 1, [Slip(1, "front-matter", "the front matter is not closed with ---")]
    try:
        meta = yaml.load("\n".join(lines[1:end]), Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date that does not exist
        return {}, lines[end + 1 :], end + 2, [Slip(1, "front-matter", f"not YAML: {error}")]
    if not isinstance(meta, dict):
        return {}, lines[end + 1 :], end + 2, [Slip(1, "front-matter", "not a mapping")]
    return meta, lines[end + 1 :], end + 2, []


def _blocks(lines: list[str], first_line: int, article: str, lang: Lang, slips: list[Slip]) -> Iterator[Block]:
    section: str | None = None
    heading: tuple[str, int] | None = None
    asks: tuple[str, ...] = ()
    sentences: list[Sentence] = []

    def finished() -> Iterator[Block]:
        if heading and section and sentences:
            yield Block(article, lang, section, heading[0], asks, tuple(sentences), heading[1])

    for number, raw in enumerate(lines, start=first_line):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("### "):
            yield from finished()
            heading, asks, sentences = (line[4:].strip(), number), (), []
            if section is None:
                slips.append(Slip(number, "section", "a passage outside any section"))
        elif line.startswith("## "):
            yield from finished()
            heading, asks, sentences = None, (), []
            section = section_of(line[3:].strip(), lang)
            if section is None:
                slips.append(Slip(number, "section", f"unknown section heading: {line[3:].strip()}"))
        elif match := _ASKS.match(line):
            asks = tuple(ask.strip() for ask in match.group(1).split("|") if ask.strip())
        elif line.startswith(("#", "<!--", "- ", "* ", "|", ">", "```")):
            slips.append(Slip(number, "form", f"not a sentence, heading or asks line: {line[:40]}"))
        elif heading is None:
            slips.append(Slip(number, "form", "a sentence outside any ### passage"))
        else:
            sentences.append(_sentence(line, number))
    yield from finished()


def _sentence(line: str, number: int) -> Sentence:
    marks = _MARKS.search(line)
    if marks is None:
        return Sentence(line, (), number)
    return Sentence(line[: marks.start()].strip(), tuple(_MARK.findall(marks.group())), number)
