"""A service's own documents: kept, renewed, dropped, and found again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sesaclinic.errors import DocumentError
from sesaclinic.knowledge.ingest import Library, SourceFile, Status, collect, library
from sesaclinic.knowledge.ingest.document import Document, read_document

LASER = """# 레이저 안내

## 시술 뒤
레이저 시술 뒤에는 일주일 동안 자외선 차단제를 꼭 발라요. 세안은 미지근한 물로 해요.
"""
PEELING = "# 필링 안내\n\n필링 뒤에는 사흘 동안 사우나에 가지 않아요. 각질을 손으로 떼지 않아요.\n"


class Shelf:
    """A folder of documents beside the library that keeps them."""

    def __init__(self, folder: Path) -> None:
        self.documents = folder / "documents"
        self.documents.mkdir()
        self.folder = folder / "library"

    def write(self, name: str, text: str) -> SourceFile:
        path = self.documents / name
        path.write_text(text, encoding="utf-8")
        return SourceFile(str(path), path)

    def ingest(self) -> dict[str, Status]:
        """What becomes of each document, by a library opened anew."""
        opened = Library(self.folder)
        results = [opened.add(source) for source in collect([str(self.documents)])]
        return {Path(result.source).name: result.status for result in results}

    def texts(self) -> list[str]:
        return [record.text for record in Library(self.folder).passages()]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_a_document_becomes_passages_that_cite_it_by_file_name(shelf: Shelf) -> None:
    shelf.write("laser.md", LASER)
    assert shelf.ingest() == {"laser.md": "added"}
    (record,) = Library(shelf.folder).passages()
    assert (record.title, record.heading, record.lang) == ("레이저 안내", "시술 뒤", "ko")
    assert {"sunscreen", "procedure"} <= set(record.topics)
    assert not record.shipped
    assert [sentence.text for sentence in record.sentences] == [
        "레이저 시술 뒤에는 일주일 동안 자외선 차단제를 꼭 발라요.",
        "세안은 미지근한 물로 해요.",
    ]
    (source,) = {source for sentence in record.sentences for source in sentence.sources}
    assert (source.url, source.title) == ("laser.md", "레이저 안내")
    assert str(shelf.documents) not in f"{record.url}{record.article}"


def test_a_second_run_reads_only_what_changed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.write("laser.md", LASER)
    shelf.write("peeling.md", PEELING)
    shelf.ingest()
    read: list[str] = []

    def counting(content: bytes, suffix: str, name: str) -> Document:
        read.append(Path(name).name)
        return read_document(content, suffix, name)

    monkeypatch.setattr(library, "read_document", counting)
    assert shelf.ingest() == {"laser.md": "unchanged", "peeling.md": "unchanged"}
    shelf.write("laser.md", LASER.replace("일주일", "이 주"))
    assert shelf.ingest() == {"laser.md": "updated", "peeling.md": "unchanged"}
    assert read == ["laser.md"]
    assert any("이 주 동안" in text for text in shelf.texts())
    assert not any("일주일" in text for text in shelf.texts())


def test_the_same_content_under_another_name_is_kept_once(shelf: Shelf) -> None:
    shelf.write("a.md", LASER)
    shelf.write("b.md", LASER)
    assert shelf.ingest() == {"a.md": "added", "b.md": "duplicate"}
    assert len(shelf.texts()) == 1


def test_a_document_that_turns_into_a_copy_no_longer_says_what_it_said(shelf: Shelf) -> None:
    shelf.write("a.md", LASER)
    shelf.write("b.md", PEELING)
    shelf.ingest()
    shelf.write("b.md", LASER)
    assert shelf.ingest() == {"a.md": "unchanged", "b.md": "duplicate"}
    assert not any("사우나" in text for text in shelf.texts())


def test_a_passage_that_stands_in_two_documents_is_found_once(shelf: Shelf) -> None:
    shelf.write("a.md", LASER)
    shelf.write("b.md", LASER + "\n## 화장\n화장은 사흘 뒤부터 할 수 있어요.\n")
    shelf.ingest()
    texts = shelf.texts()
    assert len(texts) == len(set(texts)) == 2


def test_a_run_that_was_cut_goes_on_where_it_stopped(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (("a.md", LASER), ("b.md", PEELING)):
        shelf.write(name, text)

    def cut(content: bytes, suffix: str, name: str) -> Document:
        if name.endswith("b.md"):
            raise KeyboardInterrupt
        return read_document(content, suffix, name)

    monkeypatch.setattr(library, "read_document", cut)
    with pytest.raises(KeyboardInterrupt):
        shelf.ingest()
    monkeypatch.setattr(library, "read_document", read_document)
    assert len(shelf.texts()) == 1
    assert shelf.ingest() == {"a.md": "unchanged", "b.md": "added"}


def test_passages_that_were_lost_are_read_again(shelf: Shelf) -> None:
    shelf.write("a.md", LASER)
    shelf.ingest()
    for path in (shelf.folder / "passages").iterdir():
        path.unlink()
    assert shelf.texts() == []
    assert shelf.ingest() == {"a.md": "updated"}
    assert len(shelf.texts()) == 1


def test_a_forgotten_document_is_gone_from_the_answers_and_from_the_disk(shelf: Shelf) -> None:
    laser = shelf.write("laser.md", LASER)
    shelf.write("peeling.md", PEELING)
    shelf.ingest()
    Path(laser.name).unlink()
    opened = Library(shelf.folder)
    assert [result.status for result in opened.forget(laser.name)] == ["forgotten"]
    assert opened.forget(laser.name) == []
    assert all("레이저" not in text for text in shelf.texts())
    assert len(list((shelf.folder / "passages").iterdir())) == 1
    assert len(opened.forget(str(shelf.documents))) == 1
    assert shelf.texts() == []


def test_a_refused_document_leaves_the_others_and_its_own_last_version(shelf: Shelf) -> None:
    shelf.write("a.md", LASER)
    shelf.write("b.md", PEELING)
    shelf.ingest()
    (shelf.documents / "a.md").write_bytes(b"\xff\x00\xff")
    assert shelf.ingest() == {"a.md": "refused", "b.md": "unchanged"}
    assert len(shelf.texts()) == 2


def test_a_document_without_a_whole_sentence_is_empty(shelf: Shelf) -> None:
    result = Library(shelf.folder).add(shelf.write("a.md", "# 제목\n\n네.\n"))
    assert result.status == "refused"
    assert result.error is not None
    assert result.error.code == "document_empty"


@pytest.mark.parametrize("text", ["{", "[]", '{"id": 1}'], ids=["cut", "another form", "fields missing"])
def test_a_damaged_library_is_named_rather_than_read_wrongly(shelf: Shelf, text: str) -> None:
    shelf.write("a.md", LASER)
    shelf.ingest()
    (kept,) = (shelf.folder / "passages").iterdir()
    kept.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="file_invalid") as refused:
        shelf.texts()
    assert str(kept) in refused.value.message("en")
    (shelf.folder / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(DocumentError, match="file_invalid"):
        Library(shelf.folder)


def test_the_manifest_names_each_document_with_its_hash_and_size(shelf: Shelf) -> None:
    source = shelf.write("laser.md", LASER)
    shelf.ingest()
    manifest = json.loads((shelf.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest[source.name]["title"] == "레이저 안내"
    assert manifest[source.name]["passages"] == 1
