"""A document into passages that stand on their own, with their language and topics."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from sesaclinic.domain import Lang
from sesaclinic.knowledge.corpus import Source
from sesaclinic.knowledge.ingest.document import Document
from sesaclinic.knowledge.ingest.sources import is_address
from sesaclinic.knowledge.passages import PassageRecord, QuotableSentence, named_topics, passage_id
from sesaclinic.knowledge.words import korean

_SENTENCES: Final = 4  # of a passage, as in the articles
_SHORTEST: Final = 8  # letters of a sentence that says something
_LONGEST: Final = 400  # of one that can be quoted; beyond it punctuation was lost
_END: Final = re.compile(r"(?<=[.!?])\s+(?=[\"“'(A-Z0-9])|(?<=[。！？])")
_HANGUL: Final = re.compile(r"[가-힣]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def passages_of_document(document: Document, name: str, digest: str) -> list[PassageRecord]:
    """Passages of up to four sentences under the document's own headings; every sentence cites the document."""
    # readers are shown the name of a file, not where it lies on the server
    url = name if is_address(name) else Path(name).name
    source = Source(f"document-{digest}", document.title, url, "C", date.today().isoformat())
    lang = language_of(" ".join(p for part in document.parts for p in part.paragraphs))
    records: list[PassageRecord] = []
    for part in document.parts:
        heading = part.heading or document.title
        for group in _groups([s for paragraph in part.paragraphs for s in sentences(paragraph, lang)]):
            text = " ".join(group)
            records.append(
                PassageRecord(
                    id=passage_id(lang, heading, text),
                    article=f"document-{digest}",
                    title=document.title,
                    lang=lang,
                    section="key_facts",
                    heading=heading,
                    topics=named_topics(f"{document.title} {heading} {text}", lang),
                    concerns=(),
                    asks=(),
                    sentences=tuple(QuotableSentence(sentence, (source,)) for sentence in group),
                    shipped=False,
                )
            )
    return records


def language_of(text: str) -> Lang:
    """By its letters: Hangul, Kana, Han, or else English."""
    if _HANGUL.search(text) and len(_HANGUL.findall(text)) * 5 > len(_KANA.findall(text)) + len(_HAN.findall(text)):
        return "ko" if len(_HANGUL.findall(text)) * 10 > len(re.findall(r"[A-Za-z]", text)) else "en"
    if len(_KANA.findall(text)) * 20 > len(_HAN.findall(text)) and _KANA.search(text):
        return "ja"
    return "zh" if len(_HAN.findall(text)) * 5 > len(re.findall(r"[A-Za-z]", text)) else "en"


def sentences(paragraph: str, lang: Lang) -> Iterator[str]:
    """Sentences long enough to say something and short enough to be quoted."""
    if lang == "ko":
        found = [sentence.text for sentence in korean().load().split_into_sents(paragraph)]
    else:
        found = _END.split(paragraph)
    for sentence in found:
        text = re.sub(r"\s+", " ", sentence).strip()
        if _SHORTEST <= len(text) <= _LONGEST:
            yield text


def _groups(found: list[str]) -> Iterator[list[str]]:
    """Consecutive sentences, spread evenly, so that no passage is left with one."""
    count = -(-len(found) // _SENTENCES)
    for number in range(count):
        yield found[number * len(found) // count : (number + 1) * len(found) // count]
